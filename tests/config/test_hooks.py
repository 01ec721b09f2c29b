"""What runs before each commit comes from this checkout alone, and finds what it is for."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.postgres import ROOT

CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for repo in CONFIG["repos"] for hook in repo["hooks"]
}
# Made up, and put together here so that the scan of this file finds none.
PLANTED = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "an address with a password": "postgres://web:" + "k3xq9Zp1@db.example.org/site",
    "a key by its looks": "key = '" + "c2VjcmV0LWtleS1t" + "YWRlLXVwLTAxMjM0NTY3ODk=" + "'",
}


def test_every_hook_is_ours_and_its_program_is_locked() -> None:
    assert {repo["repo"] for repo in CONFIG["repos"]} == {"local"}
    for name, hook in HOOKS.items():
        assert hook["language"] == "system", name
        assert (ROOT / hook["entry"].split()[0]).exists(), name


def test_the_workflow_runs_the_one_command() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text())
    (job,) = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


@pytest.mark.parametrize("words", PLANTED.values(), ids=PLANTED.keys())
def test_the_scan_for_secrets_finds_one(tmp_path: Path, words: str) -> None:
    file = tmp_path / "settings.py"
    file.write_text(f"{words}\n")
    assert scan(file) == 1
    file.write_text("nothing = 'to hide'\n")
    assert scan(file) == 0


def scan(file: Path) -> int:
    command = [*shlex.split(HOOKS["secrets"]["entry"]), str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode
