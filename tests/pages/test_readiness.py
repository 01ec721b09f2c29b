"""What a watcher is told: each place that must take a write is written to."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from pages import readiness
from tests import postgres
from tests.postgres import as_owner


@pytest.fixture(autouse=True)
def _looks_anew() -> Iterator[None]:
    readiness.look_again()
    yield
    readiness.look_again()


def ask() -> tuple[int, str]:
    readiness.look_again()
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 256 kB, where the machine lets us have one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=0777", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_site_that_its_database_does_not_know_is_told(committed_db: str) -> None:
    assert ask()[0] == 200
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("DELETE FROM kit_site_key")
    assert ask()[0] == 200, "who was known before stays so"
    connection.close()
    code, text = ask()
    assert code == 503
    assert "does not know this site's key" in text


@pytest.mark.django_db
@pytest.mark.parametrize("setting", ["MEDIA_ROOT", "SECRETS"])
def test_a_full_disk_is_told(small_disk: Path, settings: Any, setting: str) -> None:
    setattr(settings, setting, small_disk)
    assert ask() == (200, "ok")
    (small_disk / "much").write_bytes(bytes(200 * 1024))
    name = {"MEDIA_ROOT": "uploads", "SECRETS": "secrets"}[setting]
    line = f"The folder of {name} can't be written to: No space left on device."
    assert ask() == (503, line)
    assert Client().get("/healthz").content == b"ok"
    (small_disk / "much").unlink()
    assert ask() == (200, "ok")
    assert list(small_disk.iterdir()) == []


@pytest.mark.django_db
def test_a_full_disk_of_temporary_files_is_told(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    (small_disk / "much").write_bytes(bytes(200 * 1024))
    line = "The folder of temporary files can't be written to: No space left on device."
    assert ask() == (503, line)


@pytest.mark.django_db
def test_each_trouble_has_a_line_of_its_own(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = settings.SECRETS = tmp_path / "file"
    status, text = ask()
    assert status == 503
    assert [line.partition(" can't")[0] for line in text.splitlines()] == [
        "The folder of uploads",
        "The folder of secrets",
    ]


def test_a_database_that_is_away_is_told(committed_db: str) -> None:
    connection.close()
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT 0')
        assert ask() == (503, "The database does not answer.")
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT -1')
    assert ask() == (200, "ok")


DEAD = (503, "The worker has given no sign for 5 minutes.")


@pytest.mark.django_db
def test_a_worker_without_a_heartbeat_for_five_minutes_is_told() -> None:
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '4 min')")
    assert ask() == (200, "ok")
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '6 min'")
    assert ask() == DEAD
    sql("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert ask() == (200, "ok")


@pytest.mark.django_db
def test_a_worker_that_was_stopped_and_not_started_again_is_told() -> None:
    sql(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp)"
        " VALUES ('kit.take_again', extract(epoch FROM now() - interval '6 min')::bigint)"
    )
    assert ask() == DEAD


@pytest.mark.django_db
def test_work_that_waits_for_a_worker_that_never_was_is_told() -> None:
    assert ask() == (200, "ok")
    app.configure_task("people.send_letter").defer(letter="one")
    app.configure_task("people.send_letter", schedule_in={"hours": 1}).defer(letter="two")
    assert ask() == (200, "ok")
    as_owner("UPDATE procrastinate_events SET at = now() - interval '6 min'")
    assert ask() == DEAD
    sql("DELETE FROM procrastinate_jobs WHERE scheduled_at IS NULL")
    assert ask() == (200, "ok")


@pytest.mark.django_db
def test_whoever_asks_often_does_not_write_often(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    assert Client().get("/readyz").status_code == 200
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    assert Client().get("/readyz").status_code == 200
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0 + readiness.LOOK_EVERY)
    assert Client().get("/readyz").status_code == 503
