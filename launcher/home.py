"""Where one installation keeps its things: its data, its secrets, and its sockets while it runs."""

import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from launcher import binaries, keys
from launcher.processes import SystemAccount
from launcher.speech import CannotRun

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes, set by the kernel


@dataclass(frozen=True)
class Home:
    """The folders of one installation."""

    data: Path
    secrets: Path

    @property
    def media(self) -> Path:
        """Uploaded files."""
        return self.data / "media"

    @property
    def letters(self) -> Path:
        """What a demonstration would have sent by e-mail."""
        return self.data / "letters"

    @property
    def port(self) -> Path:
        """The port that it was last served on, for addresses that other commands print."""
        return self.data / "port"

    @property
    def log(self) -> Path:
        """What PostgreSQL reports."""
        return self.data / "postgres.log"


def find(data: Path | None) -> Home:
    """The installation in a folder, or that of this checkout; its folders are made if missing."""
    home = _chosen(data)
    keys.make_folder(home.secrets)
    try:
        home.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.media.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"Cannot use the data folder {home.data}: {error.strerror}.") from error
    return home


def _chosen(data: Path | None) -> Home:
    named = os.environ.get("ALLOTMENT_SECRETS")
    if data:
        data = data.resolve()
        return Home(data, Path(named) if named else data.with_name(data.name + ".secrets"))
    secrets = Path(named).resolve() if named else ROOT / ".secrets"
    return Home(_root_data(secrets) if os.geteuid() == 0 else ROOT / ".data", secrets)


def _root_data(secrets: Path) -> Path:
    """Root's data lives outside the checkout, and belongs to these secrets.

    A new clone in the place of an old one makes new secrets; without them the old data could not be
    used, so it must not be found either.
    """
    keys.make_folder(secrets)
    identity = f"{ROOT}\n{keys.keep(secrets, 'installation-id')}"
    return binaries.system_folder() / hashlib.sha256(identity.encode()).hexdigest()[:16]


class InUse(CannotRun):
    """Another launcher holds the data folder."""


@contextmanager
def sole_use(home: Home) -> Iterator[None]:
    """Hold the data folder for this launcher alone.

    The kernel lets go of the lock however the launcher ends; its children never hold it.
    """
    with (home.data / "run.lock").open("a+") as lock:
        if not _taken(lock.fileno()):
            raise InUse(f"The data folder {home.data} is in use by another ./run.")
        yield


def is_in_use(home: Home) -> bool:
    """Whether a launcher holds the data folder now."""
    with (home.data / "run.lock").open("a+") as lock:
        return not _taken(lock.fileno())


@contextmanager
def as_guest(home: Home) -> Iterator[None]:
    """Use the database of another launcher that waits for its guests."""
    with (home.data / "guests.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def wait_for_guests(home: Home) -> None:
    """Wait until no other command uses this launcher's database."""
    with (home.data / "guests.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def cluster_folder(home: Home, account: SystemAccount | None) -> Path:
    """Where the database's files are: in the data folder, if its account can get there.

    Otherwise (root's data folder below a private home) they are in the system's folder, and a link
    in the data folder leads to them: no parent folder is opened to others.
    """
    inside = home.data / "postgres"
    if inside.is_symlink():
        return Path(os.readlink(inside))
    if account is None or _can_reach(home.data, account):
        return inside
    elsewhere = Path(tempfile.mkdtemp(prefix="database-", dir=binaries.system_folder()))
    elsewhere.chmod(0o711)
    inside.symlink_to(elsewhere / "postgres")
    return elsewhere / "postgres"


def _can_reach(data: Path, account: SystemAccount) -> bool:
    facts = data.stat()
    if facts.st_uid == os.geteuid():
        data.chmod(stat.S_IMODE(facts.st_mode) | 0o011)  # pass through; what is inside stays closed
    return all(_can_pass(folder, account) for folder in (data, *data.parents))


def _can_pass(folder: Path, account: SystemAccount) -> bool:
    facts = folder.stat()
    if facts.st_uid == account.uid:
        return bool(facts.st_mode & 0o100)
    if facts.st_gid == account.gid:
        return bool(facts.st_mode & 0o010)
    return bool(facts.st_mode & 0o001)


def socket_folder(cluster: Path) -> Path:
    """Where the database's socket is: a folder of its own with a short path."""
    name = "allotment-" + hashlib.sha256(bytes(cluster)).hexdigest()[:16]
    folder = _runtime_folder() / name
    if len(bytes(folder / SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        return Path("/tmp") / name  # noqa: S108 (its owner is checked before use)
    return folder


def make_private(folder: Path, account: SystemAccount | None) -> None:
    """Make a folder that only this account enters; refuse one that someone else has put there."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    facts, ours = folder.lstat(), {os.geteuid(), account.uid if account else os.geteuid()}
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in ours or facts.st_mode & 0o077:
        raise CannotRun(f"{folder} belongs to someone else or is open to others: remove it.")
    if account:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)


def _runtime_folder() -> Path:
    # Not XDG_RUNTIME_DIR: it is emptied when its owner signs out, under a server that still runs.
    if os.geteuid() == 0 and os.access("/run", os.W_OK):
        return Path("/run")
    return Path(tempfile.gettempdir())
