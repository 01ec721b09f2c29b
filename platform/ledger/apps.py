from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from audit import kinds as entries
        from kit import constraints as words
        from ledger import constraints, kinds

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)
