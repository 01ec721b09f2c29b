"""Casting, and what is told while the vote is open: how many, and only in batches.

`cast` is one of the two deeds that write no entry (`audit.kinds.SILENT`): it writes nothing but the
box. No session, message, job, letter or cache row, and no lock on a row of the voter's.
"""

import hmac
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from audit.actions import record
from kit.actor import SYSTEM
from rounds import phases
from rounds.models import Round
from voting import access, box, receipts, refusals, sealing, slips, terms
from voting.keys import keys_of
from voting.models import BallotLine, Box
from voting.slips import Slip, Ticks
from voting.voters import Voter


class Receipt(NamedTuple):
    """What the voter keeps: R (16 or 20 characters), and the ballot numbers it stands for."""

    code: str
    numbers: tuple[int, ...]
    rev: int


def prepare(round: Round, *, by: Voter, numbers: Collection[int]) -> str:
    """A confirm page's field: a new receipt bound to these ballot numbers. Writes nothing."""
    if not phases.accepts_votes(round):
        raise refusals.VoteNotOpen
    ref = _ref(round, by)
    _could_be_counted(round, numbers)
    the_box = Box.objects.get(round=round)
    kr = keys_of(the_box).kr()
    base_rev = box.has_ballot(round.pk, sealing.place(kr, round.pk, ref))
    slip = Slip(sealing.mint(), tuple(sorted(set(numbers))), base_rev)
    return slips.write(slip, kr=kr, round_id=round.pk, voter_ref=ref)


def keep_ticks(round: Round, *, by: Voter, ticks: Ticks) -> str | None:
    """What the voter's own browser keeps of ticks on the way to casting; None where there is
    nothing to vote on or with. Writes nothing.
    """
    the_box, right = _open_box(round), access.right_to_vote(by, round)
    if the_box is None or right.ref is None:
        return None
    kr = keys_of(the_box).kr()
    base_rev = box.has_ballot(round.pk, sealing.place(kr, round.pk, right.ref))
    bound = ticks._replace(base_rev=base_rev)
    return slips.write_ticks(bound, kr=kr, round_id=round.pk, voter_ref=right.ref)


def kept_ticks(round: Round, *, by: Voter, value: str) -> Ticks | None:
    """The ticks that a browser brings; None when they are another voter's, come too late, or the
    voter has cast since. In which session they were ticked is for the caller to look at.
    """
    the_box, right = _open_box(round), access.right_to_vote(by, round)
    if the_box is None or right.ref is None:
        return None
    kr = keys_of(the_box).kr()
    try:
        ticks = slips.read_ticks(value, kr=kr, round_id=round.pk, voter_ref=right.ref)
    except slips.BadSlip:
        return None
    now = box.has_ballot(round.pk, sealing.place(kr, round.pk, right.ref))
    return ticks if ticks.base_rev == now else None


@transaction.atomic
def cast(
    round: Round, *, by: Voter, field: str, numbers: Collection[int], own: str = ""
) -> Receipt:
    """Cast a ballot: `field` as `prepare` gave it, `numbers` as the page showed them, and up to 4
    characters of the voter's own. The same again gives the same receipt.
    """
    the_box = Box.objects.filter(round=round).first()
    if the_box is None:
        raise refusals.VoteNotOpen
    ref = _ref(round, by)
    kr = keys_of(the_box).kr()
    slip = _slip(field, kr, round, ref)
    if slip.numbers != tuple(sorted(set(numbers))):
        raise refusals.StaleSlip
    code = slip.code + own_characters(own)
    lines = BallotLine.objects.filter(round=round).count()
    plain = sealing.encode(sealing.tracker(round.pk, code), slip.numbers, lines=lines)
    rev = box.cast_ballot(
        round.pk,
        kr_sha256=sealing.kr_digest(kr),
        k=sealing.place(kr, round.pk, ref),
        live=sealing.live_tag(round.pk, code),
        ciphertext=sealing.seal(bytes(the_box.public_key), plain),
        base_rev=slip.base_rev,
    )
    return Receipt(code, slip.numbers, rev)


def cast_before(round: Round, *, by: Voter, field: str, own: str = "") -> Receipt | None:
    """The receipt of a ballot that this field was cast with before; None when it was not, or when
    it doesn't count any more. Writes nothing.
    """
    the_box = Box.objects.filter(round=round, destroyed_at=None).first()
    if the_box is None:
        return None
    slip = _slip(field, keys_of(the_box).kr(), round, _ref(round, by))
    code = slip.code + own_characters(own)
    if receipts.found(round, code) != "in":
        return None
    return Receipt(code, slip.numbers, slip.base_rev + 1)


@transaction.atomic
def publish_batch(round: Round) -> box.Batch | None:
    """Tell the record how many ballots are in the box, when at least twenty came since the last
    time.
    """
    if not phases.accepts_votes(round):
        return None
    batch = box.publish_batch(round.pk)
    if batch is not None:
        record(
            by=SYSTEM,
            kind="box.batch",
            subject=round,
            role="date",
            place=round.neighbourhood_id,
            round=round.pk,
            after={"batch": batch.number, "ballots": batch.ballots, "root": batch.root.hex()},
        )
    return batch


def has_voted(round: Round, voter_ref: UUID | None) -> bool:
    """Whether a ballot of this entry of the list is in the box. It tells no time and no choice."""
    the_box = Box.objects.filter(round=round, destroyed_at=None).first()
    if the_box is None or voter_ref is None:
        return False
    k = sealing.place(keys_of(the_box).kr(), round.pk, voter_ref)
    return box.has_ballot(round.pk, k) > 0


def order_for(round: Round, voter_ref: UUID, numbers: Collection[int]) -> list[int]:
    """Ballot numbers in an order of the voter's own, the same each time and stored nowhere."""
    kr = keys_of(round.box).kr()

    def key(number: int) -> bytes:
        return hmac.digest(kr, f"order|{voter_ref}|{number}".encode(), "sha256")

    return sorted(numbers, key=key)


def _open_box(round: Round) -> Box | None:
    return Box.objects.filter(round=round).first() if phases.accepts_votes(round) else None


def _ref(round: Round, by: Voter) -> UUID:
    """The reference of the voter's entry of the list. Raises CannotVote."""
    right = access.right_to_vote(by, round)
    if right.ref is None:
        raise refusals.CannotVote(right.because)
    return right.ref


def _could_be_counted(round: Round, numbers: Collection[int]) -> None:
    """A ballot that breaks the rules would stop the opening of all of them."""
    picked, most = set(numbers), terms.most_choices(round)
    lines = BallotLine.objects.filter(round=round, withdrawn_at=None)
    # All of them, and compared here: no statement tells how many were picked.
    listed = set(lines.values_list("number", flat=True))
    if not picked or not picked <= listed or most is not None and len(picked) > most:
        raise refusals.NotABallotHere


def _slip(field: str, kr: bytes, round: Round, ref: UUID) -> Slip:
    try:
        return slips.read(field, kr=kr, round_id=round.pk, voter_ref=ref)
    except slips.BadSlip:
        raise refusals.StaleSlip from None


def own_characters(typed: str) -> str:
    """The voter's own end of a receipt as it counts. Raises BadOwnCharacters."""
    try:
        own = sealing.normalise(typed)
    except sealing.NotAReceipt:
        raise refusals.BadOwnCharacters from None
    if len(own) not in (0, sealing.CHOSEN):
        raise refusals.BadOwnCharacters
    return own
