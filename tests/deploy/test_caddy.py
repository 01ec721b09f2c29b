"""Debian's Caddy with deploy/Caddyfile lets slow senders keep nobody out, and ends them."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher import test_slow_senders as senders
from tests.launcher.conftest import made_folder, removed
from tests.launcher.launched import Launched, eventually, launched

FILE = Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"
CADDY = shutil.which("caddy")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CADDY is None, reason="there is no caddy: apt-get install caddy"),
]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def told_for_a_test(site: Launched, port: int) -> str:
    """The file, for an address without a certificate, with less patience and no second door."""
    text = FILE.read_text()
    for words, others in (
        ("\n{\n", "\n{\n\tadmin off\n"),
        ("\nmoney.example.org {", f"\nhttp://127.0.0.1:{port} {{"),
        ("127.0.0.1:8000", site.address.removeprefix("http://").rstrip("/")),
        ("read_body 30s", "read_body 15s"),
        ("read_header 10s", "read_header 15s"),
    ):
        assert words in text, words
        text = text.replace(words, others)
    return text


class Behind(Launched):
    """The site, by the address of its door."""

    def __init__(self, site: Launched, port: int) -> None:
        self.folder, self.log, self.process = site.folder, site.log, site.process
        self.port = port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture(scope="module")
def door() -> Iterator[Behind]:
    folder = made_folder()
    with launched(folder) as site:
        port = free_port()
        (folder / "Caddyfile").write_text(told_for_a_test(site, port))
        command = [str(CADDY), "run", "--adapter", "caddyfile"]
        command += ["--config", str(folder / "Caddyfile")]
        env = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with (folder / "caddy.log").open("wb") as log:
            caddy = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            there = Behind(site, port)
            assert eventually(there.answers), (folder / "caddy.log").read_text()
            yield there
        finally:
            caddy.terminate()
            caddy.wait()
    removed(folder)


def test_half_sent_requests_keep_nobody_out_and_are_ended(door: Behind) -> None:
    senders.page(door)
    kinds = (senders.HALF, senders.NO_END, b"")
    slow = [senders.sent(door, text) for text in kinds for _ in range(senders.MANY)]
    assert senders.page(door) in (200, 302)
    assert all(map(senders.is_open, slow)), "the page came because the others were ended"
    for connection in slow:
        senders.last_word(connection)  # it comes, or the connection is cut
    assert eventually(door.answers)
    assert "Traceback" not in door.words()


def test_a_whole_form_comes_through(door: Behind) -> None:
    senders.test_a_body_reaches_the_site_whole(door)
