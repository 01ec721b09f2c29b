"""`./run`: everything one machine needs, until it is told to stop."""

import http.client
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from launcher import beside, database, home, keys, processes, supervise, venv
from launcher.addresses import Addresses
from launcher.home import ROOT, Home
from launcher.processes import Leash
from launcher.signals import Stopped
from launcher.speech import CannotRun, say

LOOPBACK = "127.0.0.1"
# Container engines leave one of these. The loopback of a container is its own: a port that is to be
# published must answer on all its addresses, and the engine says who reaches it.
CONTAINER_MARKS = (Path("/run/.containerenv"), Path("/.dockerenv"))
EVERYWHERE = "0.0.0.0"  # noqa: S104 (in a container only)


def serve(*, port: int, data: Path | None, empty: bool, in_container: bool = False) -> int:
    """Serve on loopback until stopped; the port answers only when everything is loaded."""
    if in_container and not any(mark.exists() for mark in CONTAINER_MARKS):
        raise CannotRun("This is no container: without --in-container only this machine is served.")
    # Bound now and not listening: nobody else can take the port, and nobody is answered yet.
    with _reserved(EVERYWHERE if in_container else LOOPBACK, port) as door:
        place = home.find(data)
        with home.sole_use(place):
            venv.ready(venv.FOR_RUNNING)
            with database.started(place, serving=True) as found:
                if found.server:
                    beside.tell(found.server.cluster)
                place.port.write_text(str(door.getsockname()[1]))
                env = surroundings(place, empty=empty)
                _fill(found.addresses, env, empty=empty)
                env.update(found.addresses.for_serving())
                with suppress(Stopped):
                    supervise.until_stopped(door, env, found.server, ready=_tell)
    return 0


def surroundings(place: Home, *, empty: bool = False) -> dict[str, str]:
    """The environment of this installation's own programs, without the database's address."""
    keys.keep(place.secrets, "django-secret-key")
    env = venv.environment(
        ALLOTMENT_SECRETS=str(place.secrets),
        ALLOTMENT_MEDIA=os.environ.get("ALLOTMENT_MEDIA", str(place.media)),
        ALLOTMENT_LETTERS=str(place.letters),
        ALLOTMENT_SITE_URL=os.environ.get(
            "ALLOTMENT_SITE_URL", f"http://{LOOPBACK}:{_port(place)}"
        ),
    )
    if empty:
        env["ALLOTMENT_EMPTY"] = "1"
    return env


def _port(place: Home) -> int:
    try:
        return int(place.port.read_text())
    except (OSError, ValueError):
        return 8000


def _reserved(address: str, port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((address, port))
    except (OSError, OverflowError) as error:
        door.close()
        reason = getattr(error, "strerror", None) or "it must be between 1 and 65535"
        raise CannotRun(f"Cannot use port {port}: {reason}. Choose another with --port.") from error
    return door


def _fill(addresses: Addresses, env: Mapping[str, str], *, empty: bool) -> None:
    """Bring tables and demonstration up to date, as the owner."""
    env = {**env, **addresses.for_changing()}
    say("Getting the database ready.")
    manage("migrate", "--verbosity", "0", env=env)
    if env["ALLOTMENT_SITE_URL"].startswith("https://"):
        manage("collectstatic", "--no-input", "--verbosity", "0", env=env)
    elif not empty:
        say("Loading the demonstration.")
        manage("load_demonstration", env=env)


def manage(*arguments: str, env: Mapping[str, str], trouble: str = "Cannot start") -> None:
    """Run one of Django's commands as a step of something larger; its own report has said what
    failed.
    """
    child = processes.spawn([*venv.MANAGE, *arguments], env=env, cwd=ROOT, leash=Leash())
    try:
        code = child.wait()
    finally:
        processes.stop([child], seconds=2)
    if code:
        raise CannotRun(f"{trouble}: {arguments[0]} failed.")


def _tell(port: int) -> bool:
    """Say where to look, once the site answers; False while it does not."""
    here = f"http://{LOOPBACK}:{port}"
    address = os.environ.get("ALLOTMENT_SITE_URL", here)
    if not _answers(port, name=urlsplit(address).netloc):
        return False
    say(
        f"Allotment is at {here}/" + (f" and, by your proxy, {address}/" if address != here else "")
    )
    say("Stop it with Ctrl-C.")
    return True


def _answers(port: int, *, name: str) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        # By its own name: a real site answers to no other.
        connection.request("GET", "/healthz", headers={"Host": name})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
