"""How gunicorn serves under `./run` (its configuration file, read by name)."""

import os
import signal
from typing import Protocol

from config.launcher import processes

MEMORY = "/dev/shm"  # noqa: S108 (the server makes files of its own there, safely named)

worker_class = "gthread"
workers = 2
threads = 8
graceful_timeout = 3  # seconds for requests in hand when told to stop
loglevel = "warning"
control_socket_disable = True
if os.access(MEMORY, os.W_OK):
    worker_tmp_dir = MEMORY  # a heartbeat must not wait for a disk


class Worker(Protocol):
    """One of gunicorn's workers; `ppid` is gunicorn's own process, noted before the fork."""

    ppid: int


def post_fork(server: object, worker: Worker) -> None:
    """Hold each worker to gunicorn's own process, as that is held to the launcher."""
    processes.hold_to_parent(signal.SIGKILL, worker.ppid)
