"""Working an idea out, and handing it in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict, Unpack, cast

from django.db import transaction

from audit.canonical import Plain
from evidence.actions import check_share, expect
from evidence.models import Indicator, Kind
from evidence.refusals import NotYetMeasured
from kit import clock
from people.models import User
from proposals import access
from proposals.actions._common import enter, keep, locked, move, show_photo, write_to_proposer
from proposals.actions.ideas import check_may_edit, look_again
from proposals.missing import baseline_to_come, can_state_baseline, missing
from proposals.models import CostLine, Proposal
from proposals.refusals import AtThisPoint, NoBaselineToCome, NotYours, StillMissing
from rounds import phases


class Cost(NamedTuple):
    """One line of costs: what, how much in pence, and from where ("asked", "others", "kind")."""

    label: str
    pence: int
    source: str = "asked"


class Work(TypedDict, total=False):
    """What is worked out about an idea; what is left out stays as it is. Baseline and target are
    in the unit of the indicator; without `indicator` that of the kind is taken. The baseline's
    source and day say where that figure is from, and when it was so."""

    kind: Kind | None
    indicator: Indicator | None
    who_delivers: str
    deliverer: str
    parent_organisation: str
    baseline: Decimal | None
    baseline_source: str
    baseline_on: date | None
    target: Decimal | None
    due: date | None


@transaction.atomic
def develop(
    proposal: Proposal,
    *,
    by: User,
    costs: Sequence[Cost] | None = None,
    consent: bool = False,
    **work: Unpack[Work],
) -> Proposal:
    """Say what an idea costs, who does it and what it should change. `costs` replaces all lines.

    Everybody sees it at once. An officer who does not work on it needs the `consent` of those who
    do.
    Raises NotYours, NeedsConsent, Frozen, RoundClosed, NotYetMeasured for a baseline of a day to
    come, and MoreThanAll for more than 100%.
    """
    proposal = locked(proposal)
    check_may_edit(proposal, by, consent=consent)
    _check_day(work.get("baseline_on"))
    before = {name: getattr(proposal, name) for name in (*work, "indicator", "theme")}
    for name, value in work.items():
        setattr(proposal, name, value)
    _follow_kind(proposal, chosen="indicator" in work and work["indicator"] is not None)
    for name in ("target", "baseline"):
        check_share(work.get(name), proposal.indicator, field=name)  # type: ignore[arg-type]
    changed = {name for name in before if getattr(proposal, name) != before[name]}
    if costs is not None and _replace_costs(proposal, costs):
        changed.add("costs")
    if not changed:
        return proposal
    look_again(proposal, words_changed=False)
    keep(proposal)
    show_photo(proposal)
    enter(
        proposal,
        by=by,
        kind="proposal.changed",
        after={
            "parts": ", ".join(sorted(changed)),
            "asked_pence": proposal.pence_from("asked"),
            "others_pence": proposal.pence_from("others"),
            "in_kind_pence": proposal.pence_from("kind"),
            "with_consent": consent,
        },
        words={
            name: getattr(proposal, name)
            for name in ("deliverer", "parent_organisation", "baseline_source")
            if name in changed
        },
    )
    return proposal


def _follow_kind(proposal: Proposal, *, chosen: bool) -> None:
    # A kind brings its theme, and what it is usually measured by unless something else was chosen.
    if proposal.kind is not None:
        proposal.theme = proposal.kind.theme
        if not chosen:
            proposal.indicator = proposal.kind.indicator


def _replace_costs(proposal: Proposal, costs: Sequence[Cost]) -> bool:
    """Whether the lines are other ones now."""
    there = [Cost(line.label, line.pence, line.source) for line in proposal.costs.all()]
    if there == list(costs):
        return False
    proposal.costs.all().delete()
    CostLine.objects.bulk_create(
        (CostLine(proposal=proposal, **cost._asdict()) for cost in costs), batch_size=2_000
    )
    return True


@transaction.atomic
def submit(proposal: Proposal, *, by: User) -> Proposal:
    """Hand a proposal in to be checked: what it asks for is fixed from here on.

    Raises NotYours, AtThisPoint, RoundClosed, and StillMissing with everything that is missing.
    """
    proposal = locked(proposal)
    if not access.leads(proposal, by):
        raise NotYours
    _check_open(proposal)
    move(proposal, "submitted")
    left = missing(proposal, today=clock.today())
    if left:
        raise StillMissing(
            "Still to do: " + "; ".join(_in_words(task.title) for task in left) + "."
        )
    proposal.asked_pence = proposal.pence_from("asked")
    proposal.submitted_at = clock.now()
    keep(proposal)
    _state_outcome(proposal, by)
    after: dict[str, Plain] = {"asked_pence": proposal.asked_pence, "kind": proposal.kind_id}
    entry = enter(
        proposal, by=by, kind="proposal.submitted", after=after, words={"title": proposal.title}
    )
    write_to_proposer(proposal, template="submitted", entry=entry)
    return proposal


@transaction.atomic
def state_baseline(
    proposal: Proposal, *, baseline: Decimal, source: str, on: date, by: User
) -> Proposal:
    """Say how things are before the start, of an idea that was handed in without that and that the
    panel has not decided on. Once said it stays.

    Raises NotYours, NoBaselineToCome, AtThisPoint, StillMissing, NotYetMeasured, MoreThanAll.
    """
    proposal = locked(proposal)
    if not access.works_on(proposal, by):
        raise NotYours
    if not baseline_to_come(proposal):
        raise NoBaselineToCome
    if not can_state_baseline(proposal):
        raise AtThisPoint
    if not source.strip():
        raise StillMissing("Say where the figure is from.", field="baseline_source")
    _check_day(on)
    check_share(baseline, proposal.indicator, field="baseline")
    proposal.baseline, proposal.baseline_source, proposal.baseline_on = baseline, source.strip(), on
    keep(proposal)
    _state_outcome(proposal, by)
    enter(
        proposal,
        by=by,
        kind="proposal.changed",
        after={"parts": "baseline, baseline_on, baseline_source"},
        words={"baseline_source": proposal.baseline_source},
    )
    return proposal


def _check_day(measured: date | None) -> None:
    if measured is not None and measured > clock.today():
        raise NotYetMeasured(field="baseline_on")


def _check_open(proposal: Proposal) -> None:
    if proposal.status == "returned":
        phases.require(proposal.round, "ideas", "develop", "checks", "vote-delayed")
    else:
        phases.require(proposal.round, "ideas", "develop")


def _in_words(title: str) -> str:
    return title[0].lower() + title[1:]


def _state_outcome(proposal: Proposal, by: User) -> None:
    """Put down what the project says it will change, which is what it will be measured against."""
    expect(
        subject=proposal.pk,
        by=by,
        label=proposal.title,
        place=proposal.round.neighbourhood,
        round_number=proposal.round.number,
        theme=proposal.theme,
        # Nothing of these is missing: `missing` was asked.
        kind=cast(Kind, proposal.kind),
        indicator=cast(Indicator, proposal.indicator),
        baseline=proposal.baseline,
        baseline_source=proposal.baseline_source,
        baseline_on=proposal.baseline_on,
        target=cast(Decimal, proposal.target),
        due=cast(date, proposal.due),
    )
