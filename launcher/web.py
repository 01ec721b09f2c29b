"""How gunicorn serves under `./run` (its configuration file, read by name)."""

import os
import signal

from launcher import processes
from launcher.waiting_room import WaitingRoom, Worker

MEMORY = "/dev/shm"  # noqa: S108 (the server makes files of its own there, safely named)

worker_class = "gthread"
workers = 2
threads = 8
graceful_timeout = 3  # seconds for requests in hand when told to stop
loglevel = "warning"
control_socket_disable = True
if os.access(MEMORY, os.W_OK):
    worker_tmp_dir = MEMORY  # a heartbeat must not wait for a disk


# Seconds for a request to arrive whole. Behind Caddy only whole requests come; this is for `./run`
# alone.
ARRIVE_WITHIN = float(os.environ.get("ALLOTMENT_ARRIVE_WITHIN", "30"))


def post_fork(server: object, worker: Worker) -> None:
    """Hold each worker to gunicorn's own process, as that is held to the launcher."""
    processes.hold_to_parent(signal.SIGKILL, worker.ppid)


def post_worker_init(worker: Worker) -> None:
    """Let requests wait for their end where they are in nobody's way."""
    WaitingRoom(worker, ARRIVE_WITHIN)
