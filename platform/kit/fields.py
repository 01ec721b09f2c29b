"""Form fields for what people here type most: pounds, numbers, days, times, choices with a hint."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget

from kit.dates import LONDON
from kit.money import parse_pounds, pounds, without_marks


class PoundsInput(forms.TextInput):
    """A text box with a pound sign before it."""

    template_name = "kit/forms/widgets/pounds.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class PoundsField(forms.Field):
    """Typed pounds; cleans to integer pence, or None when empty and not required.

    `least` and `most` are pence, both allowed themselves. What was typed stays in the box.
    """

    widget = PoundsInput
    default_error_messages = {"required": "Enter an amount in pounds"}

    def __init__(
        self,
        *,
        least: int | None = 0,
        most: int | None = None,
        required: bool = True,
        label: str | None = None,
        help_text: str = "",
        initial: int | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            required=required, label=label, help_text=help_text, initial=initial, disabled=disabled
        )
        self.least = least
        self.most = most

    def to_python(self, value: object) -> int | None:
        if self.disabled and type(value) is int:
            return value
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        typed = value if isinstance(value, str) else ""
        try:
            return parse_pounds(typed, negative=True)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(self._too_little(self.least), code="too_little")
        if self.most is not None and value > self.most:
            raise ValidationError(f"Enter {pounds(self.most)} or less", code="too_much")

    def prepare_value(self, value: object) -> object:
        return pounds(value).replace("£", "") if type(value) is int else value

    @staticmethod
    def _too_little(least: int) -> str:
        return (
            "The amount can't be less than zero" if not least else f"Enter {pounds(least)} or more"
        )


class WholeNumberField(forms.IntegerField):
    """A whole number, typed with or without marks between the thousands: 1200, 1,200 or 1 200."""

    def to_python(self, value: object) -> int | None:
        return super().to_python(without_marks(value))


class NumberField(forms.DecimalField):
    """The same of a number that may have a part behind the point."""

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        return super().to_python(without_marks(value))


class DayInput(forms.MultiWidget):
    """Three boxes: day, month, year."""

    template_name = "kit/forms/widgets/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        names: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(box) for name in ("day", "month", "year")
        }
        super().__init__(names, attrs)

    def decompress(self, value: Any) -> list[int | None]:
        return [value.day, value.month, value.year] if isinstance(value, date) else [None] * 3


class DayField(forms.MultiValueField):
    """A date in three boxes; cleans to a date, or None when empty and not required."""

    widget = DayInput
    default_error_messages = {
        "required": "Enter a date",
        "invalid": "Enter a real date, like 27 3 2027",
        "incomplete": "Enter a day, a month and a year",
    }

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": self.default_error_messages["invalid"]}
        boxes = [
            forms.RegexField(r"\A[0-9]{1,4}\Z", required=False, error_messages=wrong)
            for _ in range(3)
        ]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not data_list or not any(data_list):
            return None
        if not all(data_list):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        day, month, year = (int(part) for part in data_list)
        try:
            return date(year if year > 999 else 0, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentInput(forms.DateTimeInput):
    """The browser's own box for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time in London; cleans to a moment with its zone."""

    widget = MomentInput
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
    default_error_messages = {
        "required": "Enter a day and a time",
        "invalid": "Enter a day and a time, like 2027-03-27 18:00",
    }

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            said = _summer_time((error.params or {})["datetime"])
            raise ValidationError(said, code="ambiguous_timezone") from error


def _summer_time(at: datetime) -> str:
    """Why a time of the night in which the clocks change can't be used."""
    first, second = (at.replace(tzinfo=LONDON, fold=fold).utcoffset() for fold in (0, 1))
    typed = f"{at:%H:%M}".replace(":", ".").removeprefix("0")
    night = f"{at.day} {at:%B %Y}"
    if first < second:  # type: ignore[operator]
        return (
            f"There is no {typed} am on {night}: the clocks go forward from 1 am to 2 am."
            " Choose a time before 1 am or from 2 am on"
        )
    return (
        f"{typed} am comes twice on {night}: the clocks go back from 2 am to 1 am."
        " Choose a time before 1 am or from 2 am on"
    )


class _Hinted(ChoiceWidget):
    """Choices with one line of explanation each: `hints` maps a choice's value to it."""

    def __init__(self, *, hints: Mapping[str, str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints = dict(hints)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class HintedRadios(_Hinted, forms.RadioSelect):
    """Radios with a hint under each."""


class HintedCheckboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes with a hint under each."""
