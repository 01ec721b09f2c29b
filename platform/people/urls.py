"""Pages about oneself, files, invitations, and the people of a neighbourhood for its staff."""

from django.urls import path

from people.views import files

app_name = "people"

urlpatterns = [
    path("files/<uuid:upload>/", files.file, name="file"),
]
