"""Says on the record that it was restored, or moved to another database server by a dump."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import epochs
from kit import owner


class Command(BaseCommand):
    help = "After a restore or a move to another server: begin a new epoch of the record."

    def handle(self, *args: Any, **options: Any) -> None:
        if not owner.become():
            raise CommandError("This needs the owner's database address (DATABASE_OWNER_URL).")
        epoch = epochs.begin()
        self.stdout.write(f"A new epoch of the record begins with entry {epoch.first_id}.")
