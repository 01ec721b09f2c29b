"""The public API's list of proposals: what everybody may read, and nothing besides."""

from typing import ClassVar

import django_filters
from django.urls import reverse
from rest_framework import generics, serializers
from rest_framework.request import Request

from proposals.models import Proposal, ProposalQuerySet


class ProposalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By place (its slug), by the round's number, by theme and by status."""

    place = django_filters.CharFilter(field_name="round__neighbourhood__slug")
    round = django_filters.NumberFilter(field_name="round__number", max_value=10**6)

    class Meta:
        model = Proposal
        fields = ("place", "round", "theme", "status")


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """One proposal. Money is pence; who proposed it is as the page shows it."""

    place = serializers.CharField(source="round.neighbourhood.slug")
    round = serializers.IntegerField(source="round.number")
    status_name = serializers.CharField()
    proposer = serializers.CharField(source="proposer_shown")
    kind = serializers.CharField(source="kind_id", allow_null=True)
    indicator = serializers.IntegerField(source="indicator_id", allow_null=True)
    deliverer = serializers.CharField(source="organisation")
    page = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "place",
            "round",
            "number",
            "page",
            "title",
            "what",
            "where",
            "why",
            "theme",
            "kind",
            "status",
            "status_name",
            "status_because",
            "proposer",
            "who_delivers",
            "deliverer",
            "asked_pence",
            "indicator",
            "baseline",
            "baseline_source",
            "baseline_on",
            "target",
            "due",
            "shared_at",
        )

    def get_page(self, proposal: Proposal) -> str:
        round = proposal.round
        path = reverse(
            "proposals:detail", args=[round.neighbourhood.slug, round.number, proposal.number]
        )
        request: Request = self.context["request"]
        return request.build_absolute_uri(path)


class _Public(generics.GenericAPIView[Proposal]):
    serializer_class = ProposalSerializer

    def get_queryset(self) -> ProposalQuerySet:
        shown = Proposal.objects.public().exclude(status="withdrawn")
        shown = shown.exclude(round__origin="imported").filter(round__published_at__isnull=False)
        rows = shown.select_related("round__neighbourhood", "lead").prefetch_related("helpers")
        return rows.order_by("round__neighbourhood__slug", "round__number", "number")


class Proposals(generics.ListAPIView[Proposal], _Public):
    """The proposals that everybody may read, in the order of place, round and number."""

    filterset_class = ProposalFilter
    filter_backends = (django_filters.rest_framework.DjangoFilterBackend,)


class OneProposal(generics.RetrieveAPIView[Proposal], _Public):
    """One proposal by its id."""
