"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "round_money_of_the_place": "Choose a fund of this neighbourhood.",
    "duty_once": "This person has this duty already.",
    "round_number_once": "This neighbourhood has a round with this number already.",
    "round_dates_in_order": "The dates of a round come one after the other.",
    "plan_once_a_year": "This neighbourhood has a plan for this year already.",
}
