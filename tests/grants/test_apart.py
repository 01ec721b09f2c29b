"""Whoever has a part in an award is told so when somebody else must do the next thing."""

from __future__ import annotations

import pytest

from grants import access
from grants.actions.payments import clear_to_pay
from grants.models import Award, ProgressReport
from tests import factories
from tests.grants.scene import Scene
from tests.grants.test_payments import report
from tests.postgres import forge


@pytest.fixture
def sent(scene: Scene) -> ProgressReport:
    report(scene.accepted())
    return ProgressReport.objects.get()


def test_nobody_accepts_a_report_they_sent(scene: Scene, sent: ProgressReport) -> None:
    forge(ProgressReport.objects.all(), sent_by=scene.officer)
    verdict = access.may_accept_report(ProgressReport.objects.get(), scene.officer)
    assert verdict.because == "You sent this report, so somebody else must accept it."


def test_nobody_accepts_a_report_of_an_award_they_gave(scene: Scene, sent: ProgressReport) -> None:
    forge(Award.objects.all(), offered_by=scene.officer)
    verdict = access.may_accept_report(ProgressReport.objects.get(), scene.officer)
    assert verdict.because == (
        "You helped to give this award, so somebody else must accept its report."
    )


def test_nobody_of_the_staff_acts_on_an_award_of_their_own(scene: Scene) -> None:
    award = scene.accepted()
    forge(Award.objects.all(), holder=scene.officer)
    award.refresh_from_db()
    verdict = access.may_complete(award, scene.officer)
    assert verdict.because == "This award is yours, so somebody else must do this."


def test_an_award_of_somebody_with_an_office_waits_for_another_holder(scene: Scene) -> None:
    award = scene.ready()
    forge(Award.objects.all(), holder=factories.with_role("officer", scene.area))
    assert clear_to_pay(Award.objects.get(pk=award.pk)).because == (
        "Somebody who has no office here must hold this award first."
    )
