"""Deeds about people: names, roles, invitations, where somebody lives, and accounts that nobody
confirmed.
"""

from people.actions.forgetting import forget_unconfirmed
from people.actions.invitations import accept, invite, withdraw_invitation
from people.actions.names import set_name
from people.actions.residency import end_residency, state_residency, verify_residency
from people.actions.roles import end_role, give_role, make_first_officer

__all__ = [
    "accept",
    "end_residency",
    "end_role",
    "forget_unconfirmed",
    "give_role",
    "invite",
    "make_first_officer",
    "set_name",
    "state_residency",
    "verify_residency",
    "withdraw_invitation",
]
