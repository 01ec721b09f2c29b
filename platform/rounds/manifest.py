"""The rules of a round as bytes that never change: what publishing fixes and the record holds.

Canonical bytes of `audit.canonical`; `"v": 1` is final. People stand in it as kinds of duty, never
as names; free text as a digest, so that it can be read beside the bytes and checked against them.
"""

import hashlib
import json
from datetime import datetime

from audit import canonical
from audit.canonical import Plain
from places.models import Boundary, Neighbourhood
from rounds.models import Round
from rounds.phases import DATE_NAMES
from rounds.words import panel_sentence

VERSION = 1


def contents(round: Round, *, boundary: int | None, duties: list[str]) -> dict[str, Plain]:
    """What the manifest says. Dates are UTC, money pence; `duties` are kinds."""
    return {
        "v": VERSION,
        "round_ref": round.pk,
        "place_ref": round.neighbourhood_id,
        "number": round.number,
        "title": round.title,
        "about_sha256": hashlib.sha256(round.about.encode()).hexdigest(),
        "origin": round.origin,
        "currency": round.currency,
        "fund_ref": round.fund_id,
        "pot_pence": round.pot_pence,
        "boundary_version": boundary,
        "dates": {name: getattr(round, name) for name in DATE_NAMES},
        "outcomes_due_on": round.outcomes_due_on,
        "duties": sorted(duties),
        "panel_says": panel_sentence(round.rules),
        "rules": round.rules,
    }


def encode(round: Round) -> bytes:
    """The canonical bytes of a round's manifest, with today's boundary and the duties given."""
    duties = round.duties.values_list("kind", flat=True).distinct()
    boundary = boundary_version(round.neighbourhood)
    return canonical.encode(contents(round, boundary=boundary, duties=list(duties)))


def boundary_version(area: Neighbourhood) -> int | None:
    """The number of the newest boundary, or None where none was drawn."""
    newest = Boundary.objects.filter(neighbourhood=area).order_by("-version").first()
    return newest.version if newest else None


def sha256(manifest: bytes) -> str:
    """The digest of a manifest, hex."""
    return hashlib.sha256(manifest).hexdigest()


def is_intact(round: Round) -> bool:
    """Whether a published round's manifest still has the digest that was recorded."""
    return bool(round.manifest) and sha256(bytes(round.manifest or b"")) == round.manifest_sha256


def fixed_dates(round: Round) -> dict[str, datetime]:
    """The dates as they stood when the rules were fixed (UTC); none for a draft."""
    if not round.manifest:
        return {}
    facts = json.loads(bytes(round.manifest)).get("dates", {})
    return {name: datetime.fromisoformat(text) for name, text in facts.items() if text}
