"""A meeting: who was there, and whose interest kept them out of an item."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from grants.models.panels import Member, Panel
from kit.clock import KitNow
from proposals.models import Proposal
from rounds.models import Round

INTERESTS = {
    "direct": "Money for me",
    "indirect": "Money for family or a friend",
    "loyalty": "I belong to a group that gains",
}
# The same, said of somebody else.
SAID = {
    "direct": "Money for them",
    "indirect": "Money for family or a friend",
    "loyalty": "Belongs to a group that gains",
}


class Meeting(models.Model):
    """One meeting of the panel about one round, run by the secretary."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, models.PROTECT, related_name="meeting")
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="meetings")
    meets_at = models.DateTimeField()
    where = models.CharField(max_length=150, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"meeting of {self.round_id}"

    @property
    def due_at(self) -> datetime:
        """When it is to be: as everybody reads it in the round's dates, which may have moved since
        it was called.
        """
        return self.round.panel_meets_at or self.meets_at

    @property
    def place(self) -> str:
        """Where it is: as it was called, else as the round says."""
        return self.where or self.round.panel_meets_where


class Attendance(models.Model):
    """A member's presence, and that they answered the question about interests."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance")
    present = models.BooleanField(default=True)
    declared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return str(self.member_id)


class Interest(models.Model):
    """A declared interest in one proposal: that member leaves for its item and isn't counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="interests")
    member = models.ForeignKey(Member, models.PROTECT, related_name="interests")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    declared_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "proposal"], name="interest_once_per_item"
            ),
            models.CheckConstraint(
                condition=Q(nature__in=list(INTERESTS)), name="interest_nature_known"
            ),
        ]

    def __str__(self) -> str:
        return self.nature

    @property
    def nature_name(self) -> str:
        """The kind of interest, said of the member."""
        return SAID[self.nature]
