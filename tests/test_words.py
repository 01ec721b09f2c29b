"""Residents' pages speak plainly: words of the trade stay on staff's and panel's pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NEVER = (
    "allot",
    "allots",
    "allotted",
    "allotting",
    "allocate",
    "allocated",
    "allocation",
    "seal",
    "checkpoint",
    "tracker",
    "cosignature",
    "ledger",
    "hash",
    "manifest",
    "keyholder",
    "keyholders",
    "transect",
    "set aside",
    "eligible",
    "ineligible",
    "eligibility",
    "please",
    "successfully",
)
# Staff's, panel's and auditors' pages may use them.
OFFICE = re.compile(
    r"(^|[/_])(staff|panel|desk|meeting|minutes|officer|checks?|setup|publish)|/staff/"
)


def residents_templates() -> list[Path]:
    files = [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]
    return [file for file in files if not OFFICE.search(str(file.relative_to(TEMPLATES)))]


def words_of(file: Path) -> str:
    """What a reader sees: no comments, tags, attributes or template code."""
    text = re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", " ", file.read_text(), flags=re.S
    )
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", " ", text, flags=re.S)


@pytest.mark.parametrize("file", residents_templates(), ids=lambda f: str(f.relative_to(TEMPLATES)))
def test_residents_pages_hold_no_word_of_the_trade(file: Path) -> None:
    text = words_of(file).lower()
    found = [word for word in NEVER if re.search(rf"\b{re.escape(word)}\b", text)]
    assert not found
    assert "!" not in text.replace("<!", "")
