"""Whenever the move to a new database is cut off, a start finds one whole database."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from launcher import beside
from launcher.speech import CannotRun


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    """A database in use."""
    return made(tmp_path / "postgres", "old")


def made(folder: Path, words: str) -> Path:
    folder.mkdir()
    (folder / "words").write_text(words)
    return folder


def words(folder: Path) -> str:
    return (folder / "words").read_text()


def names(cluster: Path) -> set[str]:
    return {path.name.partition(beside.KEPT)[0] for path in cluster.parent.glob("postgres*")}


def test_the_new_one_takes_the_place_and_the_old_one_is_kept(cluster: Path) -> None:
    made(beside.making(cluster), "new")
    left = beside.take_place(cluster)
    assert (words(cluster), words(left)) == ("new", "old")
    assert beside.kept(cluster) == [left]
    beside.settle(cluster)
    assert (words(cluster), words(left)) == ("new", "old")


def test_one_that_is_being_filled_is_worth_nothing(cluster: Path) -> None:
    made(beside.making(cluster), "half")
    beside.settle(cluster)
    assert words(cluster) == "old"
    assert names(cluster) == {"postgres"}


def test_a_stop_before_the_old_one_left_keeps_the_old_one_which_may_have_been_used_since(
    cluster: Path,
) -> None:
    made(cluster.with_name("postgres.upgraded"), "new")
    beside.settle(cluster)
    assert words(cluster) == "old"
    assert names(cluster) == {"postgres"}


def test_a_stop_after_the_old_one_left_puts_the_new_one_in_its_place(cluster: Path) -> None:
    made(cluster.with_name("postgres.upgraded"), "new")
    cluster.rename(cluster.with_name(f"postgres{beside.KEPT}2026-11-30T120000Z"))
    beside.settle(cluster)
    assert words(cluster) == "new"
    assert [words(left) for left in beside.kept(cluster)] == ["old"]


def test_no_empty_database_is_made_where_an_old_one_is_still_kept(cluster: Path) -> None:
    cluster.rename(cluster.with_name(f"postgres{beside.KEPT}2026-11-30T120000Z"))
    with pytest.raises(CannotRun, match="move it back, or away"):
        beside.settle(cluster)


def test_an_old_one_goes_when_no_backup_of_that_day_is_left_either(
    cluster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def left(days: int) -> Path:
        stamp = time.strftime(beside.STAMP, time.gmtime(time.time() - days * 24 * 3600))
        return made(cluster.with_name(f"postgres{beside.KEPT}{stamp}"), "old")

    over, still = left(35), left(33)
    beside.tell(cluster)
    assert not over.exists()
    assert beside.kept(cluster) == [still]
    facts = capsys.readouterr().out.splitlines()
    assert facts[0].startswith(f"Removed {over}")
    assert str(still) in facts[1]
