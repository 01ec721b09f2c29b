"""Deeds about people: signing in, names, roles, invitations, where somebody lives, and accounts
that nobody confirmed.
"""

from people.actions.forgetting import forget_unconfirmed
from people.actions.invitations import accept, invite, withdraw_invitation
from people.actions.names import set_name
from people.actions.residency import (
    ask_for_check,
    end_residency,
    state_residency,
    verify_residency,
)
from people.actions.roles import end_role, give_role, make_first_officer
from people.actions.signing_in import (
    GOOD_FOR,
    Arrival,
    forget_codes,
    send_code,
    still_works,
    use_code,
)

__all__ = [
    "GOOD_FOR",
    "Arrival",
    "accept",
    "ask_for_check",
    "end_residency",
    "end_role",
    "forget_codes",
    "forget_unconfirmed",
    "give_role",
    "invite",
    "make_first_officer",
    "send_code",
    "set_name",
    "state_residency",
    "still_works",
    "use_code",
    "verify_residency",
    "withdraw_invitation",
]
