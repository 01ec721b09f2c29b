"""What was reached comes first, per cent of target second, and nothing is ranked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from evidence import actions, catalogue, chart, track_record
from evidence.models import Expectation, Indicator, Kind
from evidence.track_record import Past
from kit import clock
from places.models import Neighbourhood
from tests import factories
from tests.evidence.conftest import Hope, Measure


def youth() -> Kind:
    return Kind.objects.select_related("indicator").get(code="youth-sessions")


def test_nothing_like_this_has_been_tried(area: Neighbourhood) -> None:
    record = track_record.of_kind(area, youth(), hoped=Decimal(60))
    assert record.sentence == "Nothing like this was tried here before."


def test_the_sentence_says_what_was_reached_before_what_is_hoped(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    for value in (12, 44, 20, 31):
        measure(hope(), value)
    record = track_record.of_kind(area, youth(), hoped=Decimal(60))
    assert record.sentence == (
        "Four projects like this reached 12 to 44 young people "
        "a week, 20% to 73% of what they hoped for; this one says 60."
    )


def test_one_project_is_told_in_the_singular(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(), 44)
    record = track_record.of_kind(area, youth())
    assert (
        record.sentence
        == "One project like this reached 44 young people a week, 73% of what it hoped for."
    )


def test_money_without_a_measurement_is_said_plainly(area: Neighbourhood, hope: Hope) -> None:
    hope()
    record = track_record.of_kind(area, youth(), hoped=Decimal(60))
    assert record.sentence == (
        "One project like this got money, but nothing is measured yet;"
        " this one says 60 young people a week."
    )


def test_a_project_without_money_is_in_no_track_record(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(funded=False), 44)
    assert track_record.of_kind(area, youth()).projects == ()
    assert track_record.of_place(area) == []


def test_a_value_counts_once_it_is_verified(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    row = hope()
    measure(row, 12)
    measure(row, 55, verified=False)
    (past,) = track_record.of_kind(area, youth()).projects
    assert past.value == 12
    assert past.waiting


def test_projects_of_other_places_do_not_count(
    other_area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(), 44)
    assert track_record.of_kind(other_area, youth()).projects == ()


def test_a_projects_own_page_leaves_itself_out(area: Neighbourhood, hope: Hope) -> None:
    row = hope()
    assert track_record.of_kind(area, youth(), without=row.subject).projects == ()


def test_later_rounds_are_left_out_where_the_page_is_about_an_earlier_one(
    area: Neighbourhood, hope: Hope
) -> None:
    hope(round_number=1)
    hope(round_number=2)
    assert len(track_record.of_place(area, up_to_round=1)[0].projects) == 1


def past(hope: Hope, measure: Measure, number: int, value: object, **rest: object) -> Past:
    row: Expectation = hope(indicator=Indicator.objects.get(pk=number), **rest)
    if value is not None:
        measure(row, value)
    (record,) = track_record.of_place(row.place)
    return record.projects[0]


CASES = [
    # indicator, before, hoped for, measured, state, per cent
    (22, None, 60, 60, "reached", 100),
    (22, None, 60, 75, "reached", 125),
    (22, None, 60, 44, "partly", 73),
    (22, None, 60, 0, "missed", 0),
    (6, 38, 50, 44, "partly", 50),
    (6, 38, 50, 38, "missed", 0),
    (6, 38, 50, 35, "missed", -25),
    (16, 20, 10, 10, "reached", 100),
    (16, 20, 10, 5, "reached", 150),
    (16, 20, 10, 15, "partly", 50),
    (16, 20, 10, 20, "missed", 0),
    (16, 20, 10, 25, "missed", -50),
    (16, None, 10, 9, "reached", None),
    (16, None, 10, 15, "partly", None),
    (16, 20, 0, 0, "reached", 100),
    (6, 50, 50, 50, "reached", None),
    (12, -10, 5, -10, "missed", 0),
]


@pytest.mark.parametrize(("number", "before", "target", "value", "state", "percent"), CASES)
def test_what_was_reached_is_of_the_change_that_was_hoped_for(
    hope: Hope,
    measure: Measure,
    number: int,
    before: int | None,
    target: int,
    value: int,
    state: str,
    percent: int | None,
) -> None:
    baseline = None if before is None else Decimal(before)
    found = past(hope, measure, number, value, baseline=baseline, target=Decimal(target))
    assert (found.state, found.percent) == (state, percent)


def test_before_its_day_a_result_is_too_soon_and_after_it_not_reported(
    hope: Hope, measure: Measure, area: Neighbourhood
) -> None:
    assert past(hope, measure, 22, None).state == "too-soon"
    hope(due=clock.today() - timedelta(days=1), round_number=2)
    late = track_record.of_place(area)[0].projects[1]
    assert (late.state, late.state_name) == ("not-reported", "Not reported")
    measure(late.expectation, 44, verified=False)
    waits = track_record.of_place(area)[0].projects[1]
    assert (waits.state, waits.state_name) == ("too-soon", "Being checked")


def test_few_people_are_a_few_and_give_no_per_cent(hope: Hope, measure: Measure) -> None:
    found = past(hope, measure, 22, 3, target=Decimal(60))
    assert (found.reached, found.percent) == ("a few young people a week", None)


def test_what_should_fall_ended_at(area: Neighbourhood, hope: Hope, measure: Measure) -> None:
    for value in (12, 4):
        measure(hope(kind="fly-tip-clearing", baseline=Decimal(20), target=Decimal(10)), value)
    kind = Kind.objects.get(code="fly-tip-clearing")
    sentence = track_record.of_kind(area, kind, hoped=Decimal(5)).sentence
    assert sentence == (
        "Two projects like this ended at 4 to 12 fly-tips in a "
        "month, 160% to 80% of the fall they hoped for; this one says 5."
    )


def test_what_went_the_other_way_is_no_share_of_what_was_hoped_for(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    for value in (30, 12):
        measure(hope(kind="fly-tip-clearing", baseline=Decimal(20), target=Decimal(10)), value)
    record = track_record.of_kind(area, Kind.objects.get(code="fly-tip-clearing"))
    assert record.sentence == (
        "Two projects like this ended at 12 to 30 fly-tips in a month, 80% of the fall they hoped "
        "for, and 1 went the other way."
    )
    assert [past.of_hoped for past in record.projects] == [
        "the other way than hoped for", "80% of the fall it hoped for",
    ]  # fmt: skip


def test_percentages_keep_their_sign(area: Neighbourhood, hope: Hope, measure: Measure) -> None:
    for value in (51, "44.5"):
        measure(hope(kind="lighting", baseline=Decimal(38), target=Decimal(50)), value)
    kind = Kind.objects.get(code="lighting")
    sentence = track_record.of_kind(area, kind, hoped=Decimal(60)).sentence
    assert sentence == (
        "Two projects like this reached 44.5% to 51% of people "
        "asked, 54% to 108% of what they hoped for; this one says 60%."
    )


def test_only_what_was_measured_alike_is_in_one_sentence(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(), 44)
    measure(hope(indicator=Indicator.objects.get(pk=24)), 900)
    record = track_record.of_kind(area, youth())
    assert (
        record.sentence
        == "One project like this reached 44 young people a week, 73% of what it hoped for."
    )
    assert len(record.projects) == 2


def test_nothing_is_averaged_or_ordered_by_success(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    for number, value in ((1, 10), (2, 60), (3, 30)):
        measure(hope(round_number=number), value)
    record = track_record.of_kind(area, youth())
    assert [past.value for past in record.projects] == [10, 60, 30]
    assert record.tally == "1 reached, 2 partly reached"


def test_the_chart_shows_one_dot_a_project_and_a_band_from_three(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    for value in (30, 60, 90):
        measure(hope(), value)
    measure(hope(kind="trees", target=Decimal(90)), 45)
    hope(kind="trees", target=Decimal(90))
    drawn = chart.reached(track_record.of_place(area))
    youths, trees = drawn.rows
    assert [dot.past.percent for dot in youths.dots] == [50, 100, 150]
    assert youths.band == (youths.dots[0].x, round(youths.dots[2].x - youths.dots[0].x, 2))
    assert trees.band is None
    assert trees.label == "Trees (2)"
    assert trees.waiting == "1 not measured yet"
    assert [mark.percent for mark in drawn.marks] == [0, 50, 100, 150]
    assert "Youth sessions: 50% to 150% of what they hoped for" in drawn.sentence


def test_the_chart_ends_at_twice_the_target(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(target=Decimal(10)), 900)
    drawn = chart.reached(track_record.of_place(area))
    (dot,) = drawn.rows[0].dots
    assert dot.clipped
    assert dot.x == chart.RIGHT


def test_a_chart_of_nothing_has_no_dots(area: Neighbourhood, hope: Hope) -> None:
    assert not chart.reached([]).has_dots
    hope()
    assert not chart.reached(track_record.of_place(area)).has_dots


def test_every_kind_can_be_chosen_under_its_theme(db: None) -> None:
    choices = catalogue.choices()
    assert [theme for theme, _ in choices] == ["Safer streets", "Greener streets"]
    assert sum(len(kinds) for _, kinds in choices) == Kind.objects.count()


def test_nothing_from_elsewhere_is_in_the_record(other_area: Neighbourhood, hope: Hope) -> None:
    hope(place=factories.area(name="Third", town="", slug="third"))
    assert track_record.of_place(other_area) == []
    assert actions.mark_funded(other_area.pk) is None


def test_a_kind_is_told_by_what_it_was_mostly_measured_by(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    fly_tips = Indicator.objects.get(number=16)
    for _ in range(2):
        measure(
            hope(
                kind="alley-clean-ups", indicator=fly_tips, baseline=Decimal(46), target=Decimal(20)
            ),
            Decimal(17),
        )
    (record,) = track_record.of_place(area)
    assert record.sentence == (
        "Two projects like this ended at 17 fly-tips in a month, 112% of the fall they hoped for."
    )


def test_one_of_something_is_said_in_the_singular(
    area: Neighbourhood, hope: Hope, measure: Measure
) -> None:
    measure(hope(kind="derelict-buildings", target=Decimal(1)), Decimal(1))
    (record,) = track_record.of_place(area)
    assert record.sentence == (
        "One project like this reached 1 building back in use, 100% of what it hoped for."
    )
