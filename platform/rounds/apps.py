from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "rounds"

    def ready(self) -> None:
        from audit import kinds as entries
        from kit import constraints as words
        from rounds import constraints, kinds

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)

        from rounds import publishing, readiness

        for check in publishing.CHECKS:
            readiness.register("publish", check)
