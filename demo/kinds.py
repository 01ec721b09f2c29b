"""Entries of the record about the demonstration: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "demo.clock_moved": Kind("public", "Demonstration's calendar moved on"),
    "demo.became": Kind("staff", "Somebody took a demonstration person's place"),
}
