"""The demonstration is what the design promises, and every figure in it is produced by the code."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from audit import verify
from audit.models import Event
from demo import loader, moving_on, renewal
from demo.clockwork import OwnersClock
from kit import clock
from ledger import statement
from ledger.models import Fund
from people.models import User
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round
from voting.models import Count

NEVER = [
    "allot",
    "allocate",
    "sealed-box",
    "checkpoint",
    "tracker",
    "ledger",
    "manifest",
    "keyholder",
    "eligible",
    "successfully",
]


def round_of(slug: str, number: int) -> Round:
    return Round.objects.get(neighbourhood__slug=slug, number=number)


def test_it_has_the_rounds_it_promises(demonstrated: Path) -> None:
    ballots = {
        count.round.number: count.ballots
        for count in Count.objects.filter(round__neighbourhood__slug="east-marsh")
    }
    assert {1, 2} <= set(ballots)
    assert min(ballots.values()) >= 120
    assert phases.current(round_of("east-marsh", 3)) == "voting"
    assert phases.current(round_of("grange", 1)) == "panel"
    assert phases.current(round_of("grange", 2)) == "ideas"
    with connection.cursor() as cursor:
        cursor.execute("SELECT ballot.count_batched(%s)", [round_of("east-marsh", 3).pk])
        assert cursor.fetchone()[0] >= 60


def test_its_books_balance_and_its_record_is_whole(demonstrated: Path) -> None:
    assert statement.conservation() == []
    assert verify.check().consistent


def test_its_record_never_goes_past_now(demonstrated: Path) -> None:
    assert Event.objects.latest("at").at <= clock.now()


def test_the_panel_departed_and_said_why(demonstrated: Path) -> None:
    page = Client().get("/east-marsh/rounds/2/decisions/").content.decode()
    assert "The council has said since the vote" in page


def test_ruths_receipt_is_found(demonstrated: Path) -> None:
    page = Client().post("/east-marsh/rounds/2/receipt/", {"code": loader.receipt()})
    assert page.status_code == 200
    assert re.search(r"counted|in the published list", page.content.decode(), re.I)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href and href.startswith("/"):
            self.found.add(href.partition("#")[0])


def crawl(client: Client, start: str, limit: int) -> dict[str, str]:
    """Pages reached by links from `start`, one of each shape of address, with their text."""
    waiting, shapes = [start], set[str]()
    pages: dict[str, str] = {}
    while waiting and len(pages) < limit:
        url = waiting.pop(0)
        shape = re.sub(r"[0-9a-f-]{36}|\d+", "N", url.partition("?")[0])
        if shape in shapes:
            continue
        shapes.add(shape)
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, (url, answer.status_code)
        if "html" not in answer["Content-Type"]:
            continue
        links = Links()
        links.feed(answer.content.decode())
        pages[url] = answer.content.decode()
        waiting.extend(sorted(links.found))
    return pages


def test_every_link_of_every_kind_of_public_page_works_and_speaks_plainly(
    demonstrated: Path,
) -> None:
    pages = crawl(Client(), "/", limit=80)
    assert len(pages) > 25
    for url, page in pages.items():
        if url.startswith(("/api/", "/staff/", "/panel/")):
            continue
        text = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]+>", " ", page, flags=re.S).lower()
        found = [word for word in NEVER if re.search(rf"\b{word}\b", text)]
        assert not found, (url, found)


@pytest.mark.parametrize(
    "name", ["Ruth Amos", "Ivy Thorne", "Sam Oyelaran", "Priya Nair", "Joan Whitgift"]
)
def test_every_link_works_for_the_people_one_can_be(demonstrated: Path, name: str) -> None:
    client = Client()
    client.post(f"/demo/be/{User.objects.get(name=name).pk}/")
    assert len(crawl(client, "/me/", limit=60)) > 25


def test_nobody_is_told_of_votes_while_they_are_cast(demonstrated: Path) -> None:
    page = Client().get("/east-marsh/rounds/3/results/")
    assert page.status_code in (302, 404, 409) or "not" in page.content.decode()
    assert not Count.objects.filter(round=round_of("east-marsh", 3)).exists()


def test_every_round_can_be_moved_on_by_a_press(played: None) -> None:
    """As on the page: each step in a transaction of its own, which the database looks at."""
    visitor = Client()
    for number, presses in ((2, 4), (1, 2)):
        for _ in range(presses):
            assert moving_on.next_step(round_of("grange", number))
            assert visitor.post(f"/demo/grange/rounds/{number}/").status_code == 302


def test_it_can_be_moved_on_to_the_end(played: None) -> None:
    round_ = round_of("east-marsh", 3)
    by = User.objects.get(name="Ruth Amos")
    seen = []
    while phases.current(round_) != "delivering":
        seen.append(phases.current(round_))
        with transaction.atomic():
            moving_on.play(round_, by=by)
        round_.refresh_from_db()
    assert seen == ["voting", "counting", "challenge", "panel"]
    with transaction.atomic():
        moving_on.play(round_, by=by)
    assert statement.conservation() == []
    assert Event.objects.filter(kind="demo.clock_moved").exists()
    assert renewal.is_due()
    renewal.renew(OwnersClock())
    assert phases.current(round_of("east-marsh", 4)) == "voting"
    assert verify.check().consistent


def test_the_clock_only_goes_forward(demonstrated: Path) -> None:
    with (
        pytest.raises(DatabaseError, match="only goes forward"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT demo_move_clock(interval '-1 second')")


def test_the_clock_stands_still_where_a_neighbourhood_is_run_for_real(demonstrated: Path) -> None:
    with transaction.atomic():
        Neighbourhood.objects.create(slug="real", name="Real")
        with pytest.raises(DatabaseError, match="run for real"):
            move_a_day()
        transaction.set_rollback(True)


def move_a_day() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT demo_move_clock(interval '1 day')")


def test_the_app_role_cannot_move_the_clock_otherwise(demonstrated: Path) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE kit_clock_offset SET by = '1 day'")


def test_nobody_real_can_be_taken_the_place_of(demonstrated: Path) -> None:
    with transaction.atomic():
        person = User.objects.create_user("real@example.org", "Real Person")
        answer = Client().post(f"/demo/be/{person.pk}/")
        transaction.set_rollback(True)
    assert answer.status_code == 404


def test_funds_hold_what_came_in(demonstrated: Path) -> None:
    fund = Fund.objects.get(neighbourhood__slug="east-marsh")
    assert statement.of_fund(fund).received == 72_000_000
    assert statement.of_fund(fund).adds_up
