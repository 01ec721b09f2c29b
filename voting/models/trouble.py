"""What the close found when it compared box and list, and the two ways on when they disagree."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from people.models import User
from rounds.models import Round


class Closing(models.Model):
    """The figures of one close. `in_box` are ballots of entries on the list, `set_aside` those of
    entries that are void, and `of_nobody` those of no entry at all. Together they are what was in
    the box; `on_list` is how many could vote.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="closings")
    run = models.PositiveSmallIntegerField()
    on_list = models.PositiveIntegerField()
    in_box = models.PositiveIntegerField()
    set_aside = models.PositiveIntegerField()
    of_nobody = models.PositiveIntegerField()
    replaced = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "run"], name="closing_once_per_run"),
            models.CheckConstraint(
                condition=Q(in_box__lte=F("on_list")), name="closing_one_ballot_per_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"close {self.run} of {self.round_id}"


class DamagedBallot(models.Model):
    """A ballot, by its live tag, that did not open as it was cast."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="damaged_ballots")
    run = models.PositiveSmallIntegerField()
    tag = models.BinaryField()
    found_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "tag"], name="damaged_once")]

    def __str__(self) -> str:
        return bytes(self.tag).hex()


class SetAside(models.Model):
    """A ballot, by its live tag, that was taken out of the box and not counted, and why."""

    WHY = {
        "void": "its voter was taken off the list before the close",
        "of-nobody": "it belonged to nobody on the list",
        "does-not-open": "it did not open as it was cast",
    }

    round = models.ForeignKey(Round, models.PROTECT, related_name="ballots_set_aside")
    run = models.PositiveSmallIntegerField()
    tag = models.BinaryField()
    why = models.CharField(max_length=14)
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "tag"], name="set_aside_once"),
            models.CheckConstraint(
                condition=Q(why__in=["void", "of-nobody", "does-not-open"]),
                name="set_aside_why_known",
            ),
        ]

    def __str__(self) -> str:
        return bytes(self.tag).hex()


class WayOn(models.Model):
    """How two openers go on when box and list disagree or a ballot does not open: they set such
    ballots aside, or the vote is held again on new dates (UTC). One asks, another agrees.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="ways_on")
    run = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=9)
    reason = models.CharField(max_length=500)
    opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=KitNow())
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(agreed_at__isnull=True, taken_back_at__isnull=True),
                name="way_on_open_once",
            ),
            models.CheckConstraint(
                condition=Q(what="set-aside", opens__isnull=True, closes__isnull=True)
                | Q(
                    what="again",
                    opens__isnull=False,
                    closes__gt=F("opens"),
                    closes__lt=F("asked_at") + timedelta(days=731),
                ),
                name="way_on_says_what",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="way_on_with_reason"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, taken_back_at__isnull=True)
                & ~Q(agreed_by=F("asked_by")),
                name="way_on_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.round_id}"
