"""A round as a draft: made from a preset, changed freely until publishing fixes it."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from audit.actions import record
from audit.canonical import Plain
from ledger.models import Fund
from people.models import User
from places.models import Neighbourhood
from rounds import calendar, presets, publishing
from rounds.models import Round
from rounds.phases import dates_of
from rounds.refusals import DatesCollide, RoundPublished
from rounds.rules import CountRules, RoundRules, checked


class Changes(TypedDict, total=False):
    """What may change in a draft. Times are UTC, money pence."""

    title: str
    about: str
    fund: Fund | None
    pot_pence: int
    rules: RoundRules
    ideas_open_at: datetime | None
    ideas_close_at: datetime | None
    develop_closes_at: datetime | None
    voting_opens_at: datetime | None
    voting_closes_at: datetime | None
    challenge_closes_at: datetime | None
    panel_meets_at: datetime | None
    panel_meets_where: str
    outcomes_due_on: date | None


WORDS = frozenset({"title", "about", "panel_meets_where"})


@transaction.atomic
def draft(
    neighbourhood: Neighbourhood,
    *,
    preset: str,
    title: str,
    by: User,
    fund: Fund | None = None,
    pot_pence: int = 0,
    start: date | None = None,
    about: str = "",
) -> Round:
    """Start a round from a preset, with suggested dates when it is to open for ideas on `start`.
    What a lot between equal ideas is drawn from is fixed here, before there are ideas.

    Raises PresetUnknown for a preset that is not offered.
    """
    chosen = presets.offered(preset)
    Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
    last = Round.objects.in_area(neighbourhood).aggregate(last=Max("number"))["last"] or 0
    round = Round(
        neighbourhood=neighbourhood,
        number=last + 1,
        title=title,
        about=about,
        fund=fund,
        pot_pence=pot_pence,
        preset=preset,
        rules=_with_lot(chosen.draft_rules()),
        set_up_by=by,
    )
    if start is not None:
        dates = calendar.suggest(chosen, start)
        _set(round, {**asdict(dates), "outcomes_due_on": calendar.outcomes_due(dates)})
    round.save(force_insert=True)
    record(
        by=by,
        kind="round.drafted",
        subject=round,
        role="officer",
        place=neighbourhood.pk,
        round=round.pk,
        after={"number": round.number, "preset": preset, "pot_pence": pot_pence},
        words={"title": title},
    )
    return round


@transaction.atomic
def change(round: Round, *, by: User, **changes: Unpack[Changes]) -> Round:
    """Change a draft. Raises RoundPublished, BadRules, or DatesCollide on the field of the later
    date.
    """
    round = locked(round)
    if round.published_at is not None:
        raise RoundPublished
    before = {name: getattr(round, name) for name in changes}
    _set(round, changes)
    _check(round)
    changed = [name for name in changes if before[name] != getattr(round, name)]
    if not changed:
        return round
    round.save(update_fields=changed)
    record(
        by=by,
        kind="round.changed",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        before={name: _plain(before[name]) for name in changed if name not in WORDS},
        after={name: _plain(getattr(round, name)) for name in changed if name not in WORDS},
        words={name: str(getattr(round, name)) for name in changed if name in WORDS},
    )
    return round


def set_count(round: Round, count: CountRules) -> None:
    """Let a draft be counted by other rules; the caller holds it locked, has seen that it is a
    draft still, and writes the entry. Raises BadRules.
    """
    round.rules = checked({**round.rules, "count": count})
    round.save(update_fields=["rules"])


def _with_lot(rules: RoundRules) -> RoundRules:
    """Equal ideas are told apart by a lot, so that nobody gains by a place on the ballot."""
    seed = secrets.token_hex(16)
    rules["count"] = {**rules["count"], "ties": "cost,votes,lot", "lot_seed": seed}
    return rules


def locked(round: Round) -> Round:
    """The round as the database has it, held until the transaction ends."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("neighbourhood", "fund")
        .get(pk=round.pk)
    )


def _set(round: Round, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        setattr(round, name, value)


def _check(round: Round) -> None:
    checked(round.rules)
    for name, sentence in publishing.collisions(dates_of(round)).items():
        raise DatesCollide(sentence, field=name)


def _plain(value: object) -> Plain:
    if isinstance(value, Fund):
        return value.pk
    if value is None or isinstance(value, str | int | datetime | date | dict):
        return value
    raise TypeError(f"the record holds no {type(value).__name__}")
