"""Entries of the record about places: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "place.created": EntryKind("public", "Neighbourhood added"),
    "place.changed": EntryKind("public", "Neighbourhood's details changed"),
    "boundary.drawn": EntryKind("public", "Boundary drawn"),
    "postcodes.loaded": EntryKind("public", "Postcodes loaded"),
}
