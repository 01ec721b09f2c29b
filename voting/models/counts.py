"""Counts of a round, rules that were previewed, and where an imported round came from."""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from people.models import User
from rounds.models import Round


class Count(models.Model):
    """One run of the count, kept for ever: rules, digests, and the whole result with its
    explanation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="counts")
    rules = models.JSONField()
    ballots_sha256 = models.CharField(max_length=64)
    ballots = models.PositiveIntegerField()
    result = models.JSONField()
    spent_pence = models.BigIntegerField()
    counted_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        ordering = ["counted_at"]

    def __str__(self) -> str:
        return f"count of {self.round_id}"


class RulePreview(models.Model):
    """That staff looked at what another rule would have done on a counted round, while they set
    one up. `rules` is the manifest that was previewed.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="rule_previews")
    on_round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    rules = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(on_round=F("round")), name="rule_preview_on_another_round"
            ),
            models.CheckConstraint(
                condition=Q(rules__has_key="rule"), name="rule_preview_names_a_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"preview of {self.round_id} on {self.on_round_id}"


class Source(models.Model):
    """The file that an imported round was made from. One file is imported once."""

    round = models.OneToOneField(
        Round, models.PROTECT, primary_key=True, related_name="imported_from"
    )
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=250)
    # Decimal places of one minor unit of the round's currency.
    minor_digits = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="source_imported_once")]

    def __str__(self) -> str:
        return self.name
