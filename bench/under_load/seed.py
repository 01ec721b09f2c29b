"""What is done inside the installation, by the real deeds: `./run manage shell` runs these as the
account that serves people.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.test import Client

from demo import stage, story
from demo.clockwork import move_on
from kit.actor import SYSTEM
from people.models import User
from places.models import Neighbourhood, Postcode
from rounds import phases
from rounds.models import Round
from voting import actions as voting
from voting.actions.ballots import has_voted
from voting.models import RollEntry

AREA = "east-marsh"


def make_voters(count: int, file: str) -> None:
    """Settle so many people where the demonstration is voting, put them on the list and sign them
    in. Written to `file`: their cookies, where the round is, and how many others have voted.
    """
    round_ = _round()
    voters = _settle(round_.neighbourhood, count)
    voting.top_up_roll(round_)
    listed = RollEntry.objects.filter(round=round_).exclude(voter__in=voters)
    facts = {
        "path": f"/{AREA}/rounds/{round_.number}/",
        "others": sum(has_voted(round_, entry.voter_ref) for entry in listed),
        "cookies": [_cookies(voter) for voter in voters],
    }
    Path(file).write_text(json.dumps(facts))


def close() -> None:
    """Let the last moment of the vote come, and close it."""
    round_ = _round()
    assert round_.voting_closes_at is not None
    officer = _scene(round_).officer
    move_on(round_, to=round_.voting_closes_at + timedelta(seconds=1), by=officer)
    voting.close(round_, by=SYSTEM)


def open_and_count() -> None:
    """Two named people open the votes."""
    round_ = Round.objects.filter(neighbourhood__slug=AREA).latest("number")
    story.open_box(_scene(round_), round_)


def _round() -> Round:
    rounds = Round.objects.filter(neighbourhood__slug=AREA)
    return next(round_ for round_ in rounds if phases.accepts_votes(round_))


def _scene(round_: Round) -> stage.Scene:
    return stage.find(round_.neighbourhood, lambda moment: None)


def _settle(area: Neighbourhood, count: int) -> list[User]:
    officer = stage.find(area, lambda moment: None).officer
    homes = list(Postcode.objects.filter(edition__neighbourhood=area)[:20])
    made = []
    for number in range(count):
        user = stage.made_up(f"voter{number}@{AREA}.demo.example", f"Voter {number}")
        stage.settle(user, area, homes[number % len(homes)].postcode, officer)
        made.append(user)
    return made


def _cookies(person: User) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
