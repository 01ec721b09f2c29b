"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "neighbourhood_slug_unique": "Another neighbourhood has this web address.",
    "neighbourhood_slug_not_reserved": "This web address is kept for the site itself.",
    "boundary_version_once": "Somebody else has just changed this boundary. Look at it again.",
}
