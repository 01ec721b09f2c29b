"""A round is signed off when its projects are done, not before."""

from __future__ import annotations

from django.urls import reverse

from rounds import readiness
from tests.grants.scene import Scene


def test_a_round_cannot_be_signed_off_while_a_project_is_under_way(scene: Scene) -> None:
    award = scene.accepted()
    (missing,) = readiness.missing(scene.round, "close")
    assert award.proposal.title in missing.text
    assert missing.link == reverse("grants:staff-award", args=[scene.area, award.pk])


def test_a_round_whose_projects_are_done_lacks_nothing(scene: Scene) -> None:
    award = scene.accepted()
    type(award).objects.filter(pk=award.pk).update(status="complete")
    assert readiness.missing(scene.round, "close") == []
