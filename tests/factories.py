"""Rows for tests, as small as they can be. Deeds are tested through actions; these only set a
scene.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from audit.actions import record
from audit.canonical import Plain
from evidence.models import Kind
from kit import clock, site_key
from kit.actor import Actor
from ledger import access, books, deposits
from ledger.models import Fund, Move, Pot
from people.models import Residency, Role, User
from places.models import Neighbourhood
from proposals.models import CostLine, Proposal
from rounds import presets
from rounds.models import Round

_count = itertools.count(1)

# Days from now until each date, for a round that stands in the middle of a phase.
_STEPS = (
    "ideas_open_at",
    "ideas_close_at",
    "develop_closes_at",
    "voting_opens_at",
    "voting_closes_at",
    "challenge_closes_at",
    "panel_meets_at",
)
_PHASE_STARTS = {
    "published": -1,
    "ideas": 0,
    "develop": 1,
    "checks": 2,
    "voting": 3,
    "counting": 4,
    "challenge": 4,
    "panel": 5,
    "delivering": 6,
}


def area(
    name: str = "East Marsh", town: str = "Grimsby", slug: str = "east-marsh", **rest: Any
) -> Neighbourhood:
    return Neighbourhood.objects.create(
        name=name, town=town, slug=slug, trust_name="Grimsby Community Trust", **rest
    )


def person(name: str = "", **rest: Any) -> User:
    number = next(_count)
    email = rest.pop("email", f"person{number}@example.org")
    return User.objects.create_user(email, name or f"Person {number}", **rest)


def resident(area: Neighbourhood, name: str = "") -> User:
    """A person whose address in `area` has been verified."""
    user = person(name)
    Residency.objects.create(
        person=user, neighbourhood=area, how="seen", verified_at=clock.now(), verified_by=person()
    )
    return user


def with_role(kind: str, area: Neighbourhood | None, name: str = "") -> User:
    user = person(name)
    Role.objects.create(person=user, neighbourhood=area, kind=kind)
    return user


def fund(area: Neighbourhood, **rest: Any) -> Fund:
    today = clock.today()
    return Fund.objects.create(
        neighbourhood=area,
        name="Ten-year fund",
        source="Community Wealth Fund",
        starts_on=today,
        ends_on=date(today.year + 10, 3, 31),
        **rest,
    )


def filled_pot(fund: Fund, *, pot_pence: int, round_ref: UUID, name: str, by: Actor) -> Pot:
    """A pot as publishing a round makes it, with an entry of its own and no round."""
    with transaction.atomic():
        pot = books.open_pot(fund, pot_pence, round_ref=round_ref, name=name, memo=name)
        place = fund.neighbourhood_id
        after: dict[str, Plain] = {"pot_pence": pot.total}
        record(by=by, kind="money.allocated", subject=pot, role="officer", place=place, after=after)
        return pot


def money_in(fund: Fund, pence: int, memo: str = "", key: UUID | None = None) -> Move:
    """Money that came into a fund: entered by one of the trust's staff, confirmed by another."""
    area = fund.neighbourhood
    staff = list(access.staff_of(area).order_by("joined_at")[:2])
    staff += [with_role("officer", area) for _ in range(2 - len(staff))]
    row = deposits.enter(
        fund,
        pence=pence,
        received_on=clock.today(),
        bank_reference=f"TEST {next(_count)}",
        memo=memo,
        key=key or uuid4(),
        by=staff[1],
    )
    return deposits.confirm(row, by=staff[0])


def round_in(phase: str, area: Neighbourhood, **rest: Any) -> Round:
    """A published round whose dates put it in the middle of `phase` (or a draft). Facts that a
    phase needs (box_ready_at, counted_at …) are set; no money stands behind it unless `fund` and
    `pot` are given.
    """
    now = clock.now()
    number = Round.objects.filter(neighbourhood=area).count() + 1
    fields: dict[str, Any] = {
        "neighbourhood": area,
        "number": number,
        "title": "What should the money do?",
        "preset": "small",
        "rules": presets.PRESETS["small"].draft_rules(),
        "pot_pence": 2_000_000,
    }
    if phase != "draft":
        start = _PHASE_STARTS[phase]
        fields |= {
            step: now + timedelta(days=10 * (index - start) - 5)
            for index, step in enumerate(_STEPS)
        }
        fields |= {
            "published_at": now - timedelta(days=60),
            "manifest": b"{}",
            "manifest_sha256": "0" * 64,
        }
        facts = ("box_ready_at", "vote_sealed_at", "opened_at", "counted_at", "decided_at")
        have = {"voting": 1, "counting": 1, "challenge": 4, "panel": 4, "delivering": 5}.get(
            phase, 0
        )
        fields |= {fact: now - timedelta(days=1) for fact in facts[:have]}
    with transaction.atomic():
        site_key.show_for_deed()
        return Round.objects.create(**{**fields, **rest})


def proposal(
    round_: Round,
    lead: User | None = None,
    status: str = "ready",
    pence: int = 250_000,
    **rest: Any,
) -> Proposal:
    """A proposal with one cost line, ready for the ballot unless `status` says otherwise."""
    number = Proposal.objects.filter(round=round_).count() + 1
    kind = Kind.objects.order_by("order").first()
    fields: dict[str, Any] = {
        "title": f"Idea {number}",
        "what": "Clear the alley",
        "where": "Behind Rutland Street",
        "why": "Rats",
        "kind": kind,
        "theme": kind.theme if kind else "",
        "indicator": kind.indicator if kind else None,
        "target": 30,
        "who_delivers": "us",
        "due": clock.today() + timedelta(days=365),
        "shared_at": clock.now(),
        "asked_pence": pence if status not in ("draft", "idea") else None,
    }
    whose = None if "entered_by" in rest else lead or person()
    row = Proposal.objects.create(
        round=round_, number=number, lead=whose, status=status, **{**fields, **rest}
    )
    CostLine.objects.create(proposal=row, label="Tools and skips", pence=pence)
    return row
