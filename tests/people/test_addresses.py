"""One form for each e-mail address, so that a person has one account."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people import addresses
from people.allauth_adapter import Adapter
from people.models import User
from people.refusals import AddressCannotBeUsed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A@X.uk", "a@x.uk"),
        ("  ruth@example.org ", "ruth@example.org"),
        ("ruth+vote@example.org", "ruth+vote@example.org"),
        ("r.u.t.h@gmail.com", "r.u.t.h@gmail.com"),
        ("ruth@münchen.de", "ruth@xn--mnchen-3ya.de"),
        ("ruth@xn--mnchen-3ya.de", "ruth@xn--mnchen-3ya.de"),
        ("ruth@MÜNCHEN.de", "ruth@xn--mnchen-3ya.de"),
        ("ruth@xn--fa-hia.de", "ruth@xn--fa-hia.de"),
        ("ruth@faß.de", "ruth@xn--fa-hia.de"),
        ("ruth@straße.example", "ruth@xn--strae-oqa.example"),
        ("ruth@βόλος.com", "ruth@xn--nxasmm1c.com"),
        ("o'brien@example.org", "o'brien@example.org"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert addresses.normal(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "@", "a@", "@b.uk", '"a b"@x.uk', '"a"@x.uk', "jörg@x.uk", "a@b", "a@.uk", "a b@x.uk",
     "a\x00@x.uk", "a@x.uk\nBcc: b@x.uk", "x" * 300 + "@example.org", "a@" + "x" * 300 + ".org",
     "ruth@ｅxample.org", "ruth@℡.de", "ruth@☃.net", "ruth@a_ß.de", "ruth@xn--zz-bad-ä.de",
     "ruth@[127.0.0.1]", "ruth@[::1]"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(AddressCannotBeUsed):
        addresses.normal(typed)


def test_the_database_holds_an_address_once_whatever_its_capitals(db: None) -> None:
    User.objects.create_user("ruth@example.org")
    with pytest.raises(IntegrityError, match="user_email_unique"), transaction.atomic():
        User(email="Ruth@Example.org").save()


@pytest.mark.parametrize("domain", ["münchen。de", "münchen.xn--mnchen-3ya.de"])
def test_a_domain_written_with_signs_that_stand_for_others_is_refused(domain: str) -> None:
    with pytest.raises(AddressCannotBeUsed, match="Enter an e-mail address, like name@"):
        addresses.normal(f"ruth@{domain}")


def test_the_form_of_signing_in_says_why_an_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="This e-mail address can't be used here"):
        Adapter().clean_email('"ruth adeyemi"@example.org')
