"""Addresses of rounds and plans."""

from django.urls import path

from rounds import api
from rounds.views import desk, drafts, plans, public

app_name = "rounds"

_STAFF = "staff/<area:area>/rounds/<int:number>"

urlpatterns = [
    path("api/v1/rounds/", api.rounds, name="api-list"),
    path("api/v1/rounds/<uuid:pk>/", api.round, name="api-detail"),
    path("staff/<area:area>/plan/", plans.plan, name="plan"),
    path("staff/<area:area>/rounds/new/", drafts.new, name="new"),
    path(f"{_STAFF}/", desk.setup, name="setup"),
    path(f"{_STAFF}/money/", drafts.money, name="money"),
    path(f"{_STAFF}/dates/", drafts.dates, name="dates"),
    path(f"{_STAFF}/choices/", drafts.choices, name="choices"),
    path(f"{_STAFF}/people/", desk.people, name="people"),
    path(f"{_STAFF}/preview/", public.preview, name="preview"),
    path(f"{_STAFF}/publish/", desk.publish, name="publish"),
    path(f"{_STAFF}/postpone/", desk.postpone, name="postpone"),
    path(f"{_STAFF}/cancel/", desk.cancel, name="cancel"),
    path("audit/<area:area>/rounds/<int:number>/sign-off/", desk.sign_off, name="sign-off"),
    path("<area:area>/plan/", public.plan, name="plan-public"),
    path("<area:area>/rounds/", public.index, name="list"),
    path("<area:area>/rounds/<int:number>/rules/", public.rules, name="rules"),
    path("<area:area>/rounds/<int:number>/rules/rules.json", public.rules_file, name="rules-file"),
]
