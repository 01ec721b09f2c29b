from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "voting"

    def ready(self) -> None:
        from audit import kinds as entries
        from kit import constraints as words
        from voting import constraints, kinds

        entries.register(kinds.KINDS)
        words.register(constraints.MESSAGES)

        from people import checked
        from rounds import readiness
        from voting import steps, when

        readiness.register("open-vote", steps.open_vote_missing)
        checked.register(when.sentences)
