"""Entries of the record about the demonstration: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "demo.clock_moved": EntryKind("public", "Demonstration's calendar moved on"),
    "demo.became": EntryKind("staff", "Somebody took a demonstration person's place"),
}
