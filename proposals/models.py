"""Proposals from idea to ballot: what, where, why, costs, checks with public reasons, reports."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest, Least, Lower

from evidence import catalogue
from evidence.models import THEMES, Indicator, Kind
from kit.clock import KitNow
from people.models import Upload, User
from places.models import Neighbourhood
from rounds.models import Round

NOT_NAMED = "somebody who is not named"

# Who may move a proposal from one state to another is decided in access.py; what may follow what,
# here.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "draft": ("idea", "withdrawn"),
    "idea": ("submitted", "withdrawn"),
    "submitted": ("returned", "ready", "refused", "withdrawn"),
    "returned": ("submitted", "withdrawn"),
    "ready": ("withdrawn", "refused"),
    "refused": ("ready",),
    "withdrawn": (),
}

STATUS_NAMES = {
    "draft": "Draft",
    "idea": "Idea",
    "submitted": "Being checked",
    "returned": "Sent back for a change",
    "ready": "Can go to the vote",
    "refused": "Not this time",
    "withdrawn": "Withdrawn",
}

# What is still on its way, and what it is called once the ballot has gone without it.
_OPEN = ("submitted", "returned", "ready")
_LEFT_BEHIND = {
    "submitted": "Not checked in time",
    "returned": "Sent back, not handed in again",
}

# Of two ideas that stand like this it can be said that they can't both be done.
CAN_BE_PAIRED = ("idea", "submitted", "returned", "ready")

DELIVERERS = {
    "us": "We do it ourselves",
    "group": "A group or charity does it",
    "needs": "It still needs someone",
    "trust": "The trust finds and pays someone",
}

ENTERED_FROM = {"conversation": "A conversation", "paper": "A paper slip"}

SOURCES = {
    "asked": "Asked from this round",
    "others": "From others",
    "kind": "In kind: time or things given",
}

CHECKS = {
    "eligibility": "Does it fit the rules of the round?",
    "feasibility": "Can it be done?",
    "cost": "Are the costs right?",
    "safeguarding": "Are people safe?",
}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def in_area(self, area: Neighbourhood) -> "ProposalQuerySet":
        return self.filter(round__neighbourhood=area)

    def public(self) -> "ProposalQuerySet":
        """What everyone may read: shared, looked at where it must be, and not hidden."""
        return self.shared().filter(
            Q(looked_at__isnull=False) | Q(needs_look=False), hidden_at__isnull=True
        )

    def for_ballot(self) -> "ProposalQuerySet":
        """What can go on the ballot: passed, and shown to everybody."""
        return self.filter(status="ready").public()

    def shared(self) -> "ProposalQuerySet":
        """Sent in at some time: no longer a draft, and not a draft that was thrown away."""
        return self.exclude(status="draft").filter(shared_at__isnull=False)

    def to_look_at(self) -> "ProposalQuerySet":
        """Ideas about crime that wait for staff before anybody else sees them."""
        return self.shared().filter(needs_look=True, looked_at__isnull=True, hidden_at__isnull=True)

    def withheld(self) -> "ProposalQuerySet":
        """Hidden ones that the public knew of: their reason is shown, none of their words."""
        return self.shared().filter(hidden_at__isnull=False)

    def visible_to(self, person: User | None, *, staff: bool = False) -> "ProposalQuerySet":
        """The public ones, one's own, and for staff of the area every one but others' drafts."""
        shown = Q(pk__in=self.public().values("pk"))
        if staff:
            shown |= Q(pk__in=self.shared().values("pk"))
        if person is not None:
            shown |= Q(lead=person) | Q(helpers=person) | Q(entered_by=person)
        return self.filter(shown).distinct()


class Proposal(models.Model):
    """One idea and what became of it. `number` is dense in its round; ballot numbers are another
    matter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    lead = models.ForeignKey(User, models.PROTECT, null=True, related_name="proposals")
    helpers = models.ManyToManyField(User, blank=True, related_name="helped_proposals")
    # An officer may write an idea down for somebody, from a conversation or a paper slip.
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    entered_for = models.CharField(max_length=100, blank=True)
    entered_from = models.CharField(max_length=12, blank=True)
    show_name = models.BooleanField(default=False)
    status = models.CharField(max_length=10, default="draft")

    title = models.CharField(max_length=100)
    what = models.TextField()
    where = models.CharField(max_length=200)
    why = models.TextField()
    photo = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")

    kind = models.ForeignKey(Kind, models.PROTECT, null=True, blank=True, related_name="proposals")
    theme = models.CharField(max_length=10, blank=True)
    who_delivers = models.CharField(max_length=10, blank=True)
    deliverer = models.CharField(max_length=150, blank=True)
    parent_organisation = models.CharField(max_length=150, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+"
    )
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    # Where that figure is from, and the day on which it was so: a larger project needs all three.
    baseline_source = models.CharField(max_length=200, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    # Frozen at submission: pence asked from this round.
    asked_pence = models.BigIntegerField(null=True, blank=True)

    started_at = models.DateTimeField(db_default=KitNow())
    shared_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    needs_look = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_because = models.TextField(blank=True)
    # The public sentence that goes with "sent back", "not this time" or "withdrawn".
    status_because = models.TextField(blank=True)
    # A proposal is sent back for a change once at most.
    returned_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    second_look_asked_at = models.DateTimeField(null=True, blank=True)
    second_look_because = models.TextField(blank=True)
    second_look_at = models.DateTimeField(null=True, blank=True)
    second_look_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_look_answer = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="proposal_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=list(TRANSITIONS)), name="proposal_status_known"
            ),
            models.CheckConstraint(
                condition=Q(theme="") | Q(theme__in=list(THEMES)), name="proposal_theme_known"
            ),
            models.CheckConstraint(
                condition=Q(who_delivers="") | Q(who_delivers__in=list(DELIVERERS)),
                name="proposal_deliverer_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "ready"])
                | Q(asked_pence__gt=0, kind__isnull=False, target__isnull=False),
                name="proposal_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_because=""),
                name="proposal_hidden_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(entered_from="")
                | Q(entered_from__in=list(ENTERED_FROM), entered_by__isnull=False)
                & ~Q(entered_for=""),
                name="proposal_entered_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(second_look_by__isnull=True) | ~Q(second_look_by=F("refused_by")),
                name="proposal_second_look_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everyone may read it: the same rule as `ProposalQuerySet.public`."""
        shared = self.status != "draft" and self.shared_at is not None
        return shared and not self.waits_for_look and self.hidden_at is None

    @property
    def waits_for_look(self) -> bool:
        """Whether it is about crime, and staff have not said yet that it can be shown."""
        return self.needs_look and self.looked_at is None

    @property
    def status_name(self) -> str:
        """Where it stands, in words; what the vote and the panel made of it is told by others."""
        round = self.round
        if round.cancelled_at is not None and self.status in _OPEN:
            return "Round cancelled"
        if round.box_ready_at is not None and self.status in _LEFT_BEHIND:
            return _LEFT_BEHIND[self.status]
        if self.status == "ready" and (round.vote_sealed_at or round.counted_at):
            return "Went to the vote"
        if self.status == "ready" and self.round.box_ready_at is not None:
            return "On the ballot"
        return STATUS_NAMES[self.status]

    @property
    def theme_name(self) -> str:
        return THEMES.get(self.theme, "")

    @property
    def who_delivers_name(self) -> str:
        return DELIVERERS.get(self.who_delivers, "")

    @property
    def proposer_shown(self) -> str:
        """Who the public sees: first name and initial, or that nobody is named. Who proposes need
        not have said where they live, so nobody is called a resident.
        """
        if self.show_name and self.lead:
            return self.lead.public_name
        return NOT_NAMED

    @property
    def baseline_shown(self) -> str:
        """How it is now, with its unit."""
        return self._figure(self.baseline)

    @property
    def target_shown(self) -> str:
        """What it hopes to reach, with its unit."""
        return self._figure(self.target)

    def _figure(self, value: Decimal | None) -> str:
        if value is None:
            return ""
        figure = catalogue.figure(value)
        return catalogue.joined(figure, self.indicator.unit) if self.indicator else figure

    @property
    def organisation(self) -> str:
        """The organisation that does it, as everybody may read it; empty when people do, or when
        the name that was typed is made of the name of somebody who works on it.
        """
        return self.told_of_it(self.deliverer) if self.is_done_by_others else ""

    @property
    def is_done_by_others(self) -> bool:
        """Whether a group, a charity or somebody whom the trust finds does it."""
        return self.who_delivers in ("group", "trust")

    @property
    def money_holder(self) -> str:
        """The organisation that holds the money, as everybody may read it."""
        return self.told_of_it(self.parent_organisation)

    def told_of_it(self, typed: str) -> str:
        """What was typed for an organisation's name; empty when it is made of the name of somebody
        who works on it.
        """
        if not typed:
            return ""
        people = [*([self.lead] if self.lead else []), *self.helpers.all()]
        return "" if any(names_somebody(typed, person.name) for person in people) else typed

    def pence_from(self, source: str) -> int:
        """Pence of the cost lines of one source ("asked", "others", "kind")."""
        total: int | None = self.costs.filter(source=source).aggregate(sum=Sum("pence"))["sum"]
        return total or 0


def names_somebody(text: str, name: str) -> bool:
    """Whether a name typed for a group begins with a person's own: "Ada A. and friends"."""
    words, own = text.casefold().split(), name.casefold().split()
    if not words or not own or words[0].strip(".,'’s") != own[0].strip("."):
        return False
    rest = [word.strip(".,") for word in words[1:2]]
    return not rest or rest[0] in ("and", "&", "with") or rest[0][:1] == own[-1][:1]


class CostLine(models.Model):
    """One line of a proposal's costs, in pence, and where that money comes from."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="costs")
    label = models.CharField(max_length=120)
    pence = models.BigIntegerField()
    source = models.CharField(max_length=8, default="asked")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="cost_positive"),
            models.CheckConstraint(condition=Q(source__in=list(SOURCES)), name="cost_source_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def source_name(self) -> str:
        return SOURCES[self.source]


class Check(models.Model):
    """One answer to one question about a submitted proposal. A second look adds a row; the newest
    counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=12)
    passed = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(CHECKS)), name="check_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="check_has_reason"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def question(self) -> str:
        return CHECKS[self.kind]


class PairQuerySet(models.QuerySet["IncompatiblePair"]):
    def standing(self) -> "PairQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def shown(self) -> "PairQuerySet":
        """The standing ones whose two ideas everybody may read and that can still be done."""
        found = self.standing()
        for side in ("one", "other"):
            found = found.filter(
                Q(**{f"{side}__in": Proposal.objects.public().values("pk")}),
                Q(**{f"{side}__status__in": CAN_BE_PAIRED}),
            )
        return found


class IncompatiblePair(models.Model):
    """Two ideas of one round that can't both be done: the count picks at most one of them.

    `one` has the lower number. It can be taken back until the ballot is fixed, and stays to be
    read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    other = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    because = models.TextField()
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(db_default=KitNow())
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["one__number", "other__number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(one=F("other")), name="incompatible_pair_is_two_ideas"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="incompatible_pair_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="incompatible_pair_withdrawn_by_somebody",
            ),
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                condition=Q(withdrawn_at__isnull=True),
                name="incompatible_pair_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Report(models.Model):
    """Somebody says that a proposal should not be shown. Never published; answered by staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reports")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(db_default=KitNow())
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "by"], name="one_report_per_person")
        ]

    def __str__(self) -> str:
        return f"report of {self.proposal_id}"


class HelperInvitation(models.Model):
    """The lead asks one person, by e-mail, to work on the proposal together. Only that address may
    accept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=KitNow())
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), "proposal", name="helper_invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.email} invited to {self.proposal_id}"
