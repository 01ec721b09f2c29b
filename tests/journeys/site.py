"""A whole installation for one test: web server, worker, mail and clock over a database of its
own.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core import mail
from django.core.handlers.wsgi import WSGIHandler
from django.core.mail import EmailMessage
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

from kit import clock
from tests import postgres

_CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)
_LINK = re.compile(r"https?://[^\s/]+(/\S*)")


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Requests are not worth a line."""


class Mail:
    """The letters that have left the site."""

    def to(self, address: str) -> list[EmailMessage]:
        """Every letter to one address, oldest first."""
        return [letter for letter in mail.outbox if address in letter.to]

    def last(self, address: str) -> EmailMessage:
        assert (letters := self.to(address)), f"no letter to {address}"
        return letters[-1]

    def code(self, address: str) -> str:
        """The newest code sent to an address."""
        return self._newest(_CODE, address)

    def link(self, address: str) -> str:
        """The path of the newest link sent to an address."""
        return self._newest(_LINK, address)

    def _newest(self, what: re.Pattern[str], address: str) -> str:
        for letter in reversed(self.to(address)):
            if found := what.search(str(letter.body)):
                return found[1]
        raise AssertionError(f"nothing like {what.pattern} was sent to {address}")


class Site:
    """A running site at `url`."""

    def __init__(self, database: str, url: str) -> None:
        self.database, self.url = database, url
        self.mail = Mail()

    def now(self) -> datetime:
        """The site's own time, UTC."""
        return clock.now()

    def move(self, *, days: float = 0, to: datetime | None = None) -> None:
        """Move the clock for threads, browser and database together, then let the worker notice."""
        by = to - self.now() if to else timedelta(days=days)
        with postgres.owner_connection(self.database) as owner:
            owner.execute("UPDATE kit_clock_offset SET by = by + %s", [by])
        self.work(periodic=True)

    def work(self, *, periodic: bool = False) -> None:
        """Run the real worker until nothing is left to do; with the periodic jobs when asked."""
        if periodic:
            _defer_periodic()
        failures: list[BaseException] = []

        def run() -> None:
            try:
                asyncio.run(_work())
            except BaseException as failure:
                failures.append(failure)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(timeout=60)
        assert not thread.is_alive(), "the worker did not come to an end"
        if failures:
            raise failures[0]
        self._nothing_failed()

    def _nothing_failed(self) -> None:
        with postgres.owner_connection(self.database) as owner:
            rows = owner.execute(
                "SELECT task_name, args FROM procrastinate_jobs"
                " WHERE attempts > 0 AND status IN ('todo', 'failed')"
            ).fetchall()
        assert not rows, f"jobs failed: {rows}"


def _defer_periodic() -> None:
    for periodic in list(app.periodic_registry.periodic_tasks.values()):
        try:
            periodic.task.defer(timestamp=int(time.time()))
        except AlreadyEnqueued:
            continue


async def _work() -> None:
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(
                wait=False, listen_notify=False, install_signal_handlers=False, concurrency=1
            )


@contextmanager
def running(database: str) -> Iterator[Site]:
    """Serve `database`, which Django's connections already point at, on a free loopback port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Site(database, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
