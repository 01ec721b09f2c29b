"""Pages of the vote, and its part of the public API."""

from django.urls import path

from kit.access import audience
from voting import api
from voting.views import (
    ballot,
    challenges,
    opening,
    receipt,
    results,
    roll,
    rule,
    staff,
    trying,
    unclear,
    which_rule,
)

app_name = "voting"

ROUND = "<area:area>/rounds/<int:number>/"
STAFF = "staff/<area:area>/rounds/<int:number>/"

urlpatterns = [
    path("api/v1/results/", audience("public")(api.ResultList.as_view()), name="api-results"),
    path(
        "api/v1/results/<uuid:pk>/", audience("public")(api.OneResult.as_view()), name="api-result"
    ),
    path("api/v1/boxes/<uuid:pk>/", audience("public")(api.OneBox.as_view()), name="api-box"),
    path("which-rule/", which_rule.which_rule, name="which-rule"),
    path(STAFF + "rule/", rule.rule, name="rule"),
    path(STAFF + "rule/keep/", rule.keep, name="keep"),
    path(STAFF + "box/", staff.box, name="box"),
    path(STAFF + "box/lost/", staff.lost, name="lost"),
    path(STAFF + "box/again/", staff.again, name="again"),
    path(STAFF + "roll/", roll.roll, name="roll"),
    path(STAFF + "roll/look/", roll.look, name="look"),
    path(STAFF + "roll/reports/<uuid:report>/", roll.report, name="report"),
    path(STAFF + "roll/<uuid:entry>/", roll.entry, name="entry"),
    path(STAFF + "challenges/", staff.challenges, name="challenges"),
    path(STAFF + "challenges/<uuid:challenge>/", staff.answer, name="answer"),
    path(ROUND + "vote/", ballot.ballot, name="ballot"),
    path(ROUND + "vote/check/", ballot.confirm, name="confirm"),
    path(ROUND + unclear.CAST, ballot.cast, name="cast"),
    path(ROUND + "vote/receipt/", receipt.again, name="receipt"),
    path(ROUND + "vote/as-me/", ballot.voted_as_me, name="voted-as-me"),
    path(ROUND + "vote/limits/", results.limits, name="limits"),
    path(ROUND + "receipt/", receipt.check, name="check"),
    path(ROUND + "opening/", opening.opening, name="opening"),
    path(ROUND + "opening/press/", opening.press, name="press"),
    path(ROUND + "opening/way-on/", opening.way_on, name="way-on"),
    path(ROUND + "opening/words/", opening.words, name="words"),
    path(ROUND + "results/", results.results, name="results"),
    path(ROUND + "results/try/", trying.trying_page, name="try"),
    path(ROUND + "results/result.json", results.result_file, name="result-file"),
    path(ROUND + "results/facts.json", results.facts, name="facts"),
    path(ROUND + "results/totals.csv", results.totals, name="totals"),
    path(ROUND + "results/ballots.<slug:form>", results.ballots, name="ballots"),
    path(ROUND + "challenge/", challenges.challenge, name="challenge"),
]
