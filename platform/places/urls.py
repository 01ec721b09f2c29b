"""Pages for the staff of a neighbourhood, and places for programs."""

from django.urls import path

from places import api, views

app_name = "places"

urlpatterns = [
    path("api/v1/places/", api.place_list, name="api-list"),
    path("api/v1/places/<slug:slug>/", api.place_detail, name="api-detail"),
    path("staff/places/new/", views.new, name="new"),
    path("staff/places/postcodes/", views.all_postcodes, name="postcodes-all"),
    path("staff/places/postcodes/<uuid:edition>/", views.loaded_all, name="loaded-all"),
    path("staff/<area:area>/place/", views.edit, name="edit"),
    path("staff/<area:area>/place/boundary/", views.boundary, name="boundary"),
    path("staff/<area:area>/place/postcodes/", views.area_postcodes, name="postcodes"),
    path("staff/<area:area>/place/postcodes/<uuid:edition>/", views.loaded, name="loaded"),
]
