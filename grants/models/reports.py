"""What a grant holder says of the work."""

import uuid

from django.db import models
from django.db.models import F, Q

from grants.models.awards import Award
from kit.clock import KitNow
from people.models import Upload, User


class ProgressReport(models.Model):
    """A grant holder's short report: what was spent, what happened, what to do differently."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="reports")
    is_final = models.BooleanField(default=True)
    spent_pence = models.BigIntegerField()
    happened = models.TextField()
    differently = models.TextField(blank=True)
    photo = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    observation_id = models.UUIDField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(db_default=KitNow())
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(spent_pence__gte=0), name="report_spent_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("sent_by")),
                name="report_not_self_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"report on {self.award_id}"
