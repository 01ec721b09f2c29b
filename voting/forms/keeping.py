"""How much of the pot is kept for a theme, as forms ask for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from evidence.models import THEMES
from kit.fields import WholeNumberField
from voting.counting import Group, Rules, Stage

_WRONG = "Write a whole number from 0 to 100"
_FIELDS = {f"keep_{key}": name for key, name in THEMES.items()}


class PercentField(WholeNumberField):
    """Whole per cents, with or without a "%"; None for an empty box."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            help_text="Per cent. 0 or an empty box keeps nothing.",
            required=False,
            min_value=0,
            max_value=100,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _WRONG),
            widget=forms.TextInput(
                {"class": "govuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}
            ),
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None of a number box: what was typed has to stay."""
        return {}

    def to_python(self, value: object) -> int | None:
        """A whole number."""
        typed = value.strip().removesuffix("%") if isinstance(value, str) else value
        return super().to_python(typed)


class KeepsMoney(forms.Form):
    """A form that can ask how many per cent are kept for each theme, together at most 100."""

    def ask_for(self, themes: Iterable[str]) -> None:
        """Ask for these themes, named as on the ballot."""
        asked = set(themes)
        for field, name in _FIELDS.items():
            if name in asked:
                self.fields[field] = PercentField(f"Keep at least this much of the pot for {name}")

    @property
    def keeping(self) -> list[str]:
        """The fields that ask for it."""
        return [name for name in _FIELDS if name in self.fields]

    def clean(self) -> dict[str, Any] | None:
        """Nobody can keep more than the whole pot."""
        facts = super().clean()
        kept = [self.cleaned_data.get(name) or 0 for name in self.keeping]
        if sum(kept) > 100:
            self.add_error(self.keeping[-1], f"That is {sum(kept)}% in all. Keep at most 100%")
        return facts

    def stages(self) -> tuple[Stage, ...]:
        """What is kept, in the order of the catalogue."""
        return tuple(
            Stage(Group.THEME, _FIELDS[name], percent=percent)
            for name in self.keeping
            if (percent := self.cleaned_data[name])
        )


class KeepForm(KeepsMoney):
    """What a round that is being set up keeps for each theme."""

    def __init__(self, data: Mapping[str, str] | None, *, rules: Rules) -> None:
        super().__init__(data, initial=typed(rules))
        self.ask_for(THEMES.values())


def typed(rules: Rules) -> dict[str, str]:
    """What these rules keep, as the boxes say it."""
    kept = {stage.name: str(stage.percent) for stage in rules.stages}
    return {field: kept.get(name, "") for field, name in _FIELDS.items()}


def can_ask(rules: Rules) -> bool:
    """Whether these boxes can say all that the rules keep."""
    return all(
        stage.by is Group.THEME and stage.name in THEMES.values() and stage.percent is not None
        for stage in rules.stages
    )
