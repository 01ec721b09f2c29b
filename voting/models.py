"""The roll, the published side of the ballot box, results and challenges.

The box itself (schema `ballot`) has no models: the app role can only call its functions. A roll
entry says that somebody may vote, never that they did.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from people.models import User
from proposals.models import Proposal
from rounds.models import Round


class RollEntry(models.Model):
    """A person who may vote in a round, and on what ground. One per person and round over all
    channels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="roll")
    voter = models.ForeignKey(User, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=KitNow())
    void_at = models.DateTimeField(null=True, blank=True)
    void_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "voter"], name="roll_once_per_person"),
            models.CheckConstraint(
                condition=Q(void_at__isnull=True) | ~Q(void_because=""),
                name="roll_void_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Box(models.Model):
    """A round's box: its public key, the digest of `K_r` that casting must match, and the length
    every sealed ballot has. Private keys are never here. `run` counts from 1 and grows when a vote
    that nobody could open is run again.
    """

    round = models.OneToOneField(Round, models.PROTECT, primary_key=True, related_name="box")
    custody = models.CharField(max_length=12)
    public_key = models.BinaryField()
    kr_sha256 = models.BinaryField()
    ct_length = models.PositiveIntegerField()
    run = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(db_default=KitNow())
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(custody__in=["two-people", "keyholders"]), name="box_custody_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.round_id)


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


class KeyHolder(models.Model):
    """Somebody who helps to open the votes: one of two named people, or the holder of a share of
    the key.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="key_holders")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    share_sha256 = models.BinaryField(null=True)
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    pressed_open_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    lost_said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="key_holder_once")]

    def __str__(self) -> str:
        return str(self.person_id)


class LiveTag(models.Model):
    """Published at close: the tag of a ballot that counts (`live`) or of one that was replaced."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="live_tags")
    run = models.PositiveSmallIntegerField(default=1)
    tag = models.BinaryField()
    counts = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "tag"], name="live_tag_once")]

    def __str__(self) -> str:
        return bytes(self.tag).hex()


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
