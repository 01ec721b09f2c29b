"""Prints the code that the first officer of this site types."""

from typing import Any

from django.core.management.base import BaseCommand

from pages import setup_code


class Command(BaseCommand):
    help = "Print the set-up code for the first officer."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(setup_code.read())
