"""`import_postcodes FILE`: an ONS postcode file, or a plain list, from the command line."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kit import clock
from kit.actor import SYSTEM
from kit.refusal import Refused
from places import actions
from places.actions import Loaded
from places.models import Neighbourhood
from places.postcode_files import Reading, read


class Command(BaseCommand):
    help = "Load postcodes: for everywhere, or with --area the list of one neighbourhood."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an ONS postcode file or a list, as CSV")
        parser.add_argument("--area", metavar="SLUG", help="the neighbourhood the list is for")
        parser.add_argument(
            "--dated", type=date.fromisoformat, help="the day it stands for, YYYY-MM-DD (today)"
        )
        parser.add_argument("--name", default="", help="what the list is called (the file's name)")

    def handle(self, *args: object, **options: object) -> None:
        path, dated = options["file"], options["dated"]
        if not isinstance(path, Path) or not path.is_file():
            raise CommandError(f"There is no file {path}.")
        area = _area(options["area"])
        day = dated if isinstance(dated, date) else clock.today()
        name = str(options["name"]) or path.name
        try:
            with path.open("rb") as file:
                rows = read(file)
                loaded = _load(rows, name=name, dated=day, area=area)
        except Refused as refusal:
            raise CommandError(f"{path.name}: {refusal.reason} Nothing was saved.") from refusal
        where = area.full_name if area else "a neighbourhood"
        self.stdout.write(
            f"{loaded.rows:,} postcodes loaded; {loaded.inside:,} in use are in {where}."
            f" Lines passed over: {rows.without:,} without a postcode, {rows.repeated:,} repeated."
        )


def _load(rows: Reading, *, name: str, dated: date, area: Neighbourhood | None) -> Loaded:
    return actions.load_postcodes(rows, name=name, dated=dated, neighbourhood=area, by=SYSTEM)


def _area(slug: object) -> Neighbourhood | None:
    if slug is None:
        return None
    area = Neighbourhood.objects.filter(slug=slug).first()
    if area is None:
        raise CommandError(f"There is no neighbourhood {slug}.")
    return area
