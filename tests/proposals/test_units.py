"""What is measured is typed beside its unit, and a share is never more than all of it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from evidence.models import Indicator, Kind
from evidence.refusals import MoreThanAll
from kit import clock
from people.models import User
from proposals import actions
from proposals.models import Proposal
from tests.proposals.conftest import client_of, url

pytestmark = pytest.mark.django_db

LINES = {f"costs-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


@pytest.fixture
def trees(db: None) -> Kind:
    kind = Kind.objects.select_related("indicator").get(indicator=19)
    assert kind.indicator.unit == "% of trees planted"
    return kind


def hint(page: str, name: str) -> str:
    found = re.search(rf'id="id_{name}_helptext"[^>]*>([^<]*)<', page)
    assert found
    return " ".join(found[1].split())


def page_of(client: Client, idea: Proposal) -> str:
    return client.get(url(idea, "develop")).content.decode()


def test_each_kind_says_in_what_it_is_measured(idea: Proposal, lead: User, trees: Kind) -> None:
    page = page_of(client_of(lead), idea)
    assert f">{trees.name}, in % of trees planted</option>" in page
    assert ">Fly-tips seen or reported, in fly-tips in a month</option>" in page


def test_the_unit_of_the_kind_stands_at_the_boxes(idea: Proposal, lead: User, trees: Kind) -> None:
    actions.develop(idea, by=lead, kind=trees)
    page = page_of(client_of(lead), idea)
    assert hint(page, "target") == "A number, in % of trees planted."
    assert hint(page, "baseline").startswith("A number, in % of trees planted, if you know it.")


def test_without_scripts_the_unit_stands_there_once_the_kind_is_shown(
    idea: Proposal, lead: User, trees: Kind
) -> None:
    answer = client_of(lead).post(url(idea, "develop"), {"again": "1", "kind": trees.pk})
    assert hint(answer.content.decode(), "target") == "A number, in % of trees planted."


def test_with_scripts_the_hints_come_with_the_chosen_kind(
    idea: Proposal, lead: User, trees: Kind
) -> None:
    part = client_of(lead).get(url(idea, "expected"), {"kind": trees.pk}).content.decode()
    assert hint(part, "target") == "A number, in % of trees planted."
    assert hint(part, "baseline").startswith("A number, in % of trees planted")
    assert part.count('hx-swap-oob="true"') == 2


def test_what_is_measured_instead_brings_its_unit(idea: Proposal, lead: User, trees: Kind) -> None:
    actions.develop(idea, by=lead, kind=trees, indicator=Indicator.objects.get(number=16))
    assert hint(page_of(client_of(lead), idea), "target") == "A number, in fly-tips in a month."


def test_a_share_of_more_than_all_is_refused_at_its_box(
    idea: Proposal, lead: User, trees: Kind
) -> None:
    answer = client_of(lead).post(
        url(idea, "develop"), {"save": "1", "kind": trees.pk, "target": "600", **LINES}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is in % of trees planted, so it can be 100 at most." in page
    assert 'href="#id_target"' in page
    assert 'value="600"' in page
    idea.refresh_from_db()
    assert idea.target is None


def test_a_baseline_of_more_than_all_is_refused_too(
    idea: Proposal, lead: User, trees: Kind
) -> None:
    with pytest.raises(MoreThanAll) as refused:
        actions.develop(idea, by=lead, kind=trees, baseline=Decimal(101))
    assert refused.value.at == "baseline"


def test_another_unit_may_be_more_than_a_hundred(idea: Proposal, lead: User) -> None:
    count = Kind.objects.filter(indicator=22).first()
    done = actions.develop(idea, by=lead, kind=count, target=Decimal(600))
    assert done.target == Decimal(600)


def test_the_page_says_a_share_as_people_write_it(idea: Proposal, lead: User, trees: Kind) -> None:
    day = clock.today() + timedelta(days=90)
    actions.develop(idea, by=lead, kind=trees, target=Decimal(90), due=day)
    page = Client().get(url(idea)).content.decode()
    assert "90% of trees planted" in page
