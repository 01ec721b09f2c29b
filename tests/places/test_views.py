"""Staff pages about a neighbourhood, and places for programs."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kit.actor import SYSTEM
from people.models import User
from places import actions
from places.models import Neighbourhood, Postcode, PostcodeEdition
from places.postcode_files import PostcodeRow
from tests import factories

DAY = {"dated_day": "1", "dated_month": "8", "dated_year": "2026"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def head_officer(db: None) -> User:
    return factories.with_role("officer", None)


def listed(content: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def test_an_officer_of_the_whole_site_adds_a_neighbourhood_and_goes_on_to_its_boundary(
    head_officer: User,
) -> None:
    client = client_of(head_officer)
    answer = client.post(
        reverse("places:new"), {"name": "East Marsh", "town": "Grimsby", "slug": ""}
    )
    place = Neighbourhood.objects.get()
    assert answer["Location"] == reverse("places:boundary", args=[place])
    again = client.post(reverse("places:new"), {"name": "East Marsh", "about": "Kept words"})
    assert again.status_code == 422
    assert "Another neighbourhood has this web address" in text(again)
    assert "Kept words" in text(again)


def test_an_officer_of_one_place_adds_none(officer: User) -> None:
    assert client_of(officer).get(reverse("places:new")).status_code == 403
    assert client_of(officer).get(reverse("places:postcodes-all")).status_code == 403


def test_details_are_changed(officer: User, area: Neighbourhood) -> None:
    page = reverse("places:edit", args=[area])
    assert "East Marsh" in text(client_of(officer).get(page))
    client_of(officer).post(page, {"name": "East Marsh", "town": "Grimsby", "adults": "8200"})
    area.refresh_from_db()
    assert area.adults == 8200


def test_a_boundary_is_typed_one_code_a_line(officer: User, area: Neighbourhood) -> None:
    page = reverse("places:boundary", args=[area])
    typed = 'LSOA21CD,LSOA21NM\r\nE01013138,"North East Lincolnshire 006A"\r\n\r\n e01013140 \r\n'
    client_of(officer).post(page, {"codes": typed, "vintage": "LSOA 2021"})
    codes = area.boundaries.get().codes.order_by("code")
    assert [(row.code, row.name) for row in codes] == [
        ("E01013138", "North East Lincolnshire 006A"),
        ("E01013140", ""),
    ]
    assert "E01013140" in text(client_of(officer).get(page))


def test_finding_areas_keeps_the_codes_that_were_typed_and_a_wrong_code_the_postcodes(
    officer: User, area: Neighbourhood
) -> None:
    client, page = client_of(officer), reverse("places:boundary", args=[area])
    rows = [PostcodeRow("DN32 7AB", lsoa="E01013138")]
    actions.load_postcodes(rows, name="Directory", dated=date(2026, 8, 1), by=SYSTEM)
    typed = {"postcodes": "DN32 7AB", "codes": "E01013140,North end", "vintage": "MSOA 2021"}
    found = client.post(page, typed | {"find": "1"})
    assert found.status_code == 200
    form = found.context["form"]
    assert form["codes"].value() == "E01013140,North end\nE01013138"
    assert form["vintage"].value() == "MSOA 2021"
    refused = client.post(page, typed | {"codes": "nonsense"})
    assert refused.status_code == 422
    assert ">DN32 7AB</textarea>" in refused.content.decode().replace("\n", "")


def test_a_wrong_code_is_named_with_its_line(officer: User, area: Neighbourhood) -> None:
    page = reverse("places:boundary", args=[area])
    answer = client_of(officer).post(
        page, {"codes": "E01013138\nE06000012", "vintage": "LSOA 2021"}
    )
    assert answer.status_code == 422
    assert "Line 2: “E06000012”" in text(answer)
    assert not area.boundaries.exists()


def test_a_list_is_loaded_and_the_page_says_how_many(officer: User, area: Neighbourhood) -> None:
    actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    content = b"postcode,lsoa\nDN32 7AB,E01013138\nDN31 1AA,E01013000\n"
    answer = client_of(officer).post(
        reverse("places:postcodes", args=[area]),
        {"file": listed(content), "name": "Our list", **DAY},
        follow=True,
    )
    assert "<b>2</b><span>postcodes in the list" in text(answer)
    assert "<b>1</b><span>in use and in East Marsh" in text(answer)


def test_a_list_that_is_wrong_is_said_and_nothing_saved(officer: User, area: Neighbourhood) -> None:
    answer = client_of(officer).post(
        reverse("places:postcodes", args=[area]),
        {"file": listed(b"postcode\nDN32 7AB\nnonsense\n"), "name": "Our list", **DAY},
    )
    assert answer.status_code == 422
    assert "Line 3: “nonsense” is not a postcode." in text(answer)
    assert "Our list" in text(answer)
    assert not PostcodeEdition.objects.exists()


def test_a_list_with_none_inside_is_warned_about(officer: User, area: Neighbourhood) -> None:
    actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    answer = client_of(officer).post(
        reverse("places:postcodes", args=[area]),
        {"file": listed(b"postcode,lsoa\nDN31 1AA,E01013000\n"), "name": "Our list", **DAY},
        follow=True,
    )
    assert "None of these postcodes is in East Marsh" in text(answer)


def test_a_large_file_from_the_disk_is_read_too(head_officer: User, area: Neighbourhood) -> None:
    """Beyond 2.5 MB a browser's file waits on the disk instead of in memory."""
    letters = b"ABDEFGHJLNPQRSTUWXYZ"
    rows = b"".join(
        b"DN%d %d%c%c,,E01013138,%s\n" % (district, sector, one, two, b"x" * 400)
        for district in (1, 2)
        for sector in range(10)
        for one in letters
        for two in letters
    )
    answer = client_of(head_officer).post(
        reverse("places:postcodes-all"),
        {"file": listed(b"pcds,doterm,lsoa21,note\n" + rows), "name": "Everywhere", **DAY},
    )
    edition = PostcodeEdition.objects.get(neighbourhood=None)
    assert answer["Location"] == reverse("places:loaded-all", args=[edition.pk])
    assert Postcode.objects.count() == 8000


def test_an_edition_of_another_place_is_not_there(
    officer: User, area: Neighbourhood, other_area: Neighbourhood
) -> None:
    edition = PostcodeEdition.objects.create(name="x", dated="2026-01-01", neighbourhood=other_area)
    page = reverse("places:loaded", args=[area, edition.pk])
    assert client_of(officer).get(page).status_code == 404


@pytest.mark.parametrize("kind", ["finance", "auditor", "panel"])
def test_only_officers_change_a_place(area: Neighbourhood, kind: str) -> None:
    client = client_of(factories.with_role(kind, area))
    for name in ("edit", "boundary", "postcodes"):
        assert client.get(reverse(f"places:{name}", args=[area])).status_code == 403


def test_places_are_there_for_programs(area: Neighbourhood, client: Client) -> None:
    actions.draw_boundary(area, codes=["E01013140", "E01013138"], by=SYSTEM)
    found = client.get("/api/v1/places/").json()
    assert [place["slug"] for place in found["results"]] == ["east-marsh"]
    place = client.get("/api/v1/places/east-marsh/").json()
    assert place["boundary"] == ["E01013138", "E01013140"]
    assert "contact_email" not in place
    assert client.get("/api/v1/places/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "query", ["ordering=contact_email", "contact_email=x", "limit=1000000000", "page=1"]
)
def test_unknown_filters_change_nothing(area: Neighbourhood, client: Client, query: str) -> None:
    assert client.get(f"/api/v1/places/?{query}").json()["count"] == 1


@pytest.mark.parametrize("page", ["-1", "0", "x", "99"])
def test_a_page_that_is_not_there_is_not_found(
    area: Neighbourhood, client: Client, page: str
) -> None:
    assert client.get(f"/api/v1/places/?page={page}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_programs_only_read(area: Neighbourhood, client: Client, method: str) -> None:
    assert getattr(client, method)("/api/v1/places/east-marsh/").status_code == 405


def test_places_are_described_for_programs(area: Neighbourhood, client: Client) -> None:
    described = client.get("/api/v1/schema/").json()["paths"]
    assert {"/api/v1/places/", "/api/v1/places/{slug}/"} <= set(described)


def test_areas_are_found_from_a_few_postcodes_and_nothing_is_saved(
    area: Neighbourhood, officer: User
) -> None:
    rows = [
        PostcodeRow("DN32 7AB", lsoa="E01013138"),
        PostcodeRow("DN32 7AD", lsoa="E01013138"),
        PostcodeRow("DN32 8AA", lsoa="E01013140"),
    ]
    actions.load_postcodes(rows, name="Everywhere", dated=date(2026, 8, 1), by=SYSTEM)
    url = reverse("places:boundary", args=[area])
    typed = {"find": "1", "postcodes": "dn327ab, DN32 7AD\nDN32 8AA; ZE1 0AA"}
    page = client_of(officer).post(url, typed).content.decode()
    assert "E01013138: 2 of your postcodes" in page
    assert "E01013138\nE01013140" in page
    assert "No list here says where these are: ZE1 0AA" in page
    assert not area.boundaries.exists()


def test_a_bad_postcode_among_them_is_named_and_what_was_typed_stays(
    area: Neighbourhood, officer: User
) -> None:
    rows = [PostcodeRow("DN32 7AB", lsoa="E01013138")]
    actions.load_postcodes(rows, name="Everywhere", dated=date(2026, 8, 1), by=SYSTEM)
    url = reverse("places:boundary", args=[area])
    answer = client_of(officer).post(url, {"find": "1", "postcodes": "DN32 7AB, Victor St"})
    assert answer.status_code == 422
    assert "“Victor St” is not a whole postcode" in answer.content.decode()
    assert "DN32 7AB, Victor St" in answer.content.decode()


def test_without_a_directory_the_page_says_how_to_get_one_and_what_works_without(
    area: Neighbourhood, officer: User
) -> None:
    url = reverse("places:boundary", args=[area])
    page = client_of(officer).get(url).content.decode()
    assert "only an officer of the whole site can" in page
    assert "A plain list of your postcodes" in page
    assert page.index("A plain list of your postcodes") < page.index("Find the areas by postcode")
    assert page.index(reverse("places:postcodes", args=[area])) < page.index("Area codes")
    assert "Not now" in page
    everywhere = factories.with_role("officer", None)
    page = client_of(everywhere).get(url).content.decode()
    assert reverse("places:postcodes-all") in page


def test_the_page_for_postcodes_names_the_files_it_takes(
    area: Neighbourhood, officer: User
) -> None:
    page = client_of(officer).get(reverse("places:postcodes", args=[area])).content.decode()
    assert 'accept=".csv,.txt,.tsv,text/csv"' in page
    assert "A file that ends in .csv, .txt or .tsv" in page


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_each_kind_of_file_it_names_is_read(mark: str, area: Neighbourhood, officer: User) -> None:
    content = f"postcode{mark}street\nDN32 7AB{mark}Rutland Street\n".encode()
    answer = client_of(officer).post(
        reverse("places:postcodes", args=[area]),
        {
            "file": SimpleUploadedFile("list.tsv", content),
            "name": "Ours",
            "dated_day": "1",
            "dated_month": "8",
            "dated_year": "2026",
        },
    )
    assert answer.status_code == 302
