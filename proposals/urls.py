"""URLs of ideas and proposals."""

from django.urls import path

from kit.access import audience
from proposals import api
from proposals.views import check, idea, lead, public, staff, work

app_name = "proposals"

ROUND = "<area:area>/rounds/<int:number>/ideas/"
IDEA = ROUND + "<int:idea>/"
STAFF = "staff/<area:area>/rounds/<int:number>/"

urlpatterns = [
    path("api/v1/proposals/", audience("public")(api.Proposals.as_view()), name="api-list"),
    path(
        "api/v1/proposals/<uuid:pk>/", audience("public")(api.OneProposal.as_view()), name="api-one"
    ),
    path(STAFF + "ideas/new/", staff.enter, name="enter"),
    path(STAFF + "checks/", staff.checks, name="checks"),
    path(STAFF + "checks/pairs/", staff.pair, name="pair"),
    path(STAFF + "checks/pairs/<uuid:pair>/", staff.take_back_pair, name="take-back-pair"),
    path(STAFF + "checks/<int:idea>/", check.check, name="check"),
    path(
        STAFF + "checks/<int:idea>/reports/<uuid:report>/",
        check.answer_report,
        name="answer-report",
    ),
    path(STAFF + "checks/<int:idea>/<slug:deed>/", check.decide, name="decide"),
    path("<area:area>/ideas/", public.area_ideas, name="area"),
    path(ROUND, public.index, name="index"),
    path(ROUND + "new/", idea.new, name="new"),
    path(IDEA, public.detail, name="detail"),
    path(IDEA + "photo/", public.photo, name="photo"),
    path(IDEA + "edit/", idea.edit, name="edit"),
    path(IDEA + "develop/", work.develop, name="develop"),
    path(IDEA + "develop/sums/", work.sums, name="sums"),
    path(IDEA + "develop/expected/", work.expected, name="expected"),
    path(IDEA + "baseline/", work.baseline, name="baseline"),
    path(IDEA + "submit/", work.submit, name="submit"),
    path(IDEA + "withdraw/", lead.withdraw, name="withdraw"),
    path(IDEA + "second-look/", lead.second_look, name="second-look"),
    path(IDEA + "helpers/", lead.helpers, name="helpers"),
    path(IDEA + "join/", lead.join, name="join"),
    path(IDEA + "report/", lead.report, name="report"),
]
