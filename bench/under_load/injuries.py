"""What falls over, one way each: processes of the installation are killed, or its disk fills up."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Mapping

from bench.under_load.installation import Installation

WEB, WORKER, SERVER, BACKEND = (
    "gunicorn",
    "procrastinate",
    "bin/postgres",
    "postgres: allotment_web",
)

Injure = Callable[[Installation], None]


def one_backend(site: Installation) -> None:
    """One of the database's processes that serve the site; the server then ends them all."""
    backends = site.children(BACKEND)
    site.kill(random.sample(backends, min(1, len(backends))))


def all_backends(site: Installation) -> None:
    """All of the database's processes that serve the site."""
    site.kill(site.children(BACKEND))


def ended_sessions(site: Installation) -> None:
    """The same, ended in order, as an operator's `pg_terminate_backend` does."""
    site.kill(site.children(BACKEND), signal.SIGTERM)


def postmaster(site: Installation) -> None:
    """The database server itself."""
    site.kill(site.children(SERVER)[:1])


def one_web_worker(site: Installation) -> None:
    """One of the processes that answer."""
    site.kill(site.children(WEB)[1:2])


def all_web_workers(site: Installation) -> None:
    """All processes that answer."""
    site.kill(site.children(WEB)[1:])


def web_master(site: Installation) -> None:
    """The web server itself."""
    site.kill(site.children(WEB)[:1])


def worker(site: Installation) -> None:
    """The background worker."""
    site.kill(site.children(WORKER))


def launcher(site: Installation) -> None:
    """`./run` itself, which everything hangs on."""
    site.kill([site.process.pid])


def stop(site: Installation) -> None:
    """`./run` told to stop, as for an upgrade."""
    site.kill([site.process.pid], signal.SIGTERM)


def everything(site: Installation) -> None:
    """Every process at once, as a power cut does."""
    site.kill([site.process.pid, *site.children()])


KILLS: Mapping[str, Injure] = {
    "one-backend": one_backend,
    "all-backends": all_backends,
    "ended-sessions": ended_sessions,
    "postmaster": postmaster,
    "one-web-worker": one_web_worker,
    "all-web-workers": all_web_workers,
    "web-master": web_master,
    "worker": worker,
    "launcher": launcher,
    "stop": stop,
    "everything": everything,
}


def is_whole(site: Installation) -> bool:
    """Whether everything that belongs to it runs, and it says that it can serve."""
    parts = {WEB: 3, WORKER: 1, SERVER: 1}
    return all(len(site.children(mark)) >= count for mark, count in parts.items()) and (
        site.is_ready()
    )
