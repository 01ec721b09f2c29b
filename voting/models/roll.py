"""Who may vote, and how the list is put right. No row here says that somebody voted."""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from people.models import User
from rounds.models import Round


class RollEntry(models.Model):
    """Somebody who may vote in a round, and on what ground. One per person and round over all
    channels, apart from entries that are void.

    `voter_ref` is what a place in the ballot box is worked out from: the person's id, or a random
    one where there is no account or an entry replaces a void one. It stays when a person's data is
    erased, so that list and box can still be compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="roll")
    voter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    voter_ref = models.UUIDField(default=uuid.uuid4)
    ground = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=KitNow())
    void_at = models.DateTimeField(null=True, blank=True)
    void_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "voter"],
                condition=Q(void_at__isnull=True),
                name="roll_once_per_person",
            ),
            models.UniqueConstraint(fields=["round", "voter_ref"], name="roll_ref_once"),
            models.CheckConstraint(
                condition=Q(void_at__isnull=True) | ~Q(void_because=""),
                name="roll_void_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RollReport(models.Model):
    """ "Somebody already voted as me": what a voter told the officers, and what they were told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(RollEntry, models.PROTECT, related_name="reports")
    text = models.TextField(blank=True)
    reported_at = models.DateTimeField(db_default=KitNow())
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(answered_at__isnull=True),
                name="roll_report_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="roll_report_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RollChange(models.Model):
    """That an officer wants an entry off the list, or somebody back on it, and what a second
    officer said to it. `reason` is public and names nobody.
    """

    WHAT = {"void": "Take off the list", "restore": "Put back on the list"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(RollEntry, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=8)
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=KitNow())
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(decided_at__isnull=True),
                name="roll_change_open_once",
            ),
            models.CheckConstraint(
                condition=Q(what__in=["void", "restore"]) & ~Q(reason=""),
                name="roll_change_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, agreed__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, agreed__isnull=False),
                name="roll_change_decided_whole",
            ),
            # Whoever asked may take it back; only somebody else can agree.
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed=False) | ~Q(decided_by=F("asked_by")),
                name="roll_change_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.entry_id}"

    @property
    def title(self) -> str:
        """What is asked for, as a button says it."""
        return self.WHAT[self.what]


class RollLook(models.Model):
    """That an officer looked at one sign about an entry and found nothing to do."""

    entry = models.ForeignKey(RollEntry, models.PROTECT, related_name="looks")
    sign = models.CharField(max_length=80)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "sign"], name="roll_look_once")]

    def __str__(self) -> str:
        return self.sign
