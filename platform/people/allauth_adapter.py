"""allauth's hooks: codes go out through the same e-mail as everything else."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The account adapter."""
