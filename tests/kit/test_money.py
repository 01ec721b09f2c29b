"""Pounds as people write them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kit.fields import PoundsField
from kit.money import MOST_PENCE, parse_pounds, pounds


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (0, "£0"),
        (5, "£0.05"),
        (125000, "£1,250"),
        (125050, "£1,250.50"),
        (-500, "−£5"),
        (-1, "−£0.01"),
        (120000000, "£1,200,000"),
    ],
)
def test_pence_are_said_as_pounds(pence: int, said: str) -> None:
    assert pounds(pence) == said


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1,250.50", 125050),
        ("1250", 125000),
        (" 1 250 ", 125000),
        ("1\u00a0250", 125000),
        ("£ 5", 500),
        ("12.5", 1250),
        ("0", 0),
        ("0.01", 1),
        ("£1,000.00", 100000),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, pence: int) -> None:
    assert parse_pounds(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "£", "ten", "1.005", "1.000,00", "1,00", "1250.", ".50", "12,50", "1,250,5"),
        *(
            "NaN",
            "Infinity",
            "inf",
            "1e9",
            "1E9",
            "0x10",
            "1_000",
            "٣٥",
            "１２",
            "$5",
            "€5",
            "5 USD",
        ),
        *("--5", "5-", "+5", "1\n250", "true", "1" * 40, "1 2 3"),
        *("90071992547409.92", str(2**63), "9223372036854775807"),
    ],
)
def test_an_amount_that_could_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^(Write the amount in pounds|That amount is too large)"):
        parse_pounds(typed)


@pytest.mark.parametrize("value", [True, 12, 1.5, None, ["5"]])
def test_only_text_is_read(value: object) -> None:
    with pytest.raises(ValueError, match="Write the amount in pounds"):
        parse_pounds(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["-1", "−1", "-0.01", "- £5"])
def test_below_zero_is_refused_unless_it_is_asked_for(typed: str) -> None:
    with pytest.raises(ValueError, match="less than zero"):
        parse_pounds(typed)
    assert parse_pounds(typed, negative=True) < 0


def test_the_largest_amount_is_taken_and_a_penny_more_is_not() -> None:
    assert parse_pounds(pounds(MOST_PENCE)) == MOST_PENCE
    with pytest.raises(ValueError, match="too large"):
        parse_pounds(pounds(MOST_PENCE + 1))


@given(st.integers(min_value=-MOST_PENCE, max_value=MOST_PENCE))
def test_what_is_said_is_read_back_the_same(pence: int) -> None:
    assert parse_pounds(pounds(pence), negative=True) == pence


@given(st.text())
def test_any_text_is_a_true_amount_or_refused(typed: str) -> None:
    try:
        pence = parse_pounds(typed)
    except ValueError:
        return
    assert 0 <= pence <= MOST_PENCE
    assert parse_pounds(pounds(pence)) == pence


def test_a_pounds_field_cleans_to_pence() -> None:
    assert PoundsField().clean("£26,150") == 2615000


def test_an_empty_amount_is_none_only_where_it_may_be() -> None:
    assert PoundsField(required=False).clean(" ") is None
    with pytest.raises(ValidationError, match="Enter an amount in pounds"):
        PoundsField().clean("")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9.99", "Enter £10 or more"),
        ("20.01", "Enter £20 or less"),
        ("-1", "Enter £10 or more"),
        ("1.005", "Write the amount in pounds, like 1250 or 1,250.50"),
    ],
)
def test_a_pounds_field_says_its_limits(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PoundsField(least=1000, most=2000).clean(typed)
    assert refused.value.messages == [said]


def test_the_limits_themselves_are_allowed() -> None:
    field = PoundsField(least=1000, most=2000)
    assert [field.clean("10"), field.clean("20")] == [1000, 2000]


@pytest.mark.parametrize("value", [True, 1250, 12.5, ["5"]])
def test_a_pounds_field_takes_text_alone(value: object) -> None:
    with pytest.raises(ValidationError):
        PoundsField().clean(value)
