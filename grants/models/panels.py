"""A neighbourhood's panel and the seats on it."""

import uuid

from django.db import models
from django.db.models import Q

from kit.clock import KitNow
from people.models import User
from places.models import Neighbourhood


class Panel(models.Model):
    """The residents' panel of a neighbourhood, and the rules of a valid vote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    neighbourhood = models.OneToOneField(Neighbourhood, models.PROTECT, related_name="panel")
    name = models.CharField(max_length=120)
    quorum = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quorum__gte=2), name="panel_quorum_sane")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A seat on a panel. The secretary takes the minutes and has no vote."""

    POSITIONS = {"chair": "Chair", "panel": "Member", "secretary": "Secretary"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    person = models.ForeignKey(User, models.PROTECT, related_name="seats")
    position = models.CharField(max_length=10, default="panel")
    is_resident = models.BooleanField()
    joined_at = models.DateTimeField(db_default=KitNow())
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "person"], condition=Q(left_at__isnull=True), name="seat_once"
            ),
            models.CheckConstraint(
                condition=Q(position__in=["chair", "panel", "secretary"]),
                name="seat_position_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def seat_name(self) -> str:
        return self.POSITIONS[self.position]

    @property
    def votes(self) -> bool:
        """Whether the seat has a vote: all but the secretary's."""
        return self.position != "secretary"
