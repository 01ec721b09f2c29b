"""A database that is away, busy or full: a page that says to wait, and one line in the log."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client

from kit.faults import OneLine
from people.models import User
from tests import factories, postgres
from tests.config.conftest import ROOT, environment
from tests.config.falling import SECRET
from tests.config.test_health import NO_DATABASE

AWAY = ["57P01", "57P03", "57014", "53300", "53100", "53200", "55P03", "40P01", "25P03", "08006"]
OURS = ["22012", "42P01", "XX000", "54000", "23514"]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Site:
    """The site as its server calls it: connections are looked at when a request begins."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()

    def ask(self, path: str, cookie: str = "", **posted: str) -> Answer:
        body = urlencode(posted).encode()
        facts: list[tuple[str, list[tuple[str, str]]]] = []
        environ = {
            "REQUEST_METHOD": "POST" if posted else "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": cookie,
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        chunks = self.application(environ, lambda *line: facts.append(line[:2]))  # type: ignore[arg-type]
        text = b"".join(chunks).decode()
        chunks.close()
        status, headers = facts[0]
        return Answer(int(status.split()[0]), dict(headers), text)


@pytest.fixture
def site(committed_db: str) -> Site:
    return Site()


@pytest.fixture
def someone(site: Site) -> User:
    return factories.resident(factories.area())


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own log would hold: its handler, writing here."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(OneLine())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def terminate(name: str, pid: int) -> None:
    """End one of the site's connections, as a restart of the server does."""
    with postgres.app_connection(name) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def signed_in(person: User) -> str:
    client = Client()
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}"


def assert_says_to_wait(answer: Answer) -> None:
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "60"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Try again in a minute" in answer.text
    assert 'class="masthead"' in answer.text


@pytest.mark.django_db
@pytest.mark.urls("tests.config.falling")
@pytest.mark.parametrize("code", AWAY)
def test_a_database_that_is_away_or_busy_is_a_page_that_says_to_wait(
    code: str, log: io.StringIO
) -> None:
    page = Client(raise_request_exception=False).get(f"/fall/database/{code}/")
    text = page.content.decode()
    assert_says_to_wait(Answer(page.status_code, dict(page.headers), text))
    assert SECRET not in text + log.getvalue()
    (line,) = log.getvalue().splitlines()
    assert line.startswith(f"/fall/database/{code}/: the database")
    assert line.endswith(f"({code})")


@pytest.mark.django_db
@pytest.mark.urls("tests.config.falling")
@pytest.mark.parametrize("code", OURS)
def test_a_fault_of_ours_is_still_told_whole_in_the_log(code: str, log: io.StringIO) -> None:
    page = Client(raise_request_exception=False).get(f"/fall/database/{code}/")
    assert page.status_code in (400, 409, 500)
    assert page.status_code != 500 or "Traceback" in log.getvalue()


@pytest.mark.django_db
@pytest.mark.urls("tests.config.falling")
def test_a_full_disk_is_a_page_that_says_to_wait(log: io.StringIO) -> None:
    page = Client(raise_request_exception=False).get("/fall/full/")
    assert page.status_code == 503
    assert log.getvalue() == "/fall/full/: the disk is full\n"


@pytest.mark.django_db
@pytest.mark.urls("tests.config.falling")
def test_what_a_visitor_sends_leaves_no_traceback(log: io.StringIO) -> None:
    page = Client(raise_request_exception=False).post(
        "/fall/many/", {f"{SECRET}{n}": SECRET for n in range(2_100)}
    )
    assert page.status_code == 400
    assert Client(raise_request_exception=False).get("/fall/bad/").status_code == 400
    assert "Traceback" not in log.getvalue()
    assert SECRET not in log.getvalue()
    assert "/fall/many/: refused (TooManyFieldsSent)" in log.getvalue()


def test_after_a_dropped_connection_the_next_request_works(
    site: Site, someone: User, committed_db: str
) -> None:
    assert site.ask("/east-marsh/").status == 200
    terminate(committed_db, backend())
    assert site.ask("/east-marsh/").status == 200


@pytest.mark.parametrize("path", ["/", "/east-marsh/", "/me/", "/no/such/page/", "/api/v1/places/"])
def test_every_page_waits_while_no_connection_is_free(
    site: Site, someone: User, committed_db: str, path: str, log: io.StringIO
) -> None:
    cookie = signed_in(someone)
    before = site.ask(path, cookie).status
    connection.close()
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT 0')
        assert_says_to_wait(site.ask(path, cookie))
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT -1')
    assert log.getvalue() == f"{path}: the database does not answer\n"
    assert site.ask(path, cookie).status == before < 500


def test_a_table_that_somebody_holds_is_waited_for_three_seconds(
    site: Site, someone: User, committed_db: str
) -> None:
    with postgres.owner_connection(committed_db) as owner, owner.transaction():
        owner.execute("LOCK TABLE places_neighbourhood IN ACCESS EXCLUSIVE MODE")
        assert_says_to_wait(site.ask("/east-marsh/"))
    assert site.ask("/east-marsh/").status == 200


def test_what_somebody_wrote_is_shown_again(site: Site, someone: User, committed_db: str) -> None:
    connection.close()
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT 0')
        answer = site.ask("/east-marsh/ideas/", text="A bench <by> the pond", title="Bench")
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT -1')
    assert_says_to_wait(answer)
    assert "A bench &lt;by&gt; the pond" in answer.text
    assert "look whether it is there" in answer.text


def test_a_command_without_its_database_ends_with_a_line() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check_books"],
        env=environment(DATABASE_URL=NO_DATABASE),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Stopped: the database does not answer.\n"
