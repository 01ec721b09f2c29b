"""Pounds: double entry in integer pence. A pound is always in exactly one account; corrections are
reversals."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate, Upper

from kit.clock import LONDON, KitNow
from people.models import User
from places.models import Neighbourhood

ACCOUNT_KINDS = ("outside", "fund", "round", "offered", "committed", "paid", "fees")
MOVES: dict[str, tuple[str, str]] = {
    "deposit": ("outside", "fund"),
    "allocate": ("fund", "round"),
    "award": ("round", "offered"),
    "accept": ("offered", "committed"),
    "lapse": ("offered", "round"),
    "decline": ("offered", "round"),
    "release": ("committed", "round"),
    "pay": ("committed", "paid"),
    "return": ("paid", "fund"),
    "fee": ("fund", "fees"),
}


class Fund(models.Model):
    """Money with a purpose, a source and an end, held by the trust for a neighbourhood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="funds")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=150)
    purpose = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # Under this an approver may clear conditions alone, and an award needs no baseline.
    small_award_pence = models.PositiveBigIntegerField(default=200_000)
    created_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="fund_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Pot(models.Model):
    """What one round may share out. `taken` (awarded − lapsed − declined − released) is the guarded
    counter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="pots")
    round_ref = models.UUIDField()
    name = models.CharField(max_length=120)
    total = models.BigIntegerField()
    taken = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("total")), name="pot_taken_within_total"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> int:
        """Pence that can still be awarded."""
        return self.total - self.taken


class Account(models.Model):
    """Where pounds stand. A `round` account belongs to one pot; the others to the fund as a
    whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=10)
    pot = models.OneToOneField(Pot, models.PROTECT, null=True, related_name="account")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ACCOUNT_KINDS), name="account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="round", pot__isnull=False)
                | ~Q(kind="round") & Q(pot__isnull=True),
                name="account_pot_only_for_round",
            ),
            models.UniqueConstraint(
                fields=["fund", "kind", "pot"], nulls_distinct=False, name="account_once"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Commitment(models.Model):
    """What an award stands for in the books. `id` comes from the form and makes pressing twice one
    deed; `req_sha` is the digest of what was asked, so that the same id with other contents is
    refused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    req_sha = models.BinaryField()
    pot = models.ForeignKey(Pot, models.PROTECT, related_name="commitments")
    pence = models.BigIntegerField()
    ref = models.UUIDField()
    created_at = models.DateTimeField(db_default=KitNow())

    # True on the row that `books.commit` gives back when the same request was made before.
    replayed = False

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="commitment_positive"),
            models.UniqueConstraint(fields=["ref"], name="commitment_ref_once"),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Move(models.Model):
    """One movement of money: balanced entries, never changed; `reverses` undoes an earlier one,
    once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10)
    pence = models.BigIntegerField()
    pot = models.ForeignKey(Pot, models.PROTECT, null=True, related_name="moves")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="moves")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    memo = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="move_positive"),
            models.CheckConstraint(condition=Q(kind__in=list(MOVES)), name="move_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["deposit", "fee"], pot__isnull=True, commitment__isnull=True)
                | Q(kind="allocate", pot__isnull=False, commitment__isnull=True)
                | ~Q(kind__in=["deposit", "fee", "allocate"])
                & Q(pot__isnull=False, commitment__isnull=False),
                name="move_names_pot_and_commitment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pence}"


class Entry(models.Model):
    """One side of a move: pence added to (or, negative, taken from) an account."""

    move = models.ForeignKey(Move, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    pence = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(pence=0), name="entry_not_zero")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.pence}"


class Deposit(models.Model):
    """Money that the bank received: entered by one person of the trust, confirmed by another, and
    only then in the books. `id` comes from the form.

    One that is wrong is taken back before it is confirmed; a confirmed one when its `move` is
    undone. Deposits from before two people were asked for have a move and no row here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="deposits")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="deposits")
    pence = models.BigIntegerField()
    memo = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    bank_reference = models.CharField(max_length=40)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=KitNow())
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    move = models.OneToOneField(Move, models.PROTECT, null=True, related_name="deposit")
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="deposit_positive"),
            models.CheckConstraint(condition=~Q(bank_reference=""), name="deposit_has_reference"),
            models.CheckConstraint(
                condition=Q(received_on__lte=TruncDate("entered_at", tzinfo=LONDON)),
                name="deposit_not_in_the_future",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="deposit_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, move__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, move__isnull=False),
                name="deposit_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_because=""),
                name="deposit_taken_back_with_reason",
            ),
            models.UniqueConstraint(
                Upper("bank_reference"),
                "neighbourhood",
                condition=Q(taken_back_at__isnull=True),
                name="deposit_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.bank_reference

    @property
    def waits(self) -> bool:
        """Whether somebody must still confirm it or take it back."""
        return self.confirmed_at is None and self.taken_back_at is None
