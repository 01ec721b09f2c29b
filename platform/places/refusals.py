"""Why something about a place could not be done."""

from kit.refusal import Refused


class SlugTaken(Refused):
    message = "Another neighbourhood has this web address. Choose another one."
    field = "slug"


class SlugNotPlain(Refused):
    message = "Use small letters, numbers and single hyphens, like east-marsh."
    field = "slug"


class NoName(Refused):
    message = "Give the neighbourhood a name."
    field = "name"


class NoCodes(Refused):
    message = "Enter at least one area code, like E01013138."
    field = "codes"


class NotACode(Refused):
    message = "This is not the code of an output area, LSOA, MSOA or ward."
    field = "codes"


class BoundaryNeeded(Refused):
    message = (
        "Draw the boundary first: this list names areas, and nothing says which are yours. An"
        " officer of the whole site can load it for everywhere; then the page Boundary finds your"
        " areas from a few postcodes."
    )
    field = "file"


class CannotRead(Refused):
    """A file of postcodes that can't be used: says which line, where one is to blame, and why."""

    message = "This file can't be read."
    field = "file"

    def __init__(self, why: str, *, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {why}" if line else why)
        self.line = line
