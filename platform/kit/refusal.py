"""A refusal is an exception named as the refusal, with words a person can read."""

from typing import ClassVar


class Refused(Exception):
    """A deed was refused; nothing was changed.

    `message` is shown to the person. `field` names the form field it belongs to, if one does.
    """

    message: ClassVar[str] = "This can't be done now."
    field: ClassVar[str | None] = None

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        self.reason = message or self.message
        self.at = field or self.field
        super().__init__(self.reason)
