"""What projects hope for and what was measured: it has no key upward, only `subject`."""

import uuid

from django.db import models
from django.db.models import F, Q

from kit.clock import KitNow
from people.models import Upload, User
from places.models import Neighbourhood

THEMES = {"safer": "Safer streets", "greener": "Greener streets"}


class Indicator(models.Model):
    """One row of the catalogue of things worth measuring."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=60)
    better = models.CharField(max_length=6)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(better__in=["up", "down", "output"]), name="indicator_better_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.Model):
    """A kind of project: what it is usually measured by, and how."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    theme = models.CharField(max_length=10)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="kinds")
    method = models.TextField()
    # Ideas about crime are looked at by staff before anybody else sees them.
    about_crime = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(theme__in=list(THEMES)), name="kind_theme_known")
        ]

    def __str__(self) -> str:
        return self.name


class Expectation(models.Model):
    """What a project says it will change. `subject` is the proposal's id; `round_number` is for
    display."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    label = models.CharField(max_length=150)
    place = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="expectations")
    round_number = models.PositiveIntegerField()
    theme = models.CharField(max_length=10)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="expectations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="expectations")
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    baseline_source = models.CharField(max_length=200, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2)
    due = models.DateField()
    # Set when money was awarded: only funded projects belong to a track record.
    funded_at = models.DateTimeField(null=True, blank=True)
    stated_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="expectation_once_per_subject"),
            models.CheckConstraint(
                condition=Q(theme__in=list(THEMES)), name="expectation_theme_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Observation(models.Model):
    """A measured value. Never overwritten: a better one supersedes it. It counts once verified."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="observations")
    value = models.DecimalField(max_digits=12, decimal_places=2)
    measured_on = models.DateField()
    how = models.TextField()
    evidence = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=KitNow())
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    # Who may not verify it besides its recorder: those who awarded the money, and those who hold
    # it.
    barred = models.ManyToManyField(User, blank=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("recorded_by")),
                name="observation_not_self_verified",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="observation_verified_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.measured_on}"
