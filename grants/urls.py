"""URLs of the panel, of awards and of funded projects."""

from django.urls import path

from grants import api
from grants.views import awards, decisions, meetings, money, panels, projects, reports, staff

app_name = "grants"

_MEETING = "panel/<area:area>/rounds/<int:number>/meeting/"
_AWARD = "me/awards/<uuid:award>/"
_STAFF = "staff/<area:area>/awards/<uuid:award>/"

urlpatterns = [
    path("staff/<area:area>/panel/", panels.panel, name="panel"),
    path("staff/<area:area>/panel/quorum/", panels.quorum, name="quorum"),
    path("staff/<area:area>/panel/seats/", panels.seat, name="seat"),
    path("staff/<area:area>/panel/seats/<uuid:member>/", panels.leave, name="leave"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}call/", meetings.call, name="meeting-call"),
    path(f"{_MEETING}open/", meetings.open_it, name="meeting-open"),
    path(f"{_MEETING}close/", meetings.close_it, name="meeting-close"),
    path(f"{_MEETING}confirm/", meetings.confirm, name="meeting-confirm"),
    path(f"{_MEETING}minutes/", meetings.minutes, name="minutes"),
    path(f"{_MEETING}members/<uuid:member>/present/", meetings.present, name="present"),
    path(f"{_MEETING}members/<uuid:member>/none/", meetings.none, name="none"),
    path(f"{_MEETING}members/<uuid:member>/interest/", meetings.interest, name="interest"),
    path(f"{_MEETING}items/<int:item>/", decisions.item, name="item"),
    path(f"{_MEETING}together/", decisions.together, name="together"),
    path(_AWARD, awards.award, name="award"),
    path(f"{_AWARD}hold/", awards.hold, name="hold"),
    path(f"{_AWARD}accept/", awards.accept, name="accept"),
    path(f"{_AWARD}decline/", awards.decline, name="decline"),
    path(f"{_AWARD}bank/", awards.bank, name="bank"),
    path(f"{_AWARD}report/", reports.report, name="report"),
    path("staff/<area:area>/awards/", staff.awards, name="awards"),
    path(_STAFF, staff.award, name="staff-award"),
    path(f"{_STAFF}holder/", money.holder, name="invite-holder"),
    path(f"{_STAFF}account/", money.account, name="account"),
    path(f"{_STAFF}payee/", money.payee, name="payee"),
    path(f"{_STAFF}conditions/<int:condition>/", staff.condition, name="condition"),
    path(f"{_STAFF}payments/<int:payment>/approve/", money.approve, name="approve"),
    path(f"{_STAFF}payments/<int:payment>/authorise/", money.authorise, name="authorise"),
    path(f"{_STAFF}payments/<int:payment>/sent/", money.sent, name="sent"),
    path(f"{_STAFF}reports/<uuid:report>/accept/", staff.accept, name="accept-report"),
    path(f"{_STAFF}back/", money.back, name="back"),
    path(f"{_STAFF}release/", money.release, name="release"),
    path(f"{_STAFF}complete/", staff.complete, name="complete"),
    path("api/v1/awards/", api.award_list, name="api-list"),
    path("<area:area>/rounds/<int:number>/decisions/", decisions.decisions, name="decisions"),
    path("<area:area>/projects/", projects.projects, name="projects"),
    path("<area:area>/projects/<uuid:award>/", projects.project, name="project"),
]
