"""Every URL of the site. Those of one neighbourhood come last: any other first word is taken by
then.
"""

from django.urls import include, path, register_converter

from places.converters import AreaConverter

register_converter(AreaConverter, "area")

urlpatterns = [
    path("", include("people.urls")),
    path("", include("places.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("evidence.urls")),
    path("", include("ledger.urls")),
]
