from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from audit import kinds as entries
        from kit import constraints as words
        from people import constraints, kinds

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)
