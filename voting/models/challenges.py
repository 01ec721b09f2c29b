""" "Something looks wrong", asked and answered."""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from people.models import User
from proposals.models import Proposal
from rounds.models import Round


class Challenge(models.Model):
    """ "Something looks wrong": answered by a named person who is not on the panel, by a date."""

    ABOUT = {
        "ballot": "My ballot",
        "rules": "Who could vote, or what was on the ballot",
        "count": "The count",
        "interest": "Somebody's interest",
        "decision": "A decision",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="challenges")
    about = models.CharField(max_length=10)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(db_default=KitNow())
    answer_due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    upheld = models.BooleanField(null=True)
    could_change = models.BooleanField(default=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer="") & Q(answered_by__isnull=False),
                name="challenge_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")),
                name="challenge_not_self_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.about
