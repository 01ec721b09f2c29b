"""A site with a round in every phase: its history, played by the real deeds in the order of time.

It uses only what tests and demonstration use anyway, so that it can be played on any version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress

from grants import actions as grants
from kit import clock
from kit.actor import SYSTEM
from pages.demo import aftermath, stage, story
from pages.demo.cast import Person, neighbour
from pages.demo.ideas import Idea
from pages.demo.stage import Scene
from people import actions as people
from people.models import User
from places import actions as places
from places.models import Neighbourhood, Postcode
from proposals.models import Proposal
from rounds import actions as rounds
from rounds.calendar import evening
from rounds.models import Round
from voting import actions as voting
from voting import notices
from voting.keys import keys_of
from voting.models import KeyHolder
from voting.voters import Voter

DAY = timedelta(days=1)
BEGAN = 120 * DAY
VOTERS = 34

_CAST = (
    Person("resident", "Ruth Amos"),
    Person("sam", "Sam Oyelaran", does=("officer",), lives_here=False),
    Person("lewis", "Lewis Fenwick", does=("officer",), lives_here=False),
    Person("priya", "Priya Nair", does=("finance",), lives_here=False),
    Person("auditor", "Joan Whitgift", does=("auditor",), lives_here=False),
    Person("ivy", "Ivy Thorne", does=("secretary",), seat="secretary", lives_here=False),
    Person("marta", "Marta Green", seat="chair"),
    Person("panel", "Colin Brown", seat="panel"),
    Person("nadia", "Nadia Hussain", seat="panel"),
)
_DATES = (
    "ideas_open_at",
    "ideas_close_at",
    "develop_closes_at",
    "voting_opens_at",
    "voting_closes_at",
    "challenge_closes_at",
    "panel_meets_at",
)


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


def play(go: Callable[[datetime], None]) -> list[Play]:
    """Play every round up to this moment; `go` sets the clock, which ends where it began."""
    now = clock.now()
    go(now - BEGAN)
    scene = _scene(go)
    plays = [Play(scene, case, now, dates(case, now)) for case in CASES]
    due = [(_moment(each, step), step, each) for each in plays for step in each.case.steps]
    for moment, step, each in sorted(due, key=lambda one: one[0]):
        go(moment)
        _do(step, each)
    go(now)
    return plays


def play_on(each: Play) -> None:
    """Play a round that stands somewhere on the way of one that is signed off to that end."""
    whole = next(case for case in CASES if case.name == "signed-off")
    for step in whole.steps:
        if step not in each.case.steps:
            each.scene.go(max(clock.now(), _moment(each, step)))
            _do(step, each)


def _do(step: Step, each: Play) -> None:
    if each.row.neighbourhood_id:
        each.row.refresh_from_db()
    step.deed(each)


def dates(case: Case, now: datetime) -> dict[str, datetime]:
    """The dates of a round that stands where `case` says at `now` (UTC)."""
    first = now - 10 * DAY * (case.reached - 1) - 5 * DAY
    return {name: evening((first + 10 * DAY * at).date()) for at, name in enumerate(_DATES)}


def _moment(each: Play, step: Step) -> datetime:
    return each.dates[step.date] + timedelta(hours=step.hours)


def _scene(go: Callable[[datetime], None]) -> Scene:
    first = people.make_first_officer(email="officer@example.org", name="Olive Officer")
    area = _area(first)
    cast = {each.key: _person(each, area, first) for each in _CAST}
    officer = cast["sam"]
    voters = [Person(f"neighbour{n}", neighbour(n)) for n in range(VOTERS)]
    neighbours = [_person(each, area, officer) for each in voters]
    today = clock.today()
    fund = stage.fund(
        area, officer, name="Ten-year fund", source="A grant", starts_on=today, pounds=200_000
    )
    stage.plan(fund, officer, today.year, "Green and safe.", ["Alleys"], 10)
    stage.panel(area, _CAST, cast, officer, 3)
    return Scene(area, cast, neighbours, fund, go)


def _area(by: User) -> Neighbourhood:
    code = "E01000001"
    area = places.create(
        by=by,
        slug="ash",
        name="Ash",
        town="Testham",
        trust_name="Testham Trust",
        contact_email="hello@example.org",
    )
    places.draw_boundary(area, codes={code: "Ash 001A"}, by=by)
    rows = stage.postcode_rows("ZZ9", [code])
    places.load_postcodes(
        rows, name="Made-up postcodes", dated=clock.today(), by=by, neighbourhood=area
    )
    return area


def _person(person: Person, area: Neighbourhood, by: User) -> User:
    user = User.objects.create_user(f"{person.key}@example.org", person.name)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    for kind in person.does:
        people.give_role(user, kind=kind, neighbourhood=area, by=by)
    if person.lives_here:
        home = Postcode.objects.filter(edition__neighbourhood=area).order_by("postcode")[0]
        stage.settle(user, area, home.postcode, by)
    return user


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


def _again(opens: timedelta) -> Callable[[Play], None]:
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


_PUBLISHED = (Step("ideas_open_at", -200, announce),)
_IDEAS_IN = (*_PUBLISHED, Step("ideas_open_at", 1, share))
_HANDED_IN = (*_IDEAS_IN, Step("ideas_close_at", 1, hand_in))
_FIXED = (*_HANDED_IN, Step("develop_closes_at", 1, fix))
_MADE = (*_FIXED, Step("develop_closes_at", 2, make_box))
_VOTED = (*_MADE, Step("develop_closes_at", 3, ready), Step("voting_opens_at", 1, vote))
_CLOSED = (*_VOTED, Step("voting_closes_at", 1, close))
_ONE_CAME = (*_CLOSED, Step("voting_closes_at", 2, open_one))
_COUNTED = (*_CLOSED, Step("voting_closes_at", 2, open_both))
_LOST = (*_CLOSED, Step("voting_closes_at", 2, lose_two))
_PAID = (
    *_COUNTED,
    Step("challenge_closes_at", 10, destroy),
    Step("panel_meets_at", 1, meet),
    Step("panel_meets_at", 24, pay),
)

CASES = (
    Case("draft", 1, (Step("ideas_open_at", 0, draft),)),
    Case("published", 0, _PUBLISHED),
    Case("ideas", 1, _IDEAS_IN),
    Case("develop", 2, _HANDED_IN),
    Case("ballot-fixed", 3, _FIXED),
    Case("box-made", 4, _MADE),
    Case("open", 4, _VOTED, ballots=30, ideas=3),
    Case("open-keyholders", 4, _VOTED, "keyholders", ballots=30, ideas=3),
    Case("closed", 5, _CLOSED),
    Case("one-pressed", 5, _ONE_CAME),
    Case("one-gave-words", 5, _ONE_CAME, "keyholders"),
    Case("parts-lost", 5, _LOST, "keyholders"),
    Case(
        "again-made",
        5,
        (
            *_LOST,
            Step("voting_closes_at", 3, _again(2 * DAY)),
            Step("voting_closes_at", 4, rehearse_one),
        ),
        "keyholders",
    ),
    Case(
        "again-open",
        5,
        (
            *_LOST,
            Step("voting_closes_at", 3, _again(-2 * DAY)),
            Step("voting_closes_at", 4, ready),
            Step("voting_closes_at", 96, vote),
        ),
        "keyholders",
    ),
    Case("counted", 5, (*_COUNTED, Step("voting_closes_at", 3, ask))),
    Case("panel", 6, (*_COUNTED, Step("challenge_closes_at", 1, call))),
    Case("delivering", 7, _PAID),
    Case(
        "signed-off",
        10,
        (
            *_PAID,
            Step("panel_meets_at", 400, finish),
            Step("panel_meets_at", 500, sign_off),
        ),
    ),
    Case("cancelled", 4, (*_VOTED, Step("voting_opens_at", 30, cancel))),
)
