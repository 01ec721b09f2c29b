"""A real election from a Pabulib file, as a finished round that anyone can read and count again.

T is sha256("import" | SHA-256 of the file in hex | voter id), the three put end to end; ages, sexes
and voter ids are dropped. There is no list of voters, no box and no receipt.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.utils.text import slugify

from audit.actions import record
from kit import clock
from kit.actor import Actor
from kit.long_work import hold_open
from kit.refusal import Refused
from places import actions as places
from places.models import RESERVED_SLUGS, Neighbourhood
from rounds import manifest
from rounds.models import Round
from voting import counting, pairs, terms
from voting.actions.counting import keep
from voting.counting import Format, Rules, TieKey, pabulib
from voting.counting.pabulib import PabulibFile
from voting.counting.pabulib.text import Progress
from voting.models import BallotLine, Source

RULES = Rules(ties=(TieKey.ID,))
_COPY = "COPY voting_publishedballot (round_id, tracker, choices) FROM STDIN"
# Letters that Unicode does not take apart.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "æ": "ae"})

_LIMITS = ("min_points", "max_points", "min_sum_points", "max_sum_points")
# What the file tells of itself, kept to be told again when the vote is published.
_TOLD = ("country", "unit", "instance", "date_begin", "date_end")

Marks = tuple[tuple[int, int], ...]
Ballot = tuple[bytes, Marks]


class ImportedAlready(Refused):
    """The very same file stands in a round already; `round` is that one."""

    message = "This file was imported before."

    def __init__(self, round: Round) -> None:
        super().__init__()
        self.round = round


@transaction.atomic
def import_election(
    path: Path,
    *,
    by: Actor,
    area: Neighbourhood | None = None,
    on_progress: Progress | None = None,
) -> Round:
    """Read, count and keep one file, or nothing of it. Without `area` a neighbourhood is made of
    its unit.

    Raises `pabulib.CannotRead` with file, line and reason, and ImportedAlready.
    """
    hold_open(0)  # a large file is read without a word to the database
    fingerprint = pabulib.fingerprint(path)
    before = (
        Source.objects.filter(sha256=fingerprint).select_related("round__neighbourhood").first()
    )
    if before is not None:
        raise ImportedAlready(before.round)
    ballots: list[Ballot] = []
    prefix = hashlib.sha256(b"import" + fingerprint.encode())

    def keep_ballot(voter: str, marks: Marks) -> None:
        digest = prefix.copy()
        digest.update(voter.encode())
        ballots.append((digest.digest(), marks))

    file = pabulib.read(path, on_ballot=keep_ballot, on_progress=on_progress)
    ballots.sort()
    round = _round(file, area or _place(file, by), path.name)
    _lines(round, file)
    _copy(round.pk, ballots)
    digest = counting.ballots_digest((tracker.hex(), marks) for tracker, marks in ballots)
    digits = file.ballots.minor_digits
    counted = keep(round, file.ballots, RULES, digest, minor_digits=digits)
    record(
        by=by,
        kind="round.imported",
        subject=round,
        role="system",
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "file_sha256": file.sha256,
            "ballots": counted.ballots,
            "ballots_sha256": digest,
            "ideas": len(file.projects),
            "picked": len(counted.result["funded"]),
        },
        words={"file": path.name},
    )
    return round


def _place(file: PabulibFile, by: Actor) -> Neighbourhood:
    """The neighbourhood of the file's unit and subunit, made when it is new."""
    unit = file.meta.get("unit", "")[:100] or file.meta.get("country", "")[:100] or "Elsewhere"
    part = file.meta.get("subunit", "")[:100]
    slug = _slug(f"{unit} {part}".strip())
    found = Neighbourhood.objects.filter(slug=slug, origin="imported").first()
    if found is not None:
        return found
    return places.create(
        by=by, slug=slug, origin="imported", name=part or unit, town=unit if part else ""
    )


def _slug(name: str) -> str:
    """A web address that no neighbourhood of ours and no page of the site has."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    slug = slugify(plain)[:50].strip("-").replace("_", "-") or "elsewhere"
    slug = re.sub("-+", "-", slug)
    taken = slug in RESERVED_SLUGS
    if taken or Neighbourhood.objects.filter(slug=slug).exclude(origin="imported").exists():
        return f"{slug}-imported"
    return slug


def _round(file: PabulibFile, area: Neighbourhood, name: str) -> Round:
    now = clock.now()
    last = Round.objects.in_area(area).order_by("-number").values_list("number", flat=True).first()
    round = Round(
        neighbourhood=area,
        number=(last or 0) + 1,
        title=_title(file.meta),
        origin=terms.IMPORTED,
        currency=file.ballots.currency,
        pot_pence=file.ballots.budget,
        preset=terms.IMPORTED,
        rules=_rules(file),
        voting_opens_at=_day(file.meta.get("date_begin", "")),
        voting_closes_at=_day(file.meta.get("date_end", "")),
        **dict.fromkeys(
            (
                "published_at",
                "vote_sealed_at",
                "opened_at",
                "counted_at",
                "decided_at",
                "signed_off_at",
            ),
            now,
        ),
    )
    round.manifest = manifest.encode(round)
    round.manifest_sha256 = manifest.sha256(round.manifest)
    round.save(force_insert=True)
    digits = file.ballots.minor_digits
    Source.objects.create(round=round, sha256=file.sha256, name=name[:250], minor_digits=digits)
    return round


def _title(meta: Mapping[str, str]) -> str:
    title = meta.get("description") or meta.get("unit") or "An election"
    instance = meta.get("instance", "")
    return (title if instance in title else f"{title}, {instance}")[:150]


def _rules(file: PabulibFile) -> dict[str, object]:
    ballots = file.ballots
    vote: dict[str, object] = {"format": ballots.format.value, "max_choices": ballots.max_length}
    if ballots.format in (Format.POINTS, Format.SCORES):
        said = {name: pabulib.whole(file.meta.get(name, "")) for name in _LIMITS}
        vote["limits"] = {name: limit for name, limit in said.items() if limit is not None}
    return {
        "v": 1,
        "preset": terms.IMPORTED,
        "vote": vote,
        "count": RULES.to_manifest(),
        "whole_ballots_from": 1,
        "told": {name: file.meta[name][:200] for name in _TOLD if file.meta.get(name)},
    }


def _day(text: str) -> datetime | None:
    """Midday of a day such as 07.10.2022, or None for anything else."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).replace(hour=12, tzinfo=UTC)
        except ValueError:
            continue
    return None


def _lines(round: Round, file: PabulibFile) -> None:
    selected = file.selected
    number = {project.id: project.number for project in file.projects}
    apart = ((number[one], number[other]) for one, other in file.ballots.incompatible)
    not_with = pairs.by_number(apart)
    BallotLine.objects.bulk_create(
        (
            BallotLine(
                round=round,
                number=project.number,
                name=project.name[:400],
                outside_id=project.id,
                pence=project.cost,
                theme=project.theme,
                area=project.area,
                not_with=not_with.get(project.number, []),
                marked_selected=None if selected is None else project.id in selected,
                withdrawn_at=round.vote_sealed_at if project.id in file.ballots.withdrawn else None,
            )
            for project in file.projects
        ),
        batch_size=2_000,
    )


def _copy(round_id: UUID, ballots: Sequence[Ballot]) -> None:
    written: dict[Marks, str] = {}
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for tracker, marks in ballots:
            choices = written.get(marks)
            if choices is None:
                choices = written[marks] = json.dumps(marks)
            copy.write_row((round_id, tracker, choices))
