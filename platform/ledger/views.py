"""Where the money is, for everyone; putting money in, for the trust's staff."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit import clock
from kit.access import audience
from kit.forms import act
from ledger import access, actions, deposits, said, statement, walk, words
from ledger.forms import DepositForm, FundForm, TakeBackForm, UndoForm
from ledger.models import Deposit, Fund, Move, Pot
from people.middleware import PersonRequest
from places.models import Neighbourhood

PAGE = 20


@audience("public")
def money(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Every pound: where it is now, per fund and per round, and every movement."""
    if area.origin == "imported":
        return render(request, "ledger/money_imported.html", {"area": area})
    funds = Fund.objects.filter(neighbourhood=area).order_by("created_at", "pk")
    pots = Pot.objects.filter(fund__neighbourhood=area).order_by("created_at", "pk")
    page = Paginator(walk.moves_of(area), PAGE).get_page(request.GET.get("page"))
    context = {
        "area": area,
        "statement": statement.of_place(area),
        "funds": list(zip(funds, statement.of_funds(funds), strict=True)),
        "pots": statement.of_pots(pots),
        "page": page,
        "moves": [(move, words.title(move)) for move in page],
        "waiting": Deposit.objects.filter(
            neighbourhood=area, confirmed_at=None, taken_back_at=None
        ).order_by("entered_at"),
        "now": clock.now(),
    }
    return render(request, "ledger/money.html", context)


@audience("public")
def move(request: PersonRequest, area: Neighbourhood, move: UUID) -> HttpResponse:
    """One movement, and the way of its pounds from the deposit to the payment."""
    row = get_object_or_404(walk.moves_of(area), pk=move)
    way = walk.steps(row)
    source, target = words.ends(row)
    context = {
        "area": area,
        "move": row,
        "title": words.title(row),
        "source": source,
        "target": target,
        "steps": way,
        "told": walk.accounts(row, way, area),
        "award": statement.of_commitment(row.commitment) if row.commitment else None,
        "undone_by": Move.objects.filter(reverses=row).first(),
        "deposit": Deposit.objects.filter(move=row).first(),
        "may_undo": request.standing.is_staff(area) and _can_be_undone(row),
    }
    return render(request, "ledger/move.html", context)


@audience("officer", "finance")
def fund_new(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Open a fund."""
    form = FundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fund = act(form, lambda: _open(area, form, request))
        if fund is not None:
            messages.success(request, said.fund_opened(fund))
            return redirect("ledger:deposit", area=area, fund=fund.pk)
    context = {"area": area, "form": form}
    return render(request, "ledger/staff_fund.html", context, status=_status(form))


@audience("officer", "finance")
def deposit(request: PersonRequest, area: Neighbourhood, fund: UUID) -> HttpResponse:
    """Enter money that came into a fund; a second person then confirms it."""
    row = get_object_or_404(Fund, pk=fund, neighbourhood=area)
    form = DepositForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = act(form, lambda: deposits.enter(row, by=request.user, **given))
        if made is not None:
            messages.success(request, said.entered(made))
            return redirect("ledger:deposits", area=area)
    context = {
        "area": area,
        "form": form,
        "fund": row,
        "statement": statement.of_fund(row),
        "may_enter": access.may_enter(request.user, area),
        "days": deposits.days(row),
    }
    return render(request, "ledger/staff_deposit.html", context, status=_status(form))


@audience("officer", "finance", "auditor")
def deposit_list(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """What came in, newest first: what waits for a second person can be confirmed here."""
    rows = Deposit.objects.filter(neighbourhood=area).order_by("-entered_at", "-pk")
    people = ("fund", "neighbourhood", "entered_by", "confirmed_by", "taken_back_by")
    page = Paginator(rows.select_related(*people), PAGE).get_page(request.GET.get("page"))
    staff = request.standing.is_staff(area)
    context = {
        "area": area,
        "page": page,
        "rows": [(row, staff and row.entered_by_id != request.user.pk) for row in page],
        "is_staff": staff,
        "funds": Fund.objects.filter(neighbourhood=area).order_by("created_at", "pk"),
    }
    return render(request, "ledger/staff_deposits.html", context)


@audience("officer", "finance")
@require_POST
def confirm(request: PersonRequest, area: Neighbourhood, deposit: UUID) -> HttpResponse:
    """A second person saw it on the bank's statement."""
    row = get_object_or_404(Deposit, pk=deposit, neighbourhood=area)
    made = deposits.confirm(row, by=request.user)
    messages.success(request, said.deposited(made))
    return redirect("ledger:money", area=area)


@audience("officer", "finance")
def take_back(request: PersonRequest, area: Neighbourhood, deposit: UUID) -> HttpResponse:
    """Take back what was entered wrongly, with a public reason."""
    row = get_object_or_404(Deposit.objects.select_related("fund"), pk=deposit, neighbourhood=area)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if act(form, lambda: deposits.take_back(row, by=request.user, **given)):
            row.refresh_from_db()
            messages.success(request, said.entry_taken_back(row))
            return redirect("ledger:deposits", area=area)
    context = {"area": area, "form": form, "deposit": row}
    return render(request, "ledger/staff_take_back.html", context, status=_status(form))


@audience("officer", "finance")
def undo(request: PersonRequest, area: Neighbourhood, move: UUID) -> HttpResponse:
    """Undo a deposit or a fee, with a public reason."""
    row = get_object_or_404(walk.moves_of(area), pk=move)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = act(form, lambda: actions.reverse(row, by=request.user, **given))
        if made is not None:
            messages.success(request, said.undone(made))
            return redirect(reverse("ledger:move", args=[area, made.pk]))
    context = {"area": area, "form": form, "move": row, "title": words.title(row)}
    return render(request, "ledger/staff_undo.html", context, status=_status(form))


def _open(area: Neighbourhood, form: FundForm, request: PersonRequest) -> Fund:
    given = dict(form.cleaned_data)
    small = given.pop("small_award")
    return actions.open_fund(area, by=request.user, small_award_pence=small, **given)


def _can_be_undone(move: Move) -> bool:
    first = move.pot_id is None and move.reverses_id is None
    return first and not Move.objects.filter(reverses=move).exists()


def _status(form: FundForm | DepositForm | TakeBackForm | UndoForm) -> int:
    return 422 if form.errors else 200
