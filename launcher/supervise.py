"""The web server, the worker and the database, watched until one must not go on alone."""

import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from launcher import processes, venv
from launcher.home import ROOT
from launcher.postgres import Server
from launcher.processes import Leash
from launcher.speech import CannotRun, complain

LOOK_EVERY = 0.2  # seconds
WORKER_REST = 5  # seconds before a fallen worker is started again
FAREWELL = 4  # seconds for requests and jobs in hand when told to stop
# What a thread frees of this size goes back to the system (glibc's malloc): else each thread of the
# web server keeps what the largest picture that it ever made anew took.
GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": str(1024 * 1024), "MALLOC_ARENA_MAX": "2"}

Program = subprocess.Popen[bytes]


@dataclass
class Worker:
    """The background worker; work waits in the database while it is away."""

    env: Mapping[str, str]
    process: Program = field(init=False)
    _up_again_at: float | None = None

    def start(self) -> None:
        """Start it."""
        command = [*venv.MANAGE, "procrastinate", "worker"]
        command += ["--shutdown-graceful-timeout", str(FAREWELL - 1)]
        self.process = processes.spawn(command, env=self.env, cwd=ROOT, leash=Leash())

    def look(self) -> None:
        """Start it again when it fell and has rested."""
        if self.process.poll() is None:
            return
        if self._up_again_at is None:
            complain(f"The background worker stopped; starting it again in {WORKER_REST} seconds.")
            self._up_again_at = time.monotonic() + WORKER_REST
        elif time.monotonic() >= self._up_again_at:
            self._up_again_at = None
            self.start()


def until_stopped(
    door: socket.socket,
    env: Mapping[str, str],
    server: Server | None,
    *,
    ready: Callable[[int], bool],
) -> None:
    """Run web server and worker until a signal stops them, or one that must run does not.

    `ready` is asked with the port until it says True.
    """
    port = door.getsockname()[1]
    worker = Worker(env)
    web = _start_web(door, env)
    try:
        worker.start()
        door.close()  # from here the port is held by the web server alone
        facts = False
        while True:
            _refuse_to_go_on_without(web, server)
            worker.look()
            facts = facts or ready(port)
            time.sleep(LOOK_EVERY)
    finally:
        started = [web, *([worker.process] if hasattr(worker, "process") else [])]
        processes.stop(started, seconds=FAREWELL)


def _start_web(door: socket.socket, env: Mapping[str, str]) -> Program:
    command = [venv.PYTHON, "-m", "gunicorn", "config.wsgi"]
    command += ["--config", "python:launcher.web", "--bind", f"fd://{door.fileno()}"]
    env = {**env, **GIVEN_BACK}
    return processes.spawn(command, env=env, cwd=ROOT, leash=Leash(), pass_fds=[door.fileno()])


def _refuse_to_go_on_without(web: Program, server: Server | None) -> None:
    if server and server.process and server.process.poll() is not None:
        raise CannotRun(f"PostgreSQL stopped by itself; {server.log} says why.")
    if web.poll() is not None:
        raise CannotRun("The web server stopped by itself; the lines above say why.")
