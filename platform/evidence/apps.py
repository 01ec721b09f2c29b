from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from audit import kinds as entries
        from evidence import constraints, kinds
        from kit import constraints as words

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)
