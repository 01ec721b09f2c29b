"""People, their sessions and the codes that let them in, their roles and residency in
neighbourhoods, the references the record knows them by, their uploads, the letters that wait to be
sent, and what is known of how an account came to be.
"""

import re
import uuid
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from kit import dates
from kit.clock import KitNow
from people.devices import DEVICES
from places.models import Neighbourhood

ROLE_NAMES = {
    "officer": "Programme officer",
    "finance": "Finance officer",
    "auditor": "Auditor",
    "chair": "Panel chair",
    "panel": "Panel member",
    "secretary": "Panel secretary",
}

# After "You are invited to be".
ROLES_AS_ASKED = {
    "officer": "a programme officer",
    "finance": "a finance officer",
    "auditor": "an auditor",
    "chair": "the panel’s chair",
    "panel": "a member of the panel",
    "secretary": "the panel’s secretary",
}

VERIFIED_HOW = {
    "seen": "Saw a letter or card with the address",
    "known": "Known to the officer as living here",
    "vouched": "Two verified neighbours vouched",
    "posted": "Used a code posted to the address",
    "event": "Checked at an event",
}


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", *, is_demonstration: bool = False) -> "User":
        """A person who signs in by e-mailed code. There are no passwords."""
        user = self.model(
            email=self.normalize_email(email).lower(), name=name, is_demonstration=is_demonstration
        )
        user.set_unusable_password()
        user.save(using=self._db)
        # The first code that is typed in then shows that the address is theirs; without this row
        # signing in would ask for a second one.
        addresses = apps.get_model("account", "EmailAddress")
        addresses.objects.create(user=user, email=user.email, primary=True, verified=False)
        return user


class User(AbstractBaseUser):
    """A person. `name` is as they gave it; what others see of it is decided elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=KitNow())

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def ref(self, *, round_ref: UUID | None, place_ref: UUID | None) -> UUID | None:
        """The person's random reference in the record: one per round, else per neighbourhood, else
        per installation. Entries of two rounds can't be joined by it."""
        place_ref = None if round_ref else place_ref
        alias, _ = Alias.objects.get_or_create(
            person=self, round_ref=round_ref, place_ref=place_ref
        )
        return alias.ref

    @property
    def public_name(self) -> str:
        """First name and initial: "Ruth A."."""
        return public_name(self.name)


# What stands before and after a name and is no part of it: titles, honours, what is in brackets.
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "reverend")
    + ("sir", "dame", "lord", "lady", "cllr")
)
# As they are written: “Ma” is a family's name.
_HONOURS = frozenset(
    ("MBE", "OBE", "CBE", "KBE", "DBE", "BEM", "JP", "MP", "PhD", "BA", "BSc", "MA", "MSc")
    + ("FRCS", "Esq", "Jr", "Sr", "II", "III")
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def public_name(name: str) -> str:
    """First name and initial, "Ruth A."; of a name without letters "Somebody".

    Brackets, titles and honours are left out, as long as something is left.
    """
    words = [word for word in _BRACKETS.sub(" ", name).split() if _initial(word)]
    while len(words) > 2 and _plain(words[0]).casefold() in _TITLES:
        words.pop(0)
    while len(words) > 1 and _plain(words[-1]) in _HONOURS:
        words.pop()
    if not words:
        return "Somebody"
    first, *rest = words
    return f"{first} {_initial(rest[-1])}." if rest else first


def _initial(word: str) -> str:
    return next((letter for letter in word if letter.isalpha()), "").upper()


def _plain(word: str) -> str:
    return word.strip(".,").replace(".", "")


class Alias(models.Model):
    """What the record calls a person. Deleting the row erases the link and keeps every proof."""

    person = models.ForeignKey(User, models.CASCADE, related_name="aliases")
    round_ref = models.UUIDField(null=True)
    place_ref = models.UUIDField(null=True)
    ref = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "round_ref", "place_ref"],
                name="alias_once_per_scope",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Role(models.Model):
    """What a person does for a neighbourhood, or for all of them (`neighbourhood` empty)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="roles")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="roles"
    )
    kind = models.CharField(max_length=12)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(db_default=KitNow())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "neighbourhood", "kind"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="role_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ROLE_NAMES)), name="role_kind_known"),
        ]

    def __str__(self) -> str:
        return ROLE_NAMES[self.kind]


class Session(AbstractBaseSession):
    """A browser that the site knows, since it signed in as `person` or began as a visitor's.

    `session_key` is the SHA-256 of its cookie, `session_data` is locked: see `people.sessions`.
    Nothing here says when somebody was last seen.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    # The migration writes the constraint: in the database itself a session goes with its person.
    person = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", db_constraint=False
    )
    made_at = models.DateTimeField(db_default=Now())
    device = models.CharField(max_length=8, default="unknown")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(session_key__regex="^[0-9a-f]{64}$"), name="session_key_is_a_digest"
            ),
            models.CheckConstraint(condition=Q(device__in=DEVICES), name="session_device_known"),
        ]


class Invitation(models.Model):
    """An invitation to a role, sent to one address. Only a digest of its code is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=12)
    code_sha256 = models.BinaryField()
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(db_default=KitNow())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "neighbourhood",
                "kind",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(ROLE_NAMES)), name="invitation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.kind}"

    @property
    def role_name(self) -> str:
        """What the person is invited to be."""
        return ROLE_NAMES[self.kind]


class Residency(models.Model):
    """That a person lives in a neighbourhood, how that was verified and by whom.

    `postcode` is kept only until somebody has verified it; the LSOA and the lookup's edition stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="residencies")
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="residencies")
    postcode = models.CharField(max_length=8, blank=True)
    lsoa = models.CharField(max_length=9, blank=True)
    # The name of the list, and its day as machines write it: "Our streets (2026-11-30)".
    edition = models.CharField(max_length=150, blank=True)
    stated_at = models.DateTimeField(db_default=KitNow())
    check_asked_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=10, blank=True)
    verified_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "neighbourhood"],
                condition=Q(ended_at__isnull=True),
                name="residency_current_once",
            ),
            models.CheckConstraint(
                condition=Q(how="", verified_at__isnull=True)
                | Q(how__in=list(VERIFIED_HOW), verified_at__isnull=False),
                name="residency_verified_how",
            ),
            models.CheckConstraint(
                condition=~Q(verified_by=F("person")), name="residency_not_self_verified"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.neighbourhood_id}"

    @property
    def how_words(self) -> str:
        """How it was verified, in words; blank before."""
        return VERIFIED_HOW.get(self.how, "")

    @property
    def list_said(self) -> str:
        """The list of postcodes that was asked, and its day as people write it."""
        name, bracket, day = self.edition.removesuffix(")").rpartition(" (")
        try:
            return f"{name}, {dates.day(date.fromisoformat(day))}" if bracket else self.edition
        except ValueError:
            return self.edition


class Upload(models.Model):
    """A file a person gave: checked, re-encoded and renamed. Served only by views that ask who
    may see it.

    `public` turns true when what it belongs to is shown to others (`people.uploads.show`); a
    picture then has a text that says what it shows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="uploads")
    file = models.FileField(upload_to="uploads/", max_length=120)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    alt = models.CharField(max_length=250, blank=True)
    sha256 = models.CharField(max_length=64)
    public = models.BooleanField(default=False)
    given_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="upload_type_allowed",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | Q(content_type="application/pdf") | ~Q(alt=""),
                name="upload_shown_has_alt",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """An e-mail that a deed owes somebody: written with the deed, sent after its commit, once per
    `key`. One that the mail server refused for good (`refused_at`) is not tried again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    key = models.CharField(max_length=200)
    written_at = models.DateTimeField(db_default=KitNow())
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="letter_key_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(refused_at__isnull=True),
                name="letter_sent_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class MailRefused(models.Model):
    """Since when mail servers refuse a person's address for good; gone when a later mail gets
    through.
    """

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(db_default=KitNow())

    def __str__(self) -> str:
        return f"{self.person_id} since {self.at}"


class SignInCode(models.Model):
    """A code that was sent to let somebody in. `digest` is keyed and of address and code together
    (`actions.signing_in`): who reads the table learns neither. Gone when it is used, or over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="signincode_asked")]
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="sign_in_code_five_tries")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SignUp(models.Model):
    """That a person made their account themselves, and from which network, for a day.

    `network` is a keyed digest (`people.networks`). Accounts of one busy hour share a `crowd`, a
    random mark that stays and tells nothing of the network. A row holds at least one of the two.
    """

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(db_default=KitNow())
    network = models.BinaryField(null=True)
    crowd = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["network", "at"],
                condition=Q(network__isnull=False),
                name="signup_network",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(network__isnull=False) | Q(crowd__isnull=False),
                name="signup_tells_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
