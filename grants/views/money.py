"""Staff's steps by which money moves: each is for a person who did not do the one before."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from grants import access, actions, desk_money
from grants.access import newest_details
from grants.forms import BackForm, HolderForm, PayeeForm, SentForm
from grants.models import Award, BankDetails
from grants.refusals import DetailsChanged
from grants.views.lookups import award_in, payment_of
from grants.views.staff import page
from kit.access import STAFF, audience
from kit.forms import act
from kit.money import pounds
from people.middleware import PersonRequest
from places.models import Neighbourhood


@dataclass(frozen=True)
class AwardStep:
    """What a page for one step is called, its button, and whether the award waits for it."""

    title: str
    button: str
    is_next: bool
    about: str = ""


@audience(*STAFF)
def holder(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Ask somebody to hold an award that waits."""
    row = award_in(area, award)
    form = HolderForm(_posted(request))
    step = AwardStep(
        "Ask somebody to hold the money", "Invite them to hold it", access.needs_holder(row)
    )
    return _take(
        request,
        row,
        form,
        step,
        lambda: actions.invite_holder(row, email=form.cleaned_data["email"], by=request.user),
    )


@audience(*STAFF)
@require_POST
def account(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Show the whole account once; that it was looked at is written down."""
    row = award_in(area, award)
    return page(request, row, account=actions.show_bank_details(_details(row), by=request.user))


@audience(*STAFF)
def payee(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Confirm that the account is the holder's: the one that stood on the page. The whole account
    can be looked at here, and what is typed stays.
    """
    row = award_in(area, award)
    details, posted, account = _details(row), _posted(request), None
    if posted is not None and "show" in posted:
        account = actions.show_bank_details(details, by=request.user)
        form = PayeeForm(initial={"how": posted.get("how", "")})
    else:
        form = PayeeForm(posted)
    if form.is_valid():
        how, seen = form.cleaned_data["how"], request.POST.get("account", "")
        if act(form, lambda: actions.confirm_payee(_seen(row, seen), how=how, by=request.user)):
            return redirect("grants:staff-award", area, award)
    waits = details.confirmed_at is None and access.may_confirm_payee(details, request.user)
    if posted is None and not waits:
        return redirect("grants:staff-award", area, award)
    context = {"award": row, "round": row.proposal.round, "details": details, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "grants/staff/payee.html", context | {"account": account}, status=status)


@audience(*STAFF)
@require_POST
def approve(request: PersonRequest, area: Neighbourhood, award: UUID, payment: int) -> HttpResponse:
    """The first of two people lets a payment go."""
    row = payment_of(award_in(area, award), payment)
    actions.approve_payment(row, by=request.user)
    return redirect("grants:staff-award", area, award)


@audience(*STAFF)
@require_POST
def authorise(
    request: PersonRequest, area: Neighbourhood, award: UUID, payment: int
) -> HttpResponse:
    """The second of two people lets a payment go."""
    row = payment_of(award_in(area, award), payment)
    actions.authorise_payment(row, by=request.user)
    return redirect("grants:staff-award", area, award)


@audience(*STAFF)
def sent(request: PersonRequest, area: Neighbourhood, award: UUID, payment: int) -> HttpResponse:
    """The bank has sent it."""
    row = award_in(area, award)
    instalment = payment_of(row, payment)
    form = SentForm(_posted(request))
    now = desk_money.payment(instalment, request.user)
    can = now.step == "sent" and bool(now.verdict) and not now.waits
    title = f"Payment {instalment.number}: {pounds(instalment.pence)}"
    return _take(
        request,
        row,
        form,
        AwardStep(title, "The bank has sent it", can),
        lambda: actions.mark_sent(instalment, **form.cleaned_data, by=request.user),
    )


@audience(*STAFF)
def back(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Money that was not spent came back."""
    row = award_in(area, award)
    desk = desk_money.desk_of(row, request.user)
    form = BackForm(_posted(request), initial={"held": desk.held})
    about = f"{pounds(desk.unspent)} was paid and not spent."
    return _take(
        request,
        row,
        form,
        AwardStep("Money came back", "It came back", desk.unspent > 0, about),
        lambda: actions.give_back(row, **form.cleaned_data, by=request.user),
    )


@audience(*STAFF)
@require_POST
def release(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """What is promised and not needed goes back to the pot."""
    actions.release_rest(award_in(area, award), by=request.user)
    return redirect("grants:staff-award", area, award)


def _details(row: Award) -> BankDetails:
    newest = newest_details(row)
    return get_object_or_404(BankDetails, pk=newest.pk if newest else None)


def _seen(row: Award, account: str) -> BankDetails:
    """The account that stood on the page which was sent: it is what somebody rang about, however
    many came after it. A page of an earlier version does not say which. Raises DetailsChanged.
    """
    for details in row.bank_details.all():
        if str(details.pk) == account:
            return details
    raise DetailsChanged


def _posted(request: PersonRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _take(
    request: PersonRequest,
    row: Award,
    form: HolderForm | SentForm | BackForm,
    step: AwardStep,
    deed: Callable[[], object],
) -> HttpResponse:
    """One step on a page of its own; back to the award when it is done, or not to be done now."""
    done = act(form, deed) if form.is_valid() else None
    if done or not (form.is_bound or step.is_next):
        return redirect("grants:staff-award", row.proposal.round.neighbourhood, row.pk)
    context = {"award": row, "round": row.proposal.round, "form": form, "step": step}
    status = 422 if form.is_bound else 200
    return render(request, "grants/staff/award_step.html", context, status=status)
