"""Awards as open data. Nobody's name is in it: a recipient is only ever an organisation."""

import django_filters
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from grants.models import Award
from kit.access import audience


class AwardFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By place (its slug), by the round's number and by status."""

    place = django_filters.CharFilter(field_name="proposal__round__neighbourhood__slug")
    round = django_filters.NumberFilter(field_name="proposal__round__number", max_value=10**6)

    class Meta:
        model = Award
        fields = ("place", "round", "status")


class AwardSerializer(serializers.ModelSerializer[Award]):
    """One award. Sums are pence."""

    place = serializers.SlugField(source="proposal.round.neighbourhood.slug")
    round = serializers.IntegerField(source="proposal.round.number")
    proposal = serializers.IntegerField(source="proposal.number")
    title = serializers.CharField(source="proposal.title")
    outcome = serializers.CharField(source="decision.outcome")
    departs_from_vote = serializers.BooleanField(source="decision.departs")
    recipient = serializers.SerializerMethodField()
    paid_pence = serializers.SerializerMethodField()
    promised_pence = serializers.SerializerMethodField()
    back_in_pot_pence = serializers.SerializerMethodField()
    returned_pence = serializers.SerializerMethodField()

    class Meta:
        model = Award
        fields = (
            "id", "place", "round", "proposal", "title", "recipient", "outcome",
            "departs_from_vote", "status", "pence", "paid_pence", "promised_pence",
            "back_in_pot_pence", "returned_pence", "offered_at", "answered_at", "completed_at",
        )  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_recipient(self, award: Award) -> str | None:
        """The organisation that delivers it, or null when that is a person or a few neighbours."""
        return award.proposal.organisation or None

    @extend_schema_field(serializers.IntegerField())
    def get_paid_pence(self, award: Award) -> int:
        """Pence sent so far."""
        sent = [each for each in award.instalments.all() if each.status == "sent"]
        return sum(each.pence for each in sent)

    @extend_schema_field(serializers.IntegerField())
    def get_promised_pence(self, award: Award) -> int:
        """Pence promised and not paid, by the books."""
        return _held(award, "committed")

    @extend_schema_field(serializers.IntegerField())
    def get_back_in_pot_pence(self, award: Award) -> int:
        """Pence that went back into the round's pot, by the books: not needed, or not taken."""
        return award.commitment.pence + _held(award, "round")

    @extend_schema_field(serializers.IntegerField())
    def get_returned_pence(self, award: Award) -> int:
        """Pence that were paid and came back to the fund, by the books."""
        return _held(award, "fund")


def _held(award: Award, kind: str) -> int:
    """Pence of an award in accounts of one kind; `round` is below zero by what was taken out."""
    return sum(
        entry.pence
        for move in award.commitment.moves.all()
        for entry in move.entries.all()
        if entry.account.kind == kind
    )


class Awards(ListAPIView[Award]):
    """Awards of every neighbourhood, newest first."""

    serializer_class = AwardSerializer
    filterset_class = AwardFilter
    filter_backends = (DjangoFilterBackend,)

    def get_queryset(self) -> QuerySet[Award]:
        rows = Award.objects.select_related(
            "proposal__round__neighbourhood", "proposal__lead", "decision", "commitment"
        )
        moves = "commitment__moves__entries__account"
        return rows.prefetch_related("instalments", "proposal__helpers", moves).order_by(
            "-offered_at", "pk"
        )


award_list = audience("public")(Awards.as_view())
