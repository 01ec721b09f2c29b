"""What has to be done around a vote, step by step, and what is missing before it can open."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from kit import clock
from kit.dates import day_time
from proposals.models import Proposal
from rounds import phases
from rounds.models import Round
from rounds.readiness import Missing
from voting import terms
from voting.actions.setup import BALLOT_CAN_BE_FIXED
from voting.models import BallotLine, Box, KeyHolder, RollEntry

_BEFORE_OPENING = ("fix", "roll", "make", "rehearse", "ready")
_DUE_FROM = timedelta(days=7)
"""How long before the vote its steps are due, where they can be taken earlier than in checks."""


@dataclass(frozen=True)
class BoxStep:
    """One thing to do: how it stands ("done", "now" or "later"), and the word on its button if it
    is pressed here. `status` and `tone` are as the tag `status` of `kit` takes them.
    """

    key: str
    title: str
    hint: str
    state: str
    button: str = ""

    @property
    def status(self) -> str:
        return {"done": "Done", "now": "To do", "later": "Not yet"}[self.state]

    @property
    def tone(self) -> str:
        return {"done": "good", "now": "few", "later": "mid"}[self.state]


@dataclass(frozen=True)
class Stands:
    """How far a round's vote has come."""

    round: Round
    lines: int
    voters: int
    box: Box | None
    holders: int
    rehearsed: int
    pressed: int

    @property
    def shared(self) -> bool:
        """Whether parts of the key are kept by people."""
        return terms.custody(self.round) == "keyholders"

    @property
    def proven(self) -> bool:
        """Whether it is known that the box can be opened again."""
        return self.box is not None and (not self.shared or self.rehearsed >= self.holders)


def stands(round: Round) -> Stands:
    """How far a round's vote has come."""
    holders = KeyHolder.objects.filter(round=round)
    return Stands(
        round=round,
        lines=BallotLine.objects.filter(round=round).count(),
        voters=RollEntry.objects.filter(round=round, void_at=None).count(),
        box=Box.objects.filter(round=round).first(),
        holders=holders.count(),
        rehearsed=holders.filter(rehearsed_at__isnull=False).count(),
        pressed=holders.filter(pressed_open_at__isnull=False).count(),
    )


def of(round: Round) -> list[BoxStep]:
    """Every step in order."""
    here = stands(round)
    facts = [_fix(here), _roll(here), _make(here)]
    if here.shared:
        facts.append(_rehearse(here))
    return [*facts, _ready(here), _close(here), _open(here)]


def open_vote_missing(round: Round) -> list[Missing]:
    """What is missing before the vote can open, for `rounds.readiness`."""
    link = reverse("voting:box", args=[round.neighbourhood, round.number])
    return [Missing(f"{step.title}.", link) for step in _left(round)]


def due(round: Round) -> tuple[int, BoxStep] | None:
    """How many steps are left before the vote can open, and the next that can be taken now; None
    where none can, or while the vote is far off.
    """
    if not _is_due(round):
        return None
    left = _left(round)
    now = [step for step in left if step.state == "now"]
    return (len(left), now[0]) if now else None


def _left(round: Round) -> list[BoxStep]:
    return [step for step in of(round) if step.key in _BEFORE_OPENING and step.state != "done"]


def _is_due(round: Round) -> bool:
    if round.box_ready_at is not None:
        return False
    phase, opens = phases.current(round), round.voting_opens_at
    near = opens is not None and opens <= clock.now() + _DUE_FROM
    return phase in BALLOT_CAN_BE_FIXED or (phase in ("ideas", "develop") and near)


def _fix(here: Stands) -> BoxStep:
    hint = "Puts every idea that can go to the vote on the ballot, for good: see below which."
    if here.lines:
        facts = "1 idea is on it." if here.lines == 1 else f"{here.lines} ideas are on it."
        return BoxStep("fix", "Fix the ballot", facts, "done")
    if phases.current(here.round) not in BALLOT_CAN_BE_FIXED:
        closes = here.round.develop_closes_at
        until = f" Handing in closes at {day_time(closes)}." if closes else ""
        return BoxStep("fix", "Fix the ballot", hint + until, "later")
    ideas = Proposal.objects.filter(round=here.round)
    if ideas.filter(status="submitted").exists():
        return BoxStep(
            "fix", "Fix the ballot", f"{hint} Proposals are still to be checked.", "later"
        )
    if not ideas.for_ballot().exists():
        return BoxStep("fix", "Fix the ballot", f"{hint} No idea has passed its checks.", "later")
    return BoxStep("fix", "Fix the ballot", hint, "now", "Fix the ballot")


def _roll(here: Stands) -> BoxStep:
    title = "Draw up the list of voters"
    if here.voters:
        people = "1 person" if here.voters == 1 else f"{here.voters} people"
        so_far = "" if here.round.vote_sealed_at else " so far"
        return BoxStep("roll", title, f"{people} can vote{so_far}.", "done")
    hint = (
        "Everybody whose address you have checked. People you check later are added by themselves."
    )
    return BoxStep("roll", title, hint, "now", "Draw up the list")


def _make(here: Stands) -> BoxStep:
    title = "Make the ballot box"
    if here.box is None:
        state = "now" if here.lines else "later"
        who = (
            "Three people each get a part of its key."
            if here.shared
            else "Its key stays on the server."
        )
        return BoxStep("make", title, who, state, title if here.lines else "")
    made = f"Made at {day_time(here.box.made_at)}."
    again = "" if here.round.box_ready_at else "Make it again"
    return BoxStep("make", title, made, "done", again)


def _rehearse(here: Stands) -> BoxStep:
    title = "Everybody who keeps a part of the key types their words once"
    if here.box is None:
        return BoxStep("rehearse", title, "After the box is made.", "later")
    hint = f"{here.rehearsed} of {here.holders} have. They do it on the page “Opening the votes”."
    return BoxStep("rehearse", title, hint, "done" if here.proven else "now")


def _ready(here: Stands) -> BoxStep:
    title = "Say that the box is ready"
    if here.round.box_ready_at:
        return BoxStep("ready", title, f"Ready since {day_time(here.round.box_ready_at)}.", "done")
    hint = "We prove that it can be opened again. Then the vote opens on its date."
    state = "now" if here.proven and here.voters else "later"
    return BoxStep("ready", title, hint, state, "The box is ready" if state == "now" else "")


def _close(here: Stands) -> BoxStep:
    round, title = here.round, "Close the vote"
    if round.vote_sealed_at:
        return BoxStep("close", title, f"Closed at {day_time(round.vote_sealed_at)}.", "done")
    ends = round.voting_closes_at
    if ends is None or round.box_ready_at is None:
        return BoxStep("close", title, "", "later")
    if clock.now() < ends:
        return BoxStep("close", title, f"It closes by itself at {day_time(ends)}.", "later")
    return BoxStep("close", title, "Its end has come.", "now", "Close the vote now")


def _open(here: Stands) -> BoxStep:
    title = "Open the votes"
    if here.round.opened_at:
        return BoxStep("open", title, f"Opened at {day_time(here.round.opened_at)}.", "done")
    needed = terms.holders_needed(here.round)
    hint = (
        f"{here.pressed} of {needed} people have done their part, on the page “Opening the votes”."
    )
    return BoxStep("open", title, hint, "now" if here.round.vote_sealed_at else "later")
