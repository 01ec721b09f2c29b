"""Checks every entry of the record, for instance after a restore."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import epochs, verify


class Command(BaseCommand):
    help = "Check that the record agrees with itself: entries, fingerprints and words."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify.check()
        if not verdict.consistent:
            altered = ", ".join(str(uuid) for uuid in verdict.altered)
            raise CommandError(f"Entries that are not as written: {altered}")
        if epochs.is_missing():
            raise CommandError(epochs.MISSING)
        self.stdout.write(f"The record is consistent with itself; entries: {verdict.entries}.")
        self.stdout.write(
            "Whoever owns the database could have written all of it anew:"
            " only a fingerprint that is kept elsewhere would show that."
        )
