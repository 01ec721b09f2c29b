"""What somebody did or held in a round, so that they can't sign it off.

Their deeds are found in the record, which knows a person by another reference in every round. A
package above this one registers what else counts in its `AppConfig.ready()`, as for `readiness`.
"""

from collections.abc import Callable

from audit.models import Event
from people.models import Alias, User
from rounds import duties
from rounds.models import Duty, Round

# As what somebody acts who only looks at a round, lives there, or speaks of themselves.
WITHOUT_PART = ("auditor", "resident", "signed-in", "person")
_NAMES = {
    "officer": "programme officer",
    "finance": "finance officer",
    "chair": "the panel's chair",
    "panel": "a member of the panel",
    "secretary": "the panel's secretary",
    "lead": "the lead of an idea",
    "answerer": "the one who answers questions",
    "opener": "one of those who open the votes",
}

Question = Callable[[Round, User], str]

_questions: list[Question] = []


def register(question: Question) -> None:
    """Let `question` say what part a person had in a round ("You …"); empty when none. Registering
    twice changes nothing.
    """
    if question not in _questions:
        _questions.append(question)


def of(round: Round, person: User) -> str:
    """What part a person had in a round, in a sentence; empty when none."""
    if round.set_up_by_id == person.pk:
        return "You set this round up."
    duty = Duty.objects.filter(round=round, person=person).first()
    if duty is not None and duty.kind in duties.KINDS:
        return f"You have a duty in this round: {duties.KINDS[duty.kind].title.lower()}."
    asked = (question(round, person) for question in _questions)
    return _deed(round, person) or next(filter(None, asked), "")


def _deed(round: Round, person: User) -> str:
    refs = Alias.objects.filter(person=person, round_ref=round.pk).values("ref")
    deeds = Event.objects.filter(round_ref=round.pk, actor_ref__in=refs)
    first = deeds.exclude(role__in=WITHOUT_PART).order_by("id").first()
    if first is None:
        return ""
    return f"You did something in this round as {_NAMES.get(first.role, first.role)}."
