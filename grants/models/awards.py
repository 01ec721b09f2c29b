"""Money decided for a proposal, and what must be true before it goes."""

from django.db import models
from django.db.models import Q

from grants.models.decisions import Decision
from kit.clock import KitNow
from ledger.models import Commitment
from people.models import User
from proposals.models import Proposal


class Award(models.Model):
    """Money decided for a proposal. `id` is the commitment's id in the books.

    Offered, then accepted, declined or lapsed; complete when its last report is in.
    """

    STATES = {
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
            models.UniqueConstraint(fields=["proposal"], name="award_once_per_proposal"),
            models.CheckConstraint(
                condition=Q(status__in=["offered", "accepted", "declined", "lapsed", "complete"]),
                name="award_status_known",
            ),
            models.CheckConstraint(condition=Q(pence__gt=0), name="award_positive"),
        ]

    def __str__(self) -> str:
        return f"award for {self.proposal_id}"

    @property
    def status_name(self) -> str:
        return self.STATES[self.status]


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
