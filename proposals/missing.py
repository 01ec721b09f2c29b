"""What a proposal still needs before it can be handed in, as things to do."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kit.money import pounds
from proposals.models import Proposal
from rounds.models import Round


class IdeaTask(NamedTuple):
    """One thing to do. `page` is the URL name of the page where it is done; `key` names the
    task.
    """

    key: str
    title: str
    page: str
    done: bool
    hint: str = ""


class Limits(NamedTuple):
    """What a round allows one proposal to ask for, in pence, where output alone is enough, and
    above how many pence it is measured before the start (None where no project can be so large).
    """

    most_pence: int
    output_only: bool
    baseline_from_pence: int | None

    def needs_baseline(self, asked_pence: int) -> bool:
        """Whether a project that asks for this much says first how things are now."""
        return self.baseline_from_pence is not None and asked_pence > self.baseline_from_pence


def limits(round: Round) -> Limits:
    """A round's limits: those of its rules, and never more than its pot."""
    most: int | None = round.rules.get("proposals", {}).get("max_asked_pence")
    pot = round.pot_pence
    output_only: bool = round.rules.get("outcome", {}).get("output_only_allowed", True)
    above: int | None = round.rules.get("outcome", {}).get("baseline_from_pence")
    most = pot if most is None else min(most, pot)
    return Limits(most, output_only, above if above is not None and above < most else None)


def has_baseline(proposal: Proposal) -> bool:
    """Whether it is said how things are now: a figure, where it is from, and the day."""
    figure, day = proposal.baseline, proposal.baseline_on
    return figure is not None and bool(proposal.baseline_source.strip()) and day is not None


def baseline_to_come(proposal: Proposal) -> bool:
    """Whether its round asks for a baseline that it still lacks.

    An idea that an earlier version took without one stands; its page says what is to come.
    """
    asked = proposal.asked_pence or 0
    return limits(proposal.round).needs_baseline(asked) and not has_baseline(proposal)


def can_state_baseline(proposal: Proposal) -> bool:
    """Whether a baseline that is still to come can be said now: until the panel has decided."""
    round = proposal.round
    going_on = round.decided_at is None and round.cancelled_at is None
    return proposal.status in ("submitted", "ready") and going_on and baseline_to_come(proposal)


def baseline_note(proposal: Proposal) -> str:
    """What everybody reads where a baseline is still to come, or never came; else nothing."""
    if proposal.status not in ("submitted", "ready") or not baseline_to_come(proposal):
        return ""
    so_far = "Still to come." if can_state_baseline(proposal) else "Not said."
    return f"{so_far} {_asks(limits(proposal.round))}"


def tasks(proposal: Proposal, *, today: date) -> list[IdeaTask]:
    """Everything that handing in asks for, done or not, in the order of the pages."""
    return list(_tasks(proposal, limits(proposal.round), today))


def missing(proposal: Proposal, *, today: date) -> list[IdeaTask]:
    """Those of the tasks that are still to do."""
    return [task for task in tasks(proposal, today=today) if not task.done]


def _tasks(proposal: Proposal, limits: Limits, today: date) -> Iterator[IdeaTask]:
    words = all((proposal.title, proposal.what, proposal.where, proposal.why))
    yield IdeaTask("words", "Say what, where and why", "edit", words)
    yield IdeaTask("kind", "Choose the kind of project", "develop", proposal.kind_id is not None)
    asked = proposal.pence_from("asked")
    yield _costs(asked, limits)
    yield _deliverer(proposal)
    if limits.needs_baseline(asked):
        yield _baseline(proposal, limits)
    yield _target(proposal, limits)
    on_time = proposal.due is not None and proposal.due > today
    yield IdeaTask(
        "due", "Say when it will be measured", "develop", on_time, "A day still to come."
    )


def _costs(asked: int, limits: Limits) -> IdeaTask:
    hint = f"This round allows up to {pounds(limits.most_pence)} for one project."
    if asked > limits.most_pence:
        hint = f"You ask for {pounds(asked)}. {hint}"
    return IdeaTask("costs", "List what it costs", "develop", 0 < asked <= limits.most_pence, hint)


def _deliverer(proposal: Proposal) -> IdeaTask:
    named = proposal.who_delivers != "group" or bool(proposal.deliverer)
    hint = "Give the name of the group." if not named else ""
    return IdeaTask(
        "deliverer", "Say who does the work", "develop", bool(proposal.who_delivers) and named, hint
    )


def _baseline(proposal: Proposal, limits: Limits) -> IdeaTask:
    done = has_baseline(proposal)
    hint = f"{_asks(limits)} Give a figure, where it is from, and the day."
    return IdeaTask("baseline", "Say how it is now", "develop", done, "" if done else hint)


def _asks(limits: Limits) -> str:
    above = pounds(limits.baseline_from_pence or 0)
    return f"This round asks a project above {above} to measure how things are before it starts."


def _target(proposal: Proposal, limits: Limits) -> IdeaTask:
    indicator = proposal.indicator
    output = indicator is not None and indicator.better == "output" and not limits.output_only
    hint = "This round asks what will change, not only what will be done." if output else ""
    done = proposal.target is not None and indicator is not None and not output
    return IdeaTask("target", "Say what you hope to reach", "develop", done, hint)
