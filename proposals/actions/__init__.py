"""Everything that can be done with an idea, from its first words to the ballot."""

from proposals.actions.checks import (
    check,
    check_each,
    pass_to_vote,
    refuse,
    return_for_change,
)
from proposals.actions.helpers import invite_helper, join
from proposals.actions.ideas import change, look_at, save_draft, share, start_idea, withdraw
from proposals.actions.pairs import declare_incompatible, withdraw_incompatible
from proposals.actions.safety import answer_report, hide, report, unhide
from proposals.actions.second_look import ask_second_look, review
from proposals.actions.work import develop, state_baseline, submit

__all__ = [
    "answer_report",
    "ask_second_look",
    "change",
    "check",
    "check_each",
    "declare_incompatible",
    "develop",
    "hide",
    "invite_helper",
    "join",
    "look_at",
    "pass_to_vote",
    "refuse",
    "report",
    "return_for_change",
    "review",
    "save_draft",
    "share",
    "start_idea",
    "state_baseline",
    "submit",
    "unhide",
    "withdraw",
    "withdraw_incompatible",
]
