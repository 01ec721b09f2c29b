from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "rounds"

    def ready(self) -> None:
        from rounds import publishing, readiness

        for check in publishing.CHECKS:
            readiness.register("publish", check)
