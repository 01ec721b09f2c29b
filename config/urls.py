"""Every URL of the site. Those of one neighbourhood have its slug as their first word, which
can't be one of the site's own.
"""

from django.apps import apps
from django.urls import include, path, register_converter

from config.api import schema
from places.converters import AreaConverter

register_converter(AreaConverter, "area")

urlpatterns = [
    # Ours first: there is one way in, and allauth's own ways lead to it.
    path("", include("people.urls")),
    path("accounts/", include("people.old_doors")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema/", schema, name="api-schema"),
    path("", include("places.urls")),
    path("", include("ledger.urls")),
    path("", include("evidence.urls")),
    path("", include("rounds.urls")),
    path("", include("proposals.urls")),
    path("", include("voting.urls")),
    path("", include("grants.urls")),
    *([path("", include("demo.urls"))] if apps.is_installed("demo") else []),
    path("", include("pages.urls")),
]

handler500 = "config.faults.page"
