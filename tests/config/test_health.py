"""What a watcher asks: does the process live, and can it serve?"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.config.conftest import Production

NO_DATABASE = "postgres://nobody:nothing@127.0.0.1:1/nowhere"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_site_that_works_says_ok(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_watcher_need_not_speak_https(production: Production) -> None:
    alive, ready = production(
        {"path": "/healthz", "secure": False}, {"path": "/readyz", "secure": False}
    )
    assert (alive["status"], ready["status"]) == (200, 200)


def test_a_process_without_its_database_lives_but_is_not_ready(production: Production) -> None:
    alive, ready = production({"path": "/healthz"}, {"path": "/readyz"}, DATABASE_URL=NO_DATABASE)
    assert alive["status"] == 200
    assert ready["status"] >= 500
    assert "nothing@" not in ready["text"]
