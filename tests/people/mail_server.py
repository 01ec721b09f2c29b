"""A mail server on loopback that answers RCPT as a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, TCPServer
from typing import cast


class MailServer(TCPServer):
    """Takes letters one connection after the other; `answer` is what it says to RCPT."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answer = "250 ok"
        self.taken: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(StreamRequestHandler):
    def handle(self) -> None:
        server = cast("MailServer", self.server)
        answers = {"RCPT": server.answer, "DATA": "354 go on", "QUIT": "221 bye"}
        self._say("220 test")
        for line in self.rfile:
            verb = line[:4].decode().upper()
            self._say(answers.get(verb, "250 ok"))
            if verb == "DATA":
                server.taken.append(self._letter())
                self._say("250 taken")
            if verb == "QUIT":
                return

    def _letter(self) -> str:
        return "".join(line.decode() for line in iter(self.rfile.readline, b".\r\n"))

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def running() -> Iterator[MailServer]:
    """A mail server that listens until the block ends."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
