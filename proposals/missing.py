"""What a proposal still needs before it can be handed in, as things to do."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kit.money import pounds
from proposals.models import Proposal
from rounds.models import Round


class Task(NamedTuple):
    """One thing to do. `page` is the URL name of the page where it is done; `key` names the
    task.
    """

    key: str
    title: str
    page: str
    done: bool
    hint: str = ""


class Limits(NamedTuple):
    """What a round allows one proposal to ask for, in pence, and where output alone is enough."""

    most_pence: int
    output_only: bool


def limits(round: Round) -> Limits:
    """A round's limits: those of its rules, and never more than its pot."""
    most: int | None = round.rules.get("proposals", {}).get("max_asked_pence")
    pot = round.pot_pence
    output_only: bool = round.rules.get("outcome", {}).get("output_only_allowed", True)
    return Limits(pot if most is None else min(most, pot), output_only)


def tasks(proposal: Proposal, *, today: date) -> list[Task]:
    """Everything that handing in asks for, done or not, in the order of the pages."""
    return list(_tasks(proposal, limits(proposal.round), today))


def missing(proposal: Proposal, *, today: date) -> list[Task]:
    """Those of the tasks that are still to do."""
    return [task for task in tasks(proposal, today=today) if not task.done]


def _tasks(proposal: Proposal, limits: Limits, today: date) -> Iterator[Task]:
    words = all((proposal.title, proposal.what, proposal.where, proposal.why))
    yield Task("words", "Say what, where and why", "edit", words)
    yield Task("kind", "Choose the kind of project", "develop", proposal.kind_id is not None)
    yield _costs(proposal, limits)
    yield _deliverer(proposal)
    yield _target(proposal, limits)
    on_time = proposal.due is not None and proposal.due > today
    yield Task("due", "Say when it will be measured", "develop", on_time, "A day still to come.")


def _costs(proposal: Proposal, limits: Limits) -> Task:
    asked = proposal.pence_from("asked")
    hint = f"This round allows up to {pounds(limits.most_pence)} for one project."
    if asked > limits.most_pence:
        hint = f"You ask for {pounds(asked)}. {hint}"
    return Task("costs", "List what it costs", "develop", 0 < asked <= limits.most_pence, hint)


def _deliverer(proposal: Proposal) -> Task:
    named = proposal.who_delivers != "group" or bool(proposal.deliverer)
    hint = "Give the name of the group." if not named else ""
    return Task(
        "deliverer", "Say who does the work", "develop", bool(proposal.who_delivers) and named, hint
    )


def _target(proposal: Proposal, limits: Limits) -> Task:
    indicator = proposal.indicator
    output = indicator is not None and indicator.better == "output" and not limits.output_only
    hint = "This round asks what will change, not only what will be done." if output else ""
    done = proposal.target is not None and indicator is not None and not output
    return Task("target", "Say what you hope to reach", "develop", done, hint)
