"""Entries of the record about measurements: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "observation.recorded": Kind("staff", "Measurement handed in"),
    "observation.verified": Kind("public", "Measurement verified"),
    "observation.superseded": Kind("public", "Measurement replaced by a better one"),
}
