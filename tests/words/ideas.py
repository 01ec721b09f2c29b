"""An idea in every state that one can be in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kit import clock
from people.models import User
from proposals.models import Proposal
from rounds.models import Round
from tests import factories

# Name of the state: status, and what differs from an idea that everybody sees.
_STATES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "draft": ("draft", lambda: {"shared_at": None}),
    "idea": ("idea", dict),
    "idea about crime": ("idea", lambda: {"needs_look": True, "theme": "safer"}),
    "looked at": ("idea", lambda: {"needs_look": True, "looked_at": clock.now()}),
    "hidden": ("idea", lambda: {"hidden_at": clock.now(), "hidden_because": "It names people"}),
    "submitted": ("submitted", dict),
    "submitted about crime": ("submitted", lambda: {"needs_look": True}),
    "returned": ("returned", lambda: {"status_because": "Say who does it"}),
    "ready": ("ready", dict),
    "ready and hidden": ("ready", lambda: {"hidden_at": clock.now(), "hidden_because": "Names"}),
    "refused": ("refused", lambda: {"status_because": "Outside the area"}),
    "refused, asked again": (
        "refused",
        lambda: {"second_look_asked_at": clock.now(), "second_look_because": "It is inside"},
    ),
    "withdrawn": ("withdrawn", lambda: {"status_because": "We moved"}),
    "draft thrown away": ("withdrawn", lambda: {"shared_at": None, "status_because": "No"}),
}
STATES = {name: status for name, (status, _) in _STATES.items()}


def idea_in(state: str, round_: Round, lead: User | None, officer: User) -> Proposal:
    """An idea of `lead` in a state; without a lead the officer wrote it down for somebody."""
    status, more = _STATES[state]
    written = {"entered_by": officer, "entered_for": "Mrs Smith", "entered_from": "paper"}
    own: dict[str, Any] = {"what": "Clear the alley behind the shops", **({} if lead else written)}
    idea = factories.proposal(round_, lead, status=status, **own, **more())
    return Proposal.objects.get(pk=idea.pk)
