"""Everything that one server holds, copied to an empty one by a dump that is restored as it comes.

The programs are the new server's: those of a newer major read every older one. Nothing is written
between the two, and no password stands on a command line.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from launcher import home, processes, venv
from launcher.addresses import Addresses
from launcher.postgres import SUPERUSER, Server
from launcher.speech import CannotRun

OLD_URL, NEW_URL = "ALLOTMENT_OLD_SERVER", "ALLOTMENT_NEW_SERVER"
# Who is connected to the old server, by words that are secrets: of no use to the new one.
LEFT_OUT = "public.kit_site_session"
DATABASES = "SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname"


def copy(old: Server, new: Server) -> None:
    """Copy roles and databases; both servers run."""
    psql: list[str | Path] = [new.programs / "psql", "--no-psqlrc", "--quiet"]
    listed = processes.ask([*psql, "-A", "-t", "-0", "-c", DATABASES], env=_libpq(old))
    if listed.returncode:
        raise CannotRun(_telling(listed.stderr))
    # The superuser is there already, which is said and passed over; that every role came, and as it
    # was, is seen when the two are compared.
    _flow([new.programs / "pg_dumpall", "--roles-only"], [*psql, "--output=/dev/null"], old, new)
    for name in listed.stdout.split("\0"):
        if name.strip():
            _copy_database(name, old, new)


def _copy_database(name: str, old: Server, new: Server) -> None:
    dump: list[str | Path] = [new.programs / "pg_dump", "--format=custom", "--compress=0"]
    dump += [f"--exclude-table-data={LEFT_OUT}"]
    # Dropped and made anew, also what a server is born with: so its rights and settings come too.
    restore: list[str | Path] = [
        new.programs / "pg_restore",
        "--clean",
        "--if-exists",
        "--create",
        "--exit-on-error",
    ]
    restore += [f"--dbname={'template1' if name == SUPERUSER else 'postgres'}"]
    _flow(dump, restore, old, new, PGDATABASE=name)


def _flow(
    source: Sequence[str | Path],
    target: Sequence[str | Path],
    old: Server,
    new: Server,
    **more: str,
) -> None:
    said = processes.flow(
        source, target, env_of_source={**_libpq(old), **more}, env_of_target=_libpq(new)
    )
    if said is not None:
        raise CannotRun(_telling(said))


def compared(old: Addresses, new: Addresses) -> str:
    """What both servers hold alike, as a sentence. Raises CannotRun with what differs."""
    command = [venv.PYTHON, "-m", "launcher.compare", LEFT_OUT]
    env = venv.environment(**{OLD_URL: str(old.superuser), NEW_URL: str(new.superuser)})
    done = processes.ask(command, env=env, cwd=home.ROOT)
    if done.returncode:
        raise CannotRun(_telling(done.stderr))
    return done.stdout.strip()


def _libpq(server: Server) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "LC_ALL": "C",
        "PGHOST": str(server.sockets),
        "PGUSER": SUPERUSER,
        "PGPASSWORD": server.password(),
        "PGDATABASE": "postgres",
    }


def _telling(said: str) -> str:
    """The first line that names an error, or else the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines[-1:] or ["no reason was given"])[0]
