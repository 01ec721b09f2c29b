"""Entries of the record about measurements: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "observation.recorded": EntryKind("staff", "Measurement handed in"),
    "observation.verified": EntryKind("public", "Measurement verified"),
    "observation.superseded": EntryKind("public", "Measurement replaced by a better one"),
}
