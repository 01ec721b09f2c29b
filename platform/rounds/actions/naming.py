"""Who does what in a round. People may change after publishing; the duties themselves may not."""

from django.db import transaction

from audit.actions import record
from kit.access import PANEL
from people.models import User
from rounds import duties, staffing
from rounds.actions.drafting import locked
from rounds.models import Duty, Round
from rounds.refusals import DutyNeeded, HasDuty, LacksRole, LastAuditor, OnThePanel
from rounds.rules import of


@transaction.atomic
def give_duty(round: Round, *, kind: str, person: User, by: User) -> Duty:
    """Name a person for a duty. Raises LacksRole, OnThePanel, LastAuditor, HasDuty; KeyError for an
    unknown kind.
    """
    round = locked(round)
    roles = duties.roles_of([person.pk], round.neighbourhood).get(person.pk, frozenset())
    if not roles & duties.KINDS[kind].roles:
        raise LacksRole
    if kind == "answerer" and roles & set(PANEL):
        raise OnThePanel
    if person == staffing.only_auditor(round):
        raise LastAuditor
    duty, is_new = Duty.objects.get_or_create(round=round, kind=kind, person=person)
    if not is_new:
        raise HasDuty
    _record("duty.given", round, duty, by)
    return duty


@transaction.atomic
def take_duty(duty: Duty, *, by: User) -> Round:
    """Take a duty away; gives its round. Raises DutyNeeded when a published round could not run
    without it.
    """
    round = locked(duty.round)
    duty = Duty.objects.get(pk=duty.pk)
    runs = round.published_at is not None and round.cancelled_at is None
    if runs and duties.gaps(round, of(round), without=duty):
        raise DutyNeeded
    _record("duty.taken", round, duty, by)
    duty.delete()
    return round


def _record(kind: str, round: Round, duty: Duty, by: User) -> None:
    record(
        by=by,
        kind=kind,
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "duty": duty.kind,
            "person_ref": duty.person.ref(round_ref=round.pk, place_ref=round.neighbourhood_id),
        },
    )
