from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "grants"

    def ready(self) -> None:
        from audit import kinds as entries
        from grants import constraints, kinds
        from kit import constraints as words

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)

        from grants.apart import part_in_round, unfinished_award
        from grants.readiness import panel_missing, quorum_of, work_missing
        from people import apart
        from rounds import parts, readiness, staffing

        readiness.register("publish", panel_missing)
        readiness.register("close", work_missing)
        apart.register(unfinished_award)
        parts.register(part_in_round)
        staffing.register(quorum_of)
