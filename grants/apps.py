from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "grants"

    def ready(self) -> None:
        from grants.readiness import panel_missing, work_missing
        from rounds import readiness

        readiness.register("publish", panel_missing)
        readiness.register("close", work_missing)
