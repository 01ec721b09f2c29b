"""Checks every entry of the record, for instance after a restore."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import verify


class Command(BaseCommand):
    help = "Check that every entry of the record is as it was written."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify.check()
        if not verdict.whole:
            altered = ", ".join(str(uuid) for uuid in verdict.altered)
            raise CommandError(f"Entries that are not as written: {altered}")
        self.stdout.write(f"The record is whole; entries: {verdict.entries}.")
