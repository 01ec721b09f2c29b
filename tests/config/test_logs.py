"""What the server writes down about a visitor: nothing that says who they are."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

WHO = "ruth.amos@example.org"


@pytest.mark.django_db
@pytest.mark.urls("tests.config.falling")
def test_no_line_of_the_log_holds_an_address(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"email": WHO})
    client.post("/accounts/code/", {"code": "WRONG1"})
    client.get("/no/such/page/", {"email": WHO})
    client.post("/fall/broken/", {"email": WHO}, headers={"cookie": f"who={WHO}"})
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"email": WHO})
    Client(headers={"host": "evil.example.org"}).get("/", {"email": WHO})

    assert "Internal Server Error: /fall/broken/" in caplog.text
    assert WHO not in caplog.text
    assert "ruth.amos" not in caplog.text


def test_faults_are_mailed_to_nobody() -> None:
    assert not settings.ADMINS
    assert not settings.MANAGERS
