"""Loads the demonstration: two neighbourhoods whose past is played by the real deeds, in order."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from demo import aftermath, stage, story
from demo import ideas_east_marsh as east_marsh
from demo import ideas_grange as grange
from demo.aftermath import Otherwise
from demo.cast import EAST_MARSH, GRANGE, Person
from demo.clockwork import OwnersClock
from demo.ideas import Idea
from demo.stage import Scene, days
from kit import clock, secret_files
from kit.clock import LONDON
from people.models import User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds import actions as rounds
from rounds import calendar
from rounds.models import Round

EAST_MARSH_CODES = {
    "E01013136": "North East Lincolnshire 002A",
    "E01013138": "North East Lincolnshire 006A",
    "E01013140": "North East Lincolnshire 006B",
    "E01013141": "North East Lincolnshire 006C",
    "E01013142": "North East Lincolnshire 002D",
    "E01013143": "North East Lincolnshire 006D",
    "E01035473": "North East Lincolnshire 002E",
}
GRANGE_CODES = {"E01000190": "Barnet (demonstration)", "E01000191": "Barnet (demonstration)"}

_RECEIPT = "demonstration-receipt"
_MARKET = "What should the money do for East Marsh?"


def load(owners_clock: OwnersClock) -> None:
    """Both neighbourhoods, in one transaction: a start that is cut off leaves nothing behind."""
    today = clock.today()
    chance = Random(1897)  # noqa: S311 - made-up ballots, the same at every start
    try:
        with transaction.atomic():
            owners_clock.go(_at(today - timedelta(days=860)))
            officer = stage.site_officer()
            _east_marsh(officer, owners_clock, today, chance)
            owners_clock.go(_at(today - timedelta(days=130)))
            _grange(officer, owners_clock, today, chance)
    finally:
        owners_clock.restore()


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def _dates(
    today: date, *, ideas_open: int, vote_opens: int, vote_closes: int, meets: int
) -> dict[str, object]:
    """A round's dates as days from today; those between are spread sensibly."""

    def evening(offset: int) -> datetime:
        return calendar.evening(today + timedelta(days=offset))

    span = vote_opens - ideas_open
    return {
        "ideas_open_at": evening(ideas_open),
        "ideas_close_at": evening(ideas_open + span // 2),
        "develop_closes_at": evening(ideas_open + span * 3 // 4),
        "voting_opens_at": evening(vote_opens),
        "voting_closes_at": evening(vote_closes),
        "challenge_closes_at": evening(vote_closes + 7),
        "panel_meets_at": evening(meets),
        "outcomes_due_on": today + timedelta(days=meets + 365),
    }


def _east_marsh(officer: User, owners_clock: OwnersClock, today: date, chance: Random) -> None:
    area = stage.neighbourhood(
        "east-marsh",
        officer,
        codes=EAST_MARSH_CODES,
        postcodes=stage.postcode_rows("DN32", list(EAST_MARSH_CODES)),
        today=clock.today(),
        name="East Marsh",
        town="Grimsby",
        adults=8400,
        contact_email="hello@east-marsh.demo.example",
        trust_name="Grimsby Community Trust",
        about="Terraced streets between the docks and Freeman Street. Residents decide on "
        "clean-ups, alleys, derelict buildings and what there is to do of an evening.",
    )
    scene = _scene(
        area, EAST_MARSH, officer, owners_clock, neighbours=119, quorum=5, pounds=240_000
    )
    _history_one(scene, today, chance)
    _history_two(scene, today, chance)
    _open_vote(scene, today, chance)


def _scene(
    area: Neighbourhood,
    persons: tuple[Person, ...],
    officer: User,
    owners_clock: OwnersClock,
    *,
    neighbours: int,
    quorum: int,
    pounds: int,
) -> Scene:
    cast = stage.cast(area, persons, officer)
    first = cast["sam"] if "sam" in cast else cast["hugh"]
    neighbourly = stage.neighbours(area, neighbours, first)
    fund = stage.fund(
        area,
        first,
        second=cast["priya"] if "priya" in cast else cast["wanda"],
        name=f"{area.name} ten-year fund",
        source="Community Wealth Fund (demonstration)",
        starts_on=clock.today(),
        pounds=pounds,
    )
    stage.panel(area, persons, cast, first, quorum)
    return Scene(area, cast, neighbourly, fund, owners_clock.go)


def _history_one(scene: Scene, today: date, chance: Random) -> None:
    """Round 1: finished two years ago, all of it measured."""
    stage.plan(
        scene.fund,
        scene.officer,
        clock.today().year,
        "Streets you want to walk down, at any hour, with somebody to say hello to.",
        ["Alleys free of waste", "Somewhere to be on a Friday night", "Light where it is dark"],
        5,
    )
    dates = _dates(today, ideas_open=-845, vote_opens=-775, vote_closes=-761, meets=-747)
    round_ = play_to_vote(scene, "full", _MARKET, 47_000, dates, east_marsh.ROUND_1)
    voters = _turnout(scene, 121)
    story.vote(round_, voters, _pull(east_marsh.ROUND_1), chance)
    round_ = count_and_answer(scene, round_)
    scene.go(moment(round_, "panel_meets_at"))
    boxing = east_marsh.ROUND_1[1].title
    aftermath.hold_meeting(
        scene,
        round_,
        otherwise={},
        interests={"col": (boxing, "I am treasurer of the boxing club.")},
    )
    _deliver(scene, round_, east_marsh.ROUND_1, measured_after=400)
    scene.go(clock.now() + days(20))
    rounds.sign_off(round_, by=scene.cast["joan"])


def _history_two(scene: Scene, today: date, chance: Random) -> None:
    """Round 2: finished a year ago; the panel departed twice, and some results are too soon."""
    scene.go(_at(today - timedelta(days=445)))
    stage.deposit(scene.fund, scene.officer, scene.finance, 240_000, "Second part of the grant")
    dates = _dates(today, ideas_open=-440, vote_opens=-370, vote_closes=-356, meets=-342)
    round_ = play_to_vote(scene, "full", _MARKET, 112_000, dates, east_marsh.ROUND_2)
    voters = _turnout(scene, 125)
    receipts = story.vote(round_, voters, _pull(east_marsh.ROUND_2), chance)
    _keep_receipt(receipts[scene.cast["ruth"]])
    moved = next(one for one in scene.neighbours if one not in voters)
    story.vote(round_, [moved], _pull(east_marsh.ROUND_2), Random(2))  # noqa: S311
    scene.go(moment(round_, "voting_closes_at") - days(2))
    story.take_off(scene, round_, moved, "Moved to another town in spring")
    round_ = count_and_answer(scene, round_)
    scene.go(moment(round_, "panel_meets_at"))
    skips, benches = east_marsh.ROUND_2[9].title, east_marsh.ROUND_2[10].title
    boxing = east_marsh.ROUND_2[3].title
    aftermath.hold_meeting(
        scene,
        round_,
        interests={"col": (boxing, "I am treasurer of the boxing club.")},
        otherwise={
            skips: Otherwise(
                "none",
                "The council has said since the vote that it will pay for four skip weekends "
                "itself.",
            ),
            benches: Otherwise(
                "full",
                "The money for the skips is free, and this came next in the vote and lacked "
                "very little.",
            ),
        },
    )
    _deliver(scene, round_, east_marsh.ROUND_2, measured_after=310)


def _open_vote(scene: Scene, today: date, chance: Random) -> None:
    """Round 3: the vote is open, and closes in nine days."""
    scene.go(_at(today - timedelta(days=118)))
    stage.deposit(scene.fund, scene.officer, scene.finance, 240_000, "Third part of the grant")
    stage.plan(
        scene.fund,
        scene.officer,
        today.year,
        "Streets you want to walk down, at any hour, with somebody to say hello to.",
        ["Keep clean what we cleared", "Two adults whom young people know", "Trees that live"],
        20,
    )
    open_vote(scene, today, chance, east_marsh.ROUND_3)
    stage.enter(scene.fund, scene.finance, 120_000, "Fourth part of the grant")


def open_vote(scene: Scene, today: date, chance: Random, facts: Sequence[Idea]) -> None:
    """A round whose vote is open: it opened five days ago and closes in nine. Ruth hasn't voted
    yet.
    """
    dates = _dates(today, ideas_open=-112, vote_opens=-5, vote_closes=9, meets=24)
    round_ = play_to_vote(scene, "full", _MARKET, 240_000, dates, facts)
    voters = [voter for voter in _turnout(scene, 68) if voter != scene.cast["ruth"]]
    scene.go(_at(today - timedelta(days=1)))
    story.vote(round_, voters, _pull(facts), chance)
    story.says_somebody_voted(round_, voters[12], "I was away last week, and my page says I voted.")


def _grange(officer: User, owners_clock: OwnersClock, today: date, chance: Random) -> None:
    area = stage.neighbourhood(
        "grange",
        officer,
        codes=GRANGE_CODES,
        postcodes=stage.postcode_rows("N2", list(GRANGE_CODES)),
        today=clock.today(),
        name="Grange",
        town="East Finchley",
        adults=1500,
        contact_email="hello@grange.demo.example",
        trust_name="Finchley Neighbours",
        about="An estate around a square, with a community centre in the middle. Martial arts, "
        "youth workers, and a square that wants shade.",
    )
    scene = _scene(area, GRANGE, officer, owners_clock, neighbours=33, quorum=4, pounds=60_000)
    stage.plan(
        scene.fund,
        scene.officer,
        today.year,
        "A square where all ages meet.",
        ["Something on every weekday evening", "Shade and green"],
        25,
    )
    dates = _dates(today, ideas_open=-75, vote_opens=-32, vote_closes=-18, meets=-3)
    dates |= {"panel_meets_at": calendar.evening(today + timedelta(days=2))}
    round_ = play_to_vote(
        scene, "small", "What should £18,000 do for the Grange?", 18_000, dates, grange.ROUND_1
    )
    story.vote(round_, _turnout(scene, 34), _pull(grange.ROUND_1), chance)
    count_and_answer(scene, round_)
    scene.go(_at(today - timedelta(days=9)))
    _ideas_round(scene, today)


def _ideas_round(scene: Scene, today: date) -> None:
    """Round 2 of the Grange: ideas are coming in."""
    dates = _dates(today, ideas_open=-7, vote_opens=42, vote_closes=56, meets=70)
    dates |= {"ideas_close_at": calendar.evening(today + timedelta(days=14))}
    round_ = story.announce(
        scene,
        preset="small",
        title="What next for the Grange?",
        about="",
        pounds=15_000,
        dates=dates,
    )
    leads = _leads(scene)
    for number, idea in enumerate(grange.ROUND_2):
        scene.go(moment(round_, "ideas_open_at") + days(1 + number))
        story.share_idea(scene, round_, idea, leads[number % len(leads)])


def play_to_vote(
    scene: Scene,
    preset: str,
    title: str,
    pounds: int,
    dates: dict[str, object],
    facts: Sequence[Idea],
) -> Round:
    """Publish a round, send its ideas in, check them, and stand at the moment the vote opens."""
    round_ = story.announce(scene, preset=preset, title=title, about="", pounds=pounds, dates=dates)
    opens = moment(round_, "ideas_open_at")
    leads = _leads(scene)
    proposals: list[tuple[Proposal, Idea]] = []
    for number, idea in enumerate(facts):
        scene.go(opens + days(1 + number * 0.8))
        lead = leads[number % len(leads)]
        proposal = story.share_idea(scene, round_, idea, lead)
        proposals.append((story.work_out(scene, proposal, idea), idea))
    scene.go(moment(round_, "ideas_close_at") + days(1))
    ready = [story.hand_in(proposal) for proposal, _ in proposals]
    scene.go(moment(round_, "develop_closes_at") + days(1))
    for proposal in ready:
        story.check(scene, proposal)
    story.make_ready(scene, round_)
    scene.go(moment(round_, "voting_opens_at") + days(0.5))
    round_.refresh_from_db()
    return round_


def count_and_answer(scene: Scene, round_: Round) -> Round:
    """Close, open, count; one person asks about it and is answered."""
    scene.go(moment(round_, "voting_closes_at") + days(0.04))
    round_ = story.open_box(scene, round_)
    scene.go(clock.now() + days(2))
    asks = scene.neighbours[7]
    story.raise_and_answer(
        scene,
        round_,
        asks,
        "I can’t find how a tie is settled.",
        "By the published order: the lower cost first, then the ballot number. It is in the rules.",
    )
    scene.go(moment(round_, "challenge_closes_at") + days(0.5))
    round_.refresh_from_db()
    return round_


def _deliver(scene: Scene, round_: Round, facts: Sequence[Idea], measured_after: int) -> None:
    meeting = moment(round_, "panel_meets_at")
    scene.go(meeting + days(10))
    aftermath.accept_and_pay(scene, round_)
    scene.go(meeting + days(measured_after))
    aftermath.report_and_finish(scene, round_, {idea.title: idea for idea in facts})


def _leads(scene: Scene) -> list[User]:
    """Residents without an office, who can lead a project."""
    keys = ("dev", "kath", "leon", "shirley", "piotr", "ade", "mo")
    named = [scene.cast[key] for key in keys if key in scene.cast]
    return named + scene.neighbours[:4]


def _turnout(scene: Scene, count: int) -> list[User]:
    """The first `count` people who live here and vote: the named residents, then neighbours."""
    named = [
        user
        for key, user in scene.cast.items()
        if key in ("ruth", "dev", "kath", "leon", "shirley", "piotr", "ade", "mo")
    ]
    return (named + scene.neighbours)[:count]


def _pull(facts: Sequence[Idea]) -> dict[str, int]:
    return {idea.title: idea.pull for idea in facts}


def moment(round_: Round, name: str) -> datetime:
    """One of a published round's dates (UTC)."""
    at: datetime = getattr(round_, name)
    return at


def _keep_receipt(code: str) -> None:
    """Ruth's receipt of round 2, for the tour: kept beside the secrets, never in the database."""
    secret_files.write(secret_files.folder() / _RECEIPT, code.encode())


def receipt() -> str:
    """The receipt that the tour checks, or nothing."""
    file = secret_files.folder() / _RECEIPT
    return file.read_text().strip() if file.exists() else ""


__all__ = ["load", "receipt"]
