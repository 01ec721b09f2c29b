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

from kit.long_work import hold_open
from people.post import one_line
from rounds.models import Round
from voting import box, sealing
from voting.keys import keys_of
from voting.models import RollEntry


class NotAllSent(RuntimeError):
    """Some notices did not leave: how many, and never whose, for this is read in logs."""


def send(round: Round) -> int:
    """Send every notice that is due in a round; gives how many.

    One that fails keeps none from the others. Raises NotAllSent at the end: what did not leave is
    sent when it is tried again.
    """
    kr = keys_of(round.box).kr()
    entries = _roll(round)
    random.SystemRandom().shuffle(entries)
    subject, text = _compose(round)
    mail = get_connection()
    outcomes = [_tried(round, entry, kr, subject, text, mail) for entry in entries]
    mail.close()
    failed = outcomes.count(None)
    if failed:
        raise NotAllSent(f"{failed} notice{'s' * (failed > 1)} about round {round.pk} did not go")
    return outcomes.count(True)


def _tried(
    round: Round, entry: RollEntry, kr: bytes, subject: str, text: str, mail: BaseEmailBackend
) -> bool | None:
    """Whether a notice left; None when the mail server refused it. Its words would name a voter."""
    try:
        return _one(round, entry, kr, subject, text, mail)
    except OSError:
        mail.close()
        return None


def _roll(round: Round) -> list[RollEntry]:
    """Entries with somebody to write to."""
    reached = RollEntry.objects.filter(round=round, void_at=None, voter__isnull=False)
    return list(reached.select_related("voter"))


@transaction.atomic
def _one(
    round: Round, entry: RollEntry, kr: bytes, subject: str, text: str, mail: BaseEmailBackend
) -> bool:
    """The notice is only remembered when it has left."""
    hold_open(180)  # a slow mail server does so on purpose
    k = sealing.place(kr, round.pk, entry.voter_ref)
    if not box.take_notice(round.pk, k=k, tag=sealing.noticed_tag(kr, k)):
        return False
    voter = entry.voter
    if voter is not None and not voter.is_demonstration:
        EmailMessage(subject, text, to=[voter.email], connection=mail).send()
    return True


def _compose(round: Round) -> tuple[str, str]:
    """Subject and text; the same for everybody."""
    page = reverse("voting:voted-as-me", args=[round.neighbourhood, round.number])
    check = reverse("voting:check", args=[round.neighbourhood, round.number])
    whole = render_to_string(
        "email/voting/recorded.txt",
        {
            "round": round,
            "area": round.neighbourhood,
            "as_me_url": settings.SITE_URL + page,
            "check_url": settings.SITE_URL + check,
        },
    )
    first, _, rest = whole.strip().partition("\n")
    return one_line(first), rest.strip() + "\n"
