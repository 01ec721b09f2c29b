"""The Containerfile starts the demonstration as an account without rights, and takes nothing along.

No image is built here: that needs a registry. Its words are read, and what it runs is looked for.
"""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from launcher import serve
from launcher.speech import CannotRun
from tests.launcher.launched import said

ROOT = Path(__file__).resolve().parents[2]


def steps() -> list[tuple[str, str]]:
    """The steps of the Containerfile, as instruction and rest."""
    lines = (ROOT / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    return [
        (line.split()[0], line.partition(" ")[2])
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def test_it_runs_as_an_account_without_rights() -> None:
    names = [name for name, _ in steps()]
    (account,) = (rest for name, rest in steps() if name == "USER")
    assert account != "root"
    assert f"useradd --create-home --user-group {account}" in dict(steps()[:2])["RUN"]
    after = names[names.index("USER") :]
    assert {"COPY", "RUN", "CMD"} <= set(after), "what is ours is copied and run by that account"
    assert f"--chown={account}:{account}" in dict(steps())["COPY"]


def test_its_commands_are_commands_of_run() -> None:
    runs = [rest for name, rest in steps() if name == "RUN" and rest.startswith("./run")]
    program, *flags = json.loads(dict(steps())["CMD"])
    assert (ROOT / program).exists()
    for command in [run.split()[1:] for run in runs] + [[*flags, "--help"]]:
        assert said(*command).returncode == 0, command


def test_it_installs_what_a_bare_debian_lacks() -> None:
    bare = re.search(r"apt-get install.*?recommends (.*)", (ROOT / ".ci/run").read_text())
    assert bare
    assert " ".join(bare[1].split()) in dict(steps()[:2])["RUN"]


def test_everything_that_git_leaves_out_is_left_out_of_an_image() -> None:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()}
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".data", ".secrets", ".env"} <= set(left_out)
    for name in ignored:
        assert name in left_out or f"**/{name}" in left_out, name


def test_every_address_is_answered_in_a_container_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "CONTAINER_MARKS", (tmp_path / "no-mark",))
    with pytest.raises(CannotRun, match="This is no container"):
        serve.serve(port=0, data=tmp_path / "data", empty=True, in_container=True)
    assert not (tmp_path / "data").exists()


def test_the_readme_publishes_the_port_on_this_machine_only() -> None:
    for page in ("README.md", "Containerfile"):
        published = re.findall(r"-p (\S+)", (ROOT / page).read_text())
        assert published, page
        assert set(published) == {"127.0.0.1:8000:8000"}, page


def test_in_a_container_all_its_addresses_are_taken() -> None:
    with serve._reserved(serve.EVERYWHERE, 0) as door, socket.socket() as other:
        assert door.getsockname()[0] == serve.EVERYWHERE
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", door.getsockname()[1]))
