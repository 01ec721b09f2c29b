"""The desk where somebody else looks at a figure, and the fragments that other pages show."""

from __future__ import annotations

import re
from decimal import Decimal

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from evidence import actions, chart, track_record
from evidence.models import Observation
from kit import clock
from people.models import User
from places.models import Neighbourhood
from tests import factories
from tests.evidence.conftest import Hope, Measure

HOLDS = {"seen": "Totals for March", "holds": "on"}


def verify_url(observation: Observation) -> str:
    return reverse("evidence:verify", args=[observation.expectation.place, observation.pk])


def test_what_waits_is_listed_until_it_is_verified(
    client: Client, area: Neighbourhood, officer: User, hope: Hope, measure: Measure
) -> None:
    observation = measure(hope(), 44, verified=False)
    client.force_login(officer)
    waiting = reverse("evidence:waiting", args=[area])
    assert "44 young people a week" in client.get(waiting).content.decode()
    answer = client.post(verify_url(observation), HOLDS)
    assert answer.headers["Location"] == waiting
    assert "Nothing waits" in client.get(waiting).content.decode()
    observation.refresh_from_db()
    assert observation.verified_by == officer


def test_the_figure_is_not_verified_without_a_word_on_what_was_seen(
    client: Client, officer: User, hope: Hope, measure: Measure
) -> None:
    observation = measure(hope(), 44, verified=False)
    client.force_login(officer)
    answer = client.post(verify_url(observation), {"seen": "Totals for March"})
    assert answer.status_code == 422
    assert "Totals for March" in answer.content.decode()
    observation.refresh_from_db()
    assert observation.verified_at is None


def test_who_awarded_the_money_finds_no_button_and_is_refused(
    client: Client, hope: Hope, resident: User, awarder: User
) -> None:
    observation = actions.observe(
        hope().subject,
        value=Decimal(44),
        measured_on=clock.today(),
        how="Counted",
        barred=[awarder.pk],
        by=resident,
    )
    client.force_login(awarder)
    page = client.get(verify_url(observation)).content.decode()
    assert "Verify this figure" not in page
    assert "Somebody else must verify this." in page
    assert client.post(verify_url(observation), HOLDS).status_code == 422


def test_residents_do_not_come_to_the_desk(
    client: Client, resident: User, hope: Hope, measure: Measure
) -> None:
    observation = measure(hope(), 44, verified=False)
    client.force_login(resident)
    assert client.get(verify_url(observation)).status_code == 403


def test_another_neighbourhoods_figure_is_not_found(
    client: Client, other_area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    observation = measure(hope(), 44, verified=False)
    client.force_login(factories.with_role("officer", other_area))
    url = reverse("evidence:verify", args=[other_area, observation.pk])
    assert client.get(url).status_code == 404


def test_the_box_beside_a_form_says_what_others_reached(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    row = hope(label="<b>Boxing</b>")
    measure(row, 44)
    track = track_record.of_kind(area, row.kind, hoped=Decimal(60))
    page = render_to_string("evidence/_track_record.html", {"track": track})
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert (
        "One project like this reached 44 young people a week, "
        "73% of what it hoped for; this one says 60."
    ) in text
    assert (
        "44 young people a week, hoped for 60 young people a week: 73% of what it hoped for" in text
    )
    assert "<b>Boxing" not in page


def test_the_drawing_says_in_words_and_in_a_table_what_it_shows(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(), 44)
    drawn = chart.reached(track_record.of_place(area))
    page = render_to_string("evidence/_reached_chart.html", {"chart": drawn})
    assert page.count("<circle") == 1
    assert "Youth sessions: 73% of what it hoped for." in page
    assert "73% of what it hoped for</p>" in page
    assert "style=" not in page


def test_an_auditor_reads_a_measurement_and_cannot_verify_it(
    client: Client, area: Neighbourhood, auditor: User, hope: Hope, measure: Measure
) -> None:
    row = measure(hope(), 44, verified=False)
    client.force_login(auditor)
    url = f"/staff/{area.slug}/measurements/{row.pk}/"
    assert "44 young people a week" in client.get(url).content.decode()
    assert client.post(url, {"seen": "The tally sheets"}).status_code == 422
    row.refresh_from_db()
    assert row.verified_at is None
