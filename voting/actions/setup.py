"""From checked ideas to a box that takes votes: fix the ballot, make the box, rehearse, ready."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from audit.actions import record
from audit.canonical import Plain
from evidence.models import THEMES
from kit import clock
from people.models import User
from proposals.models import Proposal
from rounds import phases
from rounds.models import Duty, Round
from voting import keys, pairs, refusals, sealing, terms
from voting.actions import closing
from voting.actions.trying_out import try_out
from voting.keys import keys_of
from voting.models import BallotLine, Box, KeyHolder, RollEntry

# Nothing more can be handed in, and nobody has voted.
BALLOT_CAN_BE_FIXED = ("checks", "vote-delayed")

_DUTIES = {"two-people": "opener", "keyholders": "keyholder"}


@transaction.atomic
def fix_ballot(round: Round, *, by: User) -> list[BallotLine]:
    """Put every idea that can go to the vote on the ballot, with its number, its cost and its
    theme, for good. From here on it is fixed, too, which of them can't both be done.

    It waits until nothing more can be handed in. Numbers follow sha256("pb-line/v1|" round "|"
    idea): an order that nobody chose and anyone can check.
    """
    round = _before_voting(round)
    phases.require(round, *BALLOT_CAN_BE_FIXED)
    if BallotLine.objects.filter(round=round).exists():
        raise refusals.BallotFixed
    here = Proposal.objects.filter(round=round)
    if here.filter(status="submitted").exists():
        raise refusals.StillBeingChecked
    found = here.for_ballot().select_related("kind")
    ready = sorted(found, key=lambda idea: _order(round.pk, idea.pk))
    if not ready:
        raise refusals.NothingToVoteOn
    apart = pairs.said(ready)
    not_with = pairs.by_number(apart)
    lines = BallotLine.objects.bulk_create(
        (
            BallotLine(
                round=round,
                proposal=idea,
                number=number,
                name=idea.title,
                pence=idea.asked_pence or 0,
                theme=THEMES[idea.kind.theme] if idea.kind else "",
                not_with=not_with.get(number, []),
            )
            for number, idea in enumerate(ready, 1)
        ),
        batch_size=2_000,
    )
    record(
        by=by,
        kind="ballot.fixed",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after=_as_fixed(lines, apart),
    )
    return lines


@transaction.atomic
def make_box(round: Round, *, by: User, role: str = "officer") -> Box:
    """Make the box's keys. It can be made again until it is ready; the keys before it are then
    worth nothing.
    """
    round = _before_voting(round)
    lines = BallotLine.objects.filter(round=round).count()
    if not lines:
        raise refusals.BallotNotFixed
    people = _named(round)
    custody = terms.custody(round)
    made = keys.make(round.pk, custody=custody, people=people)
    box, _ = Box.objects.update_or_create(
        round=round,
        defaults={
            "custody": custody,
            "public_key": made.public_key,
            "kr_sha256": made.kr_sha256,
            "door_sha256": made.door_sha256,
            "ct_length": sealing.sealed_length(lines),
            "made_at": clock.now(),
        },
    )
    KeyHolder.objects.filter(round=round).delete()
    KeyHolder.objects.bulk_create(
        (
            KeyHolder(round=round, person_id=person, share_sha256=made.shares.get(person))
            for person in people
        ),
        batch_size=2_000,
    )
    _record(
        round,
        by,
        "box.made",
        role=role,
        custody=custody,
        run=box.run,
        public_key=made.public_key.hex(),
        kr_sha256=made.kr_sha256.hex(),
        sealed_length=box.ct_length,
        people=len(people),
    )
    return box


@transaction.atomic
def rehearse(round: Round, *, by: User, words: str) -> KeyHolder:
    """A person who keeps a part of the key types their words once; then the server forgets them.

    Words with the right digest are one of the shares of which every pair opened a test ballot when
    the box was made (`voting.keys`).
    """
    round = _before_voting(round)
    holder = KeyHolder.objects.select_for_update().filter(round=round, person=by).first()
    if holder is None or holder.share_sha256 is None:
        raise refusals.NotAHolder
    if keys.words_digest(words) != bytes(holder.share_sha256):
        raise refusals.WrongWords
    if holder.rehearsed_at is None:
        holder.rehearsed_at = clock.now()
        holder.save(update_fields=["rehearsed_at"])
        done = KeyHolder.objects.filter(round=round, rehearsed_at__isnull=False).count()
        _record(round, by, "box.rehearsed", role="key holder", rehearsed=done)
    box_keys = keys_of(round.box)
    transaction.on_commit(lambda: box_keys.forget_words(by.pk))
    return holder


@transaction.atomic
def ready(round: Round, *, by: User) -> Round:
    """Say that the box can take votes, after proving that it can be opened again, and going the
    whole way once with made-up ballots. Raises BoxNotMade, TooFewHolders, NotRehearsed, WrongKeys,
    KeysMissing, RehearsalFailed.
    """
    round = _before_voting(round)
    # Locked: what is proved of it here is what the database then keeps as it is.
    box = Box.objects.select_for_update().filter(round=round).first()
    if box is None:
        raise refusals.BoxNotMade
    holders = KeyHolder.objects.filter(round=round, lost_at=None)
    if holders.count() < terms.holders_named(round):
        raise refusals.TooFewHolders
    if box.custody == "keyholders" and holders.filter(rehearsed_at=None).exists():
        raise refusals.NotRehearsed
    _prove(box)
    private = keys_of(box).private_key() if box.custody == "two-people" else None
    tried = try_out(round, kr=keys_of(box).kr(), private=private)
    _record(round, by, "box.tried", run=box.run, **asdict(tried))
    transaction.on_commit(keys_of(box).forget_all_words)
    round.box_ready_at = clock.now()
    round.save(update_fields=["box_ready_at"])
    voters = RollEntry.objects.filter(round=round, void_at=None).count()
    _record(
        round, by, "box.ready", public_key=bytes(box.public_key).hex(), run=box.run, voters=voters
    )
    return round


def _prove(box: Box) -> None:
    """K_r is the recorded one and its door that of the box."""
    kr = keys_of(box).kr()
    if sealing.kr_digest(kr) != bytes(box.kr_sha256):
        raise refusals.WrongKeys
    closing.arm(box)
    if sealing.door_digest(kr, box.round_id) != bytes(box.door_sha256 or b""):
        raise refusals.WrongKeys


def _as_fixed(lines: Sequence[BallotLine], apart: Sequence[tuple[int, int]]) -> dict[str, Plain]:
    """The ballot as the record holds it; `apart` are numbers that can't both be picked."""
    facts: dict[str, Plain] = {
        "lines": len(lines),
        "format": "approval",
        "plaintext_length": sealing.plaintext_length(len(lines)),
        "sealed_length": sealing.sealed_length(len(lines)),
        "ideas": [{"number": n.number, "idea": n.proposal_id, "pence": n.pence} for n in lines],
    }
    return {**facts, "incompatible": apart} if apart else facts


def _before_voting(round: Round) -> Round:
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.box_ready_at is not None:
        raise refusals.BoxReady
    if locked.published_at is None or locked.cancelled_at is not None:
        raise refusals.VoteNotOpen("This round is not running, so there is nothing to vote on.")
    return locked


def _named(round: Round) -> Sequence[UUID]:
    duty = Duty.objects.filter(round=round, kind=_DUTIES[terms.custody(round)])
    people = sorted(duty.values_list("person_id", flat=True))
    named = terms.holders_named(round)
    if len(people) < named or terms.custody(round) == "keyholders" and len(people) > named:
        raise refusals.TooFewHolders(
            f"Exactly {named} people must keep a part of the key; {len(people)} are named."
            if terms.custody(round) == "keyholders"
            else None
        )
    return people


def _order(round_id: UUID, idea_id: UUID) -> bytes:
    return hashlib.sha256(f"pb-line/v1|{round_id}|{idea_id}".encode()).digest()


def _record(round: Round, by: User, kind: str, *, role: str = "officer", **after: Plain) -> None:
    record(
        by=by,
        kind=kind,
        subject=round,
        role=role,
        place=round.neighbourhood_id,
        round=round.pk,
        after=after,
    )
