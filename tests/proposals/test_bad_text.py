"""Text that is empty, endless, invisible, reversed, or wants to be a program."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from people.models import Letter, User
from proposals import actions
from proposals.forms.careful import LineField
from proposals.models import Proposal
from proposals.wording import Unreadable, line, paragraphs, skeleton
from rounds.models import Round
from tests import factories
from tests.proposals.conftest import GREEN, client_of, url
from tests.proposals.test_views import FORM, picture, text_of

REFUSED = {
    "empty": "",
    "spaces": "   ",
    "hard spaces": "\u00a0\u00a0\u2003",
    "ten megabytes": "x" * 10_000_000,
    "nul": "a\x00b",
    "turned around": "Trees \u202egnp.exe",
    "two alphabets": "Clear the аlley",
    "flood of marks": "e" + "\u0301" * 60,
    "two lines": "Trees\r\nBcc: all@example.org",
}
# Pasted along with the words: left out.
CLEANED = {
    "joined": "Tre\u200des",
    "unseen": "Tr\u200bees",
    "control": "Trees\x07",
    "soft hyphen": "Tre\u00ades",
    "mark of direction": "\u200eTrees\u200f",
}
KEPT = {
    "emoji": "Trees 🌳🌳 for all",
    "family": "A place for 👨‍👩‍👧",
    "template": "{{ 7*7 }} {% now 'Y' %}",
    "sql": "'; DROP TABLE proposals; --",
    "formula": "=1+1",
    "accents": "Ogród społeczny na św. Jana",
    "punjabi": "ਰੁੱਖ ਲਗਾਓ",
    "arabic": "حديقة للجميع",
    "apostrophe": "St Mary’s children's garden",
}
PROGRAMS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{ constructor.constructor('alert(1)')() }}",
)


@pytest.mark.django_db
@pytest.mark.parametrize("title", REFUSED.values(), ids=REFUSED)
def test_such_a_title_is_refused_in_its_box_and_nothing_is_kept(
    title: str, ideas_round: Round, lead: User
) -> None:
    here = reverse("proposals:new", args=["east-marsh", ideas_round.number])
    answer = client_of(lead).post(here, FORM | {"title": title, "send": "1"})
    assert answer.status_code == 422
    assert 'href="#id_title"' in text_of(answer)
    assert FORM["what"] in text_of(answer)
    assert not Proposal.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["what", "where", "why"])
@pytest.mark.parametrize("text", ["nul", "spaces", "ten megabytes", "turned around"])
def test_so_is_such_a_text(text: str, name: str, ideas_round: Round, lead: User) -> None:
    here = reverse("proposals:new", args=["east-marsh", ideas_round.number])
    answer = client_of(lead).post(here, FORM | {name: REFUSED[text], "send": "1"})
    assert answer.status_code == 422
    assert f'href="#id_{name}"' in text_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("title", CLEANED.values(), ids=CLEANED)
def test_signs_that_nobody_can_see_are_left_out(title: str, ideas_round: Round, lead: User) -> None:
    here = reverse("proposals:new", args=["east-marsh", ideas_round.number])
    answer = client_of(lead).post(here, FORM | {"title": title, "send": "1"})
    assert answer.status_code == 302
    assert Proposal.objects.get().title == "Trees"


@pytest.mark.django_db
@pytest.mark.parametrize("title", KEPT.values(), ids=KEPT)
def test_words_of_any_language_are_kept_as_written(
    title: str, ideas_round: Round, lead: User
) -> None:
    here = reverse("proposals:new", args=["east-marsh", ideas_round.number])
    answer = client_of(lead).post(here, FORM | {"title": title, "send": "1"})
    assert answer.status_code == 302
    assert Proposal.objects.get().title == title
    assert escape(title) in text_of(Client().get(url(Proposal.objects.get())))


@pytest.mark.django_db
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_is_shown_as_text_on_every_page(
    program: str, ideas_round: Round, officer: User
) -> None:
    lead = factories.person(name=f"{program} {program}")
    client = client_of(lead)
    here = reverse("proposals:new", args=["east-marsh", ideas_round.number])
    text = dict.fromkeys(("title", "what", "where", "why"), program)
    photo = picture(f"{program.replace('/', '')}.jpg")
    extras = {"theme": "greener", "show_name": "on", "photo_alt": program, "send": "1"}
    client.post(here, text | extras | {"photo": photo})
    idea = Proposal.objects.get()
    actions.report(idea, reason=program, by=officer)
    round_args = ["east-marsh", ideas_round.number]
    pages = [
        (Client(), reverse("proposals:index", args=round_args)),
        (Client(), reverse("proposals:index", args=round_args) + "?q=" + program.split()[0]),
        (Client(), url(idea)),
        *((client, url(idea, name)) for name in ("detail", "edit", "develop", "submit")),
        *((client, url(idea, name)) for name in ("withdraw", "helpers", "report")),
        (client_of(officer), reverse("proposals:checks", args=round_args)),
        (client_of(officer), reverse("proposals:pair", args=round_args)),
        (client_of(officer), reverse("proposals:check", args=[*round_args, idea.number])),
    ]
    for browser, address in pages:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        page = text_of(answer)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page
        assert "' onmouseover='" not in page


@pytest.mark.django_db
def test_a_name_can_not_add_a_header_to_a_letter(ideas_round: Round) -> None:
    lead = factories.person(name="Ruth\r\nBcc: all@example.org")
    idea = actions.start_idea(ideas_round, by=lead, **GREEN)
    Proposal.objects.filter(pk=idea.pk).update(title="Trees\r\nBcc: all@example.org")
    idea.refresh_from_db()
    actions.share(idea, by=lead)
    assert "\n" not in Letter.objects.get().subject
    assert "\r" not in Letter.objects.get().subject


@pytest.mark.parametrize("text", [text for name, text in REFUSED.items() if name not in
                                  ("empty", "spaces", "hard spaces", "ten megabytes")])  # fmt: skip
def test_a_line_refuses_what_can_not_be_read(text: str) -> None:
    with pytest.raises(Unreadable):
        line(text)


@pytest.mark.parametrize("text", ["One\ntwo", "One\r\ntwo", "One\u2028two", "One\x0btwo"])
def test_a_line_is_one_line(text: str) -> None:
    with pytest.raises(Unreadable, match="Write this on one line"):
        line(text)
    with pytest.raises(ValidationError, match="Write this on one line"):
        LineField().clean(text)


def test_a_text_keeps_its_lines_and_not_their_kind() -> None:
    assert paragraphs(" One\r\n\r\nTwo \rThree\u2028Four ") == "One\n\nTwo\nThree\nFour"


@pytest.mark.parametrize(
    ("one", "other"), [("Trees", "trееs"), ("A-B", "ab"), ("Ｔｒｅｅｓ", "Trees"), ("é", "e\u0301")]
)
def test_titles_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("text", ["Tr\u200bees", "Tre\u200des", "Tre\u00ades"])
def test_text_with_letters_that_nobody_can_see_is_never_kept(text: str) -> None:
    """Fields leave them out before; what comes another way is refused."""
    for kept in (line, paragraphs):
        with pytest.raises(Unreadable, match="Take out the letters that can't be seen"):
            kept(text)
