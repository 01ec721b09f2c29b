"""How e-mail leaves this site, and what pages and messages may say of it.

A page that promises an e-mail takes the sentence from here, or says beside it what `note` says: a
site that somebody tries on a laptop has no mail server, and nothing is on its way there.
"""

from enum import StrEnum

from django.conf import settings

from people import kept_mail


class Way(StrEnum):
    """Where a letter goes."""

    LEAVES = "leaves"
    READABLE = "readable"
    PRINTED = "printed"
    WAITS = "waits"


_NOTES = {
    Way.LEAVES: "",
    Way.READABLE: "Nothing leaves a demonstration: look under “Read the letters”.",
    Way.PRINTED: "No mail server is set: e-mail is only printed where this site was started.",
    Way.WAITS: "No mail server is set, so no e-mail leaves this site yet.",
}
_GOES = {
    Way.LEAVES: "The {what} is on its way to {to}.",
    Way.READABLE: "The {what} for {to} is under “Read the letters”: nothing leaves a"
    " demonstration.",
    Way.PRINTED: "The {what} for {to} is printed where this site was started: no mail server is"
    " set.",
    Way.WAITS: "The {what} for {to} can't leave yet: no mail server is set.",
}


def way() -> Way:
    """Where this site's e-mail goes."""
    if kept_mail.leaves():
        return Way.LEAVES
    if settings.PRODUCTION:
        return Way.WAITS
    return Way.READABLE if kept_mail.can_be_read() else Way.PRINTED


def note() -> str:
    """What stands beside a promise of an e-mail; nothing where e-mail leaves."""
    return _NOTES[way()]


def promise(sentence: str) -> str:
    """A sentence that promises an e-mail, with where it goes if none leaves."""
    return f"{sentence} {note()}".rstrip()


def goes(what: str, *, to: str) -> str:
    """Where a letter is that was just written to an address."""
    return _GOES[way()].format(what=what, to=to)
