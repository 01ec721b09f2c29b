"""The ballot, and what is published of the votes once they are open."""

from django.db import models
from django.db.models import Q

from proposals.models import Proposal
from rounds.models import Round


class BallotLine(models.Model):
    """A proposal's number on the ballot (1…n), its cost, and what a count must know of it, fixed
    when voting opens.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="ballot_lines")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="ballot_line")
    number = models.PositiveIntegerField()
    # Imported rounds have no proposals behind their lines.
    name = models.CharField(max_length=400)
    outside_id = models.CharField(max_length=60, blank=True)
    pence = models.BigIntegerField()
    # What stages of a count go by; lines older than these fields have neither.
    theme = models.TextField(blank=True)
    area = models.TextField(blank=True)
    # The numbers of lines of which only this one or that one can be picked, ascending.
    not_with = models.JSONField(default=list, blank=True)
    marked_selected = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="ballot_line_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, pence__gte=0), name="ballot_line_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class PublishedBallot(models.Model):
    """An opened ballot as anyone may count it: T and the choices `[[number, points], …]`, nothing
    else.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="published_ballots")
    tracker = models.BinaryField()
    choices = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "tracker"], name="published_ballot_once")
        ]

    def __str__(self) -> str:
        return bytes(self.tracker).hex()
