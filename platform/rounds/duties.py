"""Can you run this? Duties against named people, worked out exactly.

A round needs seats filled (two openers are two seats), and some seats exclude each other: nobody
opens the votes twice, approves and authorises the same payment, or answers a challenge from the
panel's own table. Several people may be named for a duty; the round can run when every seat can go
to somebody named for it with no excluded pair on one person. There are at most eight seats, so
trying them in order is exact and quick.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from kit.access import PANEL
from people.models import ROLE_NAMES, Role, User
from places.models import Neighbourhood
from rounds.models import Duty, Round
from rounds.rules import RoundRules

ANY_ROLE = frozenset(ROLE_NAMES)
PAYERS = frozenset({"officer", "finance"})


@dataclass(frozen=True)
class DutyKind:
    """A duty: `does` completes "somebody who …"; `roles` are those of which a person needs one;
    `hint` tells it from one that sounds like it.
    """

    title: str
    does: str
    roles: frozenset[str]
    hint: str = ""


KINDS: dict[str, DutyKind] = {
    "opener": DutyKind("Opens the votes", "opens the votes", ANY_ROLE),
    "keyholder": DutyKind("Keeps a part of the key", "keeps a part of the key", ANY_ROLE),
    "answerer": DutyKind(
        "Answers when something looks wrong",
        "answers when something looks wrong",
        frozenset({"officer", "finance", "auditor"}),
    ),
    "secretary": DutyKind(
        "Runs the panel's meeting", "runs the panel's meeting", frozenset({"secretary"})
    ),
    "approver": DutyKind(
        "Approves payments",
        "approves payments",
        PAYERS,
        "The first of two: says that a payment is due and right.",
    ),
    "authoriser": DutyKind(
        "Authorises payments",
        "authorises payments",
        PAYERS,
        "The second of two: lets an approved payment go, and is somebody else.",
    ),
}

EXCLUDED = frozenset(
    frozenset(pair)
    for pair in (
        ("opener",),
        ("keyholder",),
        ("approver", "authoriser"),
        ("secretary", "approver"),
        ("secretary", "authoriser"),
        ("secretary", "answerer"),
    )
)
"""Kinds that one person can't hold together in a round; a kind alone excludes itself."""

Named = Mapping[str, Collection[UUID]]


def seats(rules: RoundRules) -> list[str]:
    """The kinds of duty that a round has to fill, one for each person needed."""
    kind = "keyholder" if rules["custody"] == "keyholders" else "opener"
    return [*[kind] * rules["key_shares"]["of"], "secretary", "approver", "authoriser", "answerer"]


def kinds(rules: RoundRules) -> dict[str, int]:
    """How many people each kind of duty needs."""
    return dict(Counter(seats(rules)))


def fill(wanted: Sequence[str], named: Named) -> list[UUID] | None:
    """A person for every seat, or None when no way of filling them keeps the excluded apart."""
    return _fill(wanted, named, [])


def _fill(wanted: Sequence[str], named: Named, taken: list[UUID]) -> list[UUID] | None:
    if len(taken) == len(wanted):
        return taken
    kind = wanted[len(taken)]
    for person in sorted(named.get(kind, ())):
        held = {wanted[seat] for seat, other in enumerate(taken) if other == person}
        if any(frozenset({kind, other}) in EXCLUDED for other in held):
            continue
        filled = _fill(wanted, named, [*taken, person])
        if filled:
            return filled
    return None


def least_people(rules: RoundRules) -> int:
    """The fewest different people who could fill every duty."""
    return fewest(seats(rules))


def fewest(wanted: Sequence[str]) -> int:
    """The fewest different people who could fill these."""
    for count in range(1, len(wanted)):
        crowd = [UUID(int=number) for number in range(count)]
        if fill(wanted, dict.fromkeys(wanted, crowd)):
            return count
    return len(wanted)


def named(round: Round) -> dict[str, set[UUID]]:
    """Who is named for each kind of duty."""
    found: dict[str, set[UUID]] = {}
    for kind, person in Duty.objects.filter(round=round).values_list("kind", "person_id"):
        found.setdefault(kind, set()).add(person)
    return found


def gaps(round: Round, rules: RoundRules, without: Duty | None = None) -> list[str]:
    """What is missing before the round can run, in sentences; empty when it can.

    `without` asks what would be missing if that duty were taken away.
    """
    have = named(round)
    if without is not None:
        have[without.kind] = have[without.kind] - {without.person_id}
    needs = kinds(rules)
    sentences = [_unfilled(kind, count, len(have.get(kind, ()))) for kind, count in needs.items()
                 if len(have.get(kind, ())) < count]  # fmt: skip
    people: set[UUID] = set().union(*(have.get(kind, set()) for kind in needs))
    least = least_people(rules)
    if len(people) < least:
        sentences.insert(0, f"These duties need {least} different people; {_so_far(len(people))}.")
    elif not sentences and fill(seats(rules), have) is None:
        sentences = _clashes(have, needs)
    return [*sentences, *_unfit(round, needs)]


def _unfilled(kind: str, needed: int, have: int) -> str:
    does = KINDS[kind].does
    if needed == 1:
        return f"Name somebody who {does}."
    plural = does.replace("opens", "open", 1).replace("keeps", "keep", 1)
    return f"Name {needed} people who {plural}; {_so_far(have)}."


def _so_far(named: int) -> str:
    return f"you have {named}" if named else "nobody is named yet"


def _clashes(have: Named, needs: Collection[str]) -> list[str]:
    """One sentence for each pair of duties that only one and the same person is named for."""
    facts = []
    for pair in sorted(EXCLUDED, key=sorted):
        if len(pair) < 2 or not pair <= set(needs):
            continue
        first, second = sorted(pair)
        if len(set(have[first]) | set(have[second])) < 2:
            who = User.objects.get(pk=next(iter(have[first])))
            facts.append(
                f"{who} {KINDS[first].does} and {KINDS[second].does}: that takes two people."
            )
    return facts or ["Name more people: some duties here must not be in the same hands."]


def _unfit(round: Round, needs: Collection[str]) -> list[str]:
    """Sentences for people who are named but may not do it any more."""
    rows = Duty.objects.filter(round=round, kind__in=needs).select_related("person")
    held = roles_of({row.person_id for row in rows}, round.neighbourhood)
    facts = []
    for row in rows.order_by("kind", "pk"):
        roles = held.get(row.person_id, frozenset())
        if not roles & KINDS[row.kind].roles:
            does = KINDS[row.kind].does
            facts.append(f"{row.person} has no role here any more with which a person {does}.")
        elif row.kind == "answerer" and roles & set(PANEL):
            facts.append(f"{row.person} is on the panel, so somebody else {KINDS[row.kind].does}.")
    return facts


def roles_of(people: Collection[UUID], area: Neighbourhood) -> dict[UUID, frozenset[str]]:
    """The roles that these people have now in a neighbourhood, or in all of them."""
    here = Q(neighbourhood=area) | Q(neighbourhood=None)
    found: dict[UUID, frozenset[str]] = {}
    rows = Role.objects.filter(here, person__in=people, ended_at=None)
    for person, kind in rows.values_list("person_id", "kind"):
        found[person] = found.get(person, frozenset()) | {kind}
    return found


def who_may(kind: str, area: Neighbourhood) -> QuerySet[User]:
    """The people who have a role with which they can be named for this kind of duty."""
    here = Q(neighbourhood=area) | Q(neighbourhood=None)
    live = Role.objects.filter(here, ended_at=None)
    may = User.objects.filter(
        is_active=True, pk__in=live.filter(kind__in=KINDS[kind].roles).values("person")
    )
    if kind == "answerer":
        return may.exclude(pk__in=live.filter(kind__in=PANEL).values("person"))
    return may
