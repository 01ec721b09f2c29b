"""Who is signed in: the site's session engine (`SESSION_ENGINE`).

The browser's cookie holds a random key. The table holds its SHA-256 and the session's data, locked
under a key made of that cookie and of `session.key` in the secrets folder. So whoever reads the
table can't make a cookie of it and reads nothing; whoever writes it can't make a session that
signs somebody in, and one row's data opens in no other row. A row counts only when its `person` is
the one in its data. Without `session.key`, or with another, everybody signs in again.

A session is over when its time is up, or twelve hours after signing in when the person is staff now
(`_over`). Its times are the real ones and not the installation's clock: a
demonstration that moves on by weeks signs nobody out. No row changes while somebody only reads or
votes, so no row tells when.
"""

import binascii
import hashlib
import secrets
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY as PERSON
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from kit import secret_files
from people.models import Role, Session

KEY_FILE = "session.key"
# In a session whose person said, before they were in, that others use the computer too.
ON_A_SHARED_ONE = "on_a_shared_computer"
# How long the server knows a session that the browser is to forget when it is closed.
ON_A_SHARED_COMPUTER = timedelta(hours=12)
STAFF_SIGNED_IN_FOR = timedelta(hours=12)


def end_with_browser(request: HttpRequest) -> None:
    """Let the session end when the browser is closed, and at the latest twelve hours after signing
    in: for a computer that others use too. Called once the person is signed in.
    """
    request.session.set_expiry(0)


def visit(request: HttpRequest) -> str:
    """A mark of this session that tells nothing of its cookie; empty for a visitor. What a browser
    keeps for somebody in a tab is kept under it, so that nobody else is shown it.
    """
    if not request.user.is_authenticated:
        return ""
    cookie = request.session.session_key or ""
    return salted_hmac("people.visit", cookie, algorithm="sha256").hexdigest()[:20]


def living() -> QuerySet[Session]:
    """Sessions that count now."""
    return Session.objects.filter(~_over())


def forget_over() -> int:
    """Delete the others; gives how many."""
    gone, _ = Session.objects.filter(_over()).delete()
    return gone


def _over() -> Q:
    """Whose time is up, and those of staff half a day after signing in, whenever they became
    staff.
    """
    staff = Exists(Role.objects.filter(person=OuterRef("person"), ended_at=None))
    return Q(expire_date__lte=Now()) | Q(staff, made_at__lte=Now() - STAFF_SIGNED_IN_FOR)


class SessionStore(SessionBase):
    """One session. `device` is a word of `people.devices`, kept when the row is made.

    Not Django's database store: the asynchronous half of that one looks rows up by the cookie.
    """

    device = "unknown"
    _made_at: datetime | None = None
    _stays_since: datetime | None = None

    def load(self) -> dict[str, Any]:
        """The data; none for a session that is over, or whose row isn't as this site wrote it."""
        row = living().filter(pk=_digest(self.session_key)).first()
        data = self.decode(row.session_data) if row else {}
        if row is None or data.get(PERSON) != (str(row.person_id) if row.person_id else None):
            self._session_key = None
            return {}
        self._made_at = row.made_at
        return data

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=_digest(session_key)).exists()

    def create(self) -> None:
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Keep the data. Raises UpdateError when the row, or its person, has gone meanwhile."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        kept = {"session_data": self.encode(data), "person_id": data.get(PERSON)}
        try:
            with transaction.atomic():
                self._insert(kept) if must_create else self._update(kept)
        except IntegrityError as error:
            raise (CreateError if must_create else UpdateError) from error

    def _insert(self, kept: dict[str, Any]) -> None:
        since = Value(self._stays_since) if self._stays_since else Now()
        Session.objects.create(
            pk=_digest(self.session_key),
            made_at=since,
            expire_date=self._end(since),
            device=self.device,
            **kept,
        )

    def _update(self, kept: dict[str, Any]) -> None:
        row = Session.objects.filter(pk=_digest(self.session_key))
        if not row.update(expire_date=self._end(F("made_at")), **kept):
            raise UpdateError

    def _end(self, since: Combinable) -> Combinable:
        """When a session made at `since` is over unless it changes again."""
        if self.get_expire_at_browser_close():
            return since + ON_A_SHARED_COMPUTER
        return Now() + timedelta(seconds=self.get_expiry_age())

    def cycle_key(self) -> None:
        """Another cookie for the same session; who is signed in stays so since the same moment."""
        self._stays_since = self._made_at if PERSON in self else None
        super().cycle_key()
        self._stays_since = None

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(pk=_digest(session_key or self.session_key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        forget_over()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The data as the table keeps it."""
        plain = self.serializer().dumps(session_dict)
        return b64encode(self._lock().encrypt(plain)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The data of this cookie's row; nothing when it was locked for another or under another
        `session.key`.
        """
        try:
            plain = self._lock().decrypt(b64decode(session_data))
        except (CryptoError, binascii.Error, ValueError):
            return {}
        data: dict[str, Any] = self.serializer().loads(plain)
        return data

    def _lock(self) -> SecretBox:
        cookie = (self.session_key or "").encode()
        return SecretBox(hashlib.blake2b(cookie, key=_installations_key(), digest_size=32).digest())


def _digest(cookie: str | None) -> str:
    return hashlib.sha256((cookie or "").encode()).hexdigest()


def _installations_key() -> bytes:
    """The key of every session. A damaged one is made anew: nothing is lost but signing in."""
    key = secret_files.keep(KEY_FILE)
    if len(key) == secret_files.KEY_SIZE:
        return key
    secret_files.remove(secret_files.folder() / KEY_FILE)
    return secret_files.keep(KEY_FILE)
