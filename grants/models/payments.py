"""Where an award is paid to, and its payments."""

import uuid

from django.db import models
from django.db.models import F, Q

from grants.models.awards import Award
from kit.clock import KitNow
from ledger.models import Move
from people.models import User


class BankDetails(models.Model):
    """Where an award is paid to. The numbers are encrypted with a key from the secrets folder.

    A change makes a new row, and only the newest counts, once a second person has confirmed
    the payee.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="bank_details")
    payee = models.CharField(max_length=100)
    sealed = models.BinaryField()
    ends_in = models.CharField(max_length=4)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=KitNow())
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="bank_details_not_self_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"…{self.ends_in}"


class Instalment(models.Model):
    """One scheduled payment: approved, authorised and sent by different people, by constraint.

    "released" is a payment that will not be needed: its pence went back to the round.
    """

    STATES = {
        "scheduled": "To come",
        "due": "Due",
        "approved": "Approved",
        "sent": "Sent",
        "released": "Not needed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    pence = models.BigIntegerField()
    milestone = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, default="scheduled")
    milestone_met_at = models.DateTimeField(null=True, blank=True)
    milestone_met_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    bank_entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    move = models.OneToOneField(Move, models.PROTECT, null=True, related_name="+")
    bank_reference = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="instalment_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["scheduled", "due", "approved", "sent", "released"]),
                name="instalment_status_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(approved_by__isnull=True)
                    | Q(bank_entered_by__isnull=False) & ~Q(approved_by=F("bank_entered_by"))
                )
                & (
                    Q(authorised_by__isnull=True)
                    | Q(approved_by__isnull=False)
                    & ~Q(authorised_by=F("approved_by"))
                    & ~Q(authorised_by=F("bank_entered_by"))
                ),
                name="payment_people_differ",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(authorised_by__isnull=False, sent_at__isnull=False),
                name="payment_sent_was_authorised",
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.number}"

    @property
    def status_name(self) -> str:
        return self.STATES[self.status]
