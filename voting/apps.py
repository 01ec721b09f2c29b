from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "voting"

    def ready(self) -> None:
        from rounds import readiness
        from voting import steps

        readiness.register("open-vote", steps.open_vote_missing)
