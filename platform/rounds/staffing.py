"""How many different people a round takes from its start to its end, and who must be kept free.

Beside those with a duty there are the members of the panel who vote, who are no staff of the trust,
and an auditor, who signs off and has no other part. A package above this one says how many votes
the panel needs: it registers that in its `AppConfig.ready()`, as for `readiness`.
"""

from collections.abc import Callable, Sequence

from django.db.models import Q

from people.models import Role, User
from places.models import Neighbourhood
from rounds import duties, parts
from rounds.models import Round
from rounds.rules import RoundRules

_FEWEST_VOTES = 2
_OPEN = ("opener", "keyholder")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

Quorum = Callable[[Neighbourhood], int | None]

_quorums: list[Quorum] = []


def register(quorum: Quorum) -> None:
    """Let `quorum` say how many members of a place's panel must vote; None where there is no panel.
    Registering twice changes nothing.
    """
    if quorum not in _quorums:
        _quorums.append(quorum)


def votes_needed(area: Neighbourhood) -> int:
    """How many members must vote on a decision of the panel."""
    facts = [number for quorum in _quorums if (number := quorum(area)) is not None]
    return max([*facts, _FEWEST_VOTES])


def people_needed(rules: RoundRules, area: Neighbourhood) -> int:
    """The fewest different people who can run a round to its end.

    Who pays, takes the minutes or answers has no vote on the panel; who opens the votes may have
    one, or pay. Nobody of all these audits.
    """
    return _people(rules, votes_needed(area))


def words(rules: RoundRules, area: Neighbourhood) -> str:
    """The same, as a sentence that says who they are."""
    votes, office = votes_needed(area), _office(rules)
    return (
        f"This round needs at least {_people(rules, votes)} different people:"
        f" {_spelt(office)} who pay, answer and take the minutes, {_spelt(votes)} who vote on the"
        " panel, and an auditor who signs it off at the end. Some of them open the votes too."
    )


def _people(rules: RoundRules, votes: int) -> int:
    opens = sum(kind in _OPEN for kind in duties.seats(rules))
    return max(_office(rules) + votes, opens) + 1


def _office(rules: RoundRules) -> int:
    """The fewest who pay, answer and take the minutes."""
    return duties.fewest([kind for kind in duties.seats(rules) if kind not in _OPEN])


def _spelt(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def auditors(round: Round) -> list[User]:
    """Those who could sign a round off: auditors of the place who have no other part in it. A
    place has a handful of auditors.
    """
    here = Q(neighbourhood=round.neighbourhood) | Q(neighbourhood=None)
    roles = Role.objects.filter(here, kind="auditor", ended_at=None)
    found = User.objects.filter(is_active=True, pk__in=roles.values("person"))
    return [person for person in found.order_by("name", "email") if not parts.of(round, person)]


def only_auditor(round: Round) -> User | None:
    """The one person left who could sign a round off, kept free of its duties; None when there are
    several, or none.
    """
    return only_one(auditors(round))


def only_one(free: Sequence[User]) -> User | None:
    """The one person of a list that has no other."""
    return free[0] if len(free) == 1 else None
