"""The four questions of a check, answered on one form."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from proposals.actions.checks import Given
from proposals.forms.careful import Careful, WordsField
from proposals.models import CHECKS, Check, Proposal

_CHOOSE = "Choose yes or no"


class ChecksForm(Careful):
    """Four questions, each with its answer and the reason that everybody can read. One without
    either stays unanswered.

    Each knows which answer stood there when the page was made: what was not touched since is not
    saved again. It `may_be_empty` where it is sent on the way to something else.
    """

    careful = tuple(f"{kind}-reason" for kind in CHECKS)

    def __init__(
        self, *args: Any, proposal: Proposal, may_be_empty: bool = False, **kwargs: Any
    ) -> None:
        self.may_be_empty = may_be_empty
        self.earlier = list(proposal.checks.order_by("at", "pk"))
        self.newest = {check.kind: check for check in self.earlier}
        initial = {
            name: value
            for kind, check in self.newest.items()
            for name, value in _as_typed(kind, check).items()
        }
        super().__init__(*args, initial=initial, **kwargs)
        every_field: dict[str, forms.Field] = {}
        for kind, question in CHECKS.items():
            every_field |= _fields(kind, question)
        self.fields = every_field | self.fields

    @property
    def questions(self) -> list[tuple[BoundField, BoundField]]:
        """The answer and the reason of each question, to be drawn together."""
        return [(self[f"{kind}-passed"], self[f"{kind}-reason"]) for kind in CHECKS]

    @property
    def answers(self) -> dict[str, Given]:
        """What a valid form answers, by question."""
        return {
            kind: Given(
                self.cleaned_data[f"{kind}-passed"] == "yes",
                self.cleaned_data[f"{kind}-reason"],
                self.cleaned_data[f"{kind}-seen"],
            )
            for kind in CHECKS
            if self._is_touched(kind)
        }

    def catch_up(self) -> None:
        """Once it was refused: know the answers that stand now, and show them where nothing was
        typed, so that what was typed can be saved by pressing again.
        """
        data = dict(self.data.items())
        for kind, check in self.newest.items():
            stands = {name: str(value) for name, value in _as_typed(kind, check).items()}
            if self._is_touched(kind):
                data[f"{kind}-seen"] = stands[f"{kind}-seen"]
            else:
                for name, value in stands.items():
                    data[name] = value
        self.data = data

    def clean(self) -> dict[str, Any] | None:
        touched = [kind for kind in CHECKS if self._is_touched(kind)]
        for kind in touched:
            for name, words in (("passed", _CHOOSE), ("reason", "Say why")):
                field = f"{kind}-{name}"
                if field not in self.errors and not self.cleaned_data.get(field):
                    self.add_error(field, words)
        if not touched and not self.may_be_empty:
            self.add_error(None, "Answer a question, or change an answer.")
        return super().clean()

    def _look(self) -> dict[str, list[Any]]:
        """A reason that stood there already was looked at when it was written."""
        found = super()._look()
        return {name: each for name, each in found.items() if self._is_touched(name.split("-")[0])}

    def _is_touched(self, kind: str) -> bool:
        """Whether something else was typed than stood on the page."""
        seen = self.data.get(f"{kind}-seen", "")
        stood = next((each for each in self.earlier if str(each.pk) == seen), None)
        before = _as_typed(kind, stood) if stood and stood.kind == kind else {}
        return any(
            self._typed(name) != " ".join(str(before.get(name, "")).split())
            for name in (f"{kind}-passed", f"{kind}-reason")
        )

    def _typed(self, name: str) -> str:
        return " ".join(str(self.data.get(name, "")).split())


def _as_typed(kind: str, check: Check) -> dict[str, object]:
    return {
        f"{kind}-passed": "yes" if check.passed else "no",
        f"{kind}-reason": check.reason,
        f"{kind}-seen": check.pk,
    }


def _fields(kind: str, question: str) -> dict[str, forms.Field]:
    return {
        f"{kind}-passed": Answer(
            label=question,
            choices=[("yes", "Yes"), ("no", "No")],
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": _CHOOSE},
        ),
        f"{kind}-reason": Because(
            label="Why?",
            help_text="Everybody can read this.",
            max_length=1000,
            required=False,
            widget=forms.Textarea({"rows": 4}),
        ),
        f"{kind}-seen": forms.CharField(required=False, widget=forms.HiddenInput),
    }


class Answer(forms.ChoiceField):
    """Yes or no; none while the question is not answered."""

    needed_later = True


class Because(WordsField):
    """The reason of an answer; none while the question is not answered."""

    needed_later = True
