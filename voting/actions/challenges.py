"""Something looks wrong: raised by anyone with an account, answered by somebody who is not on
the panel.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from audit.actions import record
from kit import clock
from people import post
from people.aliases import OnOneSubject
from people.models import User
from proposals.models import Proposal
from rounds.models import Round
from voting import access, refusals, terms
from voting.models import Challenge

ABOUT_THE_VOTE = ("ballot", "rules", "count")


@transaction.atomic
def raise_challenge(
    round: Round, *, by: User, about: str, text: str, proposal: Proposal | None = None
) -> Challenge:
    """Say that something looks wrong; the same again, unanswered, is the same question. Questions
    about the vote are taken until `challenge_closes_at`, those about an interest or a decision
    until the round is signed off.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if not takes_challenges(round, about):
        raise refusals.NoChallengeNow
    same = Challenge.objects.filter(
        round=round, by=by, about=about, text=text, proposal=proposal, answered_at=None
    ).first()
    if same is not None:
        return same
    now = clock.now()
    challenge = Challenge.objects.create(
        round=round,
        about=about,
        text=text,
        by=by,
        proposal=proposal,
        raised_at=now,
        answer_due_at=now + timedelta(days=terms.answer_days(round)),
    )
    record(
        by=OnOneSubject(by, challenge.pk),
        kind="challenge.raised",
        subject=challenge,
        role="resident",
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "about": about,
            "answer_due_at": challenge.answer_due_at,
            "idea": proposal.pk if proposal else None,
        },
        words={"text": text},
    )
    return challenge


@transaction.atomic
def answer_challenge(
    challenge: Challenge, *, by: User, answer: str, upheld: bool, could_change: bool = False
) -> Challenge:
    """Answer in public. `could_change` keeps awards waiting although it is answered: something must
    be put right first. Such an answer is added to, until nothing waits any more.
    """
    challenge = Challenge.objects.select_for_update().get(pk=challenge.pk)
    round = challenge.round
    if challenge.answered_at is not None and not challenge.could_change:
        raise refusals.AlreadyAnswered
    if challenge.by_id == by.pk:
        raise refusals.OwnChallenge
    if access.on_panel(by, round.neighbourhood):
        raise refusals.OnThePanel
    whole = f"{challenge.answer}\n\n{answer}".strip()
    challenge.answer, challenge.upheld, challenge.could_change = whole, upheld, could_change
    challenge.answered_by, challenge.answered_at = by, clock.now()
    challenge.save(update_fields=["answer", "upheld", "could_change", "answered_by", "answered_at"])
    record(
        by=by,
        kind="challenge.answered",
        subject=challenge,
        role="answerer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"upheld": upheld, "could_change": could_change},
        words={"answer": answer},
    )
    post.write(
        to=challenge.by,
        template="email/voting/answered.txt",
        context={"challenge": challenge, "round": round, "area": round.neighbourhood},
        key=f"challenge.answered {challenge.pk} {challenge.answered_at}",
    )
    return challenge


def takes_challenges(round: Round, about: str) -> bool:
    """Whether a question of this kind can be raised now."""
    if round.published_at is None or round.cancelled_at is not None or round.origin != "native":
        return False
    now = clock.now()
    if about not in Challenge.ABOUT or round.voting_opens_at is None or now < round.voting_opens_at:
        return False
    if about in ABOUT_THE_VOTE:
        return round.challenge_closes_at is None or now < round.challenge_closes_at
    return round.signed_off_at is None


def challenges_that_could_change() -> QuerySet[Challenge]:
    """The same of all rounds together."""
    return Challenge.objects.filter(could_change=True)


def open_challenges_that_could_change(round: Round, proposal: Proposal | None = None) -> bool:
    """Whether anything is unanswered, or answered but not put right, that could change the result:
    for one proposal, also what concerns no proposal in particular.
    """
    waiting = challenges_that_could_change().filter(round=round)
    if proposal is not None:
        waiting = waiting.filter(proposal=proposal) | waiting.filter(proposal=None)
    return waiting.exists()
