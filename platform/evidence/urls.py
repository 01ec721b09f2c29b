"""URLs of measurements."""

from django.urls import path

from evidence import views

app_name = "evidence"

urlpatterns = [
    path("staff/<area:area>/measurements/", views.waiting, name="waiting"),
    path("staff/<area:area>/measurements/<uuid:observation>/", views.verify, name="verify"),
]
