"""URLs of pages that show several rooms."""

from django.urls import path

from pages.views import home, info, me, record, staff

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
    path("staff/<area:area>/", staff.staff_area, name="staff-area"),
    path("panel/<area:area>/", staff.panel_area, name="panel-area"),
    path("<area:area>/record/", record.record, name="record"),
    path("<area:area>/record/<uuid:uuid>/", record.entry, name="record-entry"),
]
