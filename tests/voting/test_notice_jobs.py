"""Notices after the close: queued whoever closes, tried again, taken over from a dead worker."""

from __future__ import annotations

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app

from kit import site_key
from kit.tasks import take_again
from pages import working
from rounds import actions as rounds
from tests import postgres
from tests.config.conftest import ROOT, environment
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene, move_clock
from voting import actions, notice_jobs, tasks

JOBS = "SELECT args->>'round_id', status::text FROM procrastinate_jobs WHERE task_name = %s"


def sql(statement: str, *arguments: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return list(cursor.fetchall()) if cursor.description else []


def notices() -> list[tuple[str, str]]:
    return sql(JOBS, notice_jobs.TASK)


def give_up() -> None:
    """As after the last attempt of each job."""
    sql("UPDATE procrastinate_jobs SET status = 'doing'")
    sql("UPDATE procrastinate_jobs SET status = 'failed', attempts = 6")


def test_whoever_closes_the_vote_has_the_notices_sent(vote: Scene) -> None:
    voter = vote.voter()
    vote.vote(voter, 1)
    assert notices() == []
    scenes.move_clock(11 * DAY)
    actions.close(vote.round, by=vote.officer, role="officer")
    assert notices() == [(str(vote.round.pk), "todo")]
    assert tasks.send_notices(str(vote.round.pk)) == 1
    assert [letter.to for letter in mail.outbox] == [[voter.email]]
    assert tasks.send_notices(str(vote.round.pk)) == 0


def test_notices_that_no_attempt_could_send_are_tried_again(vote: Scene) -> None:
    vote.end()
    give_up()
    assert tasks.chase_notices(0) == 1
    assert notices() == [(str(vote.round.pk), "todo")]
    assert tasks.chase_notices(0) == 0


def test_officers_read_of_notices_that_no_attempt_could_send(vote: Scene) -> None:
    vote.end()
    assert not [line for line in working.lines() if "your vote was recorded" in line.means]
    give_up()
    (line,) = [line for line in working.lines() if line.part == "Jobs"]
    assert line.means.startswith("In 1 vote the e-mail “your vote was recorded” could not be sent")
    assert line.state == "look"


def test_notices_are_not_tried_again_while_others_of_the_round_wait(vote: Scene) -> None:
    vote.end()
    notice_jobs.defer(vote.round)
    give_up()
    notice_jobs.defer(vote.round)
    assert tasks.chase_notices(0) == 0
    give_up()
    assert tasks.chase_notices(0) == 1
    assert sorted(state for _, state in notices()) == ["failed", "failed", "todo"]


def test_notices_of_a_cancelled_round_are_let_be(vote: Scene) -> None:
    vote.end()
    give_up()
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    assert tasks.chase_notices(0) == 0


def test_notices_of_a_vote_that_ended_long_ago_are_let_be(vote: Scene) -> None:
    vote.end()
    give_up()
    move_clock(8 * DAY)
    assert tasks.chase_notices(0) == 0


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters; while `silent` it takes connections and says nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.silent = True
        self.reached = threading.Event()
        self.letters: list[str] = []


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.reached.set()
        if self.server.silent:
            self.rfile.read()
            return
        self._say("220 here")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word == "DATA":
                self._say("354 go on")
                self.server.letters.append("".join(self._letter()))
            self._say("221 bye" if word == "QUIT" else "250 good")

    def _letter(self) -> Iterator[str]:
        for line in self.rfile:
            if line == b".\r\n":
                return
            yield line.decode()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def worker(database: str, mail_server: MailServer, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real worker, in a process of its own."""
    (Path(settings.SECRETS) / site_key.FILE).write_bytes(site_key.key())
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    env = environment(
        DATABASE_URL=f"{address.rpartition('/')[0]}/{database}" + (f"?{query}" if query else ""),
        ALLOTMENT_SECRETS=str(settings.SECRETS),
        EMAIL_URL=f"smtp://127.0.0.1:{mail_server.server_address[1]}",
    )
    command = [sys.executable, str(ROOT / "manage.py"), "procrastinate", "worker"]
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def eventually(question: Callable[[], bool], seconds: float = 90) -> bool:
    """Whether something becomes true within so many seconds."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.slow
def test_notices_of_a_worker_that_was_killed_are_sent_by_the_next(
    committed_vote: Scene, committed_db: str, mail_server: MailServer, tmp_path: Path
) -> None:
    voter = committed_vote.voter()
    committed_vote.vote(voter, 1)
    committed_vote.end()
    log = tmp_path / "worker.log"
    with worker(committed_db, mail_server, log) as first:
        assert mail_server.reached.wait(90), log.read_text()
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert notices() == [(str(committed_vote.round.pk), "doing")]

    # Half a minute later.
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    sql("DELETE FROM procrastinate_jobs WHERE task_name = 'kit.take_again'")
    app.configure_task(take_again.name).defer(timestamp=0)
    mail_server.silent = False
    with worker(committed_db, mail_server, log):
        assert eventually(lambda: notices() == []), log.read_text()
    assert len([one for one in mail_server.letters if f"To: {voter.email}" in one]) == 1
    assert "Traceback" not in log.read_text()
    with postgres.owner_connection(committed_db) as owner:
        noticed = owner.execute("SELECT count(*) FROM ballot.noticed").fetchone()
    assert noticed == (1,)


def test_no_job_names_a_voter() -> None:
    assert app.tasks[notice_jobs.TASK].func.__annotations__.keys() == {"round_id", "return"}
