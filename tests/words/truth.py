"""What a sentence claims, and whether it is so: one rule for each kind of claim.

`broken` takes what somebody reads and the facts at that moment, and gives every sentence that says
more than is so. A rule is a pattern with a question to the facts; one that has no facts to ask
passes nothing over, it just finds no such sentence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import get_resolver

from grants.models import Award, Decision
from grants.voted_lines import line_of
from kit import clock
from people.models import Letter, Residency, User
from proposals.models import Proposal
from rounds import phases
from rounds.models import Round
from voting import access
from voting.actions.ballots import has_voted
from voting.models import Count
from voting.voters import Voter

# The first request loads the code of every page; on a busy machine that takes longer than a
# transaction that stands open may wait.
_ = get_resolver().url_patterns

LONDON = ZoneInfo("Europe/London")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MOMENT = rf"(?:\d+(?:\.\d\d)? [ap]m|midday|midnight), \d+ (?:{'|'.join(_MONTHS)}) \d{{4}}"


@dataclass(frozen=True)
class Facts:
    """What is so when somebody reads: who it is, and what the words are about."""

    reader: User | None = None
    round: Round | None = None
    idea: Proposal | None = None
    idea_url: str = ""

    @property
    def public(self) -> bool:
        """Whether a visitor who opens the idea's page reads its words there."""
        if self.idea is None:
            return False
        answer = Client().get(self.idea_url)
        return answer.status_code == 200 and self.idea.what in text_of(answer)

    @property
    def voted(self) -> bool:
        if self.reader is None or self.round is None:
            return False
        right = access.right_to_vote(Voter(self.reader), self.round)
        return bool(right) and has_voted(self.round, right.ref)

    @property
    def may_vote(self) -> bool:
        """Whether a ballot of the reader could go in the box now, as far as one can know."""
        if self.round is None or not phases.accepts_votes(self.round):
            return False
        if self.reader is None:
            return True
        right = access.right_to_vote(Voter(self.reader), self.round)
        # Whoever is checked and not listed yet comes on the list by opening the ballot.
        return bool(right) or right.next == ""

    @property
    def decision(self) -> Decision | None:
        return Decision.objects.filter(proposal=self.idea).first() if self.idea else None

    @property
    def award(self) -> Award | None:
        return Award.objects.filter(proposal=self.idea).first() if self.idea else None

    @property
    def counted(self) -> bool:
        return self.round is not None and Count.objects.filter(round=self.round).exists()

    def picked(self) -> bool | None:
        """What the count says of the idea; None while nothing is counted."""
        line = line_of(self.idea.round, self.idea.pk) if self.idea else None
        return None if line is None or line.votes is None else line.picked


Claim = Callable[[Facts, "re.Match[str]"], bool]


def text_of(answer: Any) -> str:
    """What a page says, in one line: no tags, scripts or styles; list items and cells apart."""
    body = answer.content.decode() if hasattr(answer, "content") else str(answer)
    body = re.sub(r"(?s)<(script|style|svg|template)\b.*?</\1>", " ", body)
    body = re.sub(r"</(p|li|h\d|td|th|dt|dd|a|button|legend|label|div)>", " | ", body)
    body = html.unescape(re.sub(r"<[^>]+>", "", body)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", body)


def moment(said: str) -> datetime:
    """The moment that `kit.dates.day_time` said."""
    at, _, on = said.partition(", ")
    number, name, year = on.split()
    if at in ("midday", "midnight"):
        hour, minute = (12 if at == "midday" else 0), 0
    else:
        figures, half = at.split()
        whole, _, part = figures.partition(".")
        hour, minute = int(whole) % 12 + (12 if half == "pm" else 0), int(part or 0)
    return datetime(int(year), _MONTHS.index(name) + 1, int(number), hour, minute, tzinfo=LONDON)


def _to_come(facts: Facts, found: re.Match[str]) -> bool:
    return moment(found[1]) > clock.now()


def _past(facts: Facts, found: re.Match[str]) -> bool:
    return moment(found[1]) <= clock.now()


def _status(*names: str) -> Claim:
    return lambda facts, _: facts.idea is not None and facts.idea.status in names


def _phase(*names: str) -> Claim:
    return lambda facts, _: facts.round is not None and phases.current(facts.round) in names


def _checks_go_on(facts: Facts, found: re.Match[str]) -> bool:
    idea = facts.idea
    return idea is not None and idea.status == "submitted" and phases.accepts_checks(idea.round)


def _work_goes_on(facts: Facts, found: re.Match[str]) -> bool:
    idea = facts.idea
    if idea is None:
        return False
    if idea.status == "returned":
        return phases.accepts_checks(idea.round)
    return idea.status == "idea" and phases.accepts_work(idea.round)


def _has_address(facts: Facts, found: re.Match[str]) -> bool:
    return facts.reader is not None


def _all_paid(facts: Facts) -> bool:
    planned = list(facts.award.instalments.exclude(status="released")) if facts.award else []
    return bool(planned) and all(one.status == "sent" for one in planned)


# Dates: what is to come lies ahead, what has been lies behind.
_AHEAD = (
    r"(?:[Uu]ntil|[Cc]loses at|[Oo]pens at|open at|From|[Bb]y|meets at|in by|votes from) "
    rf"({MOMENT})"
)
_BEHIND = rf"(?:[Cc]losed at|[Oo]pened at|[Mm]ade at|[Ss]ince|fixed on|closed on) ({MOMENT})"

RULES: list[tuple[str, Claim]] = [
    # an initial has its dot already
    (r"\w\.\.(?!\.)", lambda facts, _: False),
    (_AHEAD, _to_come),
    (_BEHIND, _past),
    # who can see it
    (r"(?<!if )(?:Everybody|everybody) can (?:see|read) it", lambda facts, _: facts.public),
    (r"on the page now", lambda facts, _: facts.public),
    (r"(?:Nobody else|Nobody but those who work on it and staff) can see (?:it|this)",
     lambda facts, _: not facts.public),
    (r"[Oo]nly (?:you|those who work on it and staff) can see it",
     lambda facts, _: not facts.public),
    (r"This can go to the vote|Your idea can go to the vote",
     lambda facts, _: facts.public and facts.idea is not None and facts.idea.status == "ready"),
    # how an idea stands
    (r"\bBeing checked\b|Staff check it now", _checks_go_on),
    (r"Work it out and hand it in|Change what is asked for, then hand it in", _work_goes_on),
    (r"\| Check and hand in", _work_goes_on),
    (r"Work on it together", _work_goes_on),
    (r"Handing in has closed", lambda facts, found: not _work_goes_on(facts, found)),
    (r"\bCan go to the vote\b",
     lambda facts, _: facts.round is not None and facts.round.box_ready_at is None
     and facts.round.cancelled_at is None),
    (r"Not this time, because:", _status("refused")),
    (r"Sent back for a change:", _status("returned")),
    (r"Taken back by its proposer:", _status("withdrawn")),
    (r"Nobody else has seen it yet", lambda facts, _: not facts.public),
    (r"[Ww]e write to you\b", _has_address),
    # the vote
    (r"Vote in round \d+", lambda facts, _: phases.accepts_votes(facts.round)
     and (facts.reader is None or (facts.may_vote and not facts.voted))
     if facts.round else False),
    (r"You have voted|Your vote is in the box", lambda facts, _: facts.voted),
    (r"You can change it until", lambda facts, _: facts.may_vote),
    (r"Tick (?:up to|every idea|the idea)", lambda facts, _: facts.round is not None
     and phases.accepts_votes(facts.round)),
    (r"Sign in to vote", lambda facts, _: facts.reader is None and facts.may_vote),
    (r"\| Send in an idea", _phase("ideas")),
    (r"is open for votes", lambda facts, _: facts.round is not None
     and phases.accepts_votes(facts.round)),
    (r"takes ideas until", _phase("ideas")),
    (r"are being worked out", _phase("develop")),
    (r"of round \d+ are being checked", _phase("checks")),
    (r"(?<!after )(?<!before )[Vv]oting has closed", lambda facts, _: _closed(facts)),
    (r"The vote of round \d+ has closed|Votes? being opened|open the votes next",
     lambda facts, _: _closed(facts) and facts.round is not None
     and facts.round.opened_at is None),
    (r"(?<!Done: )(?<!Stopped: )(?<!was )(?<!were )[Oo]n the ballot(?! any more)(?=:? ?\|)",
     lambda facts, _: _on_the_ballot(facts)),
    (r"[Ww]ent to the vote|[Ww](?:as|ere) on the ballot|were voted on",
     lambda facts, _: _gone(facts)),
    (r"votes not opened yet", lambda facts, _: _closed(facts) and facts.round is not None
     and facts.round.opened_at is None),
    # the votes are counted in the moment they are opened
    (r"being counted", lambda facts, _: False),
    (r"[Vv]oting has not opened yet",
     _phase("published", "ideas", "develop", "checks", "vote-delayed")),
    (r"The votes are counted|The votes of round \d+ are counted|Counted in the open",
     lambda facts, _: facts.round is not None and facts.round.counted_at is not None),
    (r"Picked by the vote", lambda facts, _: facts.picked() is True
     if facts.idea else facts.counted),
    (r"Not picked by the vote", lambda facts, _: facts.picked() is False
     if facts.idea else facts.counted),
    (r"The panel decides on round", _phase("panel")),
    (r"are under way", _phase("delivering")),
    (r"is finished and signed off", _phase("closed")),
    (r"was cancelled", _phase("cancelled")),
    # the steps of a strip: what is done is done, and nothing is lit that may never come
    (r"Done: On the ballot", lambda facts, _: facts.idea is not None
     and facts.idea.status != "withdrawn"),
    (r"Now: Being voted on", lambda facts, _: facts.idea is not None
     and phases.accepts_votes(facts.idea.round)),
    (r"Now: Waits for the panel", lambda facts, _: facts.picked() is not None
     and facts.decision is None),
    (r"(?:Now|To come): (?:Picked|Not picked|Agreed|Not this time|Put off)",
     lambda facts, _: False),
    (r"Done: Agreed", lambda facts, _: facts.decision is not None and facts.decision.pence > 0),
    (r"Now: (?:Paid|Done|Offer accepted)\b", lambda facts, _: False),
    (r"Done: Offer accepted", lambda facts, _: facts.award is not None
     and facts.award.status in ("accepted", "complete")),
    (r"Now: Offer made", lambda facts, _: facts.award is not None
     and facts.award.status == "offered"),
    (r"Done: Paid", lambda facts, _: _all_paid(facts)),
    (r"Now: (?:Being paid|To be paid)", lambda facts, _: facts.award is not None
     and facts.award.status == "accepted" and not _all_paid(facts)),
    (r"Done: Done", lambda facts, _: facts.award is not None
     and facts.award.completed_at is not None),
    (r"Stopped: Offer turned down", lambda facts, _: facts.award is not None
     and facts.award.status == "declined"),
    (r"Stopped: Offer ran out", lambda facts, _: facts.award is not None
     and facts.award.status == "lapsed"),
    # where one lives
    (r"You live in|Your address was checked|You can vote there", lambda facts, _: _homes(
        facts, verified_at__isnull=False)),
    (r"Somebody has to check that you live", lambda facts, _: _homes(facts, verified_at=None)),
    (r"You asked for a check", lambda facts, _: _homes(
        facts, verified_at=None, check_asked_at__isnull=False)),
    (r"Ask for a check", lambda facts, _: _homes(facts, verified_at=None, check_asked_at=None)),
]  # fmt: skip
_COMPILED = [(re.compile(pattern), claim) for pattern, claim in RULES]


def _on_the_ballot(facts: Facts) -> bool:
    """Before the end of a vote, and until its box is sealed."""
    round_ = facts.round
    return round_ is not None and round_.vote_sealed_at is None and round_.counted_at is None


def _gone(facts: Facts) -> bool:
    return facts.round is not None and (
        not _on_the_ballot(facts) or phases.current(facts.round) in ("counting", "cancelled")
    )


def _closed(facts: Facts) -> bool:
    """Whether no ballot can go in the box any more."""
    round_ = facts.round
    if round_ is None or phases.accepts_votes(round_):
        return False
    over = round_.voting_closes_at is not None and round_.voting_closes_at <= clock.now()
    return over or round_.vote_sealed_at is not None


def _homes(facts: Facts, **wanted: object) -> bool:
    homes = Residency.objects.filter(person=facts.reader, ended_at=None, **wanted)
    return facts.reader is not None and homes.exists()


def broken(text: str, facts: Facts) -> list[str]:
    """Every claim in a text that is not so, with the words around it."""
    return [
        text[max(0, found.start() - 40) : found.end() + 40]
        for pattern, claim in _COMPILED
        for found in pattern.finditer(text)
        if not claim(facts, found)
    ]


def covered(sentence: str) -> bool:
    """Whether some rule speaks of this sentence."""
    return any(pattern.search(sentence) for pattern, _ in _COMPILED)


def letters_to(person: User | None) -> int:
    """How many letters somebody has been written."""
    return Letter.objects.filter(to=person.email).count() if person else 0
