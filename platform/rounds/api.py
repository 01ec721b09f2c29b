"""Published rounds for programs: dates in UTC, money in the smallest unit of `currency`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers

from kit import clock
from kit.access import audience
from rounds import phases
from rounds.models import Round


class RoundSerializer(serializers.ModelSerializer[Round]):
    """One round with its rules as they were fixed."""

    place = serializers.CharField(source="neighbourhood.slug")
    phase = serializers.SerializerMethodField()
    rules = serializers.JSONField()

    class Meta:
        model = Round
        fields = (
            "id", "place", "number", "title", "about", "origin", "currency", "pot_pence", "preset",
            "phase", *phases.DATE_NAMES, "panel_meets_where", "outcomes_due_on", "published_at",
            "counted_at", "decided_at", "signed_off_at", "cancelled_at", "rules", "manifest_sha256",
        )  # fmt: skip

    def get_phase(self, round: Round) -> str:
        """Where the round stands now."""
        return phases.current(round, self.context["now"])


def published() -> QuerySet[Round]:
    """Rounds that the public may know of, newest first."""
    shown = Round.objects.shown().select_related("neighbourhood")
    return shown.order_by("-published_at", "pk")


class _Published(generics.GenericAPIView[Round]):
    serializer_class = RoundSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """One time for all rounds of an answer."""
        return {**super().get_serializer_context(), "now": clock.now()}


@extend_schema(parameters=[OpenApiParameter("place", str, description="A neighbourhood's slug")])
class RoundList(generics.ListAPIView[Round], _Published):
    """Published rounds, newest first; of one neighbourhood with `?place=east-marsh`."""

    def get_queryset(self) -> QuerySet[Round]:
        """The rounds asked for."""
        place = self.request.query_params.get("place")
        return published().filter(neighbourhood__slug=place) if place else published()


class RoundDetail(generics.RetrieveAPIView[Round], _Published):
    """One published round."""

    def get_queryset(self) -> QuerySet[Round]:
        """The rounds that can be found."""
        return published()


rounds = audience("public")(RoundList.as_view())
round = audience("public")(RoundDetail.as_view())
