"""For staff: who may vote (never who did), what is worth a look, and changes by two officers."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.access import audience
from kit.forms import act
from people.forms import SearchForm
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.models import Round
from rounds.views.lookups import any_round
from voting import actions, queue, said
from voting.forms.roll import ChangeForm, ReportAnswerForm
from voting.models import RollChange, RollEntry, RollReport

PAGE = 100
SIGNS = 20


@audience("officer")
def roll(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Who may vote, and on what ground; and a search."""
    round = any_round(area, number)
    actions.keep_up(round)
    search = SearchForm(request.GET if "q" in request.GET else None)
    asked = search.cleaned_data["q"].strip() if search.is_valid() else ""
    entries = RollEntry.objects.filter(round=round).select_related("voter")
    rows = entries.order_by("voter__name", "pk")
    for word in asked.split():
        rows = rows.filter(Q(voter__name__icontains=word) | Q(voter__email__icontains=word))
    voters = entries.filter(void_at=None).count()
    context = {
        "area": area,
        "round": round,
        "search": search,
        "asked": asked,
        "voters": voters,
        "taken_off": entries.count() - voters,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "waiting": queue.waiting(round),
    }
    return render(request, "voting/staff_roll.html", context)


@audience("officer")
def look(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Entries worth a look; POST says that one sign was looked at."""
    round = any_round(area, number)
    found = queue.of(round)
    form = Form(request.POST if request.method == "POST" else None)
    item = next((i for i in found.items if i.key == request.POST.get("sign")), None)
    if item is not None and _looked(request, item, form):
        messages.success(request, said.sign_looked_at(item.entries))
        return redirect("voting:look", area, number)
    page = Paginator(found.items, SIGNS).get_page(request.GET.get("page"))
    context = {"area": area, "round": round, "queue": found, "page": page, "form": form}
    return render(request, "voting/staff_look.html", context, status=422 if form.errors else 200)


@audience("officer")
def entry(request: PersonRequest, area: Neighbourhood, number: int, entry: UUID) -> HttpResponse:
    """One entry: ask for a change, or answer what another officer asked for."""
    round = any_round(area, number)
    row = _entry(round, entry)
    change = RollChange.objects.filter(entry=row, decided_at=None).first()
    if change is None and request.POST.get("do") in ("agree", "refuse"):
        messages.warning(request, said.answered_already(row))
        return redirect("voting:entry", area, number, entry)
    form = ChangeForm(request.POST if request.method == "POST" and change is None else None)
    answer = Form(request.POST if request.method == "POST" and change is not None else None)
    done = _answered(request, change, answer) if change else _asked(request, row, form)
    if done:
        messages.success(request, said.change_answered(done) if change else said.change_asked(done))
        return redirect("voting:entry", area, number, entry)
    context = {
        "area": area,
        "round": round,
        "entry": row,
        "form": answer if change else form,
        "change": change,
        "back": _back(row),
        "mine": change is not None and change.asked_by_id == request.user.pk,
        "changes": row.changes.exclude(decided_at=None).select_related("asked_by", "decided_by"),
    }
    status = 422 if form.errors or answer.errors else 200
    return render(request, "voting/staff_entry.html", context, status=status)


def _looked(request: PersonRequest, item: queue.Item, form: Form) -> bool:
    deed = partial(actions.look_at, item.entries, by=request.user, sign=item.key)
    return act(form, deed) is not None


def _asked(request: PersonRequest, row: RollEntry, form: ChangeForm) -> RollChange | None:
    """The change that was asked for; None when it was not."""
    if not form.is_bound or not form.is_valid():
        return None
    what, reason = "restore" if row.void_at else "void", form.cleaned_data["reason"]
    return act(form, lambda: actions.ask_change(row, by=request.user, what=what, reason=reason))


def _answered(request: PersonRequest, change: RollChange, form: Form) -> RollChange | None:
    """The change as it was answered; None when it was not."""
    deeds = {"agree": actions.agree_change, "refuse": actions.refuse_change}
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None or not form.is_bound or not form.is_valid():
        return None
    return act(form, lambda: deed(change, by=request.user))


@audience("officer")
def report(request: PersonRequest, area: Neighbourhood, number: int, report: UUID) -> HttpResponse:
    """Somebody said that another voted as them: answer."""
    round = any_round(area, number)
    row = get_object_or_404(
        RollReport.objects.select_related("entry__voter", "answered_by"),
        entry__round=round,
        pk=report,
    )
    form = ReportAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = form.cleaned_data["answer"]
        if act(form, lambda: actions.answer_report(row, by=request.user, answer=answer)):
            messages.success(request, said.report_answered(row))
            return redirect("voting:look", area, number)
    context = {"area": area, "round": round, "report": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "voting/staff_report.html", context, status=status)


def _back(row: RollEntry) -> RollEntry | None:
    """The entry that somebody got who was taken off and put back."""
    if row.void_at is None or row.voter_id is None:
        return None
    return RollEntry.objects.filter(round=row.round_id, voter=row.voter_id, void_at=None).first()


def _entry(round: Round, pk: UUID) -> RollEntry:
    return get_object_or_404(RollEntry.objects.select_related("voter"), round=round, pk=pk)
