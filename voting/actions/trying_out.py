"""Before the box takes votes, the whole way is gone once with made-up ballots: sealed, cast,
replaced, closed, opened, counted, compared and destroyed. (Estonia does so before each election.)

It runs on a shadow of the round with the same rules, lines and keys, in a transaction that is taken
back: nobody else ever sees it, and nothing of it stays but the entry that it came out right. Where
people keep the parts of the key, the server has no private key; the shadow's box then has one of
its own, which is put together again from two of three parts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from nacl.public import PrivateKey

from audit.actions import record
from kit import clock
from kit.actor import SYSTEM
from rounds.models import Round
from voting import box, counting, keys, refusals, sealing, terms, unsealing
from voting.actions import closing
from voting.actions.counting import pack, projects
from voting.models import BallotLine, Box, PublishedBallot, RollEntry

VALID, VOID = 4, 1


@dataclass(frozen=True)
class TriedOut:
    """How a vote with made-up ballots came out."""

    cast: int
    replaced: int
    set_aside: int
    opened: int
    destroyed: int


class _TakenBack(Exception):
    def __init__(self, outcome: TriedOut) -> None:
        super().__init__()
        self.outcome = outcome


def try_out(round: Round, *, kr: bytes, private: PrivateKey | None) -> TriedOut:
    """Go the whole way once with made-up ballots; leaves nothing. `private` is the box's own key,
    None where people keep its parts. Raises RehearsalFailed, whose note says what differed.
    """
    try:
        with transaction.atomic():
            raise _TakenBack(_play(round, kr, private))
    except _TakenBack as done:
        return done.outcome


def _play(round: Round, kr: bytes, private: PrivateKey | None) -> TriedOut:
    private = private or keys.key_of_two_parts()
    shadow = _shadow(round, kr, bytes(private.public_key))
    refs = [uuid4() for _ in range(VALID + VOID)]
    _list_voters(shadow, refs)
    wanted = _cast(shadow, refs, kr)
    _end(shadow)
    places = closing.places_of(shadow, kr)
    held = box.close_box(shadow.pk, door=sealing.door(kr, shadow.pk), **places._asdict())
    _must(held == box.Held(VALID, VOID, 0), f"box against list: {held}")
    shadow.vote_sealed_at = clock.now()
    shadow.save(update_fields=["vote_sealed_at"])
    stands = Counter(how for _, how in box.final_tags(shadow.pk))
    _must(stands == {"in": VALID, "void": VOID, "replaced": 1}, f"tags: {dict(stands)}")
    exported = box.export_shuffled(shadow.pk)
    opened, damaged = unsealing.unseal_all(exported, private, unsealing.Shape.of(shadow))
    _must(not damaged, f"{len(damaged)} ballots did not open")
    found = {ballot.tracker: ballot.numbers for ballot in opened}
    _must(found == wanted, "the opened ballots are not those that were cast")
    _count(shadow, found)
    return TriedOut(VALID + VOID + 1, 1, VOID, len(opened), _destroy(shadow))


def _shadow(round: Round, kr: bytes, public_key: bytes) -> Round:
    """A round that never is: no other transaction sees it, and the database lets none commit."""
    now, day = clock.now(), timedelta(days=1)
    area = round.neighbourhood
    last = Round.objects.in_area(area).aggregate(last=Max("number"))["last"]
    shadow = Round.objects.create(
        neighbourhood=area,
        number=last + 1,
        title="A vote with made-up ballots",
        origin="rehearsal",
        currency=round.currency,
        preset=round.preset,
        rules=round.rules,
        manifest=bytes(round.manifest or b""),
        manifest_sha256=round.manifest_sha256,
        pot_pence=round.pot_pence,
        published_at=now - 9 * day,
        ideas_open_at=now - 8 * day,
        ideas_close_at=now - 7 * day,
        develop_closes_at=now - 6 * day,
        voting_opens_at=now - 5 * day,
        voting_closes_at=now + day,
        challenge_closes_at=now + 2 * day,
        panel_meets_at=now + 3 * day,
        box_ready_at=now,
    )
    Box.objects.create(
        round=shadow,
        custody=round.box.custody,
        public_key=public_key,
        kr_sha256=sealing.kr_digest(kr),
        door_sha256=sealing.door_digest(kr, shadow.pk),
        ct_length=round.box.ct_length,
    )
    BallotLine.objects.bulk_create(
        (
            BallotLine(
                round=shadow,
                number=line.number,
                name=line.name,
                pence=line.pence,
                theme=line.theme,
                area=line.area,
                not_with=line.not_with,
            )
            for line in BallotLine.objects.filter(round=round)
        ),
        batch_size=2_000,
    )
    return shadow


def _list_voters(shadow: Round, refs: Sequence[UUID]) -> None:
    now = clock.now()
    RollEntry.objects.bulk_create(
        (
            RollEntry(
                round=shadow,
                voter_ref=ref,
                ground="Made up",
                void_at=now if at >= VALID else None,
                void_because="Made up" if at >= VALID else "",
            )
            for at, ref in enumerate(refs)
        ),
        batch_size=2_000,
    )


def _cast(shadow: Round, refs: Sequence[UUID], kr: bytes) -> Mapping[bytes, tuple[int, ...]]:
    """Cast a ballot for every voter, one of them twice; gives what must come out, by T."""
    lines = BallotLine.objects.filter(round=shadow).count()
    most = min(terms.most_choices(shadow) or lines, lines)
    picks = [(1,), tuple(range(1, most + 1)), (lines,), (1,), (lines,)]
    codes = [
        _cast_one(shadow, ref, numbers, kr, 0) for ref, numbers in zip(refs, picks, strict=True)
    ]
    codes[0] = _cast_one(shadow, refs[0], (lines,), kr, 1)
    picks[0] = (lines,)
    return {
        sealing.tracker(shadow.pk, code): numbers
        for code, numbers in zip(codes[:VALID], picks[:VALID], strict=True)
    }


def _cast_one(shadow: Round, ref: UUID, numbers: Sequence[int], kr: bytes, base_rev: int) -> str:
    code, the_box = sealing.mint(), shadow.box
    lines = BallotLine.objects.filter(round=shadow).count()
    plain = sealing.encode(sealing.tracker(shadow.pk, code), numbers, lines=lines)
    box.cast_ballot(
        shadow.pk,
        kr_sha256=sealing.kr_digest(kr),
        k=sealing.place(kr, shadow.pk, ref),
        live=sealing.live_tag(shadow.pk, code),
        ciphertext=sealing.seal(bytes(the_box.public_key), plain),
        base_rev=base_rev,
    )
    return code


def _end(shadow: Round) -> None:
    """Its dates are its own: that of its end is put into the past."""
    shadow.voting_closes_at = clock.now() - timedelta(seconds=1)
    shadow.save(update_fields=["voting_closes_at"])


def _count(shadow: Round, found: Mapping[bytes, tuple[int, ...]]) -> None:
    PublishedBallot.objects.bulk_create(
        (
            PublishedBallot(round=shadow, tracker=tracker, choices=[[n, 1] for n in numbers])
            for tracker, numbers in found.items()
        ),
        batch_size=2_000,
    )
    listed = projects(list(BallotLine.objects.filter(round=shadow)))
    result = counting.count(pack(shadow, listed), terms.count_rules(shadow))
    votes = {outcome.project.number: outcome.votes for outcome in result.outcomes}
    facts = Counter(number for numbers in found.values() for number in numbers)
    _must(votes == {project.number: facts[project.number] for project in listed}, "the count")


def _destroy(shadow: Round) -> int:
    shadow.opened_at = shadow.counted_at = clock.now()
    shadow.challenge_closes_at = shadow.opened_at
    shadow.save(update_fields=["opened_at", "counted_at", "challenge_closes_at"])
    record(by=SYSTEM, kind="box.destroyed", subject=shadow, role="date", round=shadow.pk)
    gone = box.destroy(shadow.pk)
    _must(gone == VALID + VOID, f"{gone} ballots destroyed")
    return gone


def _must(holds: bool, what: str) -> None:
    if not holds:
        refusal = refusals.RehearsalFailed()
        refusal.add_note(what)
        raise refusal
