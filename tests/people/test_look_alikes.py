"""Names that look like something that they aren't."""

from __future__ import annotations

import pytest
from django.test import Client

from people import actions, look_alikes, signs
from people.actions.names import tidy
from people.models import User
from people.refusals import NoName
from places.models import Neighbourhood
from tests import factories
from voting import queue
from voting.models import RollEntry

GREEK_U, CYRILLIC_A, CYRILLIC_O = "\u03c5", "\u0430", "\u043e"


@pytest.mark.parametrize(
    "name",
    [
        "Ruth Allen",
        "Zoë d'Artagnan-O’Brien",
        "Łukasz Żółć",
        "Ольга Иванова",
        "Olga Ольга",  # in two scripts, a word each
        "Ελένη Παππά",
        "毛 泽东",
        "山田Taro",  # scripts that nobody takes for one another
        "محمد",
        "Ọlá",
        "Seán 2",
        "Ian McIntyre",
        "Bishop Trust",
        "Chair Wright",
        "Adrian Officer",  # worth a look, and may be their name
    ],
)
def test_every_name_is_welcome(name: str) -> None:
    assert tidy(name) == name


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        (f"R{GREEK_U}th Allen", GREEK_U),
        (f"Ruth {CYRILLIC_A}llen", CYRILLIC_A),
        ("Оlga", "О"),
        ("Рut", "Р"),
        ("Ивaнова", "a"),
    ],
)
def test_a_word_of_two_alphabets_is_refused_by_its_letter(name: str, letter: str) -> None:
    with pytest.raises(NoName, match="letter in a word of another alphabet") as refused:
        tidy(name)
    assert refused.value.reason.startswith(f"“{letter}” is a ")


@pytest.mark.parametrize(
    "name",
    [
        "Officer",
        "Programme officer",
        "Allotment team",
        "THE TRUST",
        "Admin",
        "0fficer",
        "Panel chair",
        "AdmIn",
        "Programme Off1cer",
        "Fínance Offıcer",
        "Officer-Admin",
    ],
)
def test_an_office_is_no_persons_name(name: str) -> None:
    with pytest.raises(NoName, match="not what somebody does here"):
        tidy(name)


def test_letters_in_fancy_dress_become_plain() -> None:
    assert tidy("𝓡𝓾𝓽𝓱 Ａｌｌｅｎ") == "Ruth Allen"


def test_whoever_types_such_a_name_reads_why_and_keeps_it(resident: User) -> None:
    client = Client()
    client.force_login(resident)
    answer = client.post("/me/details/", {"name": f"R{GREEK_U}th"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"“{GREEK_U}” is a Greek letter" in page
    assert f'value="R{GREEK_U}th"' in page


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ruth Allen", "ruth  allen", True),
        ("Ruth Allen", f"R{GREEK_U}th Allen", True),
        ("Ruth Allen", "Ruth A11en", True),
        ("Ruth Allen", "Ruth AIlen", True),
        ("Cep Poc", "Сер Рос", True),  # the other all in Cyrillic
        ("Ruth Allen", "Ruth Alan", False),
        ("Zoe", "Zoë", False),
        ("Иван", "Ivan", False),
    ],
)
def test_what_looks_the_same(one: str, other: str, same: bool) -> None:
    assert (look_alikes.seen_as(one) == look_alikes.seen_as(other)) is same


# Signs for officers: names of earlier versions, and those that no rule can refuse


def called(name: str) -> User:
    return factories.person(name)


def kinds(area: Neighbourhood, *people: User) -> list[list[str]]:
    found = signs.of([person.pk for person in people], place=area.pk)
    return [[sign.kind for sign in found.get(person.pk, [])] for person in people]


def test_names_that_look_the_same_are_one_sign_of_two_people(area: Neighbourhood) -> None:
    ruth, other, namesake = called("Cep Poc"), called("Сер Рос"), called("Ann Poc")
    assert kinds(area, ruth, other, namesake) == [["look-alike-names"]] * 2 + [[]]
    found = signs.of([ruth.pk, other.pk])
    assert found[ruth.pk] == found[other.pk]


def test_two_neighbours_of_one_name_are_no_sign(area: Neighbourhood) -> None:
    assert kinds(area, called("Ruth Allen"), called("Ruth Allen")) == [[], []]


def test_a_name_like_an_officers_or_panel_members_is_worth_a_look(
    area: Neighbourhood, other_area: Neighbourhood
) -> None:
    factories.with_role("officer", area, "Sam Oyelaran")
    factories.with_role("panel", area, "Ruth Allen")
    factories.with_role("officer", None, "Ada Site")
    factories.with_role("chair", other_area, "Next Door")
    people = [called("Sam Oye1aran"), called("Ruth Allen"), called("ada site"), called("Next Door")]
    assert kinds(area, *people) == [["named-like-staff"]] * 3 + [[]]


def test_who_works_here_and_lives_here_is_no_sign_of_their_own(area: Neighbourhood) -> None:
    assert kinds(area, factories.with_role("panel", area, "Zoë I. Allen 1")) == [[]]


def test_a_title_is_worth_a_look_unless_somebody_holds_it(area: Neighbourhood) -> None:
    officer = factories.with_role("officer", area, "Sam (officer)")
    assert kinds(area, officer, called("Officer Ruth"), called("Ruth Offices")) == [
        [],
        ["title"],
        [],
    ]


def test_a_name_of_two_alphabets_of_an_earlier_version_is_worth_a_look(
    area: Neighbourhood,
) -> None:
    assert kinds(area, called(f"R{GREEK_U}th"), called("Ольга")) == [["two-alphabets"], []]


def test_officers_read_of_them_before_the_vote_closes(area: Neighbourhood) -> None:
    factories.with_role("panel", area, "Ruth Allen")
    round_ = factories.round_in("checks", area)
    voter = called("Ruth A11en")
    entry = RollEntry.objects.create(round=round_, voter=voter, ground="lives here")
    (item,) = queue.of(round_).items
    assert (item.sign.kind, item.entries) == ("named-like-staff", [entry])


def test_a_name_is_set_by_its_person_alone(resident: User) -> None:
    assert actions.set_name(resident, name="Ｒuth", by=resident).name == "Ruth"
