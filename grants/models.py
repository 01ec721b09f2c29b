"""Panels, meetings, interests, decisions, awards, payments and reports."""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from ledger.models import Commitment
from people.models import Upload, User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round

OUTCOMES = {
    "full": "In full",
    "part": "In part",
    "none": "Not this time",
    "deferred": "Put off",
}

INTERESTS = {
    "direct": "Money for me",
    "indirect": "Money for family or a friend",
    "loyalty": "I belong to a group that gains",
}


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
                condition=Q(position__in=["chair", "panel", "secretary"]), name="seat_position_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


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


class Decision(models.Model):
    """What the panel decided on one proposal, and the vote by which it did. Pence are 0 unless money goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10)
    pence = models.BigIntegerField(default=0)
    picked_by_vote = models.BooleanField()
    departs = models.BooleanField()
    together = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    entitled = models.PositiveSmallIntegerField()
    entitled_residents = models.PositiveSmallIntegerField()
    left_with_interest = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal"], name="decision_once_per_proposal"),
            models.CheckConstraint(
                condition=Q(outcome__in=["full", "part"], pence__gt=0)
                | Q(outcome__in=["none", "deferred"], pence=0),
                name="decision_money_fits_outcome",
            ),
            models.CheckConstraint(
                condition=Q(departs=False) | ~Q(reason=""), name="departure_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(entitled=F("votes_for") + F("votes_against") + F("abstained")),
                name="decision_votes_add_up",
            ),
            models.CheckConstraint(
                condition=Q(entitled__lt=F("entitled_residents") * 2),
                name="decision_resident_majority",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome


class Award(models.Model):
    """Money decided for a proposal. `id` is the commitment's id in the books. Offered, then accepted, declined
    or lapsed; complete when its last report is in."""

    STATES = {
        "offered": "Offered",
        "accepted": "Offer accepted",
        "declined": "Offer declined",
        "lapsed": "Offer ran out",
        "complete": "Done",
    }

    id = models.UUIDField(primary_key=True, editable=False)
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="award")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="award")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="award")
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="awards")
    holder_name = models.CharField(max_length=150)
    pence = models.BigIntegerField()
    status = models.CharField(max_length=10, default="offered")
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(db_default=KitNow())
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal"], name="award_once_per_proposal"),
            models.CheckConstraint(
                condition=Q(status__in=["offered", "accepted", "declined", "lapsed", "complete"]),
                name="award_status_known",
            ),
            models.CheckConstraint(condition=Q(pence__gt=0), name="award_positive"),
        ]

    def __str__(self) -> str:
        return f"award for {self.proposal_id}"


class Condition(models.Model):
    """Something that must be true before money goes. Cleared by somebody who did not supply the evidence."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=300)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.text


class BankDetails(models.Model):
    """Where an award is paid to. The numbers are encrypted with a key from the secrets folder; a change makes
    a new row, and only the newest counts, once a second person has confirmed the payee."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="bank_details")
    payee = models.CharField(max_length=100)
    sealed = models.BinaryField()
    ends_in = models.CharField(max_length=4)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=KitNow())
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="bank_details_not_self_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"…{self.ends_in}"


class Instalment(models.Model):
    """One scheduled payment: due, approved, authorised and sent by different people, by constraint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    pence = models.BigIntegerField()
    milestone = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, default="scheduled")
    milestone_met_at = models.DateTimeField(null=True, blank=True)
    milestone_met_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    bank_entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    bank_reference = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="instalment_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["scheduled", "due", "approved", "sent"]),
                name="instalment_status_known",
            ),
            models.CheckConstraint(
                condition=(Q(approved_by__isnull=True) | Q(bank_entered_by__isnull=False) & ~Q(approved_by=F("bank_entered_by")))
                & (
                    Q(authorised_by__isnull=True)
                    | Q(approved_by__isnull=False)
                    & ~Q(authorised_by=F("approved_by"))
                    & ~Q(authorised_by=F("bank_entered_by"))
                ),
                name="payment_people_differ",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(authorised_by__isnull=False, sent_at__isnull=False),
                name="payment_sent_was_authorised",
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.number}"


class ProgressReport(models.Model):
    """A grant holder's short report: what was spent, what happened, what they would do differently."""

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
            models.CheckConstraint(condition=Q(spent_pence__gte=0), name="report_spent_not_negative"),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("sent_by")),
                name="report_not_self_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"report on {self.award_id}"
