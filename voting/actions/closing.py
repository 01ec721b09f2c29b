"""Closing: after it the box takes nothing, and what it holds is published before anybody can open
it.
"""

from django.db import transaction

from audit.actions import record
from kit import clock
from kit.actor import Actor
from rounds.models import Round
from voting import box, notice_jobs, refusals, sealing
from voting.models import LiveTag


@transaction.atomic
def close(round: Round, *, by: Actor, role: str = "date") -> Round:
    """Close the vote once its date has come, and publish the tags of every ballot in the box.

    The lock waits for ballots that are being cast; those that come later find the vote closed.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.vote_sealed_at is not None:
        raise refusals.AlreadyClosed
    if not is_due(round):
        raise refusals.NotYetClosed
    round.vote_sealed_at = clock.now()
    round.save(update_fields=["vote_sealed_at"])
    tags = box.final_tags(round.pk)
    run = round.box.run
    LiveTag.objects.bulk_create(
        (LiveTag(round=round, run=run, tag=tag, counts=counts) for tag, counts in tags),
        batch_size=2_000,
    )
    live = [tag for tag, counts in tags if counts]
    record(
        by=by,
        kind="box.closed",
        subject=round,
        role=role,
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "ballots": len(live),
            "replaced": len(tags) - len(live),
            "root": sealing.root(live).hex(),
            "run": run,
        },
    )
    # In the same transaction: whoever closes the vote, the voters of the last batch are told.
    notice_jobs.defer(round)
    return round


def is_due(round: Round) -> bool:
    """Whether the vote's end has come and nobody has closed it."""
    return (
        round.box_ready_at is not None
        and round.vote_sealed_at is None
        and round.cancelled_at is None
        and round.voting_closes_at is not None
        and clock.now() >= round.voting_closes_at
    )
