"""Warnings before something private is sent: few misses, few false alarms, never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.privacy import LOOKS_LIKE, findings, speaks_of_crime


def kinds(text: str) -> set[str]:
    return {finding.kind for finding in findings(text)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "Ring me on 07700 900123"),
        ("phone", "(01472) 550 123 in the evening"),
        ("phone", "+44 7700 900123"),
        ("phone", "0044 7700900123."),
        ("phone", "07700-900-123"),
        ("email", "write to ruth.a+trees@example.org please"),
        ("vehicle", "a white van, AB12 CDE"),
        ("vehicle", "ab12cde parks there"),
        ("vehicle", "the old one, A123 BCD"),
        ("vehicle", "P.S. ABC 123D"),
        ("house", "the garden of 14 Rutland Street"),
        ("house", "14a Rutland St"),
        ("house", "No 14, Rutland Street"),
        ("house", "14 rutland street"),
        ("house", "at 7 Old Clee Road"),
        ("name", "Mrs Baker knows"),
        ("name", "I asked Dr. Khan"),
        ("name", "my neighbour Darren"),
        ("name", "My next-door neighbour, Pat"),
        ("name", "a man called Steve sells it"),
    ],
)
def test_it_warns_of(kind: str, text: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "It costs £1,200 for 12 skips in 2027.",
        "Nine alleys between Rutland Street and Tunnard Street",
        "The corner of Freeman Street",
        "20 metres of Rutland Street",
        "In DN32 and DN31, and dn32 and dn31",
        "DN32 7NF",
        "The street party of 12 May Street is closed",
        "Since 2019 Rutland Street has had no trees",
        "60 young people, 14 to 18 years old",
        "The A180 and the A16",
        "Two prices: 01.04.2027 and 30.06.2027",
        "My neighbour and I would water them",
        "The neighbours of East Marsh",
        "A group called Friends of the Park",
        "Rutland Dr Grimsby",
        "A mix of 20 new street trees",
        "Charity 1234567, round 3",
        "Open 9 to 5, closed 12 to 1",
        "Miss the bus and you walk",
    ],
)
def test_it_stays_quiet_about(text: str) -> None:
    assert findings(text) == []


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    for finding in findings(text):
        assert finding.kind in LOOKS_LIKE
        assert finding.words in " ".join(text.split())


@given(
    st.sampled_from(["07700 900", "01472 555", "020 7946 ", "+44 7700 900"]),
    st.integers(0, 9999),
    st.text(alphabet="abc ,.", max_size=20),
)
def test_a_phone_number_is_found_wherever_it_stands(start: str, end: int, around: str) -> None:
    number = f"{start}{end:04}" if start.startswith("020") else f"{start}{end % 1000:03}"
    assert "phone" in kinds(f"{around} {number} {around}")


@given(
    st.text(alphabet="ABCDEFGHJKLMNOPRSTUVWXY", min_size=2, max_size=2),
    st.integers(2, 99),
    st.text(alphabet="BCFGHJKLMPQRSVXZ", min_size=3, max_size=3),
)
def test_a_number_plate_is_found(area: str, year: int, letters: str) -> None:
    assert "vehicle" in kinds(f"the van {area}{year:02} {letters} again")


def test_each_thing_is_told_once() -> None:
    assert len(findings("07700 900123 or 07700 900123")) == 1


def test_a_warning_says_what_to_do() -> None:
    [finding] = findings("Ring 07700 900123")
    assert finding.warning == (
        "“07700 900123” looks like a phone number. Take it out, or tick that it may stay."
    )


def test_the_key_of_a_finding_tells_nothing_and_is_steady() -> None:
    [finding] = findings("Ring 07700 900123")
    assert "07700" not in finding.key
    assert finding.key == findings("or 07700  900123")[0].key


@pytest.mark.parametrize("text", ["drug dealing", "a stabbing", "They were burgled", "anti-social"])
def test_talk_of_crime_is_noticed(text: str) -> None:
    assert speaks_of_crime(text)


@pytest.mark.parametrize(
    "text", ["Clear the alley", "A new path", "Bulbs", "The gangway", "Guinea"]
)
def test_talk_of_gardens_is_not_crime(text: str) -> None:
    assert not speaks_of_crime(text)
