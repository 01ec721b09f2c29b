"""What `./run` refuses, it refuses in one clear line."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import home
from tests.launcher.launched import ROOT, environment, said


def _refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said; anything more fails the test."""
    assert done.returncode != 0
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_port_in_use_is_refused_before_anything_is_made(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = _refusal(said("--port", port, "--data", str(folder / "data")))
    assert line == f"Cannot use port {port}: Address already in use. Choose another with --port."
    assert not (folder / "data").exists()


def test_a_port_that_cannot_be_is_refused(folder: Path) -> None:
    assert "between 1 and 65535" in _refusal(said("--port", "70000", "--data", str(folder)))


def test_a_data_folder_in_use_is_refused(folder: Path) -> None:
    with home.sole_use(home.Home(folder, folder)):
        line = _refusal(said("--port", "0", "--data", str(folder)))
    assert line == f"The data folder {folder} is in use by another ./run."


def test_a_data_folder_that_cannot_be_made_is_refused(folder: Path) -> None:
    (folder / "file").touch()
    assert "Cannot use the" in _refusal(said("--port", "0", "--data", str(folder / "file" / "x")))


@pytest.mark.parametrize("missing", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_one_address_without_the_other_is_refused(folder: Path, missing: str) -> None:
    both = {"DATABASE_URL": "postgres://a:b@127.0.0.1/c", "DATABASE_OWNER_URL": "postgres://o@/c"}
    both.pop(missing)
    line = _refusal(said("--port", "0", "--data", str(folder), **both))
    assert line.endswith(f"{missing} is not: set both, or neither.")


def test_a_postgresql_that_does_not_answer_is_refused(folder: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{silent.getsockname()[1]}/allotment"
        line = _refusal(
            said(
                "--port",
                "0",
                "--data",
                str(folder),
                DATABASE_URL=f"postgres://web:secret-one@{place}",
                DATABASE_OWNER_URL=f"postgres://owner:secret-two@{place}",
            )
        )
    assert line.startswith("DATABASE_OWNER_URL: ")
    assert "secret" not in line


def test_a_secrets_folder_that_others_can_enter_is_refused(folder: Path) -> None:
    folder.chmod(0o755)
    line = _refusal(said("--port", "0", "--data", str(folder), ALLOTMENT_SECRETS=str(folder)))
    assert line == f"Others can read the secrets folder: run chmod 700 {folder}"


def test_a_python_too_old_is_told_so_in_words_that_it_can_read() -> None:
    program = (
        "import sys; sys.version_info = (3, 9, 1); sys.argv = ['run']; exec(open('run').read())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert _refusal(done) == "Allotment needs Python 3.11 or newer; this is 3.9."


def test_the_launcher_needs_nothing_but_pythons_own_library() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        "import launcher.commands, platform;"
        "assert platform.system();"
        "print(sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['__main__', 'launcher']"


def test_tests_without_a_browser_say_what_to_install() -> None:
    done = said("test", PATH="/nonexistent", ALLOTMENT_BROWSER="")
    assert done.returncode == 3
    assert _refusal(done).startswith("The browser tests need Chromium: run sudo apt-get install")


@pytest.mark.slow
def test_without_network_the_first_start_says_so(folder: Path) -> None:
    checkout = folder / "checkout"
    shutil.copytree(ROOT / "launcher", checkout / "launcher")
    for name in ("run", "requirements.txt"):
        shutil.copy(ROOT / name, checkout / name)
    nowhere = environment(PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_NO_CACHE_DIR="1")
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "HTTP_PROXY"):
        nowhere.pop(name, None)
    done = subprocess.run(
        [sys.executable, "run", "--port", "0", "--data", folder / "data"],
        cwd=checkout,
        env={**nowhere, "PIP_CONFIG_FILE": os.devnull, "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    line = _refusal(done)
    assert line.startswith("The first start fetches libraries, and the network cannot be reached")
