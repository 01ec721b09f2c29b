"""Many accounts made from one network within an hour: noted as a crowd, and the network forgotten
after a day.
"""

import uuid
from datetime import timedelta

from django.db import connection, transaction

from kit import clock
from people import networks
from people.models import Invitation, SignUp, User

WITHIN = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)
# A household of four signs up at its kitchen table in an evening; a fifth within the hour is a
# meeting, a library, or somebody who makes people up.
MANY = 5


@transaction.atomic
def note(person: User, address: str) -> None:
    """Note from which network `person` has just made their account; once for each account.

    Not for somebody who was invited to a role, whom an officer knows.
    """
    network = networks.digest(address)
    if network is None or _is_invited(person):
        return
    _wait_for_turn(network)
    SignUp.objects.create(person=person, network=network)
    recent = SignUp.objects.filter(network=network, at__gt=clock.now() - WITHIN)
    crowds = list(recent.values_list("crowd", flat=True))
    if len(crowds) >= MANY:
        # Its first five share a mark, so those within an hour of one of them never have two.
        crowd = next((crowd for crowd in crowds if crowd), None) or uuid.uuid4()
        recent.filter(crowd=None).update(crowd=crowd)


def _is_invited(person: User) -> bool:
    return Invitation.objects.filter(
        email=person.email, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).exists()


def _wait_for_turn(network: bytes) -> None:
    """Let accounts of one network be noted one after the other: those made at the same moment would
    not see each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s::bigint)",
            [int.from_bytes(network[:8], "big", signed=True)],
        )


@transaction.atomic
def forget_networks() -> int:
    """Drop what is kept of networks of more than a day ago; gives of how many accounts.

    Nothing is left of an account that was in no crowd.
    """
    old = SignUp.objects.filter(network__isnull=False, at__lte=clock.now() - KEPT_FOR)
    alone, _ = old.filter(crowd=None).delete()
    return alone + old.update(network=None)
