"""The notice "your vote was recorded": told with a batch, so that nothing tells when somebody
voted.

The whole list of voters is walked in random order, each voter's place in the box is worked out
again, and what remembers a notice is a digest that leads back to nobody. The e-mail leaves from
here: no letter and no job ever names a voter.
"""

import random

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import User
from people.post import one_line
from rounds.models import Round
from voting import box, sealing
from voting.actions.setup import keys_of
from voting.models import RollEntry


def send(round: Round) -> int:
    """Send every notice that is due in a round; gives how many. One that fails is tried with the
    next batch.
    """
    kr = keys_of(round.box).kr()
    voters = [entry.voter for entry in _roll(round)]
    random.SystemRandom().shuffle(voters)
    subject, text = _compose(round)
    with get_connection() as mail:
        return sum(_one(round, voter, kr, subject, text, mail) for voter in voters)


def _roll(round: Round) -> list[RollEntry]:
    return list(RollEntry.objects.filter(round=round, void_at=None).select_related("voter"))


@transaction.atomic
def _one(
    round: Round, voter: User, kr: bytes, subject: str, text: str, mail: BaseEmailBackend
) -> bool:
    """The notice is only remembered when it has left."""
    k = sealing.place(kr, round.pk, voter.pk)
    if not box.take_notice(round.pk, k=k, tag=sealing.noticed_tag(kr, k)):
        return False
    if not voter.is_demonstration:
        EmailMessage(subject, text, to=[voter.email], connection=mail).send()
    return True


def _compose(round: Round) -> tuple[str, str]:
    """Subject and text; the same for everybody."""
    page = reverse("voting:challenge", args=[round.neighbourhood, round.number])
    check = reverse("voting:check", args=[round.neighbourhood, round.number])
    whole = render_to_string(
        "email/voting/recorded.txt",
        {
            "round": round,
            "area": round.neighbourhood,
            "challenge_url": settings.SITE_URL + page,
            "check_url": settings.SITE_URL + check,
        },
    )
    first, _, rest = whole.strip().partition("\n")
    return one_line(first), rest.strip() + "\n"
