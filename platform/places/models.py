"""Neighbourhoods, their boundaries in GSS codes, and dated postcode lookups."""

import uuid

from django.db import models
from django.db.models import Q

from kit.clock import KitNow

RESERVED_SLUGS = (
    "me",
    "panel",
    "staff",
    "audit",
    "api",
    "data",
    "accounts",
    "static",
    "media",
    "healthz",
    "readyz",
    "record",
    "demo",
    "privacy",
    "accessibility",
    "contact",
    "which-rule",
)


class Neighbourhood(models.Model):
    """A named place that runs its own money, and the trust that holds it (the LTO)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=100)
    town = models.CharField(max_length=100, blank=True)
    about = models.TextField(blank=True)
    adults = models.PositiveIntegerField(null=True, blank=True)
    trust_name = models.CharField(max_length=150, blank=True)
    trust_charity_number = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    # Where somebody shows that they live here, when, and where they may write to instead.
    check_place = models.CharField(max_length=200, blank=True)
    check_hours = models.CharField(max_length=200, blank=True)
    check_write_to = models.CharField(max_length=300, blank=True)
    is_demonstration = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, default="native")
    created_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="neighbourhood_slug_unique"),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS), name="neighbourhood_slug_not_reserved"
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                name="neighbourhood_slug_plain",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["native", "imported"]), name="neighbourhood_origin_known"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """ "East Marsh, Grimsby", or the name alone where it holds the town already."""
        return f"{self.name}, {self.town}" if self.town else self.name


class Boundary(models.Model):
    """One dated version of what belongs to a neighbourhood. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="boundaries")
    version = models.PositiveIntegerField()
    vintage = models.CharField(max_length=60, default="LSOA 2021")
    drawn_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "version"], name="boundary_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood_id} v{self.version}"


class BoundaryCode(models.Model):
    """A GSS code (output area, LSOA, MSOA or ward) inside a boundary."""

    boundary = models.ForeignKey(Boundary, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boundary", "code"], name="boundary_code_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[EWSN](00|01|02|05)[0-9]{6}$"),
                name="boundary_code_is_gss",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PostcodeEdition(models.Model):
    """One loaded lookup, dated: an ONS file for everywhere, or a list that belongs to one
    neighbourhood.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    dated = models.DateField()
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="postcode_lists"
    )
    loaded_at = models.DateTimeField(db_default=KitNow())

    def __str__(self) -> str:
        return f"{self.name} ({self.dated})"


class Postcode(models.Model):
    """A postcode in one edition. Codes are blank where the edition has none."""

    edition = models.ForeignKey(PostcodeEdition, models.CASCADE, related_name="postcodes")
    postcode = models.CharField(max_length=8)
    oa = models.CharField(max_length=9, blank=True)
    lsoa = models.CharField(max_length=9, blank=True)
    msoa = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)
    terminated_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["postcode", "edition"], name="postcode_once_per_edition"
            )
        ]

    def __str__(self) -> str:
        return self.postcode
