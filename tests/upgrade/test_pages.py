"""Every page of a round answers after an upgrade, whatever the round's phase."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from rounds.models import Round
from tests.upgrade import history
from tests.upgrade.kept import Site

FOR_EVERYONE = (
    "pages:round",
    "pages:learning",
    "rounds:rules",
    "proposals:index",
    "grants:decisions",
    "voting:ballot",
    "voting:check",
    "voting:opening",
    "voting:results",
)
FOR_STAFF = (
    "rounds:setup",
    "rounds:people",
    "proposals:checks",
    "voting:box",
    "voting:roll",
    "voting:challenges",
    "grants:meeting",
)
# These say "not yet", or send elsewhere, where a round has not come so far.
IN_THEIR_TIME = {"voting:ballot", "voting:results", "grants:decisions", "grants:meeting"}
VOTING = {"open", "open-keyholders", "again-open"}
COUNTED = {"counted", "panel", "delivering", "signed-off"}


def _came(row: Round, names: tuple[str, ...], client: Client) -> dict[str, int]:
    """The status of pages of a round."""
    return {
        name: client.get(reverse(name, args=[row.neighbourhood, row.number])).status_code
        for name in names
    }


@pytest.mark.parametrize("case", [case.name for case in history.CASES])
def test_every_page_of_a_round_answers(
    site_to_read: Site, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    visitor, officer = (Client(raise_request_exception=False) for _ in range(2))
    officer.force_login(site_to_read.person("sam"))
    row = site_to_read.round(case)
    came = _came(row, FOR_EVERYONE, visitor) | _came(row, FOR_STAFF, officer)
    assert {name: status for name, status in came.items() if status >= 500} == {}
    wrong = {name for name, status in came.items() if status != 200}
    hidden = {*FOR_EVERYONE, "proposals:checks"} if case == "draft" else set()
    assert wrong <= IN_THEIR_TIME | hidden
    assert case not in VOTING or came["voting:ballot"] == 200
    assert case not in COUNTED or came["voting:results"] == 200


def test_the_pages_of_the_neighbourhood_answer(site_to_read: Site) -> None:
    area = site_to_read.round("open").neighbourhood
    names = ("pages:area", "pages:record", "ledger:money", "grants:projects", "pages:people")
    came = {name: Client().get(reverse(name, args=[area])).status_code for name in names}
    assert set(came.values()) == {200}, came
