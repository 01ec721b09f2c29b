"""What is done in a round of the dumps: one function for each deed, by whoever does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from demo import aftermath, story
from demo.ideas import Idea
from demo.stage import Scene
from grants import actions as grants
from kit.actor import SYSTEM
from people.models import User
from proposals.models import Proposal
from rounds import actions as rounds
from rounds.models import Round
from voting import actions as voting
from voting import notices
from voting.keys import keys_of
from voting.models import KeyHolder
from voting.voters import Voter

DAY = timedelta(days=1)


def _idea(title: str, pounds: int) -> Idea:
    words = (title, "alley-clean-ups", "Clear it together.", "Behind the shops", "Rats.")
    return Idea(*words, (("Skips and tools", pounds),), 0, 30, 50, reached=0.8)


_IDEAS = (
    _idea("Clear the alley", 3000),
    _idea("Paint the bridge", 4000),
    _idea("Light the path", 1500),
)


@dataclass
class Play:
    """A round while its history is played, and what people hold of it in their hands: receipts by
    e-mail address, the newest last, each with its ballot numbers; words by e-mail address; receipts
    of a vote that was held again.
    """

    scene: Scene
    case: Case
    now: datetime
    dates: dict[str, datetime]
    row: Round = field(default_factory=Round)
    receipts: dict[str, list[tuple[str, list[int]]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    @property
    def openers(self) -> list[User]:
        """Who opens the votes, in the order in which they come."""
        cast = self.scene.cast
        shared = self.case.custody == "keyholders"
        return [cast["sam"], cast["lewis"], *([cast["priya"]] if shared else [])]


class Step(NamedTuple):
    """A deed, and when: hours after one of the round's dates."""

    date: str
    hours: float
    deed: Callable[[Play], None]


class Case(NamedTuple):
    """How a round came to where it stands. `reached` counts its dates that have passed: the last of
    them five days ago, the others ten days apart.
    """

    name: str
    reached: int
    steps: tuple[Step, ...]
    custody: str = "two-people"
    ballots: int = 4
    ideas: int = 2


def draft(each: Play) -> None:
    each.row = rounds.draft(
        each.scene.area,
        preset="small",
        title=f"The money of {each.case.name}",
        fund=each.scene.fund,
        pot_pence=500_000,
        by=each.scene.officer,
    )


def announce(each: Play) -> None:
    draft(each)
    publish(each)


def publish(each: Play) -> None:
    """Give a draft its dates and rules, name who does what, and publish it."""
    scene = each.scene
    opens = "keyholder" if each.case.custody == "keyholders" else "opener"
    rules = each.row.rules | {
        "custody": each.case.custody,
        "key_shares": {"needed": 2, "of": len(each.openers)},
    }
    rounds.change(each.row, by=scene.officer, rules=rules, **each.dates)  # type: ignore[arg-type]
    duties = [
        *((opens, person) for person in each.openers),
        ("secretary", scene.secretary),
        ("approver", scene.officer),
        ("authoriser", scene.finance),
        ("answerer", scene.second_officer),
    ]
    for kind, person in duties:
        rounds.give_duty(each.row, kind=kind, person=person, by=scene.officer)
    rounds.publish(each.row, by=scene.officer)


def share(each: Play) -> None:
    for idea in _IDEAS[: each.case.ideas]:
        story.share_idea(each.scene, each.row, idea, each.scene.cast["resident"])


def hand_in(each: Play) -> None:
    ideas = {idea.title: idea for idea in _IDEAS}
    for proposal in Proposal.objects.filter(round=each.row):
        story.hand_in(story.work_out(each.scene, proposal, ideas[proposal.title]))


def fix(each: Play) -> None:
    for proposal in Proposal.objects.filter(round=each.row, status="submitted"):
        story.check(each.scene, proposal)
    voting.fix_ballot(each.row, by=each.scene.officer)
    voting.draw_roll(each.row, by=each.scene.officer)


def make_box(each: Play) -> None:
    voting.make_box(each.row, by=each.scene.officer)
    take_words(each)


def take_words(each: Play) -> None:
    """Everybody who keeps a part of the key writes their words down."""
    each.row = Round.objects.get(pk=each.row.pk)
    for person in each.openers:
        words = keys_of(each.row.box).words(person.pk)
        if words:
            each.words[person.email] = words


def rehearse_one(each: Play) -> None:
    _rehearse(each, each.openers[0])


def ready(each: Play) -> None:
    for holder in KeyHolder.objects.filter(round=each.row, rehearsed_at=None):
        if each.words:
            _rehearse(each, holder.person)
    voting.ready(each.row, by=each.scene.officer)


def _rehearse(each: Play, person: User) -> None:
    voting.rehearse(each.row, by=person, words=each.words[person.email])


def vote(each: Play) -> None:
    """Everybody votes once, and every fifth changes it; a batch and the notices go out."""
    voters = each.scene.neighbours[: each.case.ballots]
    for at, voter in enumerate([*voters, *voters[::5]]):
        numbers = [at % each.case.ideas + 1] if at % 3 else list(range(1, each.case.ideas + 1))
        slip = voting.prepare(each.row, by=Voter(voter), numbers=numbers)
        receipt = voting.cast(each.row, by=Voter(voter), field=slip, numbers=numbers)
        each.receipts.setdefault(voter.email, []).append((receipt.code, numbers))
    if voting.publish_batch(each.row) is not None:
        notices.send(each.row)


def close(each: Play) -> None:
    voting.close(each.row, by=SYSTEM)


def open_one(each: Play) -> None:
    _open(each, each.openers[0])


def open_both(each: Play) -> None:
    for person in each.openers[:2]:
        _open(each, person)


def _open(each: Play, person: User) -> None:
    if each.words:
        voting.give_share(each.row, by=person, words=each.words[person.email])
    else:
        voting.press_open(each.row, by=person)


def lose_two(each: Play) -> None:
    for person in each.openers[1:]:
        voting.declare_share_lost(each.row, by=person, holder=person)


def again_in(opens: timedelta) -> Callable[[Play], None]:
    """Hold the vote again; it opens that long after the end of the history, or before it."""

    def again(each: Play) -> None:
        each.dropped += [code for held in each.receipts.values() for code, _ in held]
        each.receipts.clear()
        start = each.now + opens
        voting.rerun(each.row, by=each.scene.officer, opens=start, closes=start + 8 * DAY)
        take_words(each)

    return again


def ask(each: Play) -> None:
    by = each.scene.cast["resident"]
    voting.raise_challenge(each.row, about="count", text="How are ties settled?", by=by)


def call(each: Play) -> None:
    """The secretary calls the panel's meeting."""
    grants.call_meeting(
        each.row, meets_at=each.dates["panel_meets_at"], where="The hall", by=each.scene.secretary
    )


def meet(each: Play) -> None:
    aftermath.hold_meeting(each.scene, each.row, interests={}, otherwise={})


def pay(each: Play) -> None:
    aftermath.accept_and_pay(each.scene, each.row)


def destroy(each: Play) -> None:
    voting.destroy_keys(each.row, by=SYSTEM)


def finish(each: Play) -> None:
    ideas = {idea.title: idea for idea in _IDEAS}
    aftermath.report_and_finish(each.scene, each.row, ideas)


def sign_off(each: Play) -> None:
    rounds.sign_off(each.row, by=each.scene.cast["auditor"])


def cancel(each: Play) -> None:
    reason = "The land was sold."
    rounds.cancel(each.row, reason=reason, by=each.scene.officer)
