"""What pages and open data say of people and money is so, in every state."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grants import actions
from pages import tasks_list
from people import actions as people
from people.models import User
from people.standing import Standing
from places.models import Neighbourhood
from proposals.models import Proposal, names_somebody
from tests import factories
from tests.grants.scene import Scene
from tests.ledger.test_views import text_of
from tests.postgres import forge


def counts(scene: Scene) -> dict[str, int]:
    found = tasks_list.waiting(scene.area, Standing(scene.officer))
    return {each.what: each.count for each in found}


def test_an_account_that_was_replaced_waits_for_nobody(scene: Scene) -> None:
    award = scene.accepted()
    facts = {"payee": "Alley Group", "sort_code": "08-99-99", "by": award.holder}
    for number in ("66374958", "66374959"):
        actions.enter_bank_details(award, account_number=number, **facts)  # type: ignore[arg-type]
    assert counts(scene)["payee to confirm"] == 1
    newest = award.bank_details.get(entered_by=award.holder, confirmed_at=None, ends_in="4959")
    actions.confirm_payee(newest, how="Rang the treasurer", by=scene.finance)
    assert not {"payee to confirm", "payees to confirm"} & set(counts(scene))


@pytest.mark.parametrize(
    ("typed", "name", "is_so"),
    [
        ("Ada A. and friends", "Ada Amos", True),
        ("Ada and friends", "Ada Amos", True),
        ("ada amos", "Ada Amos", True),
        ("Ada", "Ada Amos", True),
        ("Ada's friends", "Ada Amos", False),
        ("Ada Lovelace Trust", "Ada Amos", False),
        ("Boxing Club", "Ada Amos", False),
        ("Boxing Club", "", False),
    ],
)
def test_a_groups_name_made_of_somebodys_name_is_known(typed: str, name: str, is_so: bool) -> None:
    assert names_somebody(typed, name) is is_so


def test_open_data_and_pages_name_an_organisation_and_never_a_person(
    client: Client, scene: Scene
) -> None:
    award = scene.award()
    idea = Proposal.objects.filter(pk=award.proposal_id)
    pages = (
        reverse("grants:project", args=[scene.area, award.pk]),
        reverse("proposals:detail", args=[scene.area, scene.round.number, award.proposal.number]),
    )
    forge(idea, who_delivers="group", deliverer="Lee L. and friends")
    assert client.get(reverse("grants:api-list")).json()["results"][0]["recipient"] is None
    for page in pages:
        assert "Lee L." not in text_of(client, page)
    forge(idea, deliverer="Boxing Club")
    assert client.get(reverse("grants:api-list")).json()["results"][0]["recipient"] == "Boxing Club"
    for page in pages:
        assert "Boxing Club" in text_of(client, page)


def test_somebody_without_a_name_is_called_as_they_were_invited(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    invited = User.objects.create_user("cleo@example.org")
    row = people.invite(
        invited.email, name="Cleo Cross", kind="chair", neighbourhood=area, by=officer
    )
    people.accept(row, by=invited)
    invited.refresh_from_db()
    assert (invited.name, invited.public_name) == ("Cleo Cross", "Cleo C.")
    client.force_login(officer)
    page = text_of(client, reverse("people:staff-people", args=[area]))
    assert "Cleo Cross" in page


def test_a_name_that_somebody_gave_stays(area: Neighbourhood, officer: User) -> None:
    invited = factories.person("Ms C. Cross", email="cleo@example.org")
    row = people.invite(
        invited.email, name="Cleo Cross", kind="chair", neighbourhood=area, by=officer
    )
    people.accept(row, by=invited)
    assert User.objects.get(pk=invited.pk).name == "Ms C. Cross"


def test_a_meeting_with_open_items_says_that_it_can_be_opened_again(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.secretary)
    page = text_of(client, reverse("grants:meeting", args=[scene.area, scene.round.number]))
    assert "nothing can be decided before the meeting is opened again" in page
    assert "nothing more can be decided" not in page
