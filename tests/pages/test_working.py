"""Is everything working? Each thing is put wrong for real, and the page says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.mail.backends.smtp import EmailBackend as Backend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django import app

from pages import readiness, working
from pages.working import jobs, mail
from pages.working.line import WorkingLine
from people import delivery, post
from people.models import Letter, User
from places.models import Neighbourhood
from rounds import turns
from rounds.models import Round
from tests import factories, postgres
from tests.conftest import Clock
from tests.pages.test_readiness import small_disk, sql
from tests.people.mail_server import MailServer, running
from tests.postgres import as_owner

__all__ = ["small_disk"]
URL = "/staff/site/working/"


@pytest.fixture(autouse=True)
def _looks_anew() -> Iterator[None]:
    look_again()
    yield
    look_again()


def look_again() -> None:
    readiness.look_again()
    mail.ask_again()


@pytest.fixture
def desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def page(desk: Client) -> str:
    look_again()
    answer = desk.get(URL)
    assert answer.status_code == 200
    return answer.content.decode()


def wrong() -> list[WorkingLine]:
    """The lines of what doesn't work or is to be looked at."""
    look_again()
    return [line for line in working.lines() if line.state != "works"]


def the_line() -> WorkingLine:
    """The only thing that is wrong; each says what to do, and who does it."""
    (line,) = wrong()
    assert line.means
    assert line.to_do
    assert line.who
    return line


# All is well


def test_when_all_is_well_one_sentence_says_so(desk: Client) -> None:
    text = page(desk)
    assert "Yes, everything works." in text
    assert "Doesn't work" not in text
    assert "Look at this" not in text
    assert {line.part for line in working.lines()} == {
        "Database",
        "Disks",
        "Background work",
        "Jobs",
        "E-mail",
        "Rounds",
        "Limits",
    }


def test_officers_find_it_from_their_desk(desk: Client, area: Neighbourhood) -> None:
    for desk_page in (reverse("pages:staff"), reverse("pages:staff-area", args=[area])):
        assert f'href="{URL}"' in desk.get(desk_page).content.decode()


def test_it_asks_the_database_as_often_for_many_rounds_as_for_one(
    desk: Client, area: Neighbourhood
) -> None:
    def queries() -> int:
        look_again()
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(URL).status_code == 200
        return len(asked)

    late_vote(area)
    one = queries()
    for _ in range(3):
        late_vote(area)
        factories.round_in("panel", area)
    assert queries() == one


# The parts that the site stands on


def test_a_database_that_does_not_know_the_site_is_told(committed_db: str) -> None:
    officer = factories.with_role("officer", factories.area())
    desk = Client()
    desk.force_login(officer)
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("DELETE FROM kit_site_key")
    connection.close()
    text = page(desk)
    assert "does not know this site&#x27;s key" in text
    assert "Doesn&#x27;t work" in text


@pytest.mark.django_db
def test_a_full_disk_is_told_with_what_it_means(small_disk: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = small_disk
    assert not wrong()
    (small_disk / "much").write_bytes(bytes(200 * 1024))
    line = the_line()
    assert (line.part, line.word) == ("Disks", "Doesn't work")
    assert "uploads" in line.means
    assert "No space left" in line.means


@pytest.mark.django_db
def test_a_worker_that_died_is_told() -> None:
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '6 min')")
    line = the_line()
    assert (line.part, line.word) == ("Background work", "Doesn't work")
    assert "votes that end are not closed" in line.means


def test_without_the_table_of_limits_the_page_still_stands(desk: Client) -> None:
    as_owner("ALTER TABLE kit_cache RENAME TO kit_cache_away")
    text = page(desk)
    assert "Limits" in text
    assert "could not be looked at" in text
    assert {line.part for line in wrong()} == {"Limits"}


def test_without_the_queue_of_jobs_the_page_still_stands(desk: Client) -> None:
    as_owner("ALTER TABLE procrastinate_jobs RENAME TO jobs_away")
    assert "could not be looked at" in page(desk)
    assert {line.part for line in wrong()} >= {"Jobs"}


# Jobs


def failed(task: str, *, by_itself: bool = False) -> int:
    """A job that was tried to the end."""
    job = int(app.configure_task(task).defer(timestamp=1))
    if by_itself:
        sql(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
            f" VALUES ('{task}', extract(epoch FROM now())::bigint, {job})"
        )
    sql(f"SELECT * FROM procrastinate_fetch_job_v2(NULL, {a_worker()})")
    sql(f"SELECT procrastinate_finish_job_v1({job}, 'failed', false)")
    return job


def a_worker() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM procrastinate_register_worker_v1()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_job_that_did_not_end_well_is_told_by_what_it_does() -> None:
    failed("voting.close_due", by_itself=True)
    line = the_line()
    assert line.means == ("A job did not end well the last time: closing votes that have ended.")


@pytest.mark.django_db
def test_a_job_whose_next_turn_ended_well_is_no_trouble_any_more() -> None:
    failed("voting.close_due", by_itself=True)
    sql("UPDATE procrastinate_periodic_defers SET job_id = NULL")
    assert not wrong()


@pytest.mark.django_db
def test_a_letter_that_was_tried_to_the_end_is_told_by_the_letter_alone() -> None:
    failed("people.send_letter")
    assert not wrong()


@pytest.mark.django_db
def test_a_job_that_nobody_takes_is_told() -> None:
    app.configure_task("kit.forget_expired").defer(timestamp=1)
    a_worker()
    assert not wrong()
    as_owner("UPDATE procrastinate_events SET at = now() - interval '11 min'")
    assert "1 job has waited for the worker since" in the_line().means


@pytest.mark.django_db
def test_a_job_that_never_ends_is_told() -> None:
    app.configure_task("kit.forget_expired").defer(timestamp=1)
    sql(f"SELECT * FROM procrastinate_fetch_job_v2(NULL, {a_worker()})")
    as_owner("UPDATE procrastinate_events SET at = now() - interval '50 min'")
    assert not wrong()
    as_owner("UPDATE procrastinate_events SET at = now() - interval '61 min'")
    assert "1 job has been at work since" in the_line().means


def test_every_job_of_the_site_has_words() -> None:
    ours = {name for name in app.tasks if not name.startswith("builtin:")}
    assert set(jobs.WORDS) == ours - {"procrastinate.builtin_tasks.remove_old_jobs"}


# E-mail


def written(key: str = "a") -> Letter:
    letter = post.write(
        to="somebody@example.org",
        template="email/people/invitation.txt",
        context={"invitation": None, "role": "auditor", "place": "East Marsh", "link": "x"},
        key=key,
    )
    assert letter is not None
    sql("DELETE FROM procrastinate_jobs")  # the worker was killed with it in hand
    return letter


@pytest.mark.django_db
def test_it_says_when_the_last_letter_left(mail_server: MailServer, clock: Clock) -> None:
    delivery.deliver(written().pk)
    (line,) = [line for line in working.lines() if line.part == "E-mail"]
    assert line.state == "works"
    assert line.means.startswith("The mail server answers. The last letter left at ")


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_told(mail_server: MailServer, settings: Any) -> None:
    assert not wrong()
    settings.EMAIL_PORT = 1
    line = the_line()
    assert (line.part, line.word) == ("E-mail", "Doesn't work")
    assert line.means.startswith("The mail server does not answer.")


class Watched(Backend):
    """The mail server's client, and whether a transaction was open whenever it connected."""

    opened: ClassVar[list[bool]] = []

    def open(self) -> bool | None:
        self.opened.append(connection.in_atomic_block)
        return super().open()


def test_no_transaction_waits_for_the_mail_server(
    committed_db: str, mail_server: MailServer, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Watched"
    assert [line.word for line in working.lines() if line.part == "E-mail"] == ["Works"]
    assert Watched.opened == [False]


@pytest.mark.django_db
def test_a_real_site_without_a_mail_server_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = "people.kept_mail.Backend"
    settings.PRODUCTION = True
    assert [line.means.partition(":")[0] for line in wrong() if line.part == "E-mail"] == [
        "No mail server is set"
    ]


@pytest.mark.django_db
def test_a_site_on_a_laptop_without_a_mail_server_does_not_say_that_everything_works(
    desk: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "people.kept_mail.Backend"
    text = page(desk)
    assert "Yes, everything works." not in text
    assert "EMAIL_URL" in the_line().to_do
    assert "can sign in as anybody" in the_line().means


@pytest.mark.django_db
def test_a_demonstration_has_no_mail_server_on_purpose(settings: Any) -> None:
    factories.area(is_demonstration=True)
    settings.EMAIL_BACKEND = "people.kept_mail.Backend"
    assert not wrong()


@pytest.mark.django_db
def test_letters_that_wait_are_told_and_then_those_that_were_given_up(
    mail_server: MailServer, clock: Clock
) -> None:
    written()
    assert not wrong()
    clock.move(timedelta(minutes=20))
    assert "1 letter has waited since" in the_line().means
    clock.move(timedelta(days=2))
    assert "1 letter of the last days could not be sent" in the_line().means
    clock.move(timedelta(days=8))
    assert not wrong()


@pytest.mark.django_db
def test_letters_that_were_refused_are_told_for_a_week(
    mail_server: MailServer, clock: Clock
) -> None:
    mail_server.answer = "550 5.1.1 no such mailbox"
    assert delivery.deliver(written().pk) is False
    assert "mail servers refused 1 letter:" in the_line().means
    clock.move(timedelta(days=8))
    assert not wrong()


# Backups


def backup(folder: Path, *, hours_ago: float, complete: bool = True) -> None:
    made = datetime.now(UTC) - timedelta(hours=hours_ago)
    here = folder / f"{made:%Y-%m-%dT%H%M%SZ}"
    here.mkdir()
    if complete:
        (here / "SHA256SUMS").touch()


@pytest.mark.django_db
def test_the_age_of_the_last_backup_is_told(settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS = folder = tmp_path / "backups"
    assert "can't be read: No such file" in the_line().means
    folder.mkdir()
    (folder / ".lock").touch()
    assert the_line().means.startswith("There is no backup.")
    backup(folder, hours_ago=100)
    assert (the_line().word, the_line().part) == ("Doesn't work", "Backups")
    backup(folder, hours_ago=40)
    assert the_line().word == "Look at this"
    backup(folder, hours_ago=1, complete=False)
    assert the_line().word == "Look at this"
    backup(folder, hours_ago=2)
    assert not wrong()


def test_a_backup_is_found_as_the_script_makes_it() -> None:
    script = (postgres.ROOT / "deploy" / "backup").read_text()
    assert "name=$(date --utc +%Y-%m-%dT%H%M%SZ)" in script
    assert "sha256sum database.dump media.tar.gz >SHA256SUMS" in script


@pytest.mark.django_db
def test_a_real_site_that_does_not_know_its_backups_says_so(settings: Any) -> None:
    settings.PRODUCTION = True
    assert "ALLOTMENT_BACKUPS" in the_line().to_do


# Rounds


def late_vote(area: Neighbourhood) -> Round:
    """A round whose vote ended a quarter of an hour ago while its worker stood still."""
    ended = datetime.now(UTC) - timedelta(minutes=15)
    round_ = factories.round_in("voting", area, voting_closes_at=ended)
    turns.notice(round_)
    return round_


@pytest.mark.django_db
def test_a_vote_that_ended_and_is_not_closed_is_told(area: Neighbourhood) -> None:
    late_vote(area)
    line = the_line()
    assert line.word == "Doesn't work"
    assert "The vote of round 1 in East Marsh ended at" in line.means


@pytest.mark.django_db
def test_a_phase_that_nobody_wrote_down_is_told(area: Neighbourhood) -> None:
    round_ = factories.round_in("ideas", area)
    assert "has been at “Ideas” since" in the_line().means
    turns.notice(round_)
    assert not wrong()


@pytest.mark.django_db
def test_it_never_tells_how_many_ballots_wait(area: Neighbourhood, desk: Client) -> None:
    factories.round_in("voting", area)
    with CaptureQueriesContext(connection) as asked:
        desk.get(URL)
    statements = " ".join(query["sql"] for query in asked)
    assert "ballot." not in statements
    assert "voting_rollentry" not in statements


def test_what_is_worst_comes_first(
    desk: Client, area: Neighbourhood, settings: Any, tmp_path: Path
) -> None:
    factories.round_in("ideas", area)
    settings.BACKUPS = tmp_path / "none"
    assert [line.state for line in wrong()] == ["broken", "look"]
    text = page(desk)
    assert text.index("Backups") < text.index("Rounds")
    assert os.strerror(2) in text
