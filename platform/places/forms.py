"""Forms for staff: a neighbourhood's details, its boundary, its postcodes."""

import re

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kit.fields import DayField, WholeNumberField
from places.actions import GSS, Details
from places.postcodes import NotAPostcode, normalise

MOST_MEGABYTES = 300
MOST_TYPED = 100_000  # characters
VINTAGES = ("LSOA 2021", "Output areas 2021", "MSOA 2021", "Wards 2025", "Wards 2024", "Mixed")


class PlaceForm(forms.Form):
    """What is told of a neighbourhood."""

    name = forms.CharField(label="Name of the neighbourhood", max_length=100)
    town = forms.CharField(label="Town or district", max_length=100, required=False)
    about = forms.CharField(
        label="About it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Two or three sentences for people who come to the page for the first time.",
    )
    adults = WholeNumberField(
        label="How many adults live there",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="So that a vote can say how many took part. Leave it out if you don't know.",
    )
    trust_name = forms.CharField(
        label="Who holds the money",
        max_length=150,
        required=False,
        help_text="The trust or other body that pays, by its full name.",
    )
    trust_charity_number = forms.CharField(
        label="Its charity number", max_length=20, required=False
    )
    contact_email = forms.EmailField(label="E-mail address for questions", required=False)
    check_place = forms.CharField(
        label="Where people show a letter with their address",
        max_length=200,
        required=False,
        help_text="For example: the library, 14 Victor Street. Everybody who waits for a check"
        " reads it.",
    )
    check_hours = forms.CharField(
        label="When somebody is there",
        max_length=200,
        required=False,
        help_text="For example: Tuesdays, 2 to 5 pm",
    )
    check_write_to = forms.CharField(
        label="Where they can write to instead", max_length=300, required=False
    )

    def details(self) -> Details:
        """What was filled in, as the deed takes it."""
        facts = self.cleaned_data
        return Details(
            name=facts["name"],
            town=facts["town"],
            about=facts["about"],
            adults=facts["adults"],
            trust_name=facts["trust_name"],
            trust_charity_number=facts["trust_charity_number"],
            contact_email=facts["contact_email"],
            check_place=facts["check_place"],
            check_hours=facts["check_hours"],
            check_write_to=facts["check_write_to"],
        )


class NewPlaceForm(PlaceForm):
    """A neighbourhood to come, with the web address it will keep."""

    slug = forms.SlugField(
        label="Web address",
        max_length=60,
        required=False,
        help_text="Small letters and hyphens, like east-marsh. It can't be changed later. Leave it "
        "out to have it made from the name.",
    )


class BoundaryForm(forms.Form):
    """Which areas belong to a neighbourhood."""

    codes = forms.CharField(
        label="Area codes",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="One a line, like E01013138; a name may follow after a comma. Output areas, "
        "LSOAs, MSOAs and wards can be used.",
    )
    vintage = forms.ChoiceField(
        label="Which codes are these?",
        choices=[("", "Choose"), *((name, name) for name in VINTAGES)],
    )

    def clean_codes(self) -> dict[str, str]:
        """Codes with their names (or blanks). A first line of column names is passed over."""
        found: dict[str, str] = {}
        if len(self.cleaned_data["codes"]) > MOST_TYPED:
            raise forms.ValidationError("This is too much text for the codes of one neighbourhood.")
        for number, line in enumerate(self.cleaned_data["codes"].splitlines(), start=1):
            code, _, name = line.strip().strip('"').partition(",")
            code = code.strip(' "').upper()
            if not code or (number == 1 and code[:2].isalpha()):
                continue
            if not GSS.fullmatch(code):
                raise forms.ValidationError(
                    f"Line {number}: “{code[:20]}” is not the code of an output area, LSOA, MSOA or"
                    " ward. These are a letter and eight digits, like E01013138."
                )
            found[code] = name.strip(' "')
        return found


class FindAreasForm(forms.Form):
    """A few postcodes, from which the areas are found."""

    postcodes = forms.CharField(
        label="A few postcodes of your neighbourhood",
        max_length=MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="One from each end and some between, one a line or with commas, like"
        " DN32 7AB, DN32 7AD",
    )

    def clean_postcodes(self) -> list[str]:
        """Each in its one form."""
        typed = re.split(r"[,;\n]+", self.cleaned_data["postcodes"])
        found = []
        for text in filter(None, map(str.strip, typed)):
            try:
                found.append(normalise(text))
            except NotAPostcode:
                raise forms.ValidationError(
                    f"“{text[:20]}” is not a whole postcode. Write each like DN32 7AB."
                ) from None
        if not found:
            raise forms.ValidationError("Write at least one postcode, like DN32 7AB.")
        return found


class PostcodesForm(forms.Form):
    """A file of postcodes."""

    file = forms.FileField(
        label="File",
        help_text="A file that ends in .csv, .txt or .tsv: a list with the column “postcode”, or "
        f"an ONS postcode file as it is (unpacked). At most {MOST_MEGABYTES} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    name = forms.CharField(
        label="What is this list?",
        max_length=120,
        help_text="For example: ONS Postcode Directory, August 2026.",
    )
    dated = DayField(label="Which day does it stand for?")

    def clean_file(self) -> "UploadedFile[bytes]":
        """The file, unless it is too large for a web page to take."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                f"This file is larger than {MOST_MEGABYTES} MB. Use the parts by postcode area that"
                " come with it."
            )
        return file
