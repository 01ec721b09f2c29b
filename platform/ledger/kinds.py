"""Entries of the record about money: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "fund.opened": Kind("public", "Fund opened"),
    "money.entered": Kind("public", "Money received: entered by the first of two people"),
    "money.entry_taken_back": Kind("public", "Taken back: an entry of money received"),
    "money.deposited": Kind("public", "Money received"),
    "money.allocated": Kind("public", "Money put into a round"),
    "money.reversed": Kind("public", "Movement of money undone"),
    "money.left_over": Kind("public", "Left-over money back in the fund"),
    "money.fee": Kind("public", "Fee taken"),
}
