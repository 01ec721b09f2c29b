"""The root of the public API: its own description. Each room's lists are in that room's
`api.py`.
"""

from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.renderers import JSONRenderer

from kit.access import audience


class Schema(SpectacularJSONAPIView):
    """The OpenAPI description of everything under /api/v1/."""

    renderer_classes = [JSONRenderer]


schema = audience("public")(Schema.as_view())
