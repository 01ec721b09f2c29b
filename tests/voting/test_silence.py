"""What a vote must not leave behind or tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from tests import factories
from tests.voting.browser import Browser, code_on, plain
from tests.voting.scene import Scene


def everything() -> dict[str, list[Any]]:
    """Every row of every table that the app role can read, with the numbers of the transactions
    that wrote or locked it. (Every ballot locks the round's row, whoever casts it.)
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN"
            " ('pg_catalog', 'information_schema', 'ballot')"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            hidden = "" if table == "public.rounds_round" else "xmin::text, xmax::text, "
            cursor.execute(f"SELECT {hidden}t::text FROM {table} AS t ORDER BY t::text")
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


@pytest.mark.parametrize("page", ["ballot", "confirm", "cast"])
def test_a_report_of_an_error_holds_nothing_of_a_ballot(voter: Browser, page: str) -> None:
    fields = voter.confirm(1, 2)
    request = voter.post(page, **fields).wsgi_request
    facts = SafeExceptionReporterFilter().get_post_parameters(request)
    assert {"picks", "slip"} <= set(fields)
    assert set(facts.values()) == {SafeExceptionReporterFilter.cleansed_substitute}
