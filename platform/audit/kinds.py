"""Every kind of entry, who may read it, and how the public record says it.

A verb in the past tense after a dot. The audience is fixed by the kind, so that nobody can choose
it in haste: a public entry never tells of a draft, a residency check, or anything before its
publication.

Two things write no entry at all (`SILENT`): casting a ballot writes nothing but the box, and
starting or saving a draft nothing but the draft.
"""

from collections.abc import Mapping
from typing import NamedTuple

from kit import registers


class EntryKind(NamedTuple):
    """Who reads an entry ("public", "staff" or "auditor"), and its title on the page."""

    audience: str
    title: str


SILENT = ("voting.cast", "proposals.start_idea", "proposals.save_draft")

# Kinds whose audience is settled and whose deed does not exist yet.
RESERVED = ("condition.added", "person.erased")

KINDS: dict[str, EntryKind] = {}


def register(kinds: Mapping[str, EntryKind]) -> None:
    """Let a room's kinds be known; it calls this when the site starts. Raises ValueError for a kind
    that another room has.
    """
    registers.add(KINDS, kinds, taken="another room has these kinds of entry")


register(
    {
        "record.restored": EntryKind("public", "Record brought back from a copy"),
        "words.erased": EntryKind("public", "Words of an entry erased"),
    }
)
