"""After the time for challenges nothing is left by which a ballot could be joined to a person."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from audit.actions import record
from kit import clock
from kit.actor import Actor
from rounds.models import Round
from voting import box, keys, refusals
from voting.actions.challenges import open_challenges_that_could_change
from voting.models import Box


@transaction.atomic
def destroy_keys(round: Round, *, by: Actor) -> Box:
    """Empty the box and destroy K_r and every key file, once nobody can say any more that the vote
    looks wrong and nothing about it is unanswered. Backups run out within 35 days.

    The entry comes first: the database destroys nothing without it.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    the_box = Box.objects.select_for_update().get(round=round, destroyed_at=None)
    if open_challenges_that_could_change(round):
        raise refusals.TooEarlyToDestroy
    record(
        by=by,
        kind="box.destroyed",
        subject=round,
        role="date",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"sealed_ballots": box.to_destroy(round.pk)},
    )
    box.destroy(round.pk)
    the_box.destroyed_at = clock.now()
    the_box.save(update_fields=["destroyed_at"])
    transaction.on_commit(lambda: keys.destroy(round.pk))
    return the_box


def clear_left_over() -> list[UUID]:
    """Remove key files of boxes that are destroyed; gives their rounds. A process may have died
    between the deed and its files.
    """
    gone = Box.objects.filter(
        Q(round__counted_at__isnull=False) | Q(round__cancelled_at__isnull=False),
        round__in=keys.kept(),
        round__challenge_closes_at__lte=clock.now(),
        destroyed_at__isnull=False,
    )
    rounds = list(gone.values_list("round_id", flat=True))
    for round_id in rounds:
        keys.destroy(round_id)
    return rounds


def due() -> list[Round]:
    """Rounds whose keys can go."""
    return [
        round
        for round in Round.objects.filter(
            box__destroyed_at=None, box__isnull=False, challenge_closes_at__lte=clock.now()
        ).exclude(counted_at=None, cancelled_at=None)
        if not open_challenges_that_could_change(round)
    ]
