"""A database for as long as a command lasts: the built-in one, or the one the environment names."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import addresses, beside, binaries, home, processes, venv
from launcher.addresses import Addresses
from launcher.home import Home
from launcher.postgres import SUPERUSER, Server, running
from launcher.speech import CannotRun

JOIN_PATIENCE = 180  # seconds for another launcher's first start


@dataclass(frozen=True)
class Database:
    """Where to connect, and the server to watch if it is ours."""

    addresses: Addresses
    server: Server | None


@contextmanager
def started(home: Home, *, for_tests: bool = False, serving: bool = False) -> Iterator[Database]:
    """Have a prepared database; the data folder must be in this launcher's sole use."""
    if named := addresses.external():
        prepare(named, for_tests=for_tests, serving=serving)
        yield Database(named, None)
        return
    server = built_in_server(home, for_tests=for_tests, settled=True)
    _refuse_too_old(server)
    try:
        server.start()
        ours = addresses.built_in(server.sockets, home.secrets)
        prepare(ours, for_tests=for_tests, serving=serving)
        yield Database(ours, server)
    finally:
        server.stop()


def joined(place: Home) -> Addresses:
    """The database of another `./run` over the same data folder, once it answers."""
    if named := addresses.external():
        return named
    server = built_in_server(place)
    deadline = time.monotonic() + JOIN_PATIENCE
    while not server.is_ready() or running(server.cluster) is None:
        if not home.is_in_use(place) or time.monotonic() > deadline:
            raise CannotRun("The ./run that uses this data folder has no database: try again.")
        time.sleep(0.2)
    return addresses.built_in(server.sockets, place.secrets)


def built_in_server(place: Home, *, for_tests: bool = False, settled: bool = False) -> Server:
    """The built-in server over a data folder, not started. `settled` finishes an upgrade that was
    cut off: only who has the folder in sole use may.
    """
    account = binaries.unprivileged_account()
    cluster = home.cluster_folder(place, account)
    if settled:
        beside.settle(cluster)
    _refuse_lost_secrets(cluster, place.secrets)
    return Server(
        cluster=cluster,
        sockets=home.socket_folder(cluster),
        log=place.log,
        programs=binaries.programs(home.VENV, account, cluster),
        account=account,
        password=lambda: addresses.password(place.secrets, SUPERUSER),
        connections=400 if for_tests else 100,
        durable=not for_tests,
    )


def _refuse_too_old(server: Server) -> None:
    found = binaries.major(server.cluster)
    if found and found < binaries.OLDEST:
        raise CannotRun(
            f"The database in {server.cluster} is one of PostgreSQL {found}, and the site needs"
            f" {binaries.OLDEST} or newer: move it on with ./run upgrade-database."
        )


def _refuse_lost_secrets(cluster: Path, secrets: Path) -> None:
    known = (secrets / f"database-{SUPERUSER}.password").exists()
    if (cluster / "PG_VERSION").exists() and not known:
        raise CannotRun(f"{cluster} has a database, but its passwords are not in {secrets}.")


def prepare(target: Addresses, *, for_tests: bool = False, serving: bool = False) -> None:
    """Make accounts, roles and the database where they are missing."""
    flags = [*(["--tests"] if for_tests else []), *(["--serving"] if serving else [])]
    command = [venv.PYTHON, "-m", "launcher.prepare", *flags]
    done = processes.ask(command, env=venv.environment(**target.for_preparing()), cwd=home.ROOT)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason was given"]
        raise CannotRun(lines[-1])
