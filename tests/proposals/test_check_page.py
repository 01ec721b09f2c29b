"""The four questions of a check, answered with one press; nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from evidence.models import Kind
from people.models import User
from proposals import actions, said
from proposals.models import CHECKS, Proposal
from proposals.refusals import NotLookedAt
from tests.postgres import forge
from tests.proposals.conftest import client_of, url
from tests.proposals.test_views import staff_url, text_of

pytestmark = pytest.mark.django_db


def answers(*kinds: str, passed: str = "yes") -> dict[str, str]:
    """What the check page sends with these questions answered and the others left empty."""
    sent = {"form": "checks"}
    for kind in kinds:
        sent |= {f"{kind}-passed": passed, f"{kind}-reason": f"{kind} is fine."}
    return sent


def test_an_officer_answers_four_questions_with_one_press_and_passes_it(
    submitted: Proposal, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    assert text_of(client.get(here)).count(' govuk-button--secondary">Save the answers') == 1
    page = text_of(client.post(here, answers(*CHECKS), follow=True))
    assert "4 answers are saved. Everybody can read them. No question is left." in page
    assert Event.objects.filter(kind="proposal.checked").count() == len(CHECKS)
    assert client.post(here, {"form": "ready"}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.status == "ready"
    page = text_of(Client().get(url(submitted)))
    assert "safeguarding is fine." in page


def test_questions_left_empty_stay_unanswered_and_are_named(
    submitted: Proposal, officer: User
) -> None:
    page = text_of(
        client_of(officer).post(staff_url(submitted), answers("cost", "feasibility"), follow=True)
    )
    assert {check.kind for check in submitted.checks.all()} == {"cost", "feasibility"}
    assert "2 answers are saved." in page
    assert f"Still without an answer: {CHECKS['eligibility']} {CHECKS['safeguarding']}" in page


@pytest.mark.parametrize("missing", ["passed", "reason"])
def test_a_fault_in_one_answer_saves_none_and_keeps_all_that_was_typed(
    missing: str, submitted: Proposal, officer: User
) -> None:
    sent = answers("eligibility", "cost", passed="no") | {f"cost-{missing}": ""}
    answer = client_of(officer).post(staff_url(submitted), sent)
    assert answer.status_code == 422
    assert not submitted.checks.exists()
    form = answer.context["form"]
    assert set(form.errors) == {f"cost-{missing}"}
    assert form["eligibility-passed"].value() == "no"
    assert "eligibility is fine." in text_of(answer)


def test_an_answer_that_was_not_touched_is_not_saved_again(
    submitted: Proposal, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    client.post(here, answers("eligibility"))
    on_page = client.get(here).context["questions"]
    stood = {bound.html_name: bound.value() or "" for bound in on_page}
    assert stood["eligibility-reason"] == "eligibility is fine."
    assert client.post(here, stood | {"form": "checks"}).status_code == 422
    client.post(here, stood | answers("cost"))
    assert [check.kind for check in submitted.checks.order_by("at")] == ["eligibility", "cost"]
    client.post(here, stood | answers("eligibility", passed="no"))
    assert submitted.checks.filter(kind="eligibility").count() == 2


def test_an_old_page_never_saves_over_what_somebody_else_answered_meanwhile(
    submitted: Proposal, officer: User, second_officer: User
) -> None:
    here = staff_url(submitted)
    client_of(officer).post(here, answers("cost"))
    on_page = client_of(officer).get(here).context["questions"]
    stood = {bound.html_name: bound.value() or "" for bound in on_page}
    client_of(second_officer).post(here, stood | answers("cost", passed="no"))
    client_of(officer).post(here, stood | answers("safeguarding"))
    newest = submitted.checks.filter(kind="cost").order_by("at").last()
    assert newest is not None
    assert newest.by == second_officer


def test_an_answer_that_somebody_gave_meanwhile_is_shown_before_it_is_replaced(
    submitted: Proposal, officer: User, second_officer: User
) -> None:
    here = staff_url(submitted)
    client_of(second_officer).post(here, answers("cost", "safeguarding", passed="no"))
    mine = client_of(officer)
    refused = mine.post(here, answers("cost", "eligibility") | {"cost-reason": "It is cheap."})
    assert refused.status_code == 422
    assert "Somebody else answered this meanwhile." in text_of(refused)
    assert submitted.checks.count() == 2, "nothing is saved by half"
    page = refused.context["form"]
    again = {bound.html_name: bound.value() or "" for bound in page if bound.name != "may_stay"}
    assert again["cost-reason"] == "It is cheap."
    assert again["safeguarding-passed"] == "no"
    assert mine.post(here, again | {"form": "checks"}).status_code == 302
    newest = {check.kind: check for check in submitted.checks.order_by("at")}
    assert (newest["cost"].passed, newest["cost"].by) == (True, officer)
    assert newest["safeguarding"].by == second_officer


def test_answers_that_are_sent_twice_are_saved_once(submitted: Proposal, officer: User) -> None:
    client, here = client_of(officer), staff_url(submitted)
    for _ in range(2):
        page = text_of(client.post(here, answers(*CHECKS), follow=True))
    assert "This was saved already." in page
    assert submitted.checks.count() == len(CHECKS)


def test_a_form_of_one_question_that_was_open_during_an_upgrade_is_taken(
    submitted: Proposal, officer: User
) -> None:
    sent = answers("cost") | {"form": "cost"}
    assert client_of(officer).post(staff_url(submitted), sent).status_code == 302
    assert submitted.checks.get().kind == "cost"


def test_something_private_is_warned_of_in_the_answer_that_was_typed_only(
    submitted: Proposal, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    sent = answers("cost") | {"cost-reason": "Ring me on 07700 900123."}
    refused = client.post(here, sent)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"cost-reason"}
    tick = refused.context["form"].fields["may_stay"].choices[0][0]
    assert client.post(here, sent | {"may_stay": tick}).status_code == 302
    on_page = client.get(here).context["questions"]
    stood = {bound.html_name: bound.value() or "" for bound in on_page}
    assert client.post(here, stood | answers("eligibility")).status_code == 302


def deed_url(proposal: Proposal, deed: str) -> str:
    round_ = proposal.round
    return reverse(
        "proposals:decide", args=[round_.neighbourhood, round_.number, proposal.number, deed]
    )


@pytest.mark.parametrize(
    ("deed", "status"), [("return", "returned"), ("refuse", "refused"), ("hide", "submitted")]
)
def test_a_decision_has_a_page_of_its_own_and_its_words_stay_when_it_is_refused(
    deed: str, status: str, submitted: Proposal, officer: User
) -> None:
    client, there = client_of(officer), deed_url(submitted, deed)
    on_the_way = client.post(staff_url(submitted), {"form": "checks", "then": deed})
    assert on_the_way.headers["Location"] == there
    assert client.get(there).status_code == 200
    words = "Ring me on 07700 900123 about the wall."
    refused = client.post(there, {f"{deed}-reason": words})
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert client.post(there, {f"{deed}-reason": "The wall is in use."}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.status == status
    assert (submitted.hidden_at is not None) is (deed == "hide")


def test_a_decision_that_does_not_fit_has_no_page(submitted: Proposal, officer: User) -> None:
    client = client_of(officer)
    for deed in ("unhide", "review", "look"):
        page = client.get(deed_url(submitted, deed), follow=True)
        assert page.redirect_chain == [(staff_url(submitted), 302)], deed
        assert "That can’t be done now. It stands at “Being checked”." in text_of(page)
    for deed in ("checks", "ready", "nonsense"):
        assert client.get(deed_url(submitted, deed)).status_code == 404, deed
        sent = {"form": "checks", "then": deed if deed != "ready" else "report-1"}
        assert client.post(staff_url(submitted), sent).status_code == 404, deed


def test_who_may_not_check_reads_why_where_the_decision_would_be(
    submitted: Proposal, officer: User
) -> None:
    submitted.helpers.add(officer)
    page = client_of(officer).get(deed_url(submitted, "refuse"))
    assert "You work on this proposal yourself" in text_of(page)
    assert "<textarea" not in page.content.decode()


def test_a_decision_from_a_page_of_an_earlier_version_is_taken_and_its_words_stay(
    submitted: Proposal, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    refused = client.post(here, {"form": "return", "return-reason": ""})
    assert refused.status_code == 422
    assert "Send it back" in text_of(refused)
    sent = {"form": "return", "return-reason": "Name the street."}
    assert client.post(here, sent).status_code == 302
    submitted.refresh_from_db()
    assert submitted.status == "returned"


@pytest.mark.parametrize(
    ("deed", "because"),
    [
        ("refuse", "with the proposal as it stands now."),
        ("return", "This was sent back for a change once already."),
        ("hide", "This proposal is hidden already."),
    ],
)
def test_who_was_slower_than_another_officer_reads_why_and_keeps_the_words(
    deed: str, because: str, submitted: Proposal, officer: User, second_officer: User
) -> None:
    there = deed_url(submitted, deed)
    sent = {f"{deed}-reason": "Their reason."}
    assert client_of(second_officer).post(there, sent).status_code == 302
    words = "A reason that took ten minutes."
    late = client_of(officer).post(there, {f"{deed}-reason": words})
    assert late.status_code == 422
    assert words in text_of(late)
    assert because in text_of(late)


@pytest.mark.parametrize("then", ["return", "refuse", "hide"])
def test_what_was_answered_is_saved_on_the_way_to_a_decision(
    then: str, submitted: Proposal, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    half = client.post(here, answers("cost") | {"cost-reason": "", "then": then})
    assert half.status_code == 422, "half an answer is asked for, and nothing of it is lost"
    page = client.post(here, answers("cost", "eligibility") | {"then": then}, follow=True)
    assert page.redirect_chain == [(deed_url(submitted, then), 302)]
    assert "2 answers are saved." in text_of(page)
    assert {check.kind for check in submitted.checks.all()} == {"cost", "eligibility"}


def test_what_was_answered_is_saved_on_the_way_to_a_report(
    submitted: Proposal, officer: User, resident: User
) -> None:
    report = actions.report(submitted, reason="It names my street.", by=resident)
    sent = answers("cost") | {"then": f"report-{report.pk}"}
    page = client_of(officer).post(staff_url(submitted), sent, follow=True)
    assert "It names my street." in text_of(page)
    assert page.request["PATH_INFO"].endswith(f"{report.pk}/")
    assert submitted.checks.count() == 1


def test_one_press_answers_and_lets_it_go_to_the_vote_and_keeps_answers_that_are_too_few(
    submitted: Proposal, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    refused = client.post(here, answers("cost", "eligibility") | {"then": "ready"})
    assert refused.status_code == 422
    assert "All four questions need a yes" in text_of(refused)
    assert "2 answers are saved." in text_of(refused)
    assert "cost is fine." in text_of(refused)
    assert submitted.checks.count() == 2, "every button saves the answers"
    page = text_of(client.post(here, answers(*CHECKS) | {"then": "ready"}, follow=True))
    assert "This can go to the vote." in page
    submitted.refresh_from_db()
    assert submitted.status == "ready"


def test_an_idea_about_crime_is_looked_at_before_it_goes_to_the_vote(
    submitted: Proposal, officer: User
) -> None:
    forge(Proposal.objects.filter(pk=submitted.pk), needs_look=True)
    client, here = client_of(officer), staff_url(submitted)
    page = text_of(client.get(here))
    assert "It can’t go to the vote before it is shown" in page
    assert 'value="ready"' not in page
    refused = client.post(here, answers(*CHECKS) | {"then": "ready"})
    assert refused.status_code == 422
    assert "Say first that it can be shown." in text_of(refused)
    assert Client().get(url(submitted)).status_code == 404
    client.post(deed_url(submitted, "look"), {"look-show": "yes"})
    assert client.post(here, {"form": "checks", "then": "ready"}).status_code == 302


def test_a_second_look_lets_nothing_go_to_the_vote_that_is_not_shown(
    refused: Proposal, lead: User, officer: User, second_officer: User
) -> None:
    actions.ask_second_look(refused, because="There is a price.", by=lead)
    forge(Proposal.objects.filter(pk=refused.pk), needs_look=True)
    with pytest.raises(NotLookedAt, match="It is not shown yet"):
        actions.review(refused, ready=True, reason="There is one.", by=second_officer)
    actions.look_at(refused, show=True, by=officer)
    assert actions.review(refused, ready=True, reason="Yes.", by=second_officer).is_public


def test_everybody_is_told_that_it_is_sent_back_once_and_whether_anything_changed(
    submitted: Proposal, lead: User, officer: User
) -> None:
    client, here = client_of(officer), staff_url(submitted)
    assert "It can be sent back to its proposer once." in text_of(client.get(here))
    actions.return_for_change(submitted, reason="Name the street.", by=officer)
    mine = client_of(lead)
    assert "It is sent back once only" in " ".join(text_of(mine.get(url(submitted))).split())
    assert "You have not changed anything yet." in text_of(mine.get(url(submitted, "submit")))
    actions.submit(submitted, by=lead)
    page = " ".join(text_of(client.get(here)).split())
    assert "and nothing of it was changed since. It can’t be sent back again." in page


def test_what_was_changed_since_it_was_sent_back_is_not_called_unchanged(
    submitted: Proposal, lead: User, officer: User
) -> None:
    actions.return_for_change(submitted, reason="Name the street.", by=officer)
    actions.change(submitted, where="Rutland Street", by=lead)
    assert "not changed anything" not in text_of(client_of(lead).get(url(submitted, "submit")))
    actions.submit(submitted, by=lead)
    page = " ".join(text_of(client_of(officer).get(staff_url(submitted))).split())
    assert "nothing of it was changed" not in page


def test_a_kind_about_crime_says_beforehand_that_it_hides_the_idea(
    idea: Proposal, lead: User
) -> None:
    kind = Kind.objects.filter(about_crime=True).exclude(theme=idea.theme).order_by("order")[0]
    there = url(idea, "expected") + f"?kind={kind.code}"
    page = " ".join(text_of(client_of(lead).get(there)).split())
    assert "This kind is about crime. Once you save it, nobody but" in page
    assert "The idea then stands under “" in page
    saved = actions.develop(idea, by=lead, kind=kind)
    assert "It speaks of crime, so only those who work on it" in said.worked_out(saved)
    page = text_of(client_of(lead).get(there))
    assert "Once you save it" not in page


def test_an_open_page_still_hides_an_idea_that_a_colleague_has_answered(
    submitted: Proposal, officer: User, second_officer: User
) -> None:
    actions.refuse(submitted, reason="No price.", by=second_officer)
    client, here = client_of(officer), staff_url(submitted)
    page = client.post(here, answers("cost") | {"then": "hide"}, follow=True)
    assert page.redirect_chain == [(deed_url(submitted, "hide"), 302)]
    refused = client.post(here, answers("cost") | {"then": "refuse"})
    assert refused.status_code == 422
    assert "cost is fine." in text_of(refused)
