"""What people are called."""

import re
import unicodedata

from django.db import transaction

from audit import actions as audit
from people import look_alikes
from people.models import User
from people.refusals import NoName, NotAllowed


@transaction.atomic
def set_name(person: User, *, name: str, by: User) -> User:
    """Say what one is called. Every name is welcome: one word, apostrophes, any script."""
    if by != person:
        raise NotAllowed("Only the person can change their name.")
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name = tidy(name)
    person.save(update_fields=["name"])
    audit.record(by=by, kind="person.named", subject=person, role="person")
    return person


def tidy(name: str) -> str:
    """A name on one line, in plain letters, without what can't be seen. Raises NoName, also when it
    is too long, or looks like something that no name is: see `people.look_alikes`.
    """
    composed = unicodedata.normalize("NFKC", name)
    seen = "".join(letter if letter.isprintable() else " " for letter in composed)
    plain = re.sub(r"\s+", " ", seen).strip()
    if not any(letter.isalpha() for letter in plain):
        raise NoName
    if len(plain) > 100:
        raise NoName("Enter a name of at most 100 letters.")
    if stranger := look_alikes.mixed(plain):
        alphabet = look_alikes.alphabet_of(stranger)
        raise NoName(
            f"“{stranger}” is a {alphabet} letter in a word of another alphabet. Type the name"
            " again, each word in letters of one."
        )
    if look_alikes.is_an_office(plain):
        raise NoName("Enter a person's name, not what somebody does here.")
    return plain
