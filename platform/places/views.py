"""Staff pages about a neighbourhood: its details, its boundary, its postcodes."""

from typing import Protocol, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.access import audience
from kit.actor import Actor
from kit.forms import act
from places import actions, postcodes, said
from places.actions import Loaded
from places.forms import BoundaryForm, FindAreasForm, NewPlaceForm, PlaceForm, PostcodesForm
from places.models import Boundary, Neighbourhood, PostcodeEdition
from places.postcode_files import read


class _Standing(Protocol):
    def everywhere(self, kind: str) -> bool:
        """Whether the person has this role for the whole installation."""


class _Request(HttpRequest):
    """A request of somebody signed in; people's own class lives a layer above."""

    user: Actor  # type: ignore[assignment]
    standing: _Standing


def _only_for_the_whole_site(request: HttpRequest) -> None:
    if not cast("_Request", request).standing.everywhere("officer"):
        raise PermissionDenied


def _by(request: HttpRequest) -> Actor:
    return cast("_Request", request).user


@audience("officer")
def new(request: HttpRequest) -> HttpResponse:
    """Add a neighbourhood: for officers of the whole site."""
    _only_for_the_whole_site(request)
    form = NewPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"]
        place = act(form, lambda: actions.create(by=_by(request), slug=slug, **form.details()))
        if place is not None:
            messages.success(request, said.created(place))
            return redirect("places:boundary", area=place)
    return _page(request, "places/new.html", form)


@audience("officer")
def edit(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Change what is told of a neighbourhood."""
    known = {name: getattr(area, name) for name in PlaceForm.base_fields}
    form = PlaceForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        place = act(form, lambda: actions.change(area, by=_by(request), **form.details()))
        if place is not None:
            messages.success(request, said.changed(place))
            return redirect("places:edit", area=place)
    return _page(request, "places/edit.html", form, area)


@audience("officer")
def boundary(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Say which areas belong to a neighbourhood."""
    now = postcodes.current_boundaries().filter(neighbourhood=area).first()
    codes = list(now.codes.order_by("code")) if now else []
    lines = "\n".join(f"{row.code},{row.name}" if row.name else row.code for row in codes)
    if "find" in request.POST:
        return _find_areas(request, area, now, lines)
    form = BoundaryForm(
        request.POST or None, initial={"codes": lines, "vintage": now.vintage if now else ""}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if act(
            form,
            lambda: actions.draw_boundary(
                area, codes=facts["codes"], vintage=facts["vintage"], by=_by(request)
            ),
        ):
            messages.success(request, said.boundary_drawn(area))
            return redirect("places:postcodes", area=area)
    find = FindAreasForm(initial={"postcodes": request.POST.get("postcodes", "")})
    more = _finding(request) | {"boundary": now, "find": find}
    return _page(request, "places/boundary.html", form, area, **more)


def _finding(request: HttpRequest) -> dict[str, object]:
    """Whether areas can be found by postcode, and whether the person may load what that needs."""
    everywhere = cast("_Request", request).standing.everywhere("officer")
    return {"can_find": postcodes.names_areas(), "may_load_all": everywhere}


def _find_areas(
    request: HttpRequest, area: Neighbourhood, now: Boundary | None, lines: str
) -> HttpResponse:
    """The page again, with the areas of some postcodes filled in; nothing is saved yet."""
    find = FindAreasForm(request.POST)
    found = postcodes.propose(find.cleaned_data["postcodes"]) if find.is_valid() else None
    lines = request.POST.get("codes", lines).strip()
    have = {line.partition(",")[0].strip() for line in lines.splitlines()}
    new = [code for code in (found.codes if found else ()) if code not in have]
    typed = {"codes": "\n".join(filter(None, [lines, *new]))}
    form = BoundaryForm(initial=typed | {"vintage": request.POST.get("vintage", "")})
    context = _finding(request) | {
        "form": form,
        "area": area,
        "boundary": now,
        "find": find,
        "found": found,
    }
    return render(request, "places/boundary.html", context, status=422 if find.errors else 200)


@audience("officer")
def area_postcodes(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Load the list of one neighbourhood."""
    form = PostcodesForm(request.POST or None, request.FILES or None)
    loaded = _load(request, form, area)
    if loaded is not None:
        return redirect("places:loaded", area=area, edition=loaded.edition.pk)
    editions = area.postcode_lists.order_by("-dated", "-loaded_at")
    return _page(request, "places/postcodes.html", form, area, editions=editions)


@audience("officer")
def all_postcodes(request: HttpRequest) -> HttpResponse:
    """Load a lookup for everywhere: for officers of the whole site."""
    _only_for_the_whole_site(request)
    form = PostcodesForm(request.POST or None, request.FILES or None)
    loaded = _load(request, form, None)
    if loaded is not None:
        return redirect("places:loaded-all", edition=loaded.edition.pk)
    editions = PostcodeEdition.objects.filter(neighbourhood=None).order_by("-dated", "-loaded_at")
    return _page(request, "places/postcodes.html", form, editions=editions)


def _load(request: HttpRequest, form: PostcodesForm, area: Neighbourhood | None) -> Loaded | None:
    if request.method != "POST" or not form.is_valid():
        return None
    facts = form.cleaned_data
    rows = read(facts["file"].file)
    done = act(
        form,
        lambda: actions.load_postcodes(
            rows,
            name=facts["name"],
            dated=facts["dated"],
            neighbourhood=area,
            by=_by(request),
        ),
    )
    if done is not None and (rows.without or rows.repeated):
        messages.info(request, said.left_out(rows))
    return done


@audience("officer")
def loaded(request: HttpRequest, area: Neighbourhood, edition: UUID) -> HttpResponse:
    """What came of loading a list: how many postcodes, and how many inside."""
    row = get_object_or_404(PostcodeEdition, pk=edition, neighbourhood=area)
    return _result(request, row, area)


@audience("officer")
def loaded_all(request: HttpRequest, edition: UUID) -> HttpResponse:
    """What came of loading a lookup for everywhere."""
    _only_for_the_whole_site(request)
    row = get_object_or_404(PostcodeEdition, pk=edition, neighbourhood=None)
    return _result(request, row, None)


_AREAS = {"oa": "output areas", "lsoa": "LSOAs", "msoa": "MSOAs", "ward": "wards"}


def _result(
    request: HttpRequest, edition: PostcodeEdition, area: Neighbourhood | None
) -> HttpResponse:
    inside = postcodes.inside(edition, of=area)
    where = f"in use and in {area.name}" if area else "in use and in a neighbourhood of this site"
    figures = [(f"{edition.postcodes.count():,}", "postcodes in the list"), (f"{inside:,}", where)]
    context = {
        "area": area,
        "edition": edition,
        "inside": inside,
        "figures": figures,
        "missing": [_AREAS[level] for level in postcodes.missing_levels(edition)],
    }
    return render(request, "places/loaded.html", context)


def _page(
    request: HttpRequest,
    template: str,
    form: PlaceForm | BoundaryForm | PostcodesForm,
    area: Neighbourhood | None = None,
    **more: object,
) -> HttpResponse:
    context = {"form": form, "area": area, **more}
    return render(request, template, context, status=422 if form.errors else 200)
