"""Under `./run` alone a request that does not arrive is ended, and keeps nobody else out."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.launcher import web
from tests.launcher.launched import Launched, eventually, launched

HALF = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nlogin="
NO_END = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never:"
THREADS = web.workers * web.threads


def half_sent(run: Launched, text: bytes) -> socket.socket:
    """A connection on which only this much ever came."""
    at = urlsplit(run.address)
    connection = socket.create_connection((at.hostname, at.port), timeout=90)
    connection.sendall(text)
    return connection


def ended(connection: socket.socket) -> bool:
    """Whether the server says its last word on a connection, or cuts it."""
    try:
        while connection.recv(4096):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    finally:
        connection.close()
    return True


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux")
def test_half_sent_requests_on_every_thread_are_ended(folder: Path) -> None:
    with launched(folder, ALLOTMENT_ARRIVE_WITHIN="5") as run:
        for text in (HALF, NO_END):
            slow = [half_sent(run, text) for _ in range(2 * THREADS)]
            assert all(ended(connection) for connection in slow)
            assert eventually(run.answers)
        assert "Traceback" not in run.words()


def test_a_slow_sender_counts_as_one_who_hung_up() -> None:
    here, there = socket.socketpair()
    with there, web.Hurried(fileno=here.detach()) as hurried:
        hurried.until = time.monotonic() + 60
        there.sendall(b"come in time")
        assert hurried.recv(100) == b"come in time"
        hurried.until = time.monotonic()
        with pytest.raises(ConnectionResetError):
            hurried.recv(100)
        assert hurried.gettimeout() is None


def test_a_request_has_half_a_minute_to_arrive() -> None:
    assert web.ARRIVE_WITHIN == 30
