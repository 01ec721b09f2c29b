"""How gunicorn serves under `./run` (its configuration file, read by name)."""

import errno
import os
import signal
import socket
import time
from collections.abc import Callable
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


# Seconds for a request to arrive whole. Its threads wait for slow senders: sixteen of them would
# keep everybody else out. Behind Caddy only whole requests come; this is for `./run` alone.
ARRIVE_WITHIN = float(os.environ.get("ALLOTMENT_ARRIVE_WITHIN", "30"))


class Connection(Protocol):
    """A connection as gunicorn hands it to a thread, to read one request from it."""

    sock: socket.socket


class Worker(Protocol):
    """One of gunicorn's workers; `ppid` is gunicorn's own process, noted before the fork."""

    ppid: int
    handle: Callable[[Connection], object]


class Hurried(socket.socket):
    """A connection from which a request must have come whole by `until` (monotonic seconds)."""

    until = 0.0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Wait no longer than that; a sender who is too slow counts as one who hung up."""
        self.settimeout(max(self.until - time.monotonic(), 0.001))
        try:
            return super().recv(size, flags)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from None
        finally:
            self.settimeout(None)


def post_fork(server: object, worker: Worker) -> None:
    """Hold each worker to gunicorn's own process, as that is held to the launcher."""
    processes.hold_to_parent(signal.SIGKILL, worker.ppid)


def post_worker_init(worker: Worker) -> None:
    """Give each request so many seconds to arrive."""
    handle = worker.handle

    def handle_in_time(connection: Connection) -> object:
        if not isinstance(connection.sock, Hurried):
            connection.sock = Hurried(fileno=connection.sock.detach())
        connection.sock.until = time.monotonic() + ARRIVE_WITHIN
        return handle(connection)

    worker.handle = handle_in_time
