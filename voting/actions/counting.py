"""Counting published ballots: the same ballots and rules give the same result, byte for byte."""

from collections.abc import Iterator, Sequence
from typing import cast

from django.db import transaction

from audit.actions import record
from kit import clock
from people.models import User
from rounds.models import Round
from voting import counting, pairs, refusals, terms
from voting.counting import Ballots, Builder, Format, Project
from voting.counting.money import in_currency
from voting.models import BallotLine, Count, PublishedBallot

Row = tuple[str, list[list[int]]]


@transaction.atomic
def count(round: Round, *, by: User) -> Count:
    """Count the published ballots by the round's rules. Counting again adds a row that must say the
    same.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.opened_at is None:
        raise refusals.NotOpened
    lines = list(BallotLine.objects.filter(round=round))
    ballots = pack(round, projects(lines))
    counted = keep(
        round,
        ballots,
        terms.count_rules(round),
        _fingerprint(round, ballots.voters),
        minor_digits=2,
    )
    if round.counted_at is None:
        round.counted_at = clock.now()
        round.save(update_fields=["counted_at"])
    _record(round, counted, by)
    return counted


def _fingerprint(round: Round, voters: int) -> str:
    """Of what everybody can read: whole ballots, or, of fewer, receipts without their choices.

    The choices of few could be found by trying them all against a fingerprint that holds them.
    """
    if voters >= terms.whole_ballots_from(round):
        return counting.ballots_digest(rows(round))
    return counting.ballots_digest((tracker, []) for tracker, _ in rows(round))


def projects(lines: Sequence[BallotLine]) -> list[Project]:
    """Lines of the ballot as the count sees them: known by their number, or by an imported id."""
    return [
        Project(
            line.outside_id or str(line.number),
            line.name,
            line.pence,
            line.number,
            theme=line.theme,
            area=line.area,
        )
        for line in lines
    ]


def rows(round: Round) -> Iterator[Row]:
    """The published ballots, sorted by T."""
    found = PublishedBallot.objects.filter(round=round).order_by("tracker")
    for tracker, choices in found.values_list("tracker", "choices").iterator(chunk_size=5_000):
        yield bytes(tracker).hex(), choices


def pack(round: Round, listed: Sequence[Project], *, minor_digits: int = 2) -> Ballots:
    """The published ballots of a round packed for the count, in the round's own format, with what
    can't be picked: withdrawn lines, and one of two that can't both be done. Marks for lines that
    are not listed are left out.
    """
    format = terms.ballot_format(round)
    known = {project.number: project.id for project in listed}
    builder = Builder(
        listed,
        budget=round.pot_pence,
        format=format,
        currency=round.currency,
        minor_digits=minor_digits,
        max_length=terms.most_choices(round),
        withdrawn=[known[number] for number in _withdrawn(round) if number in known],
        incompatible=[
            (known[one], known[other])
            for one, other in pairs.numbers(round)
            if one in known and other in known
        ],
    )
    position = {project.number: index for index, project in enumerate(listed)}
    for _, marks in rows(round):
        held = [(position[number], value) for number, value in marks if number in position]
        values = None if format is Format.APPROVAL else [value for _, value in held]
        builder.add([index for index, _ in held], values)
    return builder.build()


def _withdrawn(round: Round) -> list[int]:
    """Ballot numbers of ideas that were taken back after the ballot was fixed."""
    gone = BallotLine.objects.filter(round=round, withdrawn_at__isnull=False)
    return list(gone.values_list("number", flat=True))


def keep(
    round: Round, ballots: Ballots, rules: counting.Rules, ballots_sha256: str, *, minor_digits: int
) -> Count:
    """Count, and store the result with a sentence for every idea."""
    result = counting.count(ballots, rules)
    money = in_currency(round.currency, minor_digits)
    few = ballots.voters < terms.whole_ballots_from(round)
    facts = result.to_data() | {
        "v": 1,
        "sentences": counting.sentences(result, money, few=few),
        "about": counting.about(result, money, few=few),
        "voters": ballots.voters,
        "blank": ballots.blank,
        "served": ballots.served(frozenset(result.funded)),
        "rules_sha256": counting.rules_digest(rules),
    }
    return Count.objects.create(
        round=round,
        rules=rules.to_manifest(),
        ballots_sha256=ballots_sha256,
        ballots=ballots.voters,
        result=facts,
        spent_pence=result.spent,
    )


def _record(round: Round, counted: Count, by: User) -> None:
    result = counted.result
    record(
        by=by,
        kind="round.counted",
        subject=round,
        role="opener",
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "count": counted.pk,
            "ballots": counted.ballots,
            "ballots_sha256": counted.ballots_sha256,
            "rules_sha256": cast("str", result["rules_sha256"]),
            "picked": [int(number) for number in result["funded"]],
            "spent_pence": counted.spent_pence,
        },
    )
