"""Boxes for words that everybody will read: cleaned, and warned about before they are sent."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from proposals import wording
from proposals.privacy import Finding, findings

_MOST_READ = 20_000


class LineField(forms.CharField):
    """One line of words."""

    clean_words: Callable[[str], str] = staticmethod(wording.line)

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if self.max_length and len(text) > 2 * self.max_length:
            return text  # refused for its length in a moment; not worth reading
        try:
            return self.clean_words(text)
        except wording.Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error


class WordsField(LineField):
    """A text of several lines."""

    widget = forms.Textarea
    clean_words = staticmethod(wording.paragraphs)


class _Ticks(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    needed_later = True

    def __init__(self, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(
            choices=choices, required=False, label="Is this all right for everybody to read?"
        )

    def valid_value(self, value: object) -> bool:
        # A tick for something that has been taken out since does no harm.
        return True


class Careful(forms.Form):
    """Warns of what looks private in the fields named by `careful`.

    The person takes it out, or ticks that it may stay; only then the form is valid. Without `warn`
    (a draft that nobody else sees) it says nothing.
    """

    careful: ClassVar[tuple[str, ...]] = ()

    may_stay = _Ticks()

    def __init__(self, *args: Any, warn: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, list[Finding]] = self._look() if warn and self.is_bound else {}
        every = {finding.key: finding for found in self.found.values() for finding in found}
        if every:
            choices = [(key, f"“{one.words}” may stay") for key, one in every.items()]
            # Last on the page, just before the button; and nothing that calls itself optional.
            del self.fields["may_stay"]
            self.fields["may_stay"] = _Ticks(choices)
        else:
            del self.fields["may_stay"]

    def _look(self) -> dict[str, list[Finding]]:
        typed = {name: str(self.data.get(self.add_prefix(name), "")) for name in self.careful}
        return {name: findings(text[:_MOST_READ]) for name, text in typed.items()}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        ticked = self.cleaned_data.get("may_stay", [])
        for name, found in self.found.items():
            for finding in found:
                if finding.key not in ticked:
                    self.add_error(name, finding.warning)
        return cleaned


class Reason(Careful):
    """A reason that everybody can read."""

    careful = ("reason",)

    reason = WordsField(
        label="Why?",
        help_text="Everybody can read this.",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
