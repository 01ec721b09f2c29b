from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self) -> None:
        from audit import kinds as entries
        from kit import constraints as words
        from places import constraints, kinds

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)
