"""What a panel decided, with the vote by which it did."""

import uuid

from django.db import models
from django.db.models import F, Q

from grants.models.meetings import Meeting
from kit.clock import KitNow
from proposals.models import Proposal

OUTCOMES = {
    "full": "In full",
    "part": "In part",
    "none": "Not this time",
    "deferred": "Put off",
}


class Decision(models.Model):
    """What the panel decided on one proposal, and the vote by which it did.

    Pence are 0 unless money goes. `id` is the form's key, so that pressing twice is one deed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10)
    pence = models.BigIntegerField(default=0)
    picked_by_vote = models.BooleanField()
    departs = models.BooleanField()
    together = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    entitled = models.PositiveSmallIntegerField()
    entitled_residents = models.PositiveSmallIntegerField()
    left_with_interest = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["full", "part"], pence__gt=0)
                | Q(outcome__in=["none", "deferred"], pence=0),
                name="decision_money_fits_outcome",
            ),
            models.CheckConstraint(
                condition=Q(departs=False) | ~Q(reason=""), name="departure_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(entitled=F("votes_for") + F("votes_against") + F("abstained")),
                name="decision_votes_add_up",
            ),
            models.CheckConstraint(
                condition=Q(entitled__lt=F("entitled_residents") * 2),
                name="decision_resident_majority",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome

    @property
    def outcome_name(self) -> str:
        return OUTCOMES[self.outcome]
