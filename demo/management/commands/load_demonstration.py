"""Loads the demonstration once; later starts find it there."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo import loader, renewal
from demo.clockwork import OwnersClock
from places.models import Neighbourhood


class Command(BaseCommand):
    help = "Load the demonstration, or add a new round to it when its open vote has passed."

    def handle(self, *args: Any, **options: Any) -> None:
        if "DATABASE_OWNER_URL" not in os.environ:
            raise CommandError("Loading needs the owner's database address (DATABASE_OWNER_URL).")
        if Neighbourhood.objects.filter(origin="native", is_demonstration=False).exists():
            self.stdout.write("A neighbourhood is run for real here: no demonstration was loaded.")
            return
        if not Neighbourhood.objects.filter(is_demonstration=True).exists():
            loader.load(OwnersClock())
            self.stdout.write("Loaded the demonstration.")
        elif renewal.is_due():
            renewal.renew(OwnersClock())
            self.stdout.write("Added a new round to the demonstration.")
