"""The made-up vote as a page takes it: costs, pot, and a tick for each person and idea."""

from typing import NamedTuple

from django import forms
from django.http import QueryDict

from kit.fields import PoundsField
from kit.money import pounds
from voting.trying.example import COSTS, IDEAS, MOST, PEOPLE, POT, TICKS, Example


class Cell(NamedTuple):
    """One box of the grid."""

    value: str
    label: str
    ticked: bool


def _value(person: int, idea: int) -> str:
    return f"{person}-{idea}"


class ExampleForm(forms.Form):
    """A vote of ten people on four ideas. It is always filled: without an address of its own, with
    the vote that the page begins with.
    """

    cost1 = PoundsField(label=f"What “{IDEAS[0]}” costs", least=100, most=MOST)
    cost2 = PoundsField(label=f"What “{IDEAS[1]}” costs", least=100, most=MOST)
    cost3 = PoundsField(label=f"What “{IDEAS[2]}” costs", least=100, most=MOST)
    cost4 = PoundsField(label=f"What “{IDEAS[3]}” costs", least=100, most=MOST)
    pot = PoundsField(label="Money to share out", least=100, most=MOST)
    tick = forms.MultipleChoiceField(
        label="Ticks",
        choices=[
            (_value(person, idea), "")
            for person in range(1, PEOPLE + 1)
            for idea in range(1, len(IDEAS) + 1)
        ],
        required=False,
        error_messages={"invalid_choice": "There is no such person or idea here"},
    )

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given if "pot" in given else _beginning())

    @property
    def example(self) -> Example:
        """The vote that was made."""
        facts = self.cleaned_data
        return Example(
            tuple(facts[f"cost{number}"] for number in range(1, len(IDEAS) + 1)),
            facts["pot"],
            frozenset(_tick(value) for value in facts["tick"]),
        )

    @property
    def amounts(self) -> list[forms.BoundField]:
        """The boxes with money."""
        return [field for field in self if field.name != "tick"]

    @property
    def people(self) -> list[tuple[int, list[Cell]]]:
        """The grid, person by person."""
        ticked = self["tick"].data or []
        return [
            (person, [_cell(person, idea, ticked) for idea in range(1, len(IDEAS) + 1)])
            for person in range(1, PEOPLE + 1)
        ]


def _cell(person: int, idea: int, ticked: list[str]) -> Cell:
    value = _value(person, idea)
    return Cell(value, f"Person {person} chose {IDEAS[idea - 1]}", value in ticked)


def _tick(value: str) -> tuple[int, int]:
    person, _, idea = value.partition("-")
    return int(person), int(idea)


def _beginning() -> dict[str, object]:
    amounts: dict[str, object] = {f"cost{n}": pounds(cost)[1:] for n, cost in enumerate(COSTS, 1)}
    ticks = [_value(person, idea) for person, idea in sorted(TICKS)]
    return {**amounts, "pot": pounds(POT)[1:], "tick": ticks}
