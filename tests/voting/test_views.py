from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.models import Event
from kit import clock
from people.models import Residency, Role, User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Duty
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, sealing
from voting.models import Challenge, KeyHolder, PublishedBallot, RollEntry


class Browser:
    """Somebody at a browser without JavaScript."""

    def __init__(self, vote: Scene, person: User | None = None) -> None:
        self.vote = vote
        self.client = Client()
        if person is not None:
            self.client.force_login(person)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"voting:{name}", args=[self.vote.area, self.vote.round.number, *more])

    def get(self, name: str, *more: object) -> Any:
        return self.client.get(self.url(name, *more))

    def post(self, name: str, *more: object, **data: object) -> Any:
        return self.client.post(self.url(name, *more), data)

    def confirm(self, *picks: int) -> dict[str, Any]:
        """The confirm page's fields."""
        page = self.post("confirm", picks=list(picks))
        assert page.status_code == 200, page.content.decode()
        return {"slip": field(page, "slip"), "picks": list(picks)}

    def cast(self, *picks: int, **more: object) -> Any:
        return self.post("cast", **self.confirm(*picks), **more)


def field(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found is not None
    return html.unescape(found[1])


def code_on(page: Any) -> str:
    found = re.search(r'class="big-code">([0-9A-Z-]+)<', page.content.decode())
    assert found is not None
    return found[1]


@pytest.fixture
def voter(vote: Scene) -> Browser:
    return Browser(vote, vote.voter("Vera Voter"))


@pytest.fixture
def visitor(vote: Scene) -> Browser:
    return Browser(vote)


# ---- the ballot ----


def test_a_resident_ticks_checks_and_casts(voter: Browser) -> None:
    assert "Your ballot" in voter.get("ballot").content.decode()
    page = voter.cast(1, 3)
    assert page.status_code == 200
    assert page.headers["Cache-Control"].find("no-store") >= 0
    assert len(code_on(page)) == 19


def test_the_confirm_page_is_never_kept_by_a_cache(voter: Browser) -> None:
    assert "no-store" in voter.post("confirm", picks=[1]).headers["Cache-Control"]


def test_a_double_posted_ballot_shows_the_same_receipt(voter: Browser) -> None:
    fields = voter.confirm(2)
    first, second = voter.post("cast", **fields), voter.post("cast", **fields)
    assert code_on(first) == code_on(second)


def test_refreshing_the_receipt_after_the_close_shows_it_again(voter: Browser) -> None:
    fields = voter.confirm(2)
    first = voter.post("cast", **fields)
    voter.vote.end()
    assert code_on(voter.post("cast", **fields)) == code_on(first)


def test_four_characters_of_ones_own_end_the_receipt(voter: Browser) -> None:
    assert code_on(voter.cast(1, own="my 01")).endswith("-MY01")


def test_odd_characters_keep_the_confirm_page_and_the_choices(voter: Browser) -> None:
    page = voter.cast(1, 2, own="LUCY")
    assert page.status_code == 422
    assert "but not the letter U" in page.content.decode()
    assert 'value="LUCY"' in page.content.decode()
    assert voter.post("cast", slip=field(page, "slip"), picks=[1, 2], own="").status_code == 200


def test_choices_changed_after_the_confirm_page_are_not_cast(voter: Browser) -> None:
    fields = voter.confirm(1)
    page = voter.post("cast", slip=fields["slip"], picks=[2])
    assert page.status_code == 409
    assert "Nothing was cast" in page.content.decode()


def test_a_form_of_another_account_is_not_cast(vote: Scene, voter: Browser) -> None:
    fields = voter.confirm(1)
    page = Browser(vote, vote.voter()).post("cast", **fields)
    assert page.status_code == 409


def test_a_form_of_another_round_is_not_cast(vote: Scene, voter: Browser) -> None:
    fields = voter.confirm(1)
    voter.vote = scenes.open_vote(vote.area)
    assert voter.post("cast", **fields).status_code == 409


@pytest.mark.parametrize(
    ("picks", "says"),
    [
        ([], "Pick at least one idea"),
        ([99], "not on this ballot"),
        (["x"], "not on this ballot"),
        (["1.0"], "not on this ballot"),
        ([1, 2, 3, 4, 5, 6], "Pick at most 5: you picked 6"),
    ],
)
def test_a_faulty_ballot_comes_back_with_its_ticks(
    area: Neighbourhood, picks: list[object], says: str
) -> None:
    vote = scenes.open_vote(area, ideas=7)
    page = Browser(vote, vote.voter()).post("confirm", picks=picks)
    text = page.content.decode()
    assert page.status_code == 422
    assert says in text
    assert text.count(" checked>") == sum(str(pick) in "1234567" for pick in picks)
    assert "<title>Error: " in text


def test_one_idea_ticked_twice_counts_once(voter: Browser) -> None:
    page = voter.post("cast", slip=voter.confirm(1, 1)["slip"], picks=[1])
    assert page.status_code == 200


def test_ticks_come_back_when_somebody_wants_to_change_them(voter: Browser) -> None:
    page = voter.post("ballot", picks=[2])
    assert page.status_code == 200
    assert page.content.decode().count(" checked>") == 1


def test_each_voter_has_an_order_of_their_own_that_stays(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, ideas=9)
    people = [Browser(vote, vote.voter()) for _ in range(4)]

    def order(person: Browser) -> tuple[str, ...]:
        return tuple(
            re.findall(r'name="picks" value="(\d)"', person.get("ballot").content.decode())
        )

    orders = [order(person) for person in people]
    assert [order(person) for person in people] == orders
    assert len(set(orders)) > 1
    assert all(sorted(one) == list("123456789") for one in orders)


def test_a_withdrawn_idea_is_gone_from_the_ballot(voter: Browser) -> None:
    line = voter.vote.round.ballot_lines.get(number=2)
    Proposal.objects.filter(ballot_line=line).update(status="withdrawn")
    assert 'value="2"' not in voter.get("ballot").content.decode()
    assert voter.post("confirm", picks=[2]).status_code == 422


def test_one_is_told_that_ones_vote_is_in_the_box(voter: Browser) -> None:
    assert "Your vote is in the box" not in voter.get("ballot").content.decode()
    voter.cast(1)
    assert "Your vote is in the box" in voter.get("ballot").content.decode()


def test_a_visitor_is_asked_to_sign_in(visitor: Browser) -> None:
    text = visitor.get("ballot").content.decode()
    assert "Sign in to vote" in text
    assert '<form method="post" action="' + visitor.url("confirm") not in text
    for name in ("confirm", "cast"):
        assert visitor.post(name, picks=[1]).status_code == 302


def test_somebody_unchecked_reads_why_and_what_next(vote: Scene) -> None:
    person = factories.person()
    Residency.objects.create(person=person, neighbourhood=vote.area, postcode="DN32 7LD")
    browser = Browser(vote, person)
    text = browser.get("ballot").content.decode()
    assert "Your address hasn&#x27;t been checked yet" in text
    assert browser.post("confirm", picks=[1]).status_code == 422


def test_somebody_from_elsewhere_is_asked_for_a_postcode(vote: Scene) -> None:
    text = Browser(vote, factories.person()).get("ballot").content.decode()
    assert "Type your postcode" in text


def test_somebody_just_checked_can_vote_at_once(vote: Scene) -> None:
    browser = Browser(vote, factories.resident(vote.area))
    assert browser.cast(1).status_code == 200 if browser.get("ballot") else False
    assert RollEntry.objects.filter(round=vote.round).exists()


def test_the_ballot_of_another_place_is_not_found(vote: Scene, other_area: Neighbourhood) -> None:
    client = Client()
    assert (
        client.get(reverse("voting:ballot", args=[other_area, vote.round.number])).status_code
        == 404
    )


def test_only_a_post_casts(voter: Browser) -> None:
    for name in ("confirm", "cast"):
        assert voter.get(name).status_code == 302
        assert voter.client.head(voter.url(name)).status_code == 302


# ---- nothing is left behind ----


def everything() -> dict[str, list[Any]]:
    """Every row of every table that the app role can read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN"
            " ('pg_catalog', 'information_schema', 'ballot')"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} AS t ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def test_casting_changes_no_row_that_anyone_can_read(voter: Browser) -> None:
    voter.get("ballot")
    fields = voter.confirm(1, 2)
    before = everything()
    assert len(before) > 30
    assert voter.post("cast", **fields).status_code == 200
    assert everything() == before


def test_casting_leaves_no_trace_of_the_receipt(
    voter: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    page = voter.cast(1)
    code = code_on(page)
    assert code not in str(page.headers) + str(page.cookies) + caplog.text
    dump = str(everything())
    assert code not in dump
    assert code.replace("-", "") not in dump


# ---- nothing is told before the close ----


PUBLIC = ("ballot", "limits", "check", "opening", "results", "challenge")


def test_no_page_tells_anything_of_the_votes_before_the_close(vote: Scene) -> None:
    people = [
        Browser(vote, vote.officer),
        Browser(vote, vote.openers[0]),
        Browser(vote, factories.with_role("auditor", vote.area)),
        Browser(vote, factories.with_role("chair", vote.area)),
        Browser(vote, vote.voter()),
        Browser(vote),
    ]

    def pages() -> list[str]:
        return [
            plain(person.get(name))
            for person in people
            for name in (*PUBLIC, "box", "roll", "challenges")
        ]

    voters = [vote.voter() for _ in range(9)]
    before = pages()
    for voter in voters:
        vote.vote(voter, 1)
    assert pages() == before


def test_no_file_and_no_api_tells_a_count_before_the_opening(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    auditor = Browser(vote, factories.with_role("auditor", vote.area))
    for closed in (False, True):
        if closed:
            vote.end()
        for name, more in (("totals", ()), ("ballots", ("csv",)), ("ballots", ("pb",))):
            assert auditor.get(name, *more).status_code == 404
        assert Client().get(reverse("voting:api-result", args=[vote.round.pk])).status_code == 404
        text = auditor.get("results").content.decode()
        assert "There is no result yet" in text


def plain(page: Any) -> str:
    """A page without the token that differs each time."""
    text: str = page.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


# ---- receipts ----


def test_a_receipt_is_looked_up_before_the_close(visitor: Browser, voter: Browser) -> None:
    first, second = code_on(voter.cast(1)), code_on(voter.cast(2))
    assert "was replaced by a newer one" in visitor.post("check", code=first).content.decode()
    assert "is in the box" in visitor.post("check", code=second.lower()).content.decode()
    assert "is not found" in visitor.post("check", code="0" * 16).content.decode()
    assert visitor.post("check", code="0" * 15).status_code == 422


def test_the_holder_of_a_receipt_sees_their_ballot_however_few_there_are(
    visitor: Browser, voter: Browser
) -> None:
    code = code_on(voter.cast(2))
    voter.vote.end()
    assert "is in the box" in visitor.post("check", code=code).content.decode()
    voter.vote.open()
    text = visitor.post("check", code=code).content.decode()
    line = voter.vote.round.ballot_lines.get(number=2)
    assert "Your ballot was counted" in text
    assert line.name in text
    tracker = sealing.tracker(voter.vote.round.pk, sealing.receipt(code))
    assert tracker.hex() in text
    assert line.name not in visitor.get("check").content.decode()


# ---- results ----


def test_a_loser_reads_exactly_why(vote: Scene, visitor: Browser) -> None:
    for numbers in ([1, 2, 3], [1, 2], [2, 3], [2]):
        vote.vote(vote.voter(), *numbers)
    vote.round.refresh_from_db()
    vote.end()
    vote.open()
    text = html.unescape(visitor.get("results").content.decode())
    assert "4 people voted. The vote picked 3 of 3 ideas" in text
    assert "Picked: 4 people chose it, the most." in text
    assert "Not final yet" in text


def test_few_ballots_give_totals_and_receipts_only(vote: Scene, visitor: Browser) -> None:
    vote.vote(vote.voter(), 1, 2)
    vote.end()
    vote.open()
    row = PublishedBallot.objects.get()
    file = b"".join(visitor.get("ballots", "csv").streaming_content).decode()
    assert file == f"receipt\n{bytes(row.tracker).hex()}\n"
    assert visitor.get("ballots", "pb").status_code == 404
    assert "fewer than 50 ballots" in visitor.get("results").content.decode()
    totals = b"".join(visitor.get("totals").streaming_content).decode()
    assert totals.startswith("number,idea,cost_minor_units,votes,picked,why\n")
    assert Browser(vote, vote.officer).get("ballots", "pb").status_code == 404
    scrutineer = Browser(vote, factories.with_role("auditor", vote.area))
    assert (
        f"{bytes(row.tracker).hex()};1,2"
        in b"".join(scrutineer.get("ballots", "pb").streaming_content).decode()
    )


def test_the_published_file_counts_to_the_same_result(area: Neighbourhood, tmp_path: Any) -> None:
    from voting.counting import Rules, greedy, pabulib
    from voting.counting.rules import TieKey

    rules = {**scenes.rules(), "whole_ballots_from": 3}
    vote = scenes.open_vote(area, rules=rules, ideas=6, pot_pence=400_050)
    for n in range(8):
        vote.vote(vote.voter(), 1 + n % 6, 1 + (n * 5) % 6)
    vote.end()
    vote.open()
    file = tmp_path / "ballots.pb"
    file.write_bytes(b"".join(Browser(vote).get("ballots", "pb").streaming_content))
    read = pabulib.read(file)
    told = Client().get(reverse("voting:api-result", args=[vote.round.pk])).json()
    recount = greedy(read.ballots, Rules(ties=(TieKey.COST, TieKey.VOTES, TieKey.NUMBER)))
    assert read.selected == frozenset(recount.funded)
    assert {row["number"] for row in told["lines"] if row["picked"]} == {
        int(number) for number in recount.funded
    }
    assert {row["number"]: row["votes"] for row in told["lines"]} == {
        outcome.project.number: outcome.votes for outcome in recount.outcomes
    }


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(area: Neighbourhood) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    scene = Scene(round_, factories.with_role("officer", area), [])
    factories.proposal(round_, title='=HYPERLINK("x")')
    for _ in range(2):
        opener = factories.with_role("finance", area)
        scene.openers.append(opener)
        Duty.objects.create(round=round_, kind="opener", person=opener)
    actions.fix_ballot(round_, by=scene.officer)
    actions.make_box(round_, by=scene.officer)
    actions.ready(round_, by=scene.officer)
    scenes.move_clock(12 * DAY)
    round_.refresh_from_db()
    scene.vote(scene.voter(), 1)
    scene.end()
    scene.open()
    totals = b"".join(Browser(scene).get("totals").streaming_content).decode()
    assert "\"'=HYPERLINK" in totals


# ---- opening ----


def test_two_people_open_the_votes_in_public(vote: Scene, visitor: Browser) -> None:
    vote.vote(vote.voter(), 1)
    first, second = (Browser(vote, person) for person in vote.openers)
    assert "Open the votes</button>" not in first.get("opening").content.decode()
    assert first.post("press").status_code == 422
    scenes.move_clock(11 * DAY)
    assert "Open the votes</button>" in first.get("opening").content.decode()
    assert "Open the votes</button>" not in visitor.get("opening").content.decode()
    assert first.post("press").status_code == 302
    assert Event.objects.filter(kind="box.closed").exists(), "the first who noticed closed it"
    assert first.post("press").status_code == 422
    assert "1 of 2" in visitor.get("opening").content.decode()
    assert visitor.post("press").status_code == 302
    assert Browser(vote, vote.officer).post("press").status_code == 422
    assert second.post("press").status_code == 302
    text = visitor.get("opening").content.decode()
    assert "every one that was in the box" in text
    assert "Ann O." in text


def test_three_people_write_down_their_words_and_two_open(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    officer = Browser(vote, vote.officer)
    officer.post("box", do="roll")
    officer.post("box", do="make")
    people = [Browser(vote, person) for person in vote.openers]
    words = []
    factories.resident(area)
    for person in people:
        assert "big-code" not in person.get("words").content.decode()
        page = person.post("words", show="yes")
        assert "no-store" in page.headers["Cache-Control"]
        found = re.search(r'class="big-code">([a-z ]+)<', page.content.decode())
        assert found is not None
        words.append(found[1])
        assert person.post("words", words="academic acid").status_code == 422
        assert person.post("words", words=found[1].upper()).status_code == 302
    assert officer.get("words").status_code == 404
    officer.post("box", do="roll")
    assert officer.post("box", do="ready").status_code == 302
    vote.round.refresh_from_db()
    vote.vote(vote.voter(), 1)
    scenes.move_clock(11 * DAY)
    assert people[2].post("press", words=words[0]).status_code == 422
    assert people[2].post("press", words=words[2]).status_code == 302
    assert people[0].post("press", words=words[0]).status_code == 302
    assert PublishedBallot.objects.filter(round=vote.round).count() == 1


# ---- something looks wrong ----


def test_a_resident_says_that_somebody_voted_as_them(voter: Browser, visitor: Browser) -> None:
    page = voter.post("challenge", about="ballot", text="Somebody already voted as me")
    assert page.status_code == 302
    text = visitor.get("challenge").content.decode()
    assert "Somebody already voted as me" in text
    assert "Vera" not in text
    assert visitor.post("challenge", about="ballot", text="x").status_code == 200
    assert Challenge.objects.count() == 1


@pytest.mark.parametrize(
    ("about", "text"), [("", "x"), ("ballot", "  "), ("nonsense", "x"), ("ballot", "x" * 2001)]
)
def test_a_faulty_question_comes_back_as_typed(voter: Browser, about: str, text: str) -> None:
    page = voter.post("challenge", about=about, text=text)
    assert page.status_code == 422
    assert text in page.content.decode()
    assert not Challenge.objects.exists()


def test_a_question_is_answered_by_somebody_not_on_the_panel(
    voter: Browser, visitor: Browser
) -> None:
    voter.post("challenge", about="rules", text="Idea 2 is missing")
    asked = Challenge.objects.get()
    officer = Browser(voter.vote, voter.vote.officer)
    Role.objects.create(person=voter.vote.officer, neighbourhood=voter.vote.area, kind="panel")
    assert officer.post("answer", asked.pk, answer="No", upheld="no").status_code == 422
    auditor = Browser(voter.vote, factories.with_role("auditor", voter.vote.area, "Ada Lamb"))
    assert auditor.post("answer", asked.pk, answer="", upheld="").status_code == 422
    assert (
        auditor.post("answer", asked.pk, answer="It was withdrawn", upheld="no").status_code == 302
    )
    text = visitor.get("challenge").content.decode()
    assert "It was withdrawn" in text
    assert "Ada L. answered" in text
    assert voter.get("answer", asked.pk).status_code == 403


# ---- staff ----


def test_an_officer_goes_from_checked_ideas_to_an_open_vote(area: Neighbourhood) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    factories.proposal(round_)
    officer = factories.with_role("officer", area)
    for _ in range(2):
        person = factories.with_role("finance", area)
        Duty.objects.create(round=round_, kind="opener", person=person)
    factories.resident(area)
    browser = Browser(Scene(round_, officer, []), officer)
    assert browser.post("box", do="ready").status_code == 422
    for do in ("fix", "roll", "make", "ready"):
        assert browser.get("box").status_code == 200
        assert browser.post("box", do=do).status_code == 302, do
    assert browser.post("box", do="fix").status_code == 422
    round_.refresh_from_db()
    assert round_.box_ready_at is not None


def test_the_list_of_voters_never_says_who_voted(vote: Scene) -> None:
    people = [vote.voter("Ann Same"), vote.voter("Bob Same")]
    officer = Browser(vote, vote.officer)
    before = plain(officer.get("roll"))
    vote.vote(people[0], 1)
    assert plain(officer.get("roll")) == before
    assert "Ann Same" in before


@pytest.mark.parametrize("name", ["box", "roll", "lost", "again", "challenges"])
def test_staff_pages_are_for_staff(vote: Scene, voter: Browser, name: str) -> None:
    assert voter.get(name).status_code == 403
    assert Browser(vote, factories.person()).get(name).status_code == 404
    assert Browser(vote).get(name).status_code == 302


def test_two_lost_parts_lead_to_the_page_for_a_new_vote(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    officer = Browser(vote, vote.officer)
    for person in vote.openers[:2]:
        assert officer.post("lost", holder=str(person.pk)).status_code == 302
    assert KeyHolder.objects.exclude(lost_at=None).count() == 2
    assert "Drop the ballots" in officer.get("again").content.decode()
    now = clock.now()
    page = officer.post(
        "again",
        opens=f"{now + 2 * DAY:%Y-%m-%dT18:00}",
        closes=f"{now + 9 * DAY:%Y-%m-%dT18:00}",
    )
    assert page.status_code == 302
    vote.round.refresh_from_db()
    assert vote.round.box_ready_at is None
    assert vote.round.box.run == 2
