"""Neighbourhoods for programs: public facts, read only."""

from rest_framework import generics, serializers

from kit.access import audience
from places.models import Neighbourhood


class PlaceSerializer(serializers.ModelSerializer[Neighbourhood]):
    """A neighbourhood's public facts. `adults` is how many people of 18 or over live there."""

    boundary = serializers.SerializerMethodField()

    class Meta:
        model = Neighbourhood
        fields = (
            "slug",
            "name",
            "town",
            "about",
            "adults",
            "trust_name",
            "trust_charity_number",
            "is_demonstration",
            "origin",
            "boundary",
        )

    def get_boundary(self, place: Neighbourhood) -> list[str]:
        """GSS codes of the newest boundary."""
        boundaries = sorted(place.boundaries.all(), key=lambda boundary: boundary.version)
        return sorted(code.code for code in boundaries[-1].codes.all()) if boundaries else []


class PlaceList(generics.ListAPIView[Neighbourhood]):
    """All neighbourhoods, by web address."""

    queryset = Neighbourhood.objects.order_by("slug").prefetch_related("boundaries__codes")
    serializer_class = PlaceSerializer


class PlaceDetail(generics.RetrieveAPIView[Neighbourhood]):
    """One neighbourhood."""

    queryset = Neighbourhood.objects.order_by("slug")
    serializer_class = PlaceSerializer
    lookup_field = "slug"


place_list = audience("public")(PlaceList.as_view())
place_detail = audience("public")(PlaceDetail.as_view())
