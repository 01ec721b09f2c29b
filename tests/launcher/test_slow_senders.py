"""Under `./run` alone a request that does not arrive is ended, and keeps nobody else out."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from launcher import web
from launcher.waiting_room import Arriving
from tests.launcher.conftest import made_folder, removed
from tests.launcher.launched import Launched, eventually, launched

HALF = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nemail="
NO_END = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never:"
MANY = 64
PATIENCE = 300


@pytest.fixture(scope="module")
def run() -> Iterator[Launched]:
    """A site on which slow requests are ended soon."""
    folder = made_folder()
    with launched(folder, ALLOTMENT_ARRIVE_WITHIN="20") as running:
        yield running
    removed(folder)


def sent(run: Launched, text: bytes) -> socket.socket:
    """A connection on which only this much ever came."""
    at = urlsplit(run.address)
    connection = socket.create_connection((at.hostname, at.port), timeout=PATIENCE)
    connection.sendall(text)
    return connection


def last_word(connection: socket.socket) -> bytes:
    """What the server says until it ends a connection."""
    words = b""
    try:
        while part := connection.recv(4096):
            words += part
    except ConnectionResetError:
        pass
    finally:
        connection.close()
    return words


def is_open(connection: socket.socket) -> bool:
    """Whether the server still waits for the rest: it has neither said anything nor hung up."""
    connection.setblocking(False)
    try:
        connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    else:
        return False
    finally:
        connection.settimeout(PATIENCE)


def page(run: Launched) -> int:
    """Another person's page, by its status."""
    at = urlsplit(run.address)
    asked = http.client.HTTPConnection(str(at.hostname), at.port, timeout=PATIENCE)
    try:
        asked.request("GET", "/accounts/login/")
        answer = asked.getresponse()
        answer.read()
        return answer.status
    finally:
        asked.close()


needs_linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux")


@pytest.mark.slow
@needs_linux
def test_half_sent_requests_are_ended_and_keep_nobody_out(run: Launched) -> None:
    page(run)
    slow = [sent(run, text) for text in (HALF, NO_END, b"") for _ in range(MANY)]
    began = time.monotonic()
    assert page(run) in (200, 302)
    took = time.monotonic() - began
    assert all(map(is_open, slow)), "the page came because the others were ended"
    print(f"\nbeside {len(slow)} half-sent requests a page took {took:.2f} s")  # noqa: T201
    words = [last_word(connection) for connection in slow]
    assert {word.partition(b"\r\n")[0] for word in words} == {b"HTTP/1.1 408 Request Timeout"}
    assert eventually(run.answers)
    assert "Traceback" not in run.words()


def answered(run: Launched, *parts: bytes) -> bytes:
    """What comes back when a request comes in these parts."""
    connection = sent(run, b"")
    for part in parts:
        connection.sendall(part)
        time.sleep(0.05)
    return last_word(connection)


GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CLOSE = b"Connection: close\r\n\r\n"
POST = b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"


@pytest.mark.slow
@needs_linux
def test_a_request_in_small_pieces_is_answered(run: Launched) -> None:
    whole = GET + CLOSE
    pieces = [whole[at : at + 9] for at in range(0, len(whole), 9)]
    assert answered(run, *pieces).startswith(b"HTTP/1.1 200")


@pytest.mark.slow
@needs_linux
def test_a_body_reaches_the_site_whole(run: Launched) -> None:
    """A form is refused unless its last field is the one that the cookie names."""
    token = b"a" * 32
    head = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\n"
    head += b"Cookie: csrftoken=" + token + b"\r\nContent-Length: %d\r\n\r\n"
    form = b"email=nobody%40example.org&csrfmiddlewaretoken=" + token
    large = b"filler=" + b"x" * 9_000_000 + b"&" + form
    for parts in (
        (head % len(form) + form,),
        (head % len(form), form[:5], form[5:]),
        (head % len(large), large[:70_000], large[70_000:-40], large[-40:]),
    ):
        assert answered(run, *parts).split()[1] in (b"200", b"302")
    assert answered(run, head % len(form), form.replace(b"a", b"b")).split()[1] == b"403"


@pytest.mark.slow
@needs_linux
def test_requests_sent_one_after_the_other_without_waiting_are_all_answered(run: Launched) -> None:
    said = answered(run, (GET + b"\r\n") * 3 + GET + CLOSE)
    assert said.count(b"HTTP/1.1 200") == 4


@pytest.mark.slow
@needs_linux
def test_who_asks_whether_to_send_the_body_is_told_to(run: Launched) -> None:
    asks = POST + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    connection = sent(run, asks)
    assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
    connection.sendall(b"abc")
    assert b"HTTP/1.1 403" in last_word(connection)  # it is no form of the site's own


@pytest.mark.slow
@needs_linux
def test_too_much_is_refused_before_it_is_read(run: Launched) -> None:
    assert answered(run, POST + b"Content-Length: 99999999\r\n\r\n").startswith(b"HTTP/1.1 413")
    assert answered(run, GET + b"X: " + b"x" * 70_000).startswith(b"HTTP/1.1 431")
    assert run.answers()


@pytest.mark.slow
@needs_linux
def test_a_length_that_makes_no_sense_is_refused_and_waited_for_by_nobody(run: Launched) -> None:
    for length in (b"-5", b"1e3", b"5, 6", b" "):
        said = answered(run, POST + b"Content-Length: " + length + b"\r\n\r\nabc")
        assert not said.startswith(b"HTTP/1.1 408"), length
    said = answered(run, POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n")
    assert said.startswith(b"HTTP/1.1 411")
    assert "Traceback" not in run.words()


def arriving(*parts: bytes) -> list[bool | int]:
    """What is thought of a request after each part of it."""
    here, there = socket.socketpair()
    found: list[bool | int] = []
    with there, Arriving(fileno=here.detach()) as sock:
        sock.expect(b"", time.monotonic())
        for part in parts:
            there.sendall(part)
            assert sock.take()
            verdict = sock.verdict()
            found.append(verdict[0] if isinstance(verdict, tuple) else verdict)
    return found


def test_a_request_is_whole_with_its_last_byte() -> None:
    head = b"POST / HTTP/1.1\r\ncontent-LENGTH:\t4"
    assert arriving(head, b"\r\n\r", b"\n", b"abc", b"d", b"e") == [False] * 4 + [True, True]
    assert arriving(b"GET / HTTP/1.1\r\n\r\n", b"GET") == [True, True]
    assert arriving(b"POST / HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n") == [411]


def test_who_reads_nothing_counts_as_one_who_hung_up(tmp_path: Path) -> None:
    here, there = socket.socketpair()
    (tmp_path / "large").write_bytes(bytes(9_000_000))
    with there, Arriving(fileno=here.detach()) as sock, (tmp_path / "large").open("rb") as file:
        sock.patience = 0.1
        with pytest.raises(ConnectionResetError, match="nobody reads"):
            sock.sendfile(file)
        with pytest.raises(ConnectionResetError, match="nobody reads"):
            sock.sendall(bytes(9_000_000))


def test_a_request_has_half_a_minute_to_arrive() -> None:
    assert web.ARRIVE_WITHIN == 30
