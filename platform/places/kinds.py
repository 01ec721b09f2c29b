"""Entries of the record about places: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "place.created": Kind("public", "Neighbourhood added"),
    "place.changed": Kind("public", "Neighbourhood's details changed"),
    "boundary.drawn": Kind("public", "Boundary drawn"),
    "postcodes.loaded": Kind("public", "Postcodes loaded"),
}
