"""Files of other people that we ship are the ones that were built, each with its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
LINES = (STATIC / "VENDORED.sha256").read_text().splitlines()
OUR_SCRIPTS = ("js/app.js", "js/ballot.js", "js/photos.js", "js/sign_in.js")
OUR_STYLES = (
    "css/without_js.css",
    *(f"css/app/{path.name}" for path in (STATIC / "css/app").iterdir()),
)
OURS = {*OUR_STYLES, *OUR_SCRIPTS, "img/mark.svg", "VENDORED.sha256"}


@pytest.mark.parametrize("line", LINES)
def test_a_vendored_file_is_the_one_that_was_built(line: str) -> None:
    digest, name = line.split()
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_every_static_file_is_ours_or_on_the_list() -> None:
    listed = {line.split()[1] for line in LINES}
    there = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()}
    assert there == listed | OURS


def test_no_stylesheet_or_script_of_ours_reaches_another_host() -> None:
    for name in ("css/govuk.css", "js/govuk.js", "js/htmx.min.js", *OUR_STYLES, *OUR_SCRIPTS):
        text = (STATIC / name).read_text()
        assert "sourceMappingURL" not in text, name
        assert "url(http" not in text.replace('"', ""), name
        assert "@import" not in text, name


def test_nothing_of_the_government_brand_is_shipped() -> None:
    text = (STATIC / "css/govuk.css").read_text().lower()
    assert "gds transport" not in text
    assert "crest" not in text
    assert "govuk-header" not in text
