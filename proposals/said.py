"""What is said once something was done with an idea, from how the idea stands then.

Every message of these pages is made here, of the row after the deed, so that none says more than
is so.
"""

from collections.abc import Sequence

from people import mail_words
from proposals.models import CHECKS, Check, IncompatiblePair, Proposal, Report


def who_sees(proposal: Proposal) -> str:
    """Who can see an idea now."""
    if proposal.is_public:
        return "Everybody can see it."
    if proposal.status == "draft" or proposal.shared_at is None:
        return "Nobody else can see it until it is sent in."
    if proposal.hidden_at is not None:
        return "It is hidden: only those who work on it and staff can see it."
    return (
        "It speaks of crime, so only those who work on it and staff can see it until staff have"
        " looked at it."
    )


def kept_until_sign_in() -> str:
    """What was typed is in the visitor's session while they sign in."""
    return "Your idea is kept. Once you are signed in, check it and send it in."


def back_from_sign_in(proposal: Proposal) -> str:
    """What was typed before signing in has become a draft."""
    return "You are signed in. What you wrote is here: check it, then send it in."


def sent_in(proposal: Proposal) -> str:
    """A new idea was kept, or sent in."""
    if proposal.status == "draft":
        return "Kept. Only you can see it until you send it in."
    if proposal.is_public:
        return "Thank you. Your idea is on the page now, and everybody can read it."
    first = "Thank you. We look at ideas about crime first, to keep you safe."
    promise = mail_words.promise("We write to you when we have looked at it.")
    return f"{first} {_letter(proposal, promise)}"


def changed(proposal: Proposal) -> str:
    """Its words were changed."""
    if proposal.is_public:
        return "Saved. The change stands in the public record."
    return f"Saved. {who_sees(proposal)}"


def worked_out(proposal: Proposal) -> str:
    """Its costs and plans were changed, or how things are before the start was said."""
    if proposal.is_public:
        return "Saved. Everybody can see it with the idea."
    return f"Saved. {who_sees(proposal)}"


def handed_in(proposal: Proposal) -> str:
    """It was handed in to be checked."""
    promise = mail_words.promise("We write to you when it has been checked.")
    return f"Handed in. {_letter(proposal, promise)}"


def _letter(proposal: Proposal, promise: str) -> str:
    """A promise to write, where there is somebody to write to."""
    return promise if proposal.lead_id else "Its page says what comes of it: there is no e-mail."


def taken_back(proposal: Proposal) -> str:
    """Its lead, or the officer who wrote it down, took it back."""
    return "You have taken your idea back." if proposal.lead_id else "The idea is taken back."


def second_look_asked(proposal: Proposal) -> str:
    """Somebody else will look at "not this time" again."""
    return "Asked. Somebody who did not check it before looks at it."


def helper_invited(proposal: Proposal) -> str:
    """Somebody was asked to work on it too."""
    return "Invited. They have to say yes before they can change anything."


def joined(proposal: Proposal) -> str:
    """A helper said yes."""
    return "You work on this together now."


def reported(report: Report) -> str:
    """Somebody said that it should not be shown."""
    return mail_words.promise("Thank you. We look at it and write to you.")


def report_answered(report: Report) -> str:
    """Staff answered such a report."""
    return mail_words.promise("Answered. The person who reported it gets your answer by e-mail.")


def paired(pair: IncompatiblePair) -> str:
    """Two ideas can't both be done."""
    seen = "Everybody can read it" if pair.one.is_public and pair.other.is_public else "Kept"
    return f"Said. {seen}. {_told_both(pair)}"


def pair_taken_back(pair: IncompatiblePair) -> str:
    """They can both be done again."""
    return f"Taken back. {_told_both(pair)}"


def _told_both(pair: IncompatiblePair) -> str:
    leads = [idea.lead_id for idea in (pair.one, pair.other) if idea.lead_id]
    if len(leads) == 2:
        both = len(set(leads)) == len(leads)
        who = "Both proposers get" if both else "Their proposer gets"
        return mail_words.promise(f"{who} an e-mail.")
    if leads:
        return mail_words.promise(
            "One proposer gets an e-mail; the other has no account to write to."
        )
    return "Neither proposer has an account to write to."


def entered(proposal: Proposal) -> str:
    """An officer wrote it down for somebody."""
    return f"Idea {proposal.number} is kept. {who_sees(proposal)}"


def checked(proposal: Proposal, deed: str) -> str:
    """Staff decided something on its check page; `deed` is the name of the form."""
    sentences = {
        "look": f"Done. {who_sees(proposal)} {_proposer(proposal)}",
        "ready": "This can go to the vote." if proposal.is_public else _passed(proposal),
        "refuse": f"Said not this time. {_proposer(proposal)}",
        "return": f"Sent back. {_proposer(proposal)}",
        "review": f"The second look is done. {_proposer(proposal)}",
        "hide": "Hidden. The reason stands where it was.",
        "unhide": f"Shown again. {who_sees(proposal)}",
    }
    return sentences[deed]


def not_now(proposal: Proposal) -> str:
    """A page was opened for a decision that can't be taken any more."""
    return f"That can’t be done now. It stands at “{proposal.status_name}”."


def answered(proposal: Proposal, saved: Sequence[Check]) -> str:
    """How many answers of a check were saved, who reads them, and which questions are left."""
    count = len(saved)
    facts = "1 answer is saved." if count == 1 else f"{count} answers are saved."
    if not count:
        facts = "This was saved already."
    them = "it" if count == 1 else "them"
    seen = f"Everybody can read {them}." if proposal.is_public else who_sees(proposal)
    there = set(proposal.checks.values_list("kind", flat=True))
    left = " ".join(question for kind, question in CHECKS.items() if kind not in there)
    rest = f"Still without an answer: {left}" if left else "No question is left."
    return f"{facts} {seen} {rest}"


def _passed(proposal: Proposal) -> str:
    return f"Passed. It goes to the vote only if everybody can see it. {who_sees(proposal)}"


def _proposer(proposal: Proposal) -> str:
    if proposal.lead_id:
        return mail_words.promise("The proposer gets an e-mail that says so.")
    return "The proposer has no account to write to."
