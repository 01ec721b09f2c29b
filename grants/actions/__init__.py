"""Everything that a panel, a grant holder and those who pay can do, split by noun."""

from grants.actions.awards import (
    accept_offer,
    clear_condition,
    complete,
    decline_offer,
    lapse_offer,
)
from grants.actions.bank import confirm_payee, enter_bank_details, show_bank_details
from grants.actions.decisions import adopt_together, decide
from grants.actions.finishing import finish
from grants.actions.holding import hold_award, invite_holder
from grants.actions.meetings import (
    call_meeting,
    close_meeting,
    confirm_minutes,
    declare_interest,
    declare_none,
    mark_present,
    open_meeting,
)
from grants.actions.panels import form_panel, leave_seat, seat, set_quorum
from grants.actions.payments import approve_payment, authorise_payment, mark_sent, release_rest
from grants.actions.reports import accept_report, give_back, send_report

__all__ = [
    "accept_offer",
    "accept_report",
    "adopt_together",
    "approve_payment",
    "authorise_payment",
    "call_meeting",
    "clear_condition",
    "close_meeting",
    "complete",
    "confirm_minutes",
    "confirm_payee",
    "decide",
    "declare_interest",
    "declare_none",
    "decline_offer",
    "enter_bank_details",
    "finish",
    "form_panel",
    "give_back",
    "hold_award",
    "invite_holder",
    "lapse_offer",
    "leave_seat",
    "mark_present",
    "mark_sent",
    "open_meeting",
    "release_rest",
    "seat",
    "send_report",
    "set_quorum",
    "show_bank_details",
]
