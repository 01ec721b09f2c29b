"""Money that an earlier version took in, offered and paid stays, and goes on by today's rules."""

from __future__ import annotations

import hashlib

from django.test import Client
from django.urls import reverse

from grants.models import Award
from ledger import statement
from ledger.models import Deposit, Move
from tests import postgres
from tests.upgrade.kept import Dump, Site

# An idea that an officer wrote down, with its award in the officer's hands: offered, not answered.
OFFICERS = """
UPDATE proposals_proposal SET lead_id = NULL, entered_for = 'Maureen', entered_from = 'paper',
  entered_by_id = (SELECT id FROM people_user WHERE email = 'sam@example.org')
  WHERE id = (SELECT proposal_id FROM grants_award WHERE status = 'accepted' ORDER BY id LIMIT 1);
UPDATE grants_award SET status = 'offered', answer_by = current_date - 1,
  holder_id = (SELECT id FROM people_user WHERE email = 'sam@example.org')
  WHERE proposal_id IN (SELECT id FROM proposals_proposal WHERE entered_for = 'Maureen');
"""


def test_a_deposit_that_one_person_entered_stays_and_says_so(site_to_read: Site) -> None:
    came = Move.objects.get(kind="deposit")
    assert not Deposit.objects.exists()
    area = came.fund.neighbourhood
    page = Client().get(reverse("ledger:move", args=[area, came.pk])).content.decode()
    assert "One person of the trust entered this." in page
    assert statement.of_place(area).received == came.pence
    assert statement.conservation() == []


def test_every_award_keeps_its_holder_when_nothing_is_wrong_with_them(site_to_read: Site) -> None:
    assert Award.objects.exists()
    assert not Award.objects.filter(holder=None).exists()


def test_an_offer_in_an_officers_hands_waits_two_weeks_for_its_person(dump: Dump) -> None:
    def fill(name: str) -> None:
        with postgres.owner_connection(name) as owner:
            owner.execute(dump.sql)
        with postgres.owner_connection(name) as owner:
            owner.execute(OFFICERS)
        postgres.migrate(name)

    digest = hashlib.sha256(
        dump.sql + OFFICERS.encode() + postgres.template_name().encode()
    ).hexdigest()[:10]
    name = postgres.made_once(f"test_upgrade_officer_{digest}", fill)
    with postgres.owner_connection(name) as owner:
        found = owner.execute(
            "SELECT a.status, a.holder_id, a.answer_by - kit_now()::date >= 13"
            " FROM grants_award a JOIN proposals_proposal i"
            " ON i.id = a.proposal_id WHERE i.entered_for = 'Maureen'"
        ).fetchall()
    assert found == [("waiting", None, True)]
