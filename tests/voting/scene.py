"""A vote as tests need it: a round with ideas, a ballot, a box and people, by the real deeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection

from audit.actions import settle
from kit import clock
from people.models import User
from places.models import Neighbourhood
from rounds.models import Duty, Round
from rounds.presets import PRESETS
from tests import factories
from voting import actions, keys
from voting.keys import keys_of
from voting.models import Box, KeyHolder, RollEntry
from voting.voters import Voter

DAY = timedelta(days=1)


@dataclass
class Scene:
    """An open vote, its officer, and those who open it."""

    round: Round
    officer: User
    openers: list[User]
    words: dict[Any, str] = field(default_factory=dict)

    @property
    def area(self) -> Neighbourhood:
        return self.round.neighbourhood

    def voter(self, name: str = "") -> User:
        """A resident on the list of voters."""
        user = factories.resident(self.area, name)
        actions.top_up_roll(self.round)
        return user

    def vote(self, voter: User, *numbers: int, own: str = "") -> actions.Receipt:
        """Cast a ballot as the two pages would."""
        slip = actions.prepare(self.round, by=Voter(voter), numbers=numbers)
        return actions.cast(self.round, by=Voter(voter), field=slip, numbers=numbers, own=own)

    def take_off(self, entry: RollEntry, reason: str = "Lives elsewhere now") -> RollEntry:
        """Two officers take an entry off the list."""
        second = factories.with_role("officer", self.area)
        change = actions.ask_change(entry, by=self.officer, what="void", reason=reason)
        return RollEntry.objects.get(pk=actions.agree_change(change, by=second).entry_id)

    def end(self) -> None:
        """Let the voting time pass, and close."""
        move_clock(11 * DAY)
        actions.close(self.round, by=self.officer, role="officer")

    def open(self) -> Round:
        """Open and count."""
        for opener in self.openers[:2]:
            if self.words:
                actions.give_share(self.round, by=opener, words=self.words[opener.pk])
            else:
                actions.press_open(self.round, by=opener)
        return Round.objects.get(pk=self.round.pk)


def move_clock(by: timedelta) -> None:
    """Let time pass: what a deed before it must have recorded is looked at first."""
    if connection.in_atomic_block:
        settle()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_clock_offset SET by = by + %s::interval", [str(by)])


def rules(custody: str = "two-people", **vote: Any) -> dict[str, Any]:
    preset = PRESETS["full" if custody == "keyholders" else "small"].draft_rules()
    found = dict(preset)
    found["vote"] = {**preset["vote"], **vote}
    return found


def fixed_round(
    area: Neighbourhood | None = None,
    *,
    ideas: int = 3,
    custody: str = "two-people",
    pot_pence: int = 600_000,
    **rest: Any,
) -> Scene:
    """A round about to vote: its ballot is fixed and its duties given, its box is not made yet."""
    area = area or factories.area()
    now = clock.now()
    round_ = factories.round_in(
        "voting",
        area,
        **{
            "rules": rules(custody),
            "pot_pence": pot_pence,
            "box_ready_at": None,
            "voting_opens_at": now - DAY,
            "voting_closes_at": now + 10 * DAY,
            "challenge_closes_at": now + 20 * DAY,
            "panel_meets_at": now + 30 * DAY,
        }
        | rest,
    )
    officer = factories.with_role("officer", area, "Olive Officer")
    openers = [
        factories.with_role("finance", area, name) for name in ("Ann One", "Bea Two", "Cy Three")
    ]
    openers = openers if custody == "keyholders" else openers[:2]
    kind = "keyholder" if custody == "keyholders" else "opener"
    for person in openers:
        Duty.objects.create(round=round_, kind=kind, person=person)
    for number in range(ideas):
        factories.proposal(round_, pence=100_000 + 50_000 * number)
    actions.fix_ballot(round_, by=officer)
    return Scene(round_, officer, openers)


def open_vote(area: Neighbourhood | None = None, **rest: Any) -> Scene:
    """A vote that takes ballots."""
    scene = fixed_round(area, **rest)
    actions.make_box(scene.round, by=scene.officer)
    actions.draw_roll(scene.round, by=scene.officer)
    make_ready_again(scene)
    assert keys.NEEDED == 2
    return scene


def make_ready_again(scene: Scene) -> None:
    """Everybody types their words, where parts of the key are kept, and the box is ready."""
    type_words(scene)
    scene.round = actions.ready(scene.round, by=scene.officer)


def type_words(scene: Scene) -> None:
    """Everybody who keeps a part of the key types their words once."""
    box = Box.objects.get(round=scene.round)
    for holder in KeyHolder.objects.filter(round=scene.round):
        words = keys_of(box).words(holder.person_id)
        if words:
            scene.words[holder.person_id] = words
            actions.rehearse(scene.round, by=holder.person, words=words)
