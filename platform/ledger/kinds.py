"""Entries of the record about money: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "fund.opened": EntryKind("public", "Fund opened"),
    "money.entered": EntryKind("public", "Money received: entered by the first of two people"),
    "money.entry_taken_back": EntryKind("public", "Taken back: an entry of money received"),
    "money.deposited": EntryKind("public", "Money received"),
    "money.allocated": EntryKind("public", "Money put into a round"),
    "money.reversed": EntryKind("public", "Movement of money undone"),
    "money.left_over": EntryKind("public", "Left-over money back in the fund"),
    "money.fee": EntryKind("public", "Fee taken"),
}
