"""URLs of the demonstration, which a site that is run for real has not."""

from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.be_someone, name="be-someone"),
    path("demo/tour/", views.tour_page, name="tour"),
    path("demo/letters/", views.letters, name="letters"),
    path("demo/be/<uuid:person>/", views.be, name="be"),
    path("demo/<area:area>/", views.move_on, name="move-on"),
    path("demo/<area:area>/rounds/<int:number>/", views.play, name="play"),
]
