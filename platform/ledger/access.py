"""As what a person acts when money moves, and who may enter money that came in."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from kit import clock
from kit.access import YES, Verdict, no
from kit.actor import Actor
from ledger.models import Deposit
from people.models import Invitation, Role, User
from people.standing import Standing
from places.models import Neighbourhood


def acting_as(by: Actor, area: Neighbourhood) -> str:
    """The role that the record names: finance officer before programme officer, else the system."""
    if not isinstance(by, User):
        return "system"
    kinds = Standing(by).kinds_in(area)
    return next((kind for kind in ("finance", "officer") if kind in kinds), "signed-in")


def staff_of(area: Neighbourhood) -> QuerySet[User]:
    """Those who see to the trust's money in a place: officers and finance officers."""
    here = Q(neighbourhood=area) | Q(neighbourhood=None)
    held = Role.objects.filter(here, kind__in=("officer", "finance"), ended_at=None)
    return User.objects.filter(is_active=True, pk__in=held.values("person"))


def may_enter(by: User, area: Neighbourhood) -> Verdict:
    """Money that came in is entered by staff, once somebody else is there who could confirm it."""
    if not Standing(by).is_staff(area):
        return no("Only staff of the trust can do this.")
    if not staff_of(area).exclude(pk=by.pk).exists():
        return no(f"A second person of the trust must confirm money that came in. {_alone(area)}")
    return YES


def _alone(area: Neighbourhood) -> str:
    """How it stands with the second person."""
    open_ones = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    here = Q(neighbourhood=area) | Q(neighbourhood=None)
    sent = Invitation.objects.filter(open_ones, here, kind__in=("officer", "finance"))
    asked = sent.values(address=Lower("email")).distinct().count()
    if not asked:
        return "You are the only one here. Invite somebody first."
    who = "Somebody is invited and has" if asked == 1 else f"{asked} people are invited and have"
    return f"{who} not said yes yet. Money can be entered once somebody has."


def may_confirm(by: User, deposit: Deposit) -> Verdict:
    """Staff who did not enter it themselves."""
    if deposit.entered_by_id == by.pk:
        return no("You entered this, so somebody else of the trust must confirm it.")
    if not Standing(by).is_staff(deposit.neighbourhood):
        return no("Only staff of the trust can do this.")
    return YES


def may_take_back(by: User, deposit: Deposit) -> Verdict:
    """Any of the trust's staff, whoever entered it."""
    if Standing(by).is_staff(deposit.neighbourhood):
        return YES
    return no("Only staff of the trust can do this.")
