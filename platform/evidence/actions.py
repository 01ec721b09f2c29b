"""Deeds of hoping, measuring and verifying.

`expect`, `mark_funded` and `mark_unfunded` write no entry of their own: they are part of a deed of
handing a proposal in, or of awarding money, and that deed's entry tells of them.
"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from audit.actions import record
from audit.canonical import Plain
from evidence.access import acting_as, may_verify
from evidence.models import Expectation, Indicator, Kind, Observation
from evidence.refusals import (
    AlreadyFunded,
    AlreadyVerified,
    MoreThanAll,
    NotANumber,
    NothingExpected,
    NotYetMeasured,
    OwnEvidence,
    Superseded,
)
from kit import clock
from kit.actor import Actor
from people.models import Upload, User
from places.models import Neighbourhood

LARGEST = Decimal("9999999999.99")
WHOLE = 100  # per cent
# What may still be put otherwise before there is money.
_STATED = (
    "label",
    "place",
    "round_number",
    "theme",
    "kind",
    "indicator",
    "due",
    "target",
    "baseline",
    "baseline_source",
    "baseline_on",
)


@transaction.atomic
def expect(
    subject: UUID,
    *,
    label: str,
    place: Neighbourhood,
    round_number: int,
    theme: str,
    kind: Kind,
    indicator: Indicator,
    target: Decimal,
    due: date,
    baseline: Decimal | None = None,
    baseline_source: str = "",
    baseline_on: date | None = None,
    by: Actor,
) -> Expectation:
    """What the proposal `subject` sets out to do, stated or changed before it has money.

    `target` and `baseline` are in the indicator's unit; the baseline has its source, and the day on
    which it was so. `by` is named by the entry of the calling deed. Raises AlreadyFunded,
    NotANumber.
    """
    found = Expectation.objects.select_for_update().filter(subject=subject).first()
    if found is not None and found.funded_at is not None:
        raise AlreadyFunded
    row = found or Expectation(subject=subject)
    row.label, row.place, row.round_number, row.theme = label, place, round_number, theme
    row.kind, row.indicator, row.due = kind, indicator, due
    row.target = number(target)
    row.baseline = None if baseline is None else number(baseline)
    row.baseline_source, row.baseline_on = baseline_source, baseline_on
    row.save(update_fields=_STATED if found else None)
    return row


def mark_funded(subject: UUID, at: datetime | None = None) -> Expectation | None:
    """Money was awarded for `subject` at `at` (UTC; now): from here it belongs to the track record.

    The first time counts. None when nothing was expected of it.
    """
    _of(subject).filter(funded_at=None).update(funded_at=at or clock.now())
    return _of(subject).first()


def mark_unfunded(subject: UUID) -> None:
    """The offer was declined or ran out: it leaves the track record."""
    _of(subject).update(funded_at=None)


@transaction.atomic
def observe(
    subject: UUID,
    *,
    value: Decimal,
    measured_on: date,
    how: str,
    barred: Collection[UUID],
    by: User,
    evidence: Upload | None = None,
) -> Observation:
    """A measured value, in the indicator's unit, of what the proposal `subject` set out to do.

    It counts once somebody else has verified it; one that was here stays, and this one replaces it.
    `barred` are the people who may not verify it: who hold the money and who awarded it. Raises
    NothingExpected, NotYetMeasured for a day to come, NotANumber.
    """
    expectation = _of(subject).select_for_update().first()
    if expectation is None:
        raise NothingExpected
    newest = expectation.observations.filter(superseded_by=None).first()
    if newest is not None:
        return _replace(newest, value, measured_on, how, evidence, barred, by)
    observation = _save(expectation, None, value, measured_on, how, evidence, barred, by)
    _tell(observation, by=by, kind="observation.recorded", after=_measured(observation))
    return observation


@transaction.atomic
def supersede(
    observation: Observation,
    *,
    value: Decimal,
    measured_on: date,
    how: str,
    barred: Collection[UUID],
    by: User,
    evidence: Upload | None = None,
) -> Observation:
    """A better or later value replaces `observation`, which stays.

    Until it is verified the last verified one counts. Raises Superseded when another has replaced
    it, NotYetMeasured, NotANumber.
    """
    Expectation.objects.select_for_update().get(pk=observation.expectation_id)
    if Observation.objects.filter(supersedes=observation).exists():
        raise Superseded
    return _replace(observation, value, measured_on, how, evidence, barred, by)


@transaction.atomic
def verify(
    observation: Observation, *, by: User, barred: Collection[UUID] = (), seen: str = ""
) -> Observation:
    """Somebody else looked at the evidence and it holds. `seen` says, for everyone, what they
    looked at.

    `barred` adds to the people who were barred when it was recorded. Raises OwnEvidence,
    AlreadyVerified, Superseded.
    """
    Expectation.objects.select_for_update().get(pk=observation.expectation_id)
    observation = Observation.objects.get(pk=observation.pk)
    if observation.verified_by_id is not None:
        raise AlreadyVerified
    if Observation.objects.filter(supersedes=observation).exists():
        raise Superseded
    if not may_verify(by, observation) or by.pk in barred:
        raise OwnEvidence
    observation.verified_by, observation.verified_at = by, clock.now()
    observation.save(update_fields=["verified_by", "verified_at"])
    words = {"how": observation.how, **({"seen": seen} if seen else {})}
    _tell(
        observation,
        by=by,
        kind="observation.verified",
        after=_measured(observation),
        words=words,
    )
    return observation


def number(value: Decimal) -> Decimal:
    """The value with two decimal places. Raises NotANumber for one that the table can't hold."""
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise NotANumber
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact) > LARGEST:
        raise NotANumber
    return exact.quantize(Decimal("0.01"))


def check_share(
    value: Decimal | None, indicator: Indicator | None, *, field: str = "value"
) -> None:
    """Raises MoreThanAll where the value is a share of something, and more than all of it."""
    if value is None or indicator is None or not indicator.unit.startswith("%"):
        return
    if value > WHOLE:
        said = f"This is in {indicator.unit}, so it can be {WHOLE} at most."
        raise MoreThanAll(said, field=field)


def _of(subject: UUID) -> QuerySet[Expectation]:
    return Expectation.objects.filter(subject=subject)


def _save(
    expectation: Expectation,
    before: Observation | None,
    value: Decimal,
    measured_on: date,
    how: str,
    evidence: Upload | None,
    barred: Collection[UUID],
    by: User,
) -> Observation:
    if measured_on > clock.today():
        raise NotYetMeasured
    check_share(value, expectation.indicator)
    observation = Observation.objects.create(
        expectation=expectation,
        supersedes=before,
        value=number(value),
        measured_on=measured_on,
        how=how,
        evidence=evidence,
        recorded_by=by,
    )
    observation.barred.set(User.objects.filter(pk__in=barred))
    return observation


def _replace(
    observation: Observation,
    value: Decimal,
    measured_on: date,
    how: str,
    evidence: Upload | None,
    barred: Collection[UUID],
    by: User,
) -> Observation:
    better = _save(
        observation.expectation, observation, value, measured_on, how, evidence, barred, by
    )
    replaces: dict[str, Plain] = {"replaces": observation.pk}
    if observation.verified_at is None:
        _tell(better, by=by, kind="observation.recorded", after={**_measured(better), **replaces})
    else:
        # Everybody reads this one: how the new figure came about is told when it is verified.
        _tell(better, by=by, kind="observation.superseded", after=replaces, words={})
    return better


def _measured(observation: Observation) -> dict[str, Plain]:
    expectation = observation.expectation
    return {
        "indicator": expectation.indicator_id,
        "value": str(observation.value),
        "target": str(expectation.target),
        "measured_on": observation.measured_on,
    }


def _tell(
    observation: Observation,
    *,
    by: User,
    kind: str,
    after: dict[str, Plain],
    words: dict[str, str] | None = None,
) -> None:
    place = observation.expectation.place
    record(
        by=by,
        kind=kind,
        subject=observation,
        role=acting_as(by, place),
        place=place.pk,
        after={"expectation": observation.expectation_id, **after},
        words={"how": observation.how} if words is None else words,
    )
