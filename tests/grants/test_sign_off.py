"""Nobody signs a round off who held another role in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.actions import record
from grants import actions as grants
from grants.models import Award
from people.models import Role, User
from rounds import actions as rounds
from rounds.models import Duty, Round
from rounds.refusals import OwnRound
from tests import factories
from tests.grants.scene import Scene
from tests.grants.test_payments import first, pay, report
from tests.ledger.test_views import text_of


@pytest.fixture
def done(scene: Scene) -> Scene:
    """Everything is decided, paid, reported on and closed."""
    award = scene.ready()
    scene.decide(scene.picked[1], "none", reason="No longer needed")
    scene.decide(scene.unpicked, "none")
    grants.close_meeting(scene.meeting, by=scene.secretary)
    pay(scene, first(award))
    grants.accept_report(report(award), by=scene.officer)  # type: ignore[arg-type]
    pay(scene, award.instalments.get(number=2))
    grants.complete(award, by=scene.finance)
    scene.round.refresh_from_db()
    return scene


def helper(scene: Scene) -> User:
    person = factories.person()
    scene.picked[0].helpers.add(person)
    return person


def writer(scene: Scene) -> User:
    return factories.proposal(scene.round, entered_by=factories.person()).entered_by  # type: ignore[return-value]


def opener(scene: Scene) -> User:
    return Duty.objects.create(round=scene.round, kind="opener", person=factories.person()).person


PARTS: dict[str, Callable[[Scene], User]] = {
    "officer": lambda scene: scene.officer,
    "payer": lambda scene: scene.finance,
    "secretary": lambda scene: scene.secretary,
    "chair": lambda scene: scene.chair.person,
    "member of the panel": lambda scene: scene.members[5].person,
    "holder": lambda scene: Award.objects.get().holder,  # type: ignore[dict-item, return-value]
    "lead of an idea that did not win": lambda scene: scene.unpicked.lead,  # type: ignore[dict-item, return-value]
    "helper": helper,
    "writer of somebody's idea": writer,
    "opener": opener,
}


def as_auditor(scene: Scene, person: User) -> User:
    Role.objects.filter(person=person).update(ended_at=scene.round.published_at)
    Role.objects.create(person=person, neighbourhood=scene.area, kind="auditor")
    return person


@pytest.mark.parametrize("part", list(PARTS))
def test_whoever_held_another_part_in_a_round_does_not_sign_it_off(done: Scene, part: str) -> None:
    person = as_auditor(done, PARTS[part](done))
    with pytest.raises(OwnRound, match="somebody else must sign it off"):
        rounds.sign_off(done.round, by=person)
    done.round.refresh_from_db()
    assert done.round.signed_off_at is None


def test_an_auditor_who_only_looked_signs_it_off(done: Scene) -> None:
    auditor = factories.with_role("auditor", done.area)
    assert rounds.sign_off(done.round, by=auditor).signed_off_at is not None


def test_a_part_in_another_round_is_no_hindrance(done: Scene) -> None:
    auditor = factories.with_role("auditor", done.area)
    other = factories.round_in("ideas", done.area, set_up_by=auditor)
    Duty.objects.create(round=other, kind="opener", person=auditor)
    assert rounds.sign_off(done.round, by=auditor).signed_off_at is not None


def signed_by_hand(round_: Round, by: User) -> None:
    with transaction.atomic():
        record(
            by=by,
            kind="round.signed_off",
            subject=round_,
            role="auditor",
            place=round_.neighbourhood_id,
            round=round_.pk,
        )


@pytest.mark.parametrize("part", list(PARTS))
def test_the_record_takes_no_such_signature(done: Scene, part: str) -> None:
    person = as_auditor(done, PARTS[part](done))
    with pytest.raises(IntegrityError, match="held another part"):
        signed_by_hand(done.round, person)


def test_the_page_says_so_before_anybody_presses(client: Client, done: Scene) -> None:
    url = reverse("rounds:sign-off", args=[done.area, done.round.number])
    client.force_login(as_auditor(done, done.finance))
    page = text_of(client, url)
    assert "You did something in this round as finance officer" in page
    assert (
        "<button"
        not in client.get(url).content.decode().partition("</h1>")[2].partition("<footer")[0]
    )
    assert client.post(url, {}).status_code == 422
    client.force_login(factories.with_role("auditor", done.area))
    assert "Sign off round 1" in client.get(url).content.decode().partition("</h1>")[2]
