"""Money decided for a proposal, and what must be true before it goes."""

import uuid

from django.db import models
from django.db.models import Q

from grants.models.decisions import Decision
from kit.clock import KitNow
from ledger.models import Commitment
from people.models import User
from proposals.models import Proposal


class Award(models.Model):
    """Money decided for a proposal. `id` is the commitment's id in the books.

    Offered, then accepted, declined or lapsed; complete when its last report is in. It waits first
    when nobody is there who may hold it.
    """

    STATES = {
        "waiting": "Needs somebody to hold it",
        "offered": "Offered",
        "accepted": "Offer accepted",
        "declined": "Offer declined",
        "lapsed": "Offer ran out",
        "complete": "Done",
    }

    id = models.UUIDField(primary_key=True, editable=False)
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="award")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="award")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="award")
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="awards")
    holder_name = models.CharField(max_length=150)
    pence = models.BigIntegerField()
    status = models.CharField(max_length=10, default="offered")
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(db_default=KitNow())
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "waiting",
                        "offered",
                        "accepted",
                        "declined",
                        "lapsed",
                        "complete",
                    ]
                ),
                name="award_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", holder__isnull=True)
                | ~Q(status="waiting")
                & (Q(holder__isnull=False) | ~Q(status__in=["offered", "accepted"])),
                name="award_held_unless_waiting",
            ),
            models.CheckConstraint(condition=Q(pence__gt=0), name="award_positive"),
        ]

    def __str__(self) -> str:
        return f"award for {self.proposal_id}"

    @property
    def status_name(self) -> str:
        return self.STATES[self.status]


class HolderInvitation(models.Model):
    """Staff ask one person, by e-mail, to hold an award that waits for somebody. Only that address
    may say yes; a newer invitation takes the place of an older one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=KitNow())
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="holder_invited_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"invited to hold {self.award_id}"


class Condition(models.Model):
    """Something that must be true before money goes.

    Cleared by somebody who did not supply the evidence.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=300)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.text
