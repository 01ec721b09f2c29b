"""*Move this round on*: what comes next in a round of the demonstration, played by its people."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from demo import aftermath, loader, stage, story
from demo import ideas_east_marsh as east_marsh
from demo import ideas_grange as grange
from demo.clockwork import move_on
from demo.stage import Scene, days
from grants.models import Meeting
from kit import clock
from kit.actor import SYSTEM
from kit.refusal import Refused
from people.models import User
from proposals.models import Proposal
from rounds import phases
from rounds.models import Round
from voting import actions as voting
from voting.actions.ballots import has_voted


class NothingToMove(Refused):
    message = "This round has come to its end."


class MeetingHasBegun(Refused):
    message = (
        "The meeting has begun. Be the secretary and finish it, or be another member and watch."
    )


class PhaseMove(NamedTuple):
    """What a press of the button does: its label, what happens, and the deed."""

    label: str
    happens: str
    play: Callable[[Scene, Round], None]


IDEAS = {
    idea.title: idea
    for facts in (
        east_marsh.ROUND_1,
        east_marsh.ROUND_2,
        east_marsh.ROUND_3,
        grange.ROUND_1,
        grange.ROUND_2,
    )
    for idea in facts
}


def next_step(round_: Round) -> PhaseMove | None:
    """What comes next, or None when the round is over."""
    phase = phases.current(round_)
    steps = {
        "published": _IDEAS,
        "ideas": _IDEAS,
        "develop": _IDEAS,
        "checks": _IDEAS,
        "vote-delayed": _IDEAS,
        "voting": _CLOSE,
        "counting": _OPEN,
        "challenge": _WAIT,
        "panel": _MEET,
        "delivering": _YEAR,
    }
    return steps.get(phase)


def play(round_: Round, *, by: User) -> PhaseMove:
    """Play the next step, and give it. The day moves for the whole demonstration."""
    step = next_step(round_)
    if step is None:
        raise NothingToMove
    scene = stage.find(round_.neighbourhood, lambda moment: move_on(round_, to=moment, by=by))
    step.play(scene, round_)
    return step


def _to_vote(scene: Scene, round_: Round) -> None:
    _go(scene, round_, "ideas_open_at", 0.1)
    for proposal in Proposal.objects.filter(round=round_, status="idea", lead__isnull=False):
        if proposal.title in IDEAS:
            story.hand_in(story.work_out(scene, proposal, IDEAS[proposal.title]))
    _go(scene, round_, "develop_closes_at", 0.1)
    for proposal in Proposal.objects.filter(round=round_, status="submitted"):
        story.check(scene, proposal)
    if round_.box_ready_at is None:
        story.make_ready(scene, round_)
    _go(scene, round_, "voting_opens_at", 0.1)


def _close(scene: Scene, round_: Round) -> None:
    chance = Random(round_.number)  # noqa: S311 - made-up ballots
    waiting = [user for user in scene.neighbours[:60] if not has_voted(round_, user.pk)]
    pull = {title: idea.pull for title, idea in IDEAS.items()}
    story.vote(round_, waiting, pull, chance)
    _go(scene, round_, "voting_closes_at", 0.01)
    voting.close(round_, by=SYSTEM)


def _open(scene: Scene, round_: Round) -> None:
    story.open_box(scene, round_)


def _wait(scene: Scene, round_: Round) -> None:
    _go(scene, round_, "challenge_closes_at", 0.01)


def _meet(scene: Scene, round_: Round) -> None:
    if Meeting.objects.filter(round=round_, opened_at__isnull=False).exists():
        raise MeetingHasBegun
    _go(scene, round_, "panel_meets_at", 0.02)
    aftermath.hold_meeting(scene, round_, interests={}, otherwise={})


def _year(scene: Scene, round_: Round) -> None:
    aftermath.accept_and_pay(scene, round_)
    scene.go(clock.now() + days(365))
    facts = {title: idea._replace(reached=idea.reached or 0.9) for title, idea in IDEAS.items()}
    aftermath.report_and_finish(scene, round_, facts)


def _go(scene: Scene, round_: Round, name: str, after: float) -> None:
    """To the named date of the round and a little later, if it is still to come."""
    scene.go(loader.moment(round_, name) + days(after))
    round_.refresh_from_db()


_IDEAS = PhaseMove(
    "Check the ideas and open the vote",
    "Ideas are worked out, handed in and checked; the ballot box is made; the vote opens.",
    _to_vote,
)
_CLOSE = PhaseMove(
    "Close the vote", "The neighbours who are still to vote do so, and the vote closes.", _close
)
_OPEN = PhaseMove(
    "Open the votes", "Two named people press Open. The votes are opened and counted.", _open
)
_WAIT = PhaseMove(
    "Let the week for questions pass",
    "The last moment to say that something looks wrong goes by.",
    _wait,
)
_MEET = PhaseMove(
    "Hold the meeting",
    "The panel meets, declares its interests and decides on every project.",
    _meet,
)
_YEAR = PhaseMove(
    "Let a year pass",
    "Offers are accepted and first payments go. A year passes, projects report, and what they "
    "measured is verified.",
    _year,
)
