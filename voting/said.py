"""What is said once something was done around a vote, from how it stands then. Every message of
these pages is made here.
"""

from collections.abc import Sequence

from people import mail_words
from rounds.models import Round
from voting.actions import ways_on
from voting.models import Challenge, RollChange, RollEntry, RollReport, WayOn


def asked_in_public(challenge: Challenge) -> str:
    """Somebody said that something looks wrong."""
    return "Everybody can read it now, without your name."


def answered_in_public(challenge: Challenge) -> str:
    """Staff answered it."""
    return "Everybody can read your answer now."


def rule_chosen(round: Round, *, equal_shares: bool) -> str:
    """By which rule a draft's votes will be counted."""
    return f"Round {round.number} is counted by {_rule(equal_shares=equal_shares)}."


def _rule(*, equal_shares: bool) -> str:
    return "equal shares" if equal_shares else "most votes that fit"


def money_kept(round: Round, sentences: Sequence[str]) -> str:
    """What a draft keeps of its pot for a theme."""
    return " ".join(sentences) or f"Round {round.number} keeps nothing of the pot for a theme."


def voted_as_me(report: RollReport) -> str:
    """Somebody said that another voted as them."""
    return mail_words.promise("Thank you. An officer looks into it and writes to you.")


def report_answered(report: RollReport) -> str:
    """An officer answered that."""
    reached = report.entry.voter_id is not None
    if not reached:
        return "Kept. There is no account to write to."
    return mail_words.promise("Kept. The person gets your answer by e-mail.")


def way_on(way: WayOn, deed: str) -> str:
    """The people who open the votes said how to go on; `deed` is what was pressed."""
    return {
        "ask": "Asked for. The second person agrees here, or you take it back.",
        "agree": "Agreed. This page says what comes next.",
        "back": "Taken back.",
        "refuse": "Not agreed. The vote still waits.",
    }[deed]


def words_typed(round: Round) -> str:
    """Somebody typed the words of their part of the key."""
    return "These are your words. The server has forgotten them now."


def some_do_not_open(round: Round) -> bool:
    """Whether ballots that don't open keep the vote closed."""
    return round.opened_at is None and bool(ways_on.trouble(round).damaged)


def pressed_to_open(round: Round) -> str:
    """One of the people who open the votes did their part."""
    if some_do_not_open(round):
        return "Some ballots do not open. Nothing was opened or counted."
    if round.opened_at is None:
        return "Your part is done. Another person is needed."
    return f"The votes are opened{' and counted' if round.counted_at else ''}."


def sign_looked_at(entries: Sequence[RollEntry]) -> str:
    """An officer looked at a sign about entries of the list."""
    return "Looked at. It is off this page."


def answered_already(entry: RollEntry) -> str:
    """Another officer was quicker."""
    return "Somebody has answered this. The page shows how it stands now."


def change_asked(change: RollChange) -> str:
    """An officer asked for a change of the list."""
    return "Asked for. A second officer answers it here."


def change_answered(change: RollChange) -> str:
    """The second officer answered it."""
    if not change.agreed:
        return "Left as it is."
    reached = change.entry.voter_id is not None
    changed = "The list is changed."
    return mail_words.promise(f"{changed} The person gets an e-mail.") if reached else changed


def step_done(round: Round, step: str) -> str:
    """A step of the ballot box was pressed."""
    return {
        "fix": "The ballot is fixed.",
        "roll": "The list of voters is drawn up.",
        "make": "The ballot box is made.",
        "ready": "The ballot box is ready.",
        "close": "The vote is closed.",
    }[step]


def held_again(round: Round) -> str:
    """The vote starts anew."""
    return mail_words.promise(
        "The vote is held again. Everybody on the list who has an account gets an e-mail."
    )
