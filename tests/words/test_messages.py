"""Every message of the product: each is made in a `said` module, of the row after the deed, and
holds in every state that the row can be in.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import reverse

from people.models import Letter, Residency, User
from places.models import Neighbourhood
from proposals import actions as proposals
from proposals import said as ideas_said
from proposals.models import Proposal
from tests import factories
from tests.code import FOLDERS
from tests.words.ideas import STATES, idea_in
from tests.words.truth import Facts, broken

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "demo",
    "evidence",
    "grants",
    "ledger",
    "people",
    "places",
    "proposals",
    "rounds",
    "voting",
)
# A module whose messages belong to the library's pages: they tell of a mail server's answer.
NOT_OURS = {"platform/people/allauth_adapter.py"}

# What each message claims. "states": walked below in every state of its row. The others claim what
# the deed itself has just made true, and the deed's own tests hold that; why is said here.
CLAIMS = {
    "demo": {"moved_on": "the step that was played, and the day after it"},
    "proposals": {
        "who_sees": "states",
        "kept_until_sign_in": "the visitor's session holds it",
        "back_from_sign_in": "says what is on the page it stands on",
        "sent_in": "states",
        "changed": "states",
        "worked_out": "states",
        "handed_in": "states",
        "taken_back": "states",
        "second_look_asked": "who may review is refused to the first checker (may_review)",
        "helper_invited": "an invitation changes nothing until it is accepted (join)",
        "joined": "the helper's row is there",
        "reported": "answer_report writes to the person, without exception",
        "report_answered": "letters",
        "paired": "letters",
        "pair_taken_back": "letters",
        "entered": "states",
        "checked": "states",
        "not_now": "names the state in which it stands, as everybody reads it",
        "answered": "states",
    },
    "voting": {
        "asked_in_public": "the page it stands on shows it",
        "answered_in_public": "the page it stands on shows it",
        "rule_chosen": "the draft's rules are as chosen",
        "money_kept": "sentences of the rules as they are kept",
        "voted_as_me": "only somebody with an account can report; answer_report writes to them",
        "report_answered": "letters",
        "way_on": "each stands for one deed that came back",
        "words_typed": "rehearse forgets the words",
        "some_do_not_open": "no message",
        "pressed_to_open": "asks the round whether it is opened and counted",
        "sign_looked_at": "the queue leaves out what was looked at",
        "answered_already": "shown where no change waits",
        "change_asked": "another officer must agree (NeedsSecondOfficer)",
        "change_answered": "asks the change whether it was agreed, and whom it reaches",
        "step_done": "each stands for one deed that came back",
        "held_again": "rerun writes to every entry with an account",
    },
    "rounds": {
        "published": "publish fixes the rules",
        "draft_saved": "a draft is found by officers only (open_draft)",
        "duty_given": "names the duty itself",
        "duty_taken": "the deed came back",
        "moved": "postpone records the reason for everybody",
        "cancelled": "asks the round whether it was a draft",
        "signed_off": "the deed came back",
        "plan_agreed": "the page it leads to shows it",
        "not_done": "a refusal's own words",
    },
    "grants": {
        "panel_formed": "the deed came back",
        "quorum_set": "the figure of the panel itself",
        "seat_given": "names the seat itself",
        "seat_ended": "the deed came back",
        "meeting_called": "day and place of the meeting itself",
        "meeting_opened": "the deed came back",
        "meeting_closed": "asks the round whether everything is decided",
        "minutes_confirmed": "the deed came back",
        "decided": "names the decision itself",
        "adopted": "counts the decisions themselves",
        "interest_declared": "names the interest itself",
    },
    "evidence": {"verified": "asks whether a newer figure stands in its place"},
    "ledger": {
        "fund_opened": "the deed came back",
        "entered": "the deposit waits until somebody else confirms it",
        "entry_taken_back": "the deed came back",
        "deposited": "the sum of the move itself",
        "undone": "the sum of the move itself",
    },
    "people": {
        "ask_first": "the visitor's session holds nothing",
        "sent_again": "asks whether the code before still works",
        "code_not_sent": "a refusal's own words",
        "name_saved": "the deed came back",
        "own_home_ended": "the deed came back",
        "accepted": "names the role itself",
        "invited": "letters",
        "check_asked": "letters",
        "home_checked": "letters",
        "home_ended": "the deed came back",
        "role_given": "names the role itself",
        "role_ended": "names the role itself",
        "invitation_withdrawn": "the deed came back",
    },
    "places": {
        "created": "the deed came back",
        "changed": "the deed came back",
        "boundary_drawn": "asks whether postcodes are there",
        "left_out": "counts of the file itself",
    },
}


def messages_of(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            module = node.func.value
            named = isinstance(module, ast.Name) and module.id == "messages"
            if named and node.func.attr in ("success", "info", "warning", "error", "add_message"):
                yield node


def _is_said(node: ast.AST) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_said(node.body) and _is_said(node.orelse)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "said"
    )


def test_every_message_is_made_in_a_said_module() -> None:
    elsewhere, found = [], 0
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if str(file.relative_to(ROOT)) in NOT_OURS:
                continue
            for call in messages_of(ast.parse(file.read_text())):
                found += 1
                if not _is_said(call.args[1]):
                    elsewhere.append(f"{file.relative_to(ROOT)}:{call.lineno}")
    assert found > 40
    assert not elsewhere, "make these messages in their room's said.py, of the row after the deed"


def _public(module: ModuleType) -> set[str]:
    return {
        name
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and not name.startswith("_")
    }


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_says_why_it_is_so(room: str) -> None:
    assert _public(import_module(f"{room}.said")) == set(CLAIMS[room])


OF_AN_IDEA: dict[str, Callable[[Proposal], str]] = {
    **{
        name: getattr(ideas_said, name)
        for name, why in CLAIMS["proposals"].items()
        if why == "states" and name not in ("checked", "answered")
    },
    "answered": lambda idea: ideas_said.answered(idea, list(idea.checks.all())),
    **{
        f"checked: {deed}": lambda idea, deed=deed: ideas_said.checked(idea, deed)  # type: ignore[misc]
        for deed in ("look", "ready", "refuse", "return", "review", "hide", "unhide")
    },
}
# A deed after which an idea is in certain states only.
ONLY_AFTER = {
    "sent_in": ("draft", "idea", "idea about crime"),
    "handed_in": ("submitted", "submitted about crime"),
    "taken_back": ("withdrawn", "draft thrown away"),
    "checked: ready": ("ready", "ready and hidden"),
    "checked: refuse": ("refused",),
    "checked: return": ("returned",),
    "checked: hide": ("hidden", "ready and hidden"),
}


@pytest.mark.parametrize("with_account", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_no_message_about_an_idea_says_more_than_is_so(
    area: Neighbourhood, officer: User, state: str, with_account: bool
) -> None:
    lead = factories.person() if with_account else None
    idea = idea_in(state, factories.round_in("develop", area), lead, officer)
    url = reverse("proposals:detail", args=[area, idea.round.number, idea.number])
    facts = Facts(reader=lead, round=idea.round, idea=idea, idea_url=url)
    wrong = [
        (name, claim)
        for name, made in OF_AN_IDEA.items()
        if state in ONLY_AFTER.get(name, STATES)
        for claim in broken(made(idea), facts)
    ]
    assert not wrong


def test_a_crime_idea_that_is_worked_out_is_not_said_to_be_seen(
    area: Neighbourhood, officer: User
) -> None:
    lead = factories.person()
    idea = idea_in("idea about crime", factories.round_in("develop", area), lead, officer)
    done = proposals.develop(idea, by=lead, deliverer="The alley group")
    assert "Everybody" not in ideas_said.worked_out(done)
    assert "until staff have looked at it" in ideas_said.worked_out(done)


def _to(person: User) -> int:
    return Letter.objects.filter(to=person.email).count()


@pytest.mark.parametrize("leads", ["two", "one and the same", "one", "none"])
def test_who_is_said_to_get_an_e_mail_about_a_pair_gets_one(
    area: Neighbourhood, officer: User, leads: str
) -> None:
    round_ = factories.round_in("develop", area)
    first = factories.person() if leads != "none" else None
    other = {"two": factories.person(), "one and the same": first}.get(leads)
    one, two = (idea_in("idea", round_, lead, factories.person()) for lead in (first, other))
    pair = proposals.declare_incompatible(one, other=two, because="One wall", by=officer)
    payload = ideas_said.paired(pair)
    written = sum(_to(lead) for lead in {first, other} if lead)
    assert (
        written
        == {"Both": 2, "Their": 1, "One": 1, "Neither": 0}[payload.split(". ")[2].split()[0]]
    )


def test_a_letter_that_is_said_to_be_on_its_way_is_written(
    area: Neighbourhood, officer: User
) -> None:
    from people import actions, said

    invitation = actions.invite("ann@example.org", kind="panel", neighbourhood=area, by=officer)
    assert said.invited(invitation).endswith("on its way to ann@example.org.")
    assert Letter.objects.filter(to="ann@example.org").exists()
    person = factories.person()
    home = Residency.objects.create(person=person, neighbourhood=area)
    assert "We write to you" in said.check_asked(actions.ask_for_check(home, by=person))
    done = actions.verify_residency(home, how="seen", by=officer, reason="I know the house")
    assert "An e-mail says so" in said.home_checked(done)
    assert _to(person) == 1


def test_a_report_is_answered_by_letter(area: Neighbourhood, officer: User) -> None:
    idea: Any = idea_in("idea", factories.round_in("ideas", area), factories.person(), officer)
    reader = factories.person()
    report = proposals.report(idea, reason="It names somebody", by=reader)
    done = proposals.answer_report(report, answer="We asked for a change", by=officer)
    assert "by e-mail" in ideas_said.report_answered(done)
    assert _to(reader) == 1
