"""A backup holds everything but the keys, and a restore gives the same installation back."""

from __future__ import annotations

import os
import subprocess
import tarfile
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from audit import epochs, verify
from audit.models import Epoch, Event
from people.models import Session, User
from tests import postgres
from tests.deploy.conftest import DEPLOY, Installation
from tests.shape import shape
from tests.voting.scene import Scene
from voting.keys import keys_of


def backed_up(site: Installation, backups: Path) -> Path:
    done = site.run("backup", backups)
    assert done.returncode == 0, done.stderr
    (made,) = (path for path in backups.iterdir() if path.is_dir())
    return made


@pytest.fixture
def backup(site: Installation, tmp_path: Path) -> Path:
    return backed_up(site, tmp_path / "backups")


def test_a_restored_site_is_the_one_that_was_backed_up(
    site: Installation, backup: Path, new_server: Installation
) -> None:
    people = set(User.objects.values_list("email", flat=True))
    entries = list(Event.objects.order_by("id").values_list("event_uuid", "leaf"))
    before = shape(site.database)

    done = new_server.run("restore", backup)

    assert done.returncode == 0, done.stderr
    assert (new_server.media / "alley.jpg").read_bytes() == b"a photo of the alley"
    assert shape(new_server.database) == before
    assert any(line.startswith("trigger A") for line in before), "no guard was compared"
    connections.close_all()
    point = postgres.point_at(new_server.database)
    try:
        assert set(User.objects.values_list("email", flat=True)) == people
        restored = list(Event.objects.order_by("id").values_list("event_uuid", "leaf"))
        assert restored[: len(entries)] == entries
        assert verify.check().consistent
        assert verify.check().entries == len(entries) + 1 > 1
    finally:
        connections.close_all()
        postgres.point_at(point)


def test_a_restored_record_of_old_entries_says_so_with_an_epoch_of_its_own(
    site: Installation, new_server: Installation, tmp_path: Path
) -> None:
    last = Event.objects.latest("id").pk
    with postgres.owner_connection(site.database) as owner:
        owner.execute("UPDATE kit_clock_offset SET by = by + interval '1 year'")
    done = new_server.run("restore", backed_up(site, tmp_path / "backups"))
    assert "The record is consistent with itself" in done.stdout
    connections.close_all()
    point = postgres.point_at(new_server.database)
    try:
        restored = Event.objects.get(id__gt=last)
        assert (restored.kind, restored.audience) == ("record.restored", "public")
        assert Epoch.objects.latest("first_id").first_id == restored.pk
        assert not epochs.is_missing()
    finally:
        connections.close_all()
        postgres.point_at(point)


def test_a_restored_record_still_refuses_its_owner(backup: Path, new_server: Installation) -> None:
    assert new_server.run("restore", backup).returncode == 0
    with postgres.owner_connection(new_server.database) as owner:
        for deed in (
            "UPDATE audit.event SET role = 'nobody'",
            "DELETE FROM audit.event",
            "TRUNCATE audit.event",
        ):
            with pytest.raises(psycopg.Error, match="rows are only ever added"):
                owner.execute(deed)


def test_a_vote_goes_on_after_a_restore_that_kept_the_secrets(
    vote: Scene, backup: Path, new_server: Installation
) -> None:
    assert new_server.run("restore", backup).returncode == 0
    connections.close_all()
    point = postgres.point_at(new_server.database)
    try:
        vote.vote(vote.voter(), 1, 2)
        vote.end()
        assert vote.open().counted_at is not None
        assert vote.round.published_ballots.count() == 4
    finally:
        connections.close_all()
        postgres.point_at(point)


def test_no_key_is_in_a_backup(site: Installation, vote: Scene, backup: Path) -> None:
    box = keys_of(vote.round.box)
    secrets = [box.kr(), bytes(box.private_key())]
    secrets += [path.read_bytes() for path in Path(settings.SECRETS).rglob("*") if path.is_file()]
    dump = site.run("as_owner.py", "pg_restore", "--file=-", backup / "database.dump").stdout
    with tarfile.open(backup / "media.tar.gz") as media:
        names = {Path(name).name for name in media.getnames()}
    assert "COPY ballot.sealed" in dump
    assert names == {"", "alley.jpg"}
    assert not [secret for secret in secrets if secret.hex() in dump]


def test_nobody_is_signed_in_by_a_backup(site: Installation, vote: Scene, tmp_path: Path) -> None:
    client = Client()
    client.force_login(vote.officer)
    with postgres.owner_connection(site.database) as owner:
        words = [word for (word,) in owner.execute("SELECT word FROM kit_site_session")]
    backup = backed_up(site, tmp_path / "backups")
    dump = site.run("as_owner.py", "pg_restore", "--file=-", backup / "database.dump").stdout
    assert "COPY public.people_user" in dump
    cookie = client.session.session_key
    assert cookie
    assert cookie not in dump
    assert Session.objects.get().pk not in dump
    assert words
    assert not [word for word in words if word in dump], "nor does the site know itself by it"


def test_a_backup_is_closed_to_other_accounts(backup: Path) -> None:
    for path in (backup, *backup.iterdir()):
        assert path.stat().st_mode & 0o077 == 0


def test_a_damaged_backup_is_not_restored(backup: Path, new_server: Installation) -> None:
    dump = backup / "database.dump"
    written = bytearray(dump.read_bytes())
    written[len(written) // 2] ^= 1
    dump.write_bytes(written)

    done = new_server.run("restore", backup)

    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert not [line for line in shape(new_server.database) if line.startswith("table")]
    assert not new_server.media.exists()


def test_a_site_in_use_is_never_restored_over(site: Installation, backup: Path) -> None:
    done = site.run("restore", backup)
    assert done.returncode == 1
    assert "is not empty; nothing was restored" in done.stderr


def test_old_backups_go_after_five_weeks(site: Installation, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    old, recent = backups / "2020-01-01T000000Z", backups / "2020-02-01T000000Z"
    for folder, days in ((old, 35), (recent, 30)):
        folder.mkdir(parents=True)
        then = time.time() - timedelta(days=days).total_seconds()
        os.utime(folder, (then, then))

    assert site.run("backup", backups).returncode == 0

    assert not old.exists()
    assert recent.exists()


def test_nobody_can_ask_for_backups_to_be_kept_longer(site: Installation, tmp_path: Path) -> None:
    done = site.run("backup", tmp_path / "backups", KEEP_DAYS="90")
    assert done.returncode == 2
    assert not (tmp_path / "backups").exists()


def test_a_backup_that_fails_leaves_nothing_half_made(site: Installation, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    done = site.run("backup", backups, ALLOTMENT_MEDIA="/dev/null/nowhere")
    assert done.returncode != 0
    assert [path.name for path in backups.iterdir()] == [".lock"]


def test_the_copied_secrets_open_no_ballot_box(vote: Scene, tmp_path: Path) -> None:
    secrets = Path(settings.SECRETS)
    (secrets / "bank.key").write_bytes(b"opens bank details")
    assert (secrets / "box-master.key").exists()
    assert keys_of(vote.round.box).kr()
    copy = tmp_path / "secrets.tar.gz"
    subprocess.run([DEPLOY / "copy-secrets", secrets, copy], check=True, capture_output=True)
    with tarfile.open(copy) as archive:
        assert {Path(name).name for name in archive.getnames()} == {"", "bank.key"}
