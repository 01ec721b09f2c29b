"""The public API: described as it is, read only, and blind to everything that is not public."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import schemathesis
from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from config.wsgi import application
from people.models import User
from proposals.models import Proposal
from rounds.models import Round
from tests import factories, postgres
from tests.grants.scene import Scene, build
from tests.voting import scene as votes

SCHEMA = "/api/v1/schema/"
LISTS = ("places", "rounds", "proposals", "results", "awards")
SECRETS = ("Wrong words", "Crime words", "Draft words", "Thrown words")


@dataclass
class Facts:
    """A neighbourhood with a decided round, and next door everything that is not public yet."""

    panel: Scene
    draft_round: Round
    open_vote: Round
    closed_vote: Round
    shown: Proposal
    named: Proposal
    unseen: list[Proposal]
    officer: User

    def real(self, path: str) -> str:
        """A listed path with real values in place of its parts."""
        pks = {"proposals": self.shown.pk, "boxes": self.closed_vote.pk}
        kind = path.split("/")[3]
        pk = pks.get(kind, self.panel.round.pk)
        return path.replace("{slug}", self.panel.area.slug).replace("{id}", str(pk))


@pytest.fixture(scope="module")
def facts(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Facts]:
    """The scene in a database of its own: these tests only read, and they are many."""
    name = f"test_{os.getpid()}_{uuid4().hex[:8]}"
    secrets = tmp_path_factory.mktemp("secrets")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        postgres.copy_template(name)
        before = postgres.point_at(name)
        try:
            with override_settings(SECRETS=secrets):
                yield scene()
        finally:
            connections.close_all()
            postgres.point_at(before)
            postgres.drop(name)


def scene() -> Facts:
    """One neighbourhood with an award, and one where all is under way."""
    area = factories.area()
    other_area = factories.area(name="Grange", town="East Finchley", slug="grange")
    for number in range(205):
        factories.area(name=f"Place {number}", slug=f"place-{number}")
    closed = votes.open_vote(factories.area(name="Closed", slug="closed"))
    closed.vote(closed.voter(), 1)
    closed.end()
    panel = build(area)
    panel.award()
    taking = factories.round_in("ideas", other_area)
    vote = votes.open_vote(other_area)
    for number in (1, 2):
        vote.vote(vote.voter(f"Vera Voter{number}"), number)
    lead = factories.resident(other_area, "Lena Lead")
    shown = factories.proposal(taking, lead, status="idea", title="A bench for all")
    open_lead = factories.resident(other_area, "Olga Openly")
    named = factories.proposal(taking, open_lead, status="idea", show_name=True)
    now = shown.shared_at
    unseen = [
        factories.proposal(taking, lead, status="draft", shared_at=None, title=SECRETS[2]),
        factories.proposal(taking, lead, status="idea", needs_look=True, title=SECRETS[1]),
        factories.proposal(
            taking, lead, status="idea", hidden_at=now, hidden_because="Rude", title=SECRETS[0]
        ),
        factories.proposal(taking, lead, status="withdrawn", shared_at=None, title=SECRETS[3]),
    ]
    draft = factories.round_in("draft", other_area, title="Draft of a round")
    unseen.append(factories.proposal(draft, lead, title="Of a draft round"))
    officer = factories.with_role("officer", other_area, "Otto Officer")
    return Facts(panel, draft, vote.round, closed.round, shown, named, unseen, officer)


@pytest.fixture
def description(facts: Facts) -> dict[str, Any]:
    """The OpenAPI document, as it is served."""
    answer = Client().get(SCHEMA)
    assert answer.status_code == 200
    document: dict[str, Any] = json.loads(answer.content)
    return document


@pytest.fixture
def api(facts: Facts) -> Any:
    """The document as schemathesis asks by it, in this process."""
    return schemathesis.openapi.from_wsgi(SCHEMA, application)


def test_every_path_answers_as_it_is_described_whatever_is_asked(api: Any) -> None:
    for result in api.get_all_operations():
        ask_at_random(result.ok())


def ask_at_random(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=6, deadline=None, derandomize=True, database=None)
    def ask(case: Any) -> None:
        case.call_and_validate(
            checks=[not_a_server_error, content_type_conformance, response_schema_conformance]
        )

    ask()


def everything(facts: Facts) -> Iterator[tuple[str, Any]]:
    """Every path with real values, and its answer."""
    document = json.loads(Client().get(SCHEMA).content)
    for path in document["paths"]:
        address = path if path == SCHEMA else facts.real(path)
        yield address, Client().get(address)


def test_the_description_is_a_valid_one(description: dict[str, Any]) -> None:
    validate(description)
    assert description["openapi"].startswith("3.")
    named = {path.split("/")[3] for path in description["paths"]}
    assert set(LISTS) <= named


def test_every_listed_path_finds_what_is_there(facts: Facts, api: Any) -> None:
    for address, answer in everything(facts):
        assert answer.status_code == 200, address
        found = json.loads(answer.content)
        assert found.get("results", True), f"{address} is empty"


def test_what_is_there_fits_its_description(facts: Facts, api: Any) -> None:
    for result in api.get_all_operations():
        operation = result.ok()
        parts = {"slug": facts.panel.area.slug}
        pk = facts.shown.pk if "proposals" in operation.path else facts.panel.round.pk
        case = operation.Case(path_parameters={**parts, "id": str(pk)})
        case.call_and_validate(checks=[response_schema_conformance, content_type_conformance])


def test_the_api_only_ever_reads(facts: Facts, description: dict[str, Any]) -> None:
    assert {method for path in description["paths"].values() for method in path} == {"get"}
    for address, _ in everything(facts):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(Client(), method)(address).status_code == 405, (method, address)
        forced = Client(headers={"x-http-method-override": "DELETE"}).post(address)
        assert forced.status_code == 405
        assert Client().head(address).status_code == 200
        assert Client().options(address).status_code == 200


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("page", ["-1", "0", "999999999", "x", "1e9", "\x00", "٣٣٣"])
def test_a_page_that_is_not_there_is_not_found(facts: Facts, kind: str, page: str) -> None:
    answer = Client().get(f"/api/v1/{kind}/", {"page": page})
    assert answer.status_code == 404


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("limit", ["1e9", "1000000000", "-1", "0", "x", ""])
def test_nobody_can_ask_for_pages_without_end(facts: Facts, kind: str, limit: str) -> None:
    answer = Client().get(f"/api/v1/{kind}/", {"limit": limit})
    assert answer.status_code == 200
    assert len(answer.json()["results"]) <= 200


def test_a_page_holds_two_hundred_at_most(facts: Facts) -> None:
    assert len(Client().get("/api/v1/places/", {"limit": "100000"}).json()["results"]) == 200
    assert len(Client().get("/api/v1/places/").json()["results"]) == 50


# What an asker might hope to sort or sift by, to read what is not shown.
PRIVATE = (
    "lead",
    "lead__email",
    "lead__name",
    "lead__email__startswith",
    "entered_for",
    "hidden_because",
    "proposal__lead__email__icontains",
    "holder__email",
    "round__box__kr_sha256",
    "password",
    "search",
    "q",
)


@pytest.mark.parametrize("kind", LISTS)
def test_private_fields_cannot_be_asked_about(facts: Facts, kind: str) -> None:
    email = User.objects.get(name="Lena Lead").email
    plain = Client().get(f"/api/v1/{kind}/").json()["results"]
    for field in PRIVATE:
        for value in (email, email[:3], "nobody@nowhere.example"):
            answer = Client().get(f"/api/v1/{kind}/", {field: value})
            assert answer.status_code == 200, field
            assert answer.json()["results"] == plain, field


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("order", ["password", "-lead__email", "lead__email", "?", "votes", "1"])
def test_nobody_can_choose_an_order_that_tells_something(
    facts: Facts, kind: str, order: str
) -> None:
    plain = Client().get(f"/api/v1/{kind}/").json()
    assert (
        Client().get(f"/api/v1/{kind}/", {"ordering": order}).json()["results"]
        == (plain["results"])
    )


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("name", ["place", "round", "status", "theme"])
@pytest.mark.parametrize(
    "value", ["\x00", "' OR 1=1 --", "٣", "-1", "1e400", "9" * 40, "NaN", "🌳"]
)
def test_odd_values_are_refused_or_find_nothing(
    facts: Facts, kind: str, name: str, value: str
) -> None:
    answer = Client().get(f"/api/v1/{kind}/", {name: value})
    assert answer.status_code in (200, 400)
    assert "Traceback" not in answer.content.decode()


def test_what_is_not_public_appears_nowhere(facts: Facts) -> None:
    texts = {address: answer.content.decode() for address, answer in everything(facts)}
    for kind in LISTS:
        texts[kind] = Client().get(f"/api/v1/{kind}/", {"limit": "200"}).content.decode()
    assert "A bench for all" in texts["proposals"]
    hidden = [*SECRETS, "Draft of a round", "Of a draft round", str(facts.draft_round.pk)]
    hidden += [str(proposal.pk) for proposal in facts.unseen]
    for address, text in texts.items():
        assert not [words for words in hidden if words in text], address


def test_what_is_not_public_cannot_be_opened_by_its_id(facts: Facts) -> None:
    client = Client()
    for proposal in facts.unseen:
        assert client.get(f"/api/v1/proposals/{proposal.pk}/").status_code == 404
    assert client.get(f"/api/v1/rounds/{facts.draft_round.pk}/").status_code == 404
    assert client.get(f"/api/v1/results/{facts.draft_round.pk}/").status_code == 404
    assert client.get(f"/api/v1/proposals/{facts.shown.pk}/").status_code == 200


def test_staff_see_no_more_by_the_api_than_anybody(facts: Facts) -> None:
    client = Client()
    client.force_login(facts.officer)
    for proposal in facts.unseen:
        assert client.get(f"/api/v1/proposals/{proposal.pk}/").status_code == 404


def test_an_open_vote_has_no_result_and_no_count(facts: Facts) -> None:
    vote = facts.open_vote
    client = Client()
    assert client.get(f"/api/v1/results/{vote.pk}/").status_code == 404
    listed = client.get("/api/v1/results/", {"limit": "200"}).content.decode()
    assert str(vote.pk) not in listed
    assert str(facts.panel.round.pk) in listed
    payload = client.get(f"/api/v1/rounds/{vote.pk}/").json()
    assert payload["phase"] == "voting"
    assert not {"votes", "ballots", "turnout", "voters"} & set(payload)


def test_no_answer_holds_a_name_or_an_address(facts: Facts) -> None:
    people = list(User.objects.exclude(name="").values_list("name", "email"))
    assert len(people) > 10
    for address, answer in everything(facts):
        text = answer.content.decode()
        payload = [who for who in people if who[0] in text or who[1] in text]
        assert not payload, address
        assert "@example.org" not in text


def test_somebody_who_shows_their_name_shows_no_more_than_that(facts: Facts) -> None:
    payload = Client().get(f"/api/v1/proposals/{facts.named.pk}/").json()
    assert payload["proposer"].startswith("Olga")
    assert "Openly" not in json.dumps(payload)


def test_no_browser_of_another_site_can_read_as_a_person(facts: Facts) -> None:
    answer = Client(headers={"origin": "https://evil.example.org"}).get("/api/v1/places/")
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies


def test_answers_are_data_and_never_a_page(facts: Facts) -> None:
    for address, _ in everything(facts):
        answer = Client(headers={"accept": "text/html"}).get(address)
        assert "html" not in answer.headers.get("Content-Type", ""), address
        assert b"<html" not in answer.content


@given(pk=st.one_of(st.uuids().map(str), st.text(min_size=1, max_size=40)))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_id_that_is_made_up_is_not_found(facts: Facts, pk: str) -> None:
    for kind in ("places", "rounds", "proposals", "results"):
        answer = Client().get(f"/api/v1/{kind}/{quote(pk, safe='')}/")
        assert answer.status_code in (404, 400)


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    "body", ["[" * 10_000, '{"a": 1, "a": 2}', '{"a": "\\ud800"}', "\x00", "not json"]
)
def test_a_body_is_never_read(facts: Facts, kind: str, body: str) -> None:
    for sent_as in ("application/json", "application/xml", "multipart/form-data; boundary=x"):
        answer = Client().post(f"/api/v1/{kind}/", body, content_type=sent_as)
        assert answer.status_code == 405
        asked = Client().generic("GET", f"/api/v1/{kind}/", body, content_type=sent_as)
        assert asked.status_code == 200


def test_a_closed_box_tells_its_figures(facts: Facts) -> None:
    payload = Client().get(f"/api/v1/boxes/{facts.closed_vote.pk}/").json()
    figures = ("on_list", "in_box", "set_aside", "of_nobody", "replaced")
    assert [payload[name] for name in figures] == [1, 1, {}, 0, 0]


def test_an_open_box_tells_nothing(facts: Facts) -> None:
    assert Client().get(f"/api/v1/boxes/{facts.open_vote.pk}/").status_code == 404
