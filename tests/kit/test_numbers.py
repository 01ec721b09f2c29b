"""Numbers as people write them: with or without marks between the thousands."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

from kit.fields import NumberField, WholeNumberField
from tests.code import FOLDERS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        (" 1 200 ", 1200),
        ("1\u202f200\u00a0000", 1_200_000),
        ("12,345,678", 12_345_678),
        ("7", 7),
        ("", None),
    ],
)
def test_a_whole_number_is_taken_as_it_is_written(typed: str, number: int | None) -> None:
    assert WholeNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["0,125", "1,20", "12,00", "1.200,5", ",200", "1,2000", "1 200,300", "x"]
)
def test_what_could_be_two_numbers_is_asked_again(typed: str) -> None:
    with pytest.raises(ValidationError):
        WholeNumberField().clean(typed)


def test_a_measured_value_too() -> None:
    assert NumberField().clean("1,250.5") == Decimal("1250.5")
    assert NumberField().clean("-1,250") == Decimal(-1250)
    with pytest.raises(ValidationError):
        NumberField().clean("1,25")


def test_every_box_for_a_number_takes_them() -> None:
    strict = {
        f"{form.__name__}.{name}"
        for form in _forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.IntegerField)
        and not isinstance(field, WholeNumberField | NumberField)
        and not field.widget.is_hidden
    }
    assert strict == set()


def _forms() -> Iterator[type[forms.BaseForm]]:
    files = [file for room in FOLDERS for file in (ROOT / room).rglob("*form*.py")]
    for file in files:
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = importlib.import_module(".".join(parts[1:] if parts[0] == "platform" else parts))
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, forms.BaseForm):
                yield found
