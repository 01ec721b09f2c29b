"""A fund's plan, and rounds: stored facts and dates; the phase is computed from them."""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from ledger.models import Fund, Pot
from people.models import User
from places.models import Neighbourhood

PHASES = {
    "draft": "Being set up",
    "published": "Announced",
    "ideas": "Ideas",
    "develop": "Working ideas out",
    "checks": "Checks",
    "vote-delayed": "Vote delayed",
    "voting": "Vote",
    "counting": "Count",
    "challenge": "Something looks wrong?",
    "panel": "Panel",
    "delivering": "Under way",
    "closed": "Closed",
    "cancelled": "Cancelled",
}


class Plan(models.Model):
    """A fund's plan for one year, on one page: vision, priorities, and the share of the fund to
    spend in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    vision = models.TextField()
    priorities = models.JSONField(default=list)
    share_percent = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField(db_default=KitNow())
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "year"], name="plan_once_a_year"),
            models.CheckConstraint(
                condition=Q(share_percent__lte=100), name="plan_share_within_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan for {self.year}"


class RoundQuerySet(models.QuerySet["Round"]):
    def in_area(self, area: Neighbourhood) -> "RoundQuerySet":
        return self.filter(neighbourhood=area)

    def shown(self) -> "RoundQuerySet":
        """Rounds that the public may know of."""
        return self.filter(published_at__isnull=False)


class Round(models.Model):
    """One dated cycle with its own pot. `rules` is a draft until publishing freezes it into
    `manifest`.

    `manifest` holds canonical bytes and `manifest_sha256` their digest (hex). Times are UTC. A
    round of origin "rehearsal" is never committed: it lives while a vote is tried out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    about = models.TextField(blank=True)
    origin = models.CharField(max_length=10, default="native")
    currency = models.CharField(max_length=3, default="GBP")
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="rounds")
    pot = models.OneToOneField(Pot, models.PROTECT, null=True, blank=True, related_name="round")
    pot_pence = models.BigIntegerField(default=0)
    preset = models.CharField(max_length=20)
    rules = models.JSONField(default=dict)
    manifest = models.BinaryField(null=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    set_up_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=KitNow())

    ideas_open_at = models.DateTimeField(null=True, blank=True)
    ideas_close_at = models.DateTimeField(null=True, blank=True)
    develop_closes_at = models.DateTimeField(null=True, blank=True)
    voting_opens_at = models.DateTimeField(null=True, blank=True)
    voting_closes_at = models.DateTimeField(null=True, blank=True)
    challenge_closes_at = models.DateTimeField(null=True, blank=True)
    panel_meets_at = models.DateTimeField(null=True, blank=True)
    panel_meets_where = models.CharField(max_length=150, blank=True)
    outcomes_due_on = models.DateField(null=True, blank=True)

    published_at = models.DateTimeField(null=True, blank=True)
    box_ready_at = models.DateTimeField(null=True, blank=True)
    vote_sealed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(pot_pence__gte=0), name="round_pot_not_negative"),
            models.CheckConstraint(
                condition=Q(origin__in=["native", "imported", "rehearsal"]),
                name="round_origin_known",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(origin="imported")
                | (
                    Q(ideas_open_at__lt=F("ideas_close_at"))
                    & Q(ideas_close_at__lte=F("develop_closes_at"))
                    & Q(develop_closes_at__lte=F("voting_opens_at"))
                    & Q(voting_opens_at__lt=F("voting_closes_at"))
                    & Q(voting_closes_at__lt=F("challenge_closes_at"))
                    & Q(challenge_closes_at__lte=F("panel_meets_at"))
                ),
                name="round_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(manifest__isnull=False) & ~Q(manifest_sha256=""),
                name="round_published_with_manifest",
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}: {self.title}"


class PhaseTurn(models.Model):
    """That a round reached a phase: written once, by the worker or the first deed that notices."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="turns")
    phase = models.CharField(max_length=12)
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "phase"], name="phase_turn_once")]

    def __str__(self) -> str:
        return self.phase


class Duty(models.Model):
    """Who does what in a round: set before publishing, so that a round is only started by those who
    can run it.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(User, models.PROTECT, related_name="duties")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "kind", "person"], name="duty_once")
        ]

    def __str__(self) -> str:
        return self.kind
