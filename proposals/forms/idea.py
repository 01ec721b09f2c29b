"""An idea: five short questions, and a photo if there is one."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django import forms

from evidence.models import THEMES
from kit.fields import HintedRadios
from people.models import Upload, User
from people.photo_field import PhotoMixin, already
from proposals.actions.ideas import IdeaText
from proposals.forms.careful import Careful, LineField, WordsField
from proposals.models import ENTERED_FROM, Proposal

THEME_HINTS = {
    "safer": "Feeling safe, and things for young people to do. We look at these first.",
    "greener": "Cleaner streets, parks, trees and alleys.",
}
PHOTO = ("photo", "photo_alt", "photo_kept")


class Entered(TypedDict):
    """For whom, from what and with whose consent an officer writes an idea down."""

    entered_for: str
    entered_from: str
    consent: bool


class WordsForm(Careful):
    """The words of an idea. With `sending` everything must be there; a draft may have gaps."""

    careful = ("what", "where", "why", "title")

    what = WordsField(
        label="What is your idea?",
        max_length=2000,
        help_text="Two or three sentences will do.",
        widget=forms.Textarea({"rows": 4}),
    )
    where = LineField(
        label="Where?",
        max_length=200,
        help_text="A street, a park or a building. Leave out house numbers.",
    )
    why = WordsField(
        label="Why does it matter?",
        max_length=2000,
        help_text="What is it like now? What would be better?",
        widget=forms.Textarea({"rows": 4}),
    )
    title = LineField(
        label="Give it a short name",
        max_length=100,
        help_text="For example: Lights for the Rutland Street alley",
    )
    theme = forms.ChoiceField(
        label="What is it about?",
        choices=list(THEMES.items()),
        widget=HintedRadios(hints=THEME_HINTS),
        error_messages={"required": "Choose what it is about"},
    )
    show_name = forms.BooleanField(
        label="Show my first name and initial with it",
        required=False,
        help_text="If you don't tick this, people see “somebody who is not named”.",
    )

    def __init__(self, *args: Any, sending: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, warn=sending, **kwargs)
        if not sending:
            for field in self.fields.values():
                field.required = False

    def words(self) -> IdeaText:
        """What the deeds take, of a form that was found valid."""
        given = self.cleaned_data
        return IdeaText(
            title=given["title"],
            what=given["what"],
            where=given["where"],
            why=given["why"],
            theme=given["theme"],
            show_name=given["show_name"],
        )


class IdeaForm(PhotoMixin, WordsForm):
    """An idea of somebody who is signed in: with a photo."""

    field_order: Sequence[str] = (
        "what",
        "where",
        "why",
        "title",
        "theme",
        *PHOTO,
        "show_name",
        "may_stay",
    )

    def text(self, photo: Upload | None) -> IdeaText:
        """What the deeds take, with the photo that `kept_upload` gave."""
        return IdeaText(**self.words(), photo=photo)


class EnterForm(IdeaForm):
    """An officer writes an idea down for somebody."""

    field_order: Sequence[str] = ("entered_for", "entered_from", "consent", *IdeaForm.field_order)

    entered_for = LineField(
        label="Whose idea is it?", max_length=100, help_text="Only staff can see this name."
    )
    entered_from = forms.ChoiceField(
        label="How did you get it?", choices=list(ENTERED_FROM.items()), widget=forms.RadioSelect
    )
    consent = forms.BooleanField(
        label="They agreed that I write this down for them",
        error_messages={"required": "Tick that they agreed. Without that it can't be kept"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["show_name"]
        for name in ("entered_for", "entered_from", "consent"):
            self.fields[name].required = True

    def words(self) -> IdeaText:
        self.cleaned_data["show_name"] = False
        return super().words()

    def entered(self) -> Entered:
        """For whom, from what and with whose consent."""
        given = self.cleaned_data
        return Entered(
            entered_for=given["entered_for"],
            entered_from=given["entered_from"],
            consent=given["consent"],
        )


class ConsentMixin(forms.Form):
    """Drawn only for an officer who works on somebody else's proposal."""

    consent = forms.BooleanField(
        label="The people whose proposal this is agreed to this change",
        error_messages={"required": "Tick that they agreed"},
    )

    def __init__(self, *args: Any, ask_consent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_consent:
            del self.fields["consent"]

    @property
    def consented(self) -> bool:
        return bool(self.cleaned_data.get("consent", False))


class ChangeForm(ConsentMixin, IdeaForm):
    """The words of an idea that was sent in."""

    field_order: Sequence[str] = (*IdeaForm.field_order, "consent")


def as_written(proposal: Proposal, *, by: User) -> dict[str, Any]:
    """Initial values: the idea as it is kept."""
    names = ("title", "what", "where", "why", "theme", "show_name")
    kept = {name: getattr(proposal, name) for name in names}
    return {**kept, **already(proposal.photo, by=by)}
