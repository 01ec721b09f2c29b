from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "voting"

    def ready(self) -> None:
        from people import checked
        from rounds import readiness
        from voting import steps, when

        readiness.register("open-vote", steps.open_vote_missing)
        checked.register(when.sentences)
