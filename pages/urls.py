"""URLs of pages that show several rooms."""

from django.urls import path

from pages.views import area, home, info, me, record, round, staff, working

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("staff/first/", home.first_officer, name="first-officer"),
    path("privacy/", info.privacy, name="privacy"),
    path("accessibility/", info.accessibility, name="accessibility"),
    path("contact/", info.contact, name="contact"),
    path("data/", info.data, name="data"),
    path("healthz", info.alive, name="alive"),
    path("readyz", info.ready, name="ready"),
    path("me/", me.me, name="me"),
    path("staff/", staff.staff, name="staff"),
    path("staff/site/working/", working.working, name="working"),
    path("panel/", staff.panel, name="panel"),
    path("audit/", staff.audit, name="audit"),
    path("robots.txt", info.robots, name="robots"),
    path("favicon.ico", info.icon, name="icon"),
    path("staff/<area:area>/", staff.staff_area, name="staff-area"),
    path("panel/<area:area>/", staff.panel_area, name="panel-area"),
    path("<area:area>/", area.area, name="area"),
    path("<area:area>/changes/", area.what_changed, name="changes"),
    path("<area:area>/people/", area.who_decides, name="people"),
    path("<area:area>/rounds/<int:number>/", round.round_page, name="round"),
    path("<area:area>/rounds/<int:number>/learning/", round.learning, name="learning"),
    path("<area:area>/record/", record.record, name="record"),
    path("<area:area>/record/<uuid:uuid>/", record.entry, name="record-entry"),
]
