"""Who may vote. An entry never says that somebody did."""

from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from audit.actions import record
from kit import clock
from kit.actor import SYSTEM
from kit.long_work import hold_open
from people.models import VERIFIED_HOW, Residency, User
from rounds.models import Round
from voting import refusals
from voting.models import RollEntry

_AT_A_TIME = 2_000


@transaction.atomic
def draw_roll(round: Round, *, by: User) -> int:
    """Put everybody whose address is verified on the list of voters; gives how many it holds.
    Raises ListClosed after the close.
    """
    one_at_a_time(round)
    if is_closed(round):
        raise refusals.ListClosed
    _add_missing(round)
    on_it = RollEntry.objects.filter(round=round, void_at=None).count()
    record(
        by=by,
        kind="roll.drawn",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"voters": on_it},
    )
    return on_it


def top_up_roll(round: Round) -> int:
    """Add everybody whose address was verified since the list was drawn; gives how many.

    It is run for all at once, by the worker and by the ballot page, so that no entry tells when its
    own voter came to the page; `added_at` is when the address was verified. A closed vote's list
    stays as it is.
    """
    if not _missing(round).exists():
        return 0
    with transaction.atomic():
        one_at_a_time(round)
        added = 0 if is_closed(round) else _add_missing(round)
        if added:
            record(
                by=SYSTEM,
                kind="roll.added",
                subject=round,
                role="date",
                place=round.neighbourhood_id,
                round=round.pk,
                after={"voters": added},
            )
    return added


def keep_up(round: Round) -> int:
    """The same for a list that an officer has drawn, also before the vote opens, as long as there
    is something to vote on; gives how many.
    """
    return top_up_roll(round) if drawn().filter(pk=round.pk).exists() else 0


def drawn() -> QuerySet[Round]:
    """Rounds whose list of voters has been drawn and still grows."""
    return Round.objects.filter(
        Exists(RollEntry.objects.filter(round=OuterRef("pk"))),
        origin="native",
        cancelled_at=None,
        vote_sealed_at=None,
        voting_closes_at__gt=clock.now(),
    )


def is_closed(round: Round) -> bool:
    """Whether the vote has been closed, as the database has it now."""
    return Round.objects.filter(pk=round.pk, vote_sealed_at__isnull=False).exists()


def one_at_a_time(round: Round) -> None:
    """Wait for whoever changes the list or closes the vote, without a lock on the round that
    ballots would wait for. Who needs both takes this one first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"voting.roll {round.pk}"]
        )


def _missing(round: Round) -> QuerySet[Residency]:
    on_roll = RollEntry.objects.filter(round=round, voter=OuterRef("person"))
    return Residency.objects.filter(
        ~Exists(on_roll),
        neighbourhood=round.neighbourhood_id,
        ended_at=None,
        verified_at__isnull=False,
    )


def _add_missing(round: Round) -> int:
    """Some at a time: the database ends a transaction in which nothing is said for long, and
    thousands of rows take a busy machine a while to put together.
    """
    hold_open(180)
    before = RollEntry.objects.filter(round=round).count()
    homes = _missing(round).order_by("pk").iterator(chunk_size=_AT_A_TIME)
    while some := list(islice(homes, _AT_A_TIME)):
        RollEntry.objects.bulk_create(
            (_entry(round, home) for home in some), batch_size=_AT_A_TIME, ignore_conflicts=True
        )
    return RollEntry.objects.filter(round=round).count() - before


def _entry(round: Round, home: Residency) -> RollEntry:
    return RollEntry(
        round=round,
        voter_id=home.person_id,
        voter_ref=home.person_id,
        ground=f"Lives here. {VERIFIED_HOW[home.how]}",
        added_at=home.verified_at or clock.now(),
    )
