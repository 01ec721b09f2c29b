"""The site under production settings: another process, because settings are read once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOST = "money.example.org"

# Asks the real site, middleware and all, and prints what it answered.
ASK = """
import json, sys
import django
django.setup()
from django.test import Client
answers = []
for ask in json.loads(sys.argv[1]):
    client = Client(raise_request_exception=False)
    answer = client.get(ask["path"], headers=ask.get("headers"), secure=ask.get("secure", True))
    answers.append({
        "status": answer.status_code,
        "headers": {name.lower(): value for name, value in answer.items()},
        "cookies": {
            name: {key: str(morsel[key]) for key in ("secure", "httponly", "samesite")}
            for name, morsel in answer.cookies.items()
        },
        "secure": answer.wsgi_request.is_secure() if hasattr(answer, "wsgi_request") else None,
        "text": answer.content.decode()[:20_000] if not answer.streaming else "",
    })
print(json.dumps(answers))
"""

Answer = dict[str, Any]
Production = Callable[..., list[Answer]]


def environment(**more: str) -> dict[str, str]:
    """The environment of a site at HOST, with this process's database."""
    paths = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    named = {
        "ALLOTMENT_SITE_URL": f"https://{HOST}",
        "SECRET_KEY": "a-long-key-for-these-checks-only-" * 3,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": paths,
    }
    return {**os.environ, **named, **more}


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Styles and scripts as a production site serves them."""
    folder = tmp_path_factory.mktemp("static")
    command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input", "-v0"]
    subprocess.run(command, env=environment(ALLOTMENT_STATIC=str(folder)), check=True)
    return folder


@pytest.fixture
def production(committed_db: str, collected: Path) -> Production:
    """Ask a production site. Each question has a path, and perhaps headers and `secure`."""
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    database = f"{address.rpartition('/')[0]}/{committed_db}" + (f"?{query}" if query else "")

    def ask(*questions: dict[str, Any], **more: str) -> list[Answer]:
        for question in questions:
            question.setdefault("headers", {}).setdefault("host", HOST)
        named = {"DATABASE_URL": database, "ALLOTMENT_STATIC": str(collected)}
        done = subprocess.run(
            [sys.executable, "-c", ASK, json.dumps(questions)],
            env=environment(**{**named, **more}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[Answer] = json.loads(done.stdout)
        return answers

    return ask
