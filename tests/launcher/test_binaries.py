"""The programs that open a database's files are those of the files' own major version."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from launcher import binaries, database, home
from launcher.home import VENV, Home
from launcher.speech import CannotRun
from tests.launcher.launched import said

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the built-in server needs Linux")

SHIPPED = sorted(binaries._shipped(VENV)) if sys.platform == "linux" else []


def of_major(place: Home, words: str) -> Home:
    """The installation with files that say they are of this major."""
    cluster = database.built_in_server(place).cluster
    database.built_in_server(place).password()  # it was started before, so it is known
    cluster.mkdir(mode=0o700)
    (cluster / "PG_VERSION").write_text(f"{words}\n")
    return place


def chosen(place: Home) -> Path:
    return database.built_in_server(place).programs


def test_several_majors_are_shipped_and_the_site_runs_on_the_newest() -> None:
    assert len(SHIPPED) > 1
    assert binaries.newest(VENV) == SHIPPED[-1] >= binaries.OLDEST


def test_a_new_folder_takes_the_newest(place: Home) -> None:
    assert binaries._major_of(chosen(place) / "postgres") == SHIPPED[-1]


@pytest.mark.parametrize("major", SHIPPED)
def test_files_that_are_there_take_their_own(place: Home, major: int) -> None:
    programs = chosen(of_major(place, str(major)))
    for name in ("postgres", "initdb", "pg_dump"):
        assert binaries._major_of(programs / name) == major


def test_what_is_not_shipped_is_taken_from_debians_packages(place: Home) -> None:
    others = sorted(binaries._debians() - set(SHIPPED))
    if not others:
        pytest.skip("Debian's packages brought no other PostgreSQL to this machine")
    assert chosen(of_major(place, str(others[0]))) == binaries.DEBIANS / str(others[0]) / "bin"


def test_without_its_programs_a_line_says_what_to_install(place: Home) -> None:
    """And PostgreSQL's own words, which help nobody, are not met."""
    done = said("--port", "0", "--empty", "--data", str(of_major(place, "9").data))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    cluster = home.cluster_folder(place, binaries.unprivileged_account())
    assert line.startswith(f"The database in {cluster} is one of PostgreSQL 9, and here are")
    assert line.endswith(
        "install Debian's package postgresql-9, then move it on with ./run upgrade-database."
    )


def test_files_of_a_newer_postgresql_ask_for_the_newer_allotment(place: Home) -> None:
    with pytest.raises(CannotRun, match=r"start the newer Allotment .* package postgresql-99\."):
        chosen(of_major(place, "99"))


def test_files_that_make_no_sense_are_named(place: Home) -> None:
    with pytest.raises(CannotRun, match="is not a database that"):
        chosen(of_major(place, "a word"))


def test_too_old_a_postgresql_is_moved_on_first(place: Home) -> None:
    too_old = [major for major in SHIPPED if major < binaries.OLDEST]
    if not too_old:
        pytest.skip("the package ships none that is too old")
    of_major(place, str(too_old[0]))
    line = r"needs 17 or newer: move it on with \./run upgrade"
    with pytest.raises(CannotRun, match=line), database.started(place):
        pass
