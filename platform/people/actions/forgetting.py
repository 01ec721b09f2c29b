"""Forgetting accounts that somebody began with an address and never confirmed."""

from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from kit import clock
from people.models import Invitation, MailRefused, SignUp, User

UNCONFIRMED_FOR = timedelta(days=7)
# What the site itself noted when the account was made, and what goes with it.
ITS_OWN = (EmailAddress, SignUp, MailRefused)


def forget_unconfirmed() -> int:
    """Delete accounts that were never confirmed in a week; gives how many."""
    return sum(_forget(person) for person in unconfirmed().values_list("pk", flat=True))


def unconfirmed() -> QuerySet[User]:
    """Accounts that nobody ever signed in to and of whom the site knows an address alone.

    Whoever has a name was written down by an officer; who is invited is expected; and whatever
    else refers to a person, in any package, keeps them.
    """
    found = User.objects.filter(
        name="",
        last_login=None,
        is_demonstration=False,
        joined_at__lt=clock.now() - UNCONFIRMED_FOR,
    )
    found = found.exclude(
        Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
    ).exclude(Exists(Invitation.objects.filter(email__iexact=OuterRef("email"))))
    for relation in _relations():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.exclude(Exists(rows))
    return found


def _relations() -> list[ForeignObjectRel]:
    """Everything that can refer to a person, but for what belongs to the account itself."""
    return [
        field
        for field in User._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model not in ITS_OWN
    ]


def _forget(person: UUID) -> bool:
    """Delete one account; False if it was confirmed, or something came to refer to it, meanwhile.

    In SQL: Django would take along whatever refers to the person. Here the database refuses.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if not unconfirmed().select_for_update(of=("self",)).filter(pk=person):
                return False
            EmailAddress.objects.filter(user=person, verified=False).delete()
            SignUp.objects.filter(person=person).delete()
            MailRefused.objects.filter(person=person).delete()
            cursor.execute("DELETE FROM people_user WHERE id = %s", [person])
            connection.check_constraints()
    except IntegrityError:
        return False
    return True
