"""Nobody publishes a receipt, and nobody says where somebody lives, by mistake."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.voting.browser import Browser
from tests.voting.scene import Scene
from voting import sealing
from voting.models import Challenge
from voting.plain_words import names_a_place_of_somebody, no_receipt, nobody_found


@pytest.mark.parametrize("own", ["", "RV7H"])
@pytest.mark.parametrize("between", ["-", " ", "", "\N{EN DASH}"])
def test_a_receipt_is_noticed_as_people_type_it(own: str, between: str) -> None:
    for _ in range(20):
        code = "3CFHXFW673F9EGQ6" + own
        typed = between.join(code[at : at + 4] for at in range(0, len(code), 4))
        for text in (typed, typed.lower(), f"Mine is {typed}, and it is not found."):
            with pytest.raises(ValidationError, match="looks like a receipt"):
                no_receipt(text)


def test_nearly_every_receipt_is_noticed() -> None:
    found = 0
    for _ in range(1_000):
        try:
            no_receipt(sealing.mint())
        except ValidationError:
            found += 1
    assert found > 950


@pytest.mark.parametrize(
    "text",
    [
        "They have been there with only some said",
        "My ballot is not found, though I voted at 18:45 on 30 November 2026.",
        "Idea 4 costs £12,500 and not £15,200 as on page 2026.",
        "responsibilities and unquestionably",
        "",
    ],
)
def test_plain_sentences_are_no_receipt(text: str) -> None:
    no_receipt(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("she of 12 Rutland Street, DN32 7AB", True),
        ("at dn327ab", True),
        ("ada@example.com", True),
        ("Two neighbours say that this house has stood empty since March", False),
        ("at 6 pm @ the hall", False),
    ],
)
def test_where_somebody_lives_is_noticed(text: str, names: bool) -> None:
    assert names_a_place_of_somebody(text) is names


def test_a_question_with_a_receipt_is_kept_and_not_sent(vote: Scene) -> None:
    page = Browser(vote, vote.voter()).post(
        "challenge", about="ballot", text="3CFH-XFW6-73F9-EGQ6 is not found"
    )
    assert page.status_code == 422
    assert "This looks like a receipt" in page.content.decode()
    assert "3CFH-XFW6-73F9-EGQ6 is not found" in page.content.decode()
    assert not Challenge.objects.exists()


@pytest.mark.parametrize("text", ["Write to me@example.org", "It is at DN32 7AB", "at dn327ab"])
def test_by_which_somebody_could_be_found_is_not_published(text: str) -> None:
    with pytest.raises(ValidationError, match="Leave e-mail addresses and postcodes out"):
        nobody_found(text)
