"""Rounds of every kind whose files the site publishes, each by its real deeds."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pabulib.checker import Checker

from evidence.models import THEMES, Kind
from places.models import Neighbourhood
from proposals import actions as proposals
from proposals.models import Proposal
from rounds.models import Round
from tests import factories
from tests.voting import scene as scenes
from tests.voting import shares
from tests.voting.scene import Scene
from tests.voting.test_pairs import checks, open_box
from voting.counting import Rules

FILES = Path(__file__).parent / "counting" / "files"
EARLIER = FILES.parent / "earlier"
LOT = "5eed" * 8
ByTitle = Sequence[tuple[int, str]]
"""How many people cast a ballot, and the first letters of the titles on it."""

EQUAL_SHARES = {**shares.SHARES.to_manifest(), "score": "votes"}
IDEAS = {"Alleys": 100_000, "Benches": 150_000, "Crossings": 90_000, "Ducks": 60_000}
USUAL: ByTitle = ((4, "ABC"), (3, "AB"), (3, "AD"), (2, "C"), (1, "CD"))


def vote_on(
    area: Neighbourhood,
    *,
    ideas: dict[str, int] = IDEAS,
    ballots: ByTitle = USUAL,
    pot: int = 260_000,
    count: dict[str, Any] | None = None,
    pair: tuple[str, str] | None = None,
    gone: Iterable[str] = (),
    greener: str = "",
    most: int | None = 3,
) -> Round:
    """A round of these ideas and ballots, counted. `pair` can't both be done, `gone` are taken back
    during the vote, `greener` are the first letters of ideas of that theme.
    """
    rules = scenes.rules(max_choices=most)
    rules["count"] = {**rules["count"], **(count or {})}
    rules["whole_ballots_from"] = 10
    scene = checks(area, rules=rules, pot_pence=pot)
    kinds = {theme: Kind.objects.filter(theme=theme).order_by("order")[0] for theme in THEMES}
    for title, pence in ideas.items():
        theme = "greener" if title[0] in greener else "safer"
        factories.proposal(scene.round, title=title, pence=pence, kind=kinds[theme], theme=theme)
    if pair:
        one, other = (Proposal.objects.get(round=scene.round, title=title) for title in pair)
        proposals.declare_incompatible(one, other=other, because="One plot.", by=scene.officer)
    open_box(scene)
    cast(scene, ballots)
    for title in gone:
        proposal = Proposal.objects.get(round=scene.round, title=title)
        assert proposal.lead is not None
        proposals.withdraw(proposal, reason="We moved.", by=proposal.lead)
    scene.end()
    return scene.open()


def cast(scene: Scene, ballots: ByTitle) -> None:
    number = {line.name[0]: line.number for line in scene.round.ballot_lines.all()}
    for people, letters in ballots:
        for _ in range(people):
            scene.vote(scene.voter(), *(number[letter] for letter in letters))


def by_shares(area: Neighbourhood, **rest: Any) -> Round:
    """Many ideas, a pot that pays for about half of them, counted by equal shares."""
    usual: dict[str, Any] = {
        "ideas": {letter + "n idea": 30_000 + 7_000 * at for at, letter in enumerate("ABCDEFGH")},
        "ballots": ((3, "ABH"), (3, "ACG"), (2, "DEF"), (2, "EF"), (2, "BH"), (1, "G"), (1, "CD")),
        "pot": 200_000,
    }
    count = {**EQUAL_SHARES, **rest.pop("count", {})}
    return vote_on(area, count=count, **usual | rest)


def bring_in(text: str | Path, name: str = "poland_gdynia_2020.pb") -> Round:
    """An election of somewhere else, by the command that brings it in."""
    with tempfile.TemporaryDirectory() as folder:
        path = text if isinstance(text, Path) else Path(folder) / name
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8")
        call_command("import_pabulib", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    return Round.objects.get(origin="imported")


ODD = """META
key;value
description;An election with everything that a file can hold
country;Poland
unit;Gdynia
instance;2020
num_projects;7
num_votes;9
budget;1000
vote_type;approval
rule;greedy
date_begin;2020
date_end;2020
max_length;6
PROJECTS
project_id;cost;name;category;district;not_with;withdrawn
10;600;A playground;education, Sport;North;;
9;500.50;A bench;sport;;;
7;400;Trees;;;8;
8;300;Bins;;;;
free;0;A book of thanks;;;;
dear;1000.01;A palace;;;;
gone;200;Swifts;;;;1
VOTES
voter_id;vote
a;10,9,free
b;10,7,8
c;7,10
d;10,7,8
e;
f;gone
g;8,gone,9
h;dear,free
i;free
"""
CHOOSE_ONE = """META
key;value
description;One choice each
country;Poland
unit;Gdynia
instance;2021
budget;10
vote_type;choose-1
rule;greedy
date_begin;07.10.2021
date_end;21.10.2021
PROJECTS
project_id;cost;name
a;7;Alleys
b;4;Benches
VOTES
voter_id;vote
1;a
2;b
3;a
"""
BARE = """META
key;value
budget;10
vote_type;{vote_type}
PROJECTS
project_id;cost
a;7
b;4
c;3
VOTES
voter_id;vote;points
1;a,b;{two}
2;b;{one}
3;a,c;{two}
"""


def from_file(
    area: Neighbourhood, *, text: str | Path, name: str = "poland_gdynia_2020.pb"
) -> Round:
    return bring_in(text, name)


def _file(name: str) -> Callable[[Neighbourhood], Round]:
    return partial(from_file, text=FILES / f"{name}.pb")


def _bare(vote_type: str, one: str = "", two: str = "") -> Callable[[Neighbourhood], Round]:
    text = BARE.format(vote_type=vote_type, one=one, two=two)
    if not one:
        text = text.replace(";points", "").replace(";\n", "\n")
    return partial(from_file, text=text, name="votes.pb")


A_BALLOT_EACH = {"Alleys": 100_000, "Benches": 100_000, "Ducks": 100_000, "Crossings": 100_000}
GREENER = {"stages": "theme:Greener streets=30%"}
HALF_GREENER = {"stages": "theme:Greener streets=50%"}

NATIVE: dict[str, partial[Round]] = {
    "most votes": partial(vote_on),
    "most votes, equal ones by a lot": partial(
        vote_on,
        ideas=A_BALLOT_EACH,
        ballots=((5, "ABCD"), (3, "A"), (3, "B"), (3, "C"), (3, "D")),
        count={"ties": "cost,votes,lot", "lot_seed": LOT},
        most=None,
    ),
    "most votes, equal ones by their number": partial(
        vote_on,
        ideas=A_BALLOT_EACH,
        ballots=((5, "ABC"), (3, "A"), (3, "B"), (3, "C"), (8, "D")),
        count={"ties": "cost,votes,number"},
    ),
    "an idea that nobody chose": partial(vote_on, ideas=IDEAS | {"Zebras": 1_000}),
    "fewer ideas chosen than a ballot may name": partial(vote_on, ballots=((8, "A"), (3, "B"))),
    "one choice each": partial(vote_on, ballots=((6, "A"), (4, "B"), (2, "C")), most=1),
    "costs with pence": partial(
        vote_on,
        ideas=IDEAS | {"Alleys": 49_960, "Benches": 40_000, "Crossings": 10_090},
        pot=100_000,
    ),
    "enough money for everything": partial(vote_on, pot=900_000),
    "a least number of votes": partial(
        vote_on,
        ideas=IDEAS | {"Elms": 1_000, "Ferns": 1_000},
        ballots=(*USUAL, (2, "E"), (1, "FE")),
        count={"min_votes": 4},
    ),
    "the count ends at what does not fit": partial(vote_on, pot=240_000, count={"misfit": "stop"}),
    "ideas that can't both be done": partial(vote_on, pair=("Alleys", "Crossings")),
    "ideas that can't both be done, and the count ends at what does not fit": partial(
        vote_on, pair=("Alleys", "Crossings"), count={"misfit": "stop"}
    ),
    "an idea taken back": partial(vote_on, gone=("Crossings",)),
    "money kept for a theme": partial(vote_on, greener="D", pot=250_000, count=GREENER),
    "everything at once": partial(
        vote_on,
        ideas=IDEAS | {"Elms": 1_000, "Zebras": 1_000},
        ballots=(*USUAL, (2, "E"), (3, "DB")),
        pair=("Alleys", "Benches"),
        gone=("Crossings",),
        greener="D",
        count={**HALF_GREENER, "min_votes": 3},
    ),
    "equal shares": partial(by_shares),
    "equal shares held against most votes": partial(by_shares, count={"comparison": True}),
    "equal shares where most votes stand": partial(
        by_shares,
        ideas={"Alleys": 100_000, "Benches": 100_000, "Crossings": 200_000},
        ballots=((7, "C"), (5, "CA"), (1, "A"), (3, "B")),
        count={"comparison": True},
    ),
    "equal shares that are equal in all": partial(
        by_shares,
        ideas=A_BALLOT_EACH,
        ballots=((4, "A"), (4, "B"), (2, "C"), (1, "D")),
        pot=250_000,
    ),
    "equal shares with ideas that can't both be done": partial(
        by_shares, pair=("An idea", "Bn idea")
    ),
    "equal shares with an idea taken back": partial(by_shares, gone=("An idea",)),
    "equal shares with money kept": partial(by_shares, greener="GH", count=HALF_GREENER),
    "equal shares and a least number of votes": partial(by_shares, count={"min_votes": 5}),
    "equal shares of a pot for everything": partial(by_shares, pot=2_000_000),
    "equal shares, one choice each": partial(
        by_shares, ballots=((5, "A"), (4, "B"), (3, "C"), (1, "H")), most=1
    ),
}
IMPORTED: dict[str, Callable[[Neighbourhood], Round]] = {
    "approval": _file("plain"),
    "points": _file("points"),
    "scores": _file("scores"),
    "rankings": _file("rankings"),
    "everything odd": partial(from_file, text=ODD),
    "as an earlier version wrote it": partial(from_file, text=EARLIER / "ballots.pb"),
    "one choice each": partial(from_file, text=CHOOSE_ONE),
    "points and little said": _bare("cumulative", "3", "0,2"),
    "scores and little said": _bare("scoring", "3", "0,2"),
    "rankings and little said": _bare("ordinal"),
    "approval and little said": _bare("approval"),
}
KINDS: dict[str, Callable[[Neighbourhood], Round]] = {
    **NATIVE,
    **{f"brought in, {name}": made for name, made in IMPORTED.items()},
}


def rules_of(round: Round) -> Rules:
    return Rules.from_manifest(round.rules["count"])


def download(round: Round, folder: Path) -> dict[str, Path]:
    """The files of a result as anybody gets them, by their names."""
    here = [round.neighbourhood, round.number]
    asked = {
        "result.json": reverse("voting:result-file", args=here),
        "ballots.pb": reverse("voting:ballots", args=[*here, "pb"]),
        "facts.json": reverse("voting:facts", args=here),
    }
    found = {}
    for name, at in asked.items():
        page: Any = Client().get(at)
        assert page.status_code == 200, name
        found[name] = folder / name
        found[name].write_bytes(page.getvalue())
    return found


def faults(text: str) -> dict[str, Any]:
    """What the field's own checker says against a file, errors and warnings."""
    checker = Checker()
    with contextlib.redirect_stdout(io.StringIO()):
        facts = checker.process_files([text])
    results = facts[1]["results"]
    return {level: results[level] for level in ("errors", "warnings") if results.get(level)}
