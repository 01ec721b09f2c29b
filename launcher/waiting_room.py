"""Where a request waits until it has come whole, so that no thread waits for a slow sender.

gunicorn gives a connection to one of its few threads and lets that read: a handful of half-sent
requests would keep everybody else out. Here its main loop reads them all, side by side, and gives
one to a thread when it is whole. Who takes too long, or sends too much, is told so and cut off.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from socket import _SendableFile

    from _typeshed import ReadableBuffer

AT_ONCE = 65_536  # bytes read at a time
HEAD_LIMIT = 65_536  # bytes of a request's head
BODY_LIMIT = 32_000_000  # bytes of a request's body; the largest photo taken has fewer
# Bytes that all who wait in one process may have sent. Memory is limited, and sixteen of the
# largest photos may well come to the same process.
ROOM = 176_000_000
ALWAYS_ROOM = 65_536  # bytes that anybody may have sent, whoever else waits: pages always come
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,19})[ \t]*\r\n", re.IGNORECASE)
CODED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)

TOO_SLOW = (408, "Request Timeout", "This took too long to arrive. Please try again.")
NO_LENGTH = (411, "Length Required", "Please send it with its Content-Length.")  # Django needs it
TOO_LARGE = (413, "Content Too Large", "This is too large to be taken.")
HEAD_TOO_LARGE = (431, "Request Header Fields Too Large", "This is too large to be taken.")
NO_ROOM = (
    503,
    "Service Unavailable",
    "Too much is arriving at once. Please try again in a minute.",
)
Answer = tuple[int, str, str]


class Arriving(socket.socket):
    """A connection with what has come on it so far; a thread that reads it gets that alone."""

    come: bytearray
    until: float
    told_to_go_on = False
    patience = 30.0  # seconds for somebody to take a part of what is sent to them

    def expect(self, already: bytes, until: float) -> None:
        """Begin to wait for the next request, of which this much has come."""
        self.come = bytearray(already)
        self.until = until
        self.told_to_go_on = False
        self.setblocking(False)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """What has come. Where more is wanted than a whole request has, nobody waits for it."""
        part = bytes(self.come[:size])
        del self.come[:size]
        if not part:
            raise ConnectionResetError(errno.ECONNRESET, "no more has come")
        return part

    def sendall(self, data: ReadableBuffer, flags: int = 0, /) -> None:
        """Send, but not for ever to somebody who does not read: they count as one who hung up."""
        self.settimeout(self.patience)
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "nobody reads") from None

    def sendfile(self, file: _SendableFile, offset: int = 0, count: int | None = None) -> int:
        """The same for a file."""
        self.settimeout(self.patience)
        try:
            return super().sendfile(file, offset, count)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "nobody reads") from None

    def take(self) -> bool:
        """Take what there is to read now; False when the sender has hung up."""
        try:
            part = super().recv(AT_ONCE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.come += part
        return bool(part)

    def verdict(self) -> bool | Answer:
        """Whether the request is whole, or why it can't be taken."""
        head = self.come.find(END_OF_HEAD, 0, HEAD_LIMIT)
        if head < 0:
            return HEAD_TOO_LARGE if len(self.come) > HEAD_LIMIT else False
        words, start = bytes(self.come[: head + 2]), head + len(END_OF_HEAD)
        if CODED.search(words):
            return NO_LENGTH
        length = LENGTH.search(words)
        size = int(length[1]) if length else 0
        if size > BODY_LIMIT:
            return TOO_LARGE
        whole = len(self.come) - start >= size
        if not whole and EXPECTS.search(words):
            self._tell_to_go_on()
        return whole

    def _tell_to_go_on(self) -> None:
        if not self.told_to_go_on:
            self.told_to_go_on = True
            with suppress(OSError):
                self.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def say(self, answer: Answer) -> None:
        """A last word to somebody who is not served."""
        code, reason, words = answer
        head = f"HTTP/1.1 {code} {reason}\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        with suppress(OSError):
            self.send(f"{head}Content-Length: {len(words)}\r\n\r\n{words}".encode())


class Unreader(Protocol):
    """What gunicorn has read of a connection and not used."""

    def take_buffered(self) -> bytes:
        """Take it."""

    def unread(self, data: bytes, /) -> None:
        """Put it back."""


class Parser(Protocol):
    """gunicorn's reader of a connection's requests."""

    unreader: Unreader


class Connection(Protocol):
    """A connection as gunicorn knows it."""

    sock: socket.socket
    parser: Parser | None
    data_ready: bool

    def close(self) -> None:
        """Close it."""


class Worker(Protocol):
    """One of gunicorn's workers with threads; `ppid` is gunicorn's own process, before the fork."""

    ppid: int
    alive: bool
    nr_conns: int
    poller: selectors.BaseSelector
    enqueue_req: Callable[[Connection], None]
    handle: Callable[[Connection], object]
    murder_pending: Callable[[], None]


class WaitingRoom:
    """All the requests of one worker that have not come whole; used by its main loop alone."""

    def __init__(self, worker: Worker, seconds: float) -> None:
        self.worker, self.seconds = worker, seconds
        self.waiting: dict[Connection, Arriving] = {}
        self.inside: dict[Connection, Arriving] = {}  # those too whom a thread has, or will have
        self.to_a_thread = worker.enqueue_req
        self.sweep_before, self.handle_before = worker.murder_pending, worker.handle
        worker.enqueue_req = self.admit
        worker.murder_pending = self.sweep
        worker.handle = self.handle

    def admit(self, connection: Connection) -> None:
        """Wait for the next request of a connection."""
        sock = connection.sock
        if not isinstance(sock, Arriving):
            sock = connection.sock = Arriving(fileno=sock.detach())
        read = connection.parser.unreader.take_buffered() if connection.parser else b""
        sock.expect(read, time.monotonic() + self.seconds)
        self.waiting[connection] = self.inside[connection] = sock
        self.worker.poller.register(sock, selectors.EVENT_READ, lambda _: self.look(connection))
        self.look(connection)

    def look(self, connection: Connection) -> None:
        """Take what has come, and give the request to a thread when it is whole."""
        sock = self.waiting[connection]
        if not sock.take():
            self._let_go(connection)
            return
        verdict = sock.verdict()
        if not isinstance(verdict, tuple) and self._is_full(sock):
            verdict = NO_ROOM
        if isinstance(verdict, tuple):
            sock.say(verdict)
            self._let_go(connection)
        elif verdict:
            self._leave(connection)
            connection.data_ready = True
            self.to_a_thread(connection)

    def handle(self, connection: Connection) -> object:
        """Answer a whole request, in a thread. What came after it is the beginning of the next."""
        try:
            answered = self.handle_before(connection)
        finally:
            sock = self.inside.pop(connection)
        if answered and sock.come and connection.parser:
            unreader = connection.parser.unreader
            unreader.unread(unreader.take_buffered() + sock.come)
        sock.come.clear()
        return answered

    def sweep(self) -> None:
        """Cut off who takes too long; all of them, when the worker stops."""
        self.sweep_before()
        now = time.monotonic()
        for connection, sock in list(self.waiting.items()):
            if sock.until < now or not self.worker.alive:
                sock.say(TOO_SLOW)
                self._let_go(connection)

    def _is_full(self, sock: Arriving) -> bool:
        """Whether this one has sent more than there is room for."""
        if len(sock.come) <= ALWAYS_ROOM:
            return False
        return sum(len(other.come) for other in list(self.inside.values())) > ROOM

    def _leave(self, connection: Connection) -> None:
        del self.waiting[connection]
        self.worker.poller.unregister(connection.sock)

    def _let_go(self, connection: Connection) -> None:
        self._leave(connection)
        del self.inside[connection]
        self.worker.nr_conns -= 1
        connection.close()
