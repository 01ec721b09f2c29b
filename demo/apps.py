from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"

    def ready(self) -> None:
        from audit import kinds as entries
        from demo import kinds

        entries.register(kinds.KINDS)
