"""Reconcile the books: for a nightly job, and for whoever wants to know."""

from django.core.management.base import BaseCommand, CommandError

from kit.money import pounds
from ledger import statement


class Command(BaseCommand):
    help = "Says whether every pound adds up; lists what does not and fails."

    def handle(self, *args: object, **options: object) -> None:
        differences = statement.conservation()
        for one in differences:
            figures = f"expected {pounds(one.expected)}, found {pounds(one.found)}"
            self.stderr.write(f"{one.what} {one.ref}: {figures}")
        if differences:
            raise CommandError("the books do not add up")
        self.stdout.write("Every pound adds up.")
