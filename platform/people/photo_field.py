"""A photo that survives its form's errors.

A browser sends a chosen file once. So the photo is kept at once, even when the rest of the form is
refused, and the form that comes back carries its name in a hidden signed field. It is signed for
the person who types: nobody else can use it.

    class IdeaForm(PhotoMixin, forms.Form): ...            # or forms.ModelForm; fields photo,
    photo_alt, photo_kept

    form = IdeaForm(request.POST or None, request.FILES or None, initial=already(idea.photo,
    by=request.user)) if request.method == "POST":
        photo = form.kept_upload(request.user)             # before is_valid(): it may add errors
        if form.is_valid() and act(form, lambda: actions.share(..., photo=photo)): redirect
        status = 422

The form's tag needs `enctype="multipart/form-data"`. The fields are drawn like any others: a kept
photo shows as "Now: garden.jpg" with a box to take it away. When the photo may be seen by others,
the deed calls `people.uploads.show(photo)`, which refuses a picture without `photo_alt`;
`kept_upload` asks for it first.
"""

from dataclasses import dataclass

from django import forms
from django.core import signing
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from kit.refusal import Refused
from people import uploads
from people.models import Upload, User

DAYS = 7
_SIGNER = signing.TimestampSigner(salt="people.photo_field")


@dataclass(frozen=True)
class KeptFile:
    """What Django's file box shows of a file that is there already."""

    name: str
    url: str

    def __str__(self) -> str:
        return self.name


def already(upload: Upload | None, *, by: User) -> dict[str, str]:
    """Initial values for a form about something that may have a photo, typed by `by`."""
    return {"photo_kept": token(upload, by=by), "photo_alt": upload.alt} if upload else {}


def token(upload: Upload, *, by: User) -> str:
    """The hidden field's value."""
    return _SIGNER.sign(f"{upload.pk}:{by.pk}")


def _read(value: str) -> tuple[Upload | None, str]:
    """The upload a token names, and whom it is signed for."""
    try:
        upload, _, person = _SIGNER.unsign(value, max_age=DAYS * 24 * 3600).partition(":")
    except signing.BadSignature:
        return None, ""
    return Upload.objects.filter(pk=upload).first(), person


class PhotoMixin(forms.Form):
    """Adds `photo`, `photo_alt` and `photo_kept`; see the module's docstring."""

    photo = forms.FileField(
        label="Photo",
        required=False,
        help_text="JPEG or PNG, at most 10 MB. Leave out faces of children and house numbers.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    photo_alt = forms.CharField(
        label="What the photo shows",
        required=False,
        max_length=250,
        help_text="For people who can't see it. A few words will do.",
    )
    photo_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._upload: Upload | None = None
        self._settled = False
        typed = self.data.get(self.add_prefix("photo_kept")) if self.is_bound else None
        value = typed if typed is not None else str(self.initial.get("photo_kept") or "")
        self._remembered, self._signed_for = _read(value) if value else (None, "")
        self._tell(self._remembered)

    def kept_upload(self, owner: User) -> Upload | None:
        """The photo of this form, kept now if it came with it; None when there is none.

        Call it before `is_valid()`: a photo that can't be taken, or has no words, is an error of
        the form.
        """
        if not self._settled:
            self._settled = True
            self._upload = self._settle(owner)
            self._carry(owner)
        return self._upload

    def _settle(self, owner: User) -> Upload | None:
        known = self._remembered if self._signed_for == str(owner.pk) else None
        if "photo" in self.errors:
            return known
        given = self.cleaned_data.get("photo")
        if given is False:  # the box "Take this file away"
            return None
        alt = str(self.cleaned_data.get("photo_alt") or "").strip()
        if given and not isinstance(given, KeptFile):
            try:
                known = uploads.receive(given, owner=owner, alt=alt, pictures_only=True)
            except Refused as refusal:
                self.add_error("photo", refusal.reason)
                return known
        return self._described(known, alt) if known else None

    def _described(self, upload: Upload, alt: str) -> Upload:
        if not alt and "photo_alt" not in self.errors:
            self.add_error("photo_alt", uploads.NeedsAlt.message)
        elif alt and alt != upload.alt:
            return uploads.describe(upload, alt=alt)
        return upload

    def _carry(self, owner: User) -> None:
        """Let the form, when it is drawn again, remember its photo."""
        data = (
            self.data.copy()
            if isinstance(self.data, QueryDict | MultiValueDict)
            else dict(self.data)
        )
        data[self.add_prefix("photo_kept")] = token(self._upload, by=owner) if self._upload else ""
        self.data = data
        self._tell(self._upload)

    def _tell(self, upload: Upload | None) -> None:
        kept = KeptFile(upload.name, reverse("people:file", args=[upload.pk])) if upload else None
        self.initial["photo"] = kept
        self["photo"].initial = kept  # drawn from here once the form has been cleaned
