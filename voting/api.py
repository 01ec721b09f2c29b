"""Results in the public API: nothing before the count, and never a ballot."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rounds.models import Round
from voting import terms
from voting.actions import ways_on
from voting.box_figures import figures_of
from voting.counting import Format, LineVerdict
from voting.election_files import has_election_files
from voting.models import Count
from voting.results import ResultLine, Results, results_of


class LineSerializer(serializers.Serializer[Any]):
    """One idea. Money is minor units (pence). `votes` are people; `score` is what ideas are ranked
    by: votes, or the points that ballots give. `not_with` are the numbers of ideas that can't be
    picked beside it. `step` is when it was picked, from 1; `part` is what it gets where it is paid
    for in part.
    """

    number = serializers.IntegerField()
    idea = serializers.CharField()
    cost = serializers.IntegerField()
    votes = serializers.IntegerField()
    score = serializers.IntegerField()
    picked = serializers.BooleanField()
    verdict = serializers.ChoiceField([verdict.value for verdict in LineVerdict])
    step = serializers.IntegerField(allow_null=True)
    part = serializers.IntegerField(allow_null=True)
    not_with = serializers.ListField(child=serializers.IntegerField())
    why = serializers.CharField()


class BoxSerializer(serializers.Serializer[Any]):
    """A closed ballot box, held against the list of voters. `in_box` are ballots of people on the
    list, `set_aside` how many were left out unopened and why, `of_nobody` those that belong to
    nobody and are still in it. `on_list` and `of_nobody` are null where an earlier version closed
    the box. `waits` says what keeps the votes from being opened, if anything does.
    """

    round = serializers.UUIDField()
    on_list = serializers.IntegerField(allow_null=True)
    in_box = serializers.IntegerField()
    set_aside = serializers.DictField(child=serializers.IntegerField())
    of_nobody = serializers.IntegerField(allow_null=True)
    replaced = serializers.IntegerField()
    waits = serializers.CharField(allow_blank=True)


class ResultSerializer(serializers.Serializer[Any]):
    """The newest count of a round. Money is minor units (pence) of `currency`. `about` tells of
    the whole count; where whole ballots are public the results page has a file with every payment.
    `pabulib` is the address of the vote in the Pabulib format, and `facts` that of what the format
    has no word for; both are null where whole ballots are not public, or nobody chose anything.
    """

    round = serializers.UUIDField()
    place = serializers.CharField()
    number = serializers.IntegerField()
    origin = serializers.CharField()
    currency = serializers.CharField()
    budget = serializers.IntegerField()
    spent = serializers.IntegerField()
    ballots = serializers.IntegerField()
    ballot_format = serializers.ChoiceField([format.value for format in Format])
    whole_ballots_public = serializers.BooleanField()
    ballots_sha256 = serializers.CharField()
    rules = serializers.DictField()
    counted_at = serializers.DateTimeField()
    about = serializers.ListField(child=serializers.CharField())
    pabulib = serializers.URLField(allow_null=True)
    facts = serializers.URLField(allow_null=True)
    lines = LineSerializer(many=True)


class CountSerializer(serializers.ModelSerializer[Count]):
    """A counted round, without its lines; money is minor units (pence) of `currency`."""

    round = serializers.UUIDField(source="round_id")
    place = serializers.CharField(source="round.neighbourhood.slug")
    number = serializers.IntegerField(source="round.number")
    origin = serializers.CharField(source="round.origin")
    currency = serializers.CharField(source="round.currency")
    spent = serializers.IntegerField(source="spent_pence")

    class Meta:
        model = Count
        fields = (
            "round",
            "place",
            "number",
            "origin",
            "currency",
            "spent",
            "ballots",
            "counted_at",
        )


@extend_schema(parameters=[OpenApiParameter("place", str, description="A neighbourhood's slug")])
class ResultList(generics.ListAPIView[Count]):
    """Counted rounds, the newest count first; of one neighbourhood with `?place=east-marsh`."""

    serializer_class = CountSerializer

    def get_queryset(self) -> QuerySet[Count]:
        """The newest count of every published round."""
        later = Count.objects.filter(round=OuterRef("round"), counted_at__gt=OuterRef("counted_at"))
        newest = Count.objects.filter(~Exists(later), round__in=Round.objects.shown())
        place = self.request.query_params.get("place")
        found = newest.filter(round__neighbourhood__slug=place) if place else newest
        return found.select_related("round__neighbourhood").order_by("-counted_at", "pk")


class OneResult(APIView):
    """The result of one round; not found until it is counted."""

    @extend_schema(responses=ResultSerializer)
    def get(self, request: Request, pk: Any) -> Response:
        rounds = Round.objects.shown().select_related("neighbourhood")
        found = results_of(get_object_or_404(rounds, pk=pk))
        if found is None:
            raise Http404
        payload = _told(found) | _files(found, request)
        return Response(ResultSerializer(payload).data)


class OneBox(APIView):
    """What is in the ballot box of one round; not found until its vote is closed."""

    @extend_schema(responses=BoxSerializer)
    def get(self, request: Request, pk: Any) -> Response:
        round = get_object_or_404(Round.objects.shown(), pk=pk)
        figures = figures_of(round)
        if figures is None:
            raise Http404
        payload = {
            "round": round.pk,
            "on_list": figures.on_list,
            "in_box": figures.in_box,
            "set_aside": figures.left_out,
            "of_nobody": figures.of_nobody,
            "replaced": figures.replaced,
            "waits": ways_on.trouble(round).sentence,
        }
        return Response(BoxSerializer(payload).data)


def _told(results: Results) -> dict[str, object]:
    round, count = results.round, results.count
    return {
        "round": round.pk,
        "place": round.neighbourhood.slug,
        "number": round.number,
        "origin": round.origin,
        "currency": round.currency,
        "budget": results.data["budget"],
        "spent": results.data["spent"],
        "ballots": count.ballots,
        "ballot_format": terms.ballot_format(round).value,
        "whole_ballots_public": results.whole_ballots,
        "ballots_sha256": count.ballots_sha256,
        "rules": count.rules,
        "counted_at": count.counted_at,
        "about": results.about,
        "lines": [_line(row) for row in results.lines],
    }


def _files(results: Results, request: Request) -> dict[str, str | None]:
    """Where everybody finds the vote as files."""
    if not (results.whole_ballots and has_election_files(results)):
        return {"pabulib": None, "facts": None}
    here = [results.round.neighbourhood, results.round.number]
    pabulib = reverse("voting:ballots", args=[*here, "pb"])
    facts = reverse("voting:facts", args=here)
    return {
        "pabulib": request.build_absolute_uri(pabulib),
        "facts": request.build_absolute_uri(facts),
    }


def _line(row: ResultLine) -> dict[str, object]:
    return {
        "number": row.line.number,
        "idea": row.line.name,
        "cost": row.line.pence,
        "votes": row.votes,
        "score": row.score,
        "picked": row.picked,
        "verdict": row.verdict,
        "step": row.step,
        "part": row.part,
        "not_with": row.line.not_with,
        "why": row.sentence,
    }
