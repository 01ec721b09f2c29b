from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from audit import kinds as entries
        from kit import constraints as words
        from proposals import constraints, kinds

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)
