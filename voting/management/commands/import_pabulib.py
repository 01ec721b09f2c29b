"""`import_pabulib [--area SLUG] FILE…`: real elections as finished, imported rounds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from kit.actor import SYSTEM
from places.models import Neighbourhood
from rounds.models import Round
from voting.actions.importing import ImportedAlready, import_election
from voting.counting.pabulib import CannotRead
from voting.results import Results, results_of


class Command(BaseCommand):
    help = (
        "Bring finished elections in from Pabulib files and count them again by most votes, or most"
        " points where ballots give points, scores or places. All files or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a .pb file")
        parser.add_argument(
            "--area", metavar="SLUG", help="the neighbourhood (otherwise made from the file's unit)"
        )

    def handle(self, *args: object, **options: object) -> None:
        files = cast("list[Path]", options["files"])
        with transaction.atomic():
            area = _area(options["area"])
            rounds = [self._one(path, area) for path in files]
        for round in rounds:
            self._tell(round)

    def _one(self, path: Path, area: Neighbourhood | None) -> Round:
        shown = -1

        def progress(done: int, size: int) -> None:
            nonlocal shown
            tenth = 10 * done // max(size, 1)
            if tenth > shown:
                shown = tenth
                self.stderr.write(f"{path.name}: {tenth * 10}% read")

        try:
            return import_election(path, by=SYSTEM, area=area, on_progress=progress)
        except CannotRead as error:
            raise CommandError(f"{error}. Nothing was saved.") from error
        except ImportedAlready as refusal:
            address = _address(refusal.round)
            raise CommandError(
                f"{path}: {refusal.reason} It is at {address} Nothing was saved."
            ) from refusal

    def _tell(self, round: Round) -> None:
        results = cast("Results", results_of(round))
        self.stdout.write(
            f"{results.count.ballots:,} ballots, {len(results.lines)} projects;"
            f" the count picks {len(results.picked)} for {results.spent} of {results.budget}."
        )
        if results.marked:
            self.stdout.write(_agreement(results))
        self.stdout.write(_address(round))


def _agreement(results: Results) -> str:
    if not results.differing:
        return "These are exactly the projects that the file marks as selected."
    names = ", ".join(line.outside_id for line in results.differing)
    return f"The file marks others as selected; the count differs on: {names}."


def _address(round: Round) -> str:
    return settings.SITE_URL + reverse("voting:results", args=[round.neighbourhood, round.number])


def _area(slug: object) -> Neighbourhood | None:
    if slug is None:
        return None
    area = Neighbourhood.objects.filter(slug=slug).first()
    if area is None:
        raise CommandError(f"There is no neighbourhood {slug}.")
    return area
