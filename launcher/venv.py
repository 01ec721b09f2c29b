"""The checkout's own Python environment, made again only when its list of libraries changes.

With the stamp in place nothing here runs pip, so a start needs no network.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import processes
from launcher.home import ROOT, VENV
from launcher.processes import Leash
from launcher.speech import CannotRun, say

PYTHON = str(VENV / "bin" / "python")
MANAGE = [PYTHON, str(ROOT / "manage.py")]
FOR_RUNNING = ROOT / "requirements.txt"
FOR_TESTS = ROOT / "requirements-test.txt"
UNREACHABLE = (
    "connection",
    "resolution",
    "resolve",
    "timed out",
    "unreachable",
    "proxy",
    "retries",
)

WHICH_PYTHON = """
import importlib.util, sys
print("%d.%d" % sys.version_info[:2])
sys.exit(importlib.util.find_spec("pip") is None)
"""


def ready(*lists: Path) -> None:
    """Have the environment hold exactly what these lists name."""
    with _alone():
        if not _works():
            _make()
        _put_checkout_on_path()
        for requirements in lists:
            _install(requirements)


def environment(**more: str) -> dict[str, str]:
    """The environment of every child that runs Python: this checkout first, no owner's address."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    # In front of site-packages, so that no installed package can stand in for one of ours.
    paths = os.pathsep.join(map(str, _source_roots()))
    settings = {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {**kept, **settings, "PYTHONUNBUFFERED": "1", **more}


_NOT_HANDED_ON = {"DATABASE_URL", "DATABASE_OWNER_URL", "ALLOTMENT_SUPERUSER_URL", "PYTHONHOME"}


def _source_roots() -> tuple[Path, Path]:
    return ROOT / "platform", ROOT


@contextmanager
def _alone() -> Iterator[None]:
    """Two starts from one checkout install one after the other."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _works() -> bool:
    """Whether the Python that the environment was made for is still there."""
    try:
        asked = processes.ask([PYTHON, "-c", WHICH_PYTHON], env=environment())
    except OSError:
        return False
    packages = VENV / "lib" / f"python{asked.stdout.strip()}" / "site-packages"
    return asked.returncode == 0 and packages.is_dir()


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        _install_debian_venv()
    say("Making .venv, a place of its own for the libraries.")
    made = processes.ask([sys.executable, "-m", "venv", "--clear", VENV], env=os.environ)
    if made.returncode:
        raise CannotRun(f"Cannot make {VENV}: {_last_line(made.stderr or made.stdout)}")


def _install_debian_venv() -> None:
    """Debian keeps a part of Python's venv in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not install_debian(package):
        raise CannotRun(f"Python's venv is not complete here: run sudo apt-get install {package}")


def install_debian(package: str) -> bool:
    """Install a Debian package if this account may without asking; whether it is there now."""
    apt = shutil.which("apt-get")
    rights = _rights()
    if apt is None or rights is None:
        return False
    say(f"Installing Debian's package {package}.")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # On no leash: a package half installed would trouble the whole machine.
    subprocess.run([*rights, apt, "update", "-qq"], env=env, check=False, capture_output=True)
    command = [*rights, apt, "install", "-y", "-qq", "--no-install-recommends", package]
    return subprocess.run(command, env=env, check=False, capture_output=True).returncode == 0


def _rights() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None or processes.ask([sudo, "-n", "true"], env=os.environ).returncode:
        return None
    return [sudo, "-n"]


def _put_checkout_on_path() -> None:
    """Write what an editable install would: tools started by hand find the packages too."""
    lines = "".join(f"{path}\n" for path in _source_roots())
    for packages in VENV.glob("lib/python3*/site-packages"):
        note = packages / "allotment.pth"
        if not note.exists() or note.read_text() != lines:
            note.write_text(lines)


def _install(requirements: Path) -> None:
    stamp = VENV / f"{requirements.stem}.sha256"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing the libraries of {requirements.name} (once; about a minute).")
    _pip(requirements)
    stamp.write_text(wanted)


def _pip(requirements: Path) -> None:
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--quiet"]
    command += [
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "2",
        "-r",
        str(requirements),
    ]
    log = VENV / "pip.log"
    with log.open("wb") as out:
        child = processes.spawn(command, env=environment(), cwd=ROOT, leash=Leash(), out=out)
    try:
        code = child.wait()
    finally:
        processes.stop([child], seconds=2)
    if code:
        raise CannotRun(_why_pip_failed(log.read_text(errors="replace")))


def _why_pip_failed(report: str) -> str:
    last = _last_line(report)
    if any(sign in report.lower() for sign in UNREACHABLE):
        return f"The first start fetches libraries, and the network cannot be reached: {last}"
    return f"The libraries cannot be installed: {last}"


def _last_line(report: str) -> str:
    lines = [line.strip() for line in report.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["no reason was given"])[-1]
