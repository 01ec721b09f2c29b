"""Pages of ideas: what is kept, what is shown to whom, and what is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from audit.models import Event
from evidence.models import Kind
from people.models import Upload, User
from places.models import Neighbourhood
from proposals import actions
from proposals.models import Proposal, Report
from rounds.models import Round
from tests import factories
from tests.conftest import Clock
from tests.people.sign_in import sign_in
from tests.proposals.conftest import GREEN, answer_all, client_of, date_of, url

pytestmark = pytest.mark.django_db

FORM = {key: GREEN[key] for key in ("title", "what", "where", "why", "theme")}


def picture(name: str = "alley.jpg") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), (20, 120, 60)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def new_url(round_: Round) -> str:
    return reverse("proposals:new", args=[round_.neighbourhood.slug, round_.number])


def index_url(round_: Round) -> str:
    return reverse("proposals:index", args=[round_.neighbourhood.slug, round_.number])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


# --- having an idea --------------------------------------------------------------------------


def test_a_resident_sends_an_idea_in_on_one_page(ideas_round: Round, lead: User) -> None:
    answer = client_of(lead).post(new_url(ideas_round), FORM | {"send": "1"})
    assert answer.status_code == 302
    idea = Proposal.objects.get()
    assert (idea.status, idea.lead, idea.title) == ("idea", lead, FORM["title"])


def test_a_draft_may_have_gaps_and_is_kept(ideas_round: Round, lead: User) -> None:
    answer = client_of(lead).post(new_url(ideas_round), {"what": "Trees", "save": "1"})
    draft = Proposal.objects.get()
    assert answer.headers["Location"] == url(draft, "edit")
    assert (draft.status, draft.what) == ("draft", "Trees")


def test_what_was_typed_stays_when_something_is_missing(ideas_round: Round, lead: User) -> None:
    answer = client_of(lead).post(new_url(ideas_round), FORM | {"where": "", "send": "1"})
    assert answer.status_code == 422
    assert FORM["what"] in text_of(answer)
    assert 'href="#id_where"' in text_of(answer)
    assert not Proposal.objects.exists()


def test_a_photo_survives_an_error_and_comes_with_the_idea(ideas_round: Round, lead: User) -> None:
    client = client_of(lead)
    first = client.post(
        new_url(ideas_round),
        FORM | {"where": "", "photo": picture(), "photo_alt": "The alley", "send": "1"},
    )
    assert first.status_code == 422
    kept = first.context["form"]["photo_kept"].value()
    assert kept
    again = client.post(
        new_url(ideas_round), FORM | {"photo_kept": kept, "photo_alt": "The alley", "send": "1"}
    )
    assert again.status_code == 302
    idea = Proposal.objects.get()
    assert idea.photo is not None
    assert idea.photo.public
    assert 'alt="The alley"' in text_of(Client().get(url(idea)))


def test_a_photo_survives_every_step_to_the_ballot(
    whole: Proposal, lead: User, officer: User
) -> None:
    client = client_of(lead)
    client.post(url(whole, "edit"), FORM | {"photo": picture(), "photo_alt": "The alley"})
    photo = Upload.objects.get()
    actions.submit(whole, by=lead)
    answer_all(whole, officer)
    actions.pass_to_vote(whole, by=officer)
    whole.refresh_from_db()
    assert whole.photo == photo
    assert client_of(None).get(url(whole, "photo")).status_code == 200


def test_a_visitor_types_first_and_signs_in_at_the_end(ideas_round: Round) -> None:
    client = Client()
    assert client.get(new_url(ideas_round)).status_code == 200
    answer = client.post(new_url(ideas_round), FORM | {"send": "1"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert not Proposal.objects.exists()
    named = sign_in(client, "new@example.org", next=new_url(ideas_round))["Location"]
    client.post(named, {"name": "Ada Hall", "next": new_url(ideas_round)})
    landed = client.get(new_url(ideas_round), follow=True)
    draft = Proposal.objects.get()
    assert (draft.status, draft.lead, draft.why) == (
        "draft",
        User.objects.get(email="new@example.org"),
        FORM["why"],
    )
    assert FORM["what"] in text_of(landed)
    client.get(new_url(ideas_round))
    assert Proposal.objects.count() == 1


def test_a_visitor_who_comes_back_finds_the_words_in_the_form(ideas_round: Round) -> None:
    client = Client()
    client.post(new_url(ideas_round), FORM | {"send": "1"})
    assert FORM["what"] in text_of(client.get(new_url(ideas_round)))


def test_the_page_says_that_an_address_is_not_needed_yet(ideas_round: Round) -> None:
    page = text_of(client_of(factories.person()).get(new_url(ideas_round)))
    assert "You can have an idea now. To vote, somebody has to check your address first." in page


@pytest.mark.parametrize(
    ("phase", "words"), [("published", "not open yet"), ("develop", "closed"), ("panel", "closed")]
)
def test_the_page_says_when_ideas_are_not_open(
    phase: str, words: str, area: Neighbourhood, lead: User
) -> None:
    round_ = factories.round_in(phase, area)
    assert words in text_of(client_of(lead).get(new_url(round_)))
    client_of(lead).post(new_url(round_), FORM | {"send": "1"})
    assert not Proposal.objects.exists()


def test_a_warning_is_shown_once_and_a_tick_lets_it_stay(ideas_round: Round, lead: User) -> None:
    client = client_of(lead)
    with_phone = FORM | {"what": "Ring me on 07700 900123.", "send": "1"}
    first = client.post(new_url(ideas_round), with_phone)
    assert first.status_code == 422
    assert "looks like a phone number. Take it out, or tick that it may stay." in text_of(first)
    [(key, _)] = first.context["form"].fields["may_stay"].choices
    assert client.post(new_url(ideas_round), with_phone | {"may_stay": key}).status_code == 302


def test_a_tick_for_one_thing_does_not_let_another_stay(ideas_round: Round, lead: User) -> None:
    client = client_of(lead)
    first = client.post(new_url(ideas_round), FORM | {"what": "Ring 07700 900123.", "send": "1"})
    [(key, _)] = first.context["form"].fields["may_stay"].choices
    answer = client.post(
        new_url(ideas_round), FORM | {"what": "Ring 07700 900124.", "may_stay": key, "send": "1"}
    )
    assert answer.status_code == 422


def test_a_draft_is_kept_without_warnings(ideas_round: Round, lead: User) -> None:
    answer = client_of(lead).post(
        new_url(ideas_round), FORM | {"what": "Ring me on 07700 900123.", "save": "1"}
    )
    assert answer.status_code == 302


# --- the list --------------------------------------------------------------------------------


def test_the_list_is_filtered_by_theme_and_words(
    idea: Proposal, crime_idea: Proposal, officer: User
) -> None:
    actions.look_at(crime_idea, show=True, by=officer)
    here = index_url(idea.round)
    client = Client()
    assert {card.proposal for card in client.get(here).context["cards"]} == {idea, crime_idea}
    for query, shown in (
        ("?theme=safer", [crime_idea]),
        ("?theme=greener", [idea]),
        ("?q=BOXING+friday", [crime_idea]),
        ("?q=zebra", []),
        ("?theme=nonsense", [idea, crime_idea]),
        ("?page=-1", [idea, crime_idea]),
        ("?page=99999999999999999999&ordering=password", [idea, crime_idea]),
    ):
        cards = client.get(here + query).context["cards"]
        assert [card.proposal for card in cards] == shown


def test_the_list_alone_answers_htmx(idea: Proposal) -> None:
    answer = Client().get(index_url(idea.round), headers={"HX-Request": "true"})
    assert "<html" not in text_of(answer)
    assert idea.title in text_of(answer)


@pytest.mark.parametrize(
    ("phase", "words"),
    [("ideas", "No ideas yet"), ("published", "Ideas open at"), ("voting", "closed at")],
)
def test_an_empty_list_says_what_to_do(phase: str, words: str, area: Neighbourhood) -> None:
    assert words in text_of(Client().get(index_url(factories.round_in(phase, area))))


def test_the_neighbourhoods_ideas_are_those_of_the_round_that_runs(
    area: Neighbourhood, ideas_round: Round
) -> None:
    newer = factories.round_in("ideas", area)
    factories.round_in("draft", area)
    here = reverse("proposals:area", args=[area.slug])
    assert Client().get(here).headers["Location"] == index_url(newer)


def test_a_neighbourhood_without_a_round_says_so(area: Neighbourhood) -> None:
    page = text_of(Client().get(reverse("proposals:area", args=[area.slug])))
    assert "There is no round yet" in page


def test_a_full_page_of_ideas_asks_the_database_no_more_than_a_short_one(
    ideas_round: Round, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(12):
        factories.proposal(ideas_round, status="ready")
    with django_assert_max_num_queries(16):
        Client().get(index_url(ideas_round))


# --- who sees what ---------------------------------------------------------------------------

PAGES = ("index", "detail", "photo", "edit", "develop", "submit", "withdraw", "report", "helpers")
SECRET = "Boxing on Friday nights"


@pytest.mark.parametrize("who", ["visitor", "resident", "foreign officer"])
def test_an_idea_about_crime_is_nowhere_until_it_was_looked_at(
    who: str, crime_idea: Proposal, resident: User, other_area: Neighbourhood
) -> None:
    person = {
        "visitor": None,
        "resident": resident,
        "foreign officer": factories.with_role("officer", other_area),
    }[who]
    client = client_of(person)
    round_ = crime_idea.round
    addresses = [
        index_url(round_),
        index_url(round_) + "?q=Boxing",
        index_url(round_) + "?theme=safer",
        "/api/v1/proposals/",
        f"/api/v1/proposals/{crime_idea.pk}/",
        reverse("pages:record", args=[round_.neighbourhood.slug]),
        reverse("pages:round", args=[round_.neighbourhood.slug, round_.number]),
        reverse("pages:area", args=[round_.neighbourhood.slug]),
        *(url(crime_idea, name) for name in PAGES if name not in ("index",)),
    ]
    for address in addresses:
        assert SECRET not in text_of(client.get(address, follow=True)), address
    assert client.get(url(crime_idea)).status_code == 404


def test_its_proposer_and_staff_see_it(crime_idea: Proposal, lead: User, officer: User) -> None:
    for person in (lead, officer):
        page = text_of(client_of(person).get(url(crime_idea)))
        assert SECRET in page
        assert "We look at ideas about crime first, to keep you safe" in page


def test_once_shown_everybody_reads_it(crime_idea: Proposal, officer: User) -> None:
    actions.look_at(crime_idea, show=True, by=officer)
    assert SECRET in text_of(Client().get(url(crime_idea)))
    assert SECRET in text_of(Client().get(f"/api/v1/proposals/{crime_idea.pk}/"))


@pytest.mark.parametrize("who", ["visitor", "resident", "officer", "auditor"])
def test_a_draft_is_its_writers_alone(
    who: str, draft: Proposal, resident: User, officer: User, auditor: User
) -> None:
    people = {"visitor": None, "resident": resident, "officer": officer, "auditor": auditor}
    client = client_of(people[who])
    assert client.get(url(draft)).status_code == 404
    assert draft.title not in text_of(client.get(index_url(draft.round)))
    assert client.get(url(draft, "edit")).status_code in (302, 404)


def test_the_proposer_is_not_named_unless_they_chose_to_be(idea: Proposal, lead: User) -> None:
    page = text_of(Client().get(url(idea)))
    assert "somebody who is not named" in page
    assert "Ruth" not in page
    actions.change(idea, by=lead, show_name=True)
    page = text_of(Client().get(url(idea)))
    assert "Ruth A." in page
    assert "Adeyemi" not in page


def test_a_hidden_idea_shows_its_reason_and_none_of_its_words(
    idea: Proposal, officer: User
) -> None:
    actions.hide(idea, reason="It names a neighbour.", by=officer)
    page = text_of(Client().get(url(idea)))
    assert "It names a neighbour." in page
    assert idea.title not in page
    assert idea.why not in page
    assert idea.title not in text_of(Client().get(index_url(idea.round)))
    assert Client().get(f"/api/v1/proposals/{idea.pk}/").status_code == 404


def test_the_photo_goes_with_its_idea(ideas_round: Round, lead: User, officer: User) -> None:
    client_of(lead).post(
        new_url(ideas_round), FORM | {"photo": picture(), "photo_alt": "The alley", "send": "1"}
    )
    idea = Proposal.objects.get()
    assert idea.photo is not None
    addresses = [url(idea, "photo"), reverse("people:file", args=[idea.photo.pk])]
    for address in addresses:
        assert Client().get(address).status_code == 200
    actions.hide(idea, reason="It shows a child.", by=officer)
    for address in addresses:
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("name", ["detail", "photo", "edit", "develop", "submit", "report"])
def test_an_idea_is_only_found_in_its_own_round_and_place(
    name: str, idea: Proposal, lead: User, other_area: Neighbourhood
) -> None:
    other_round = factories.round_in("ideas", idea.round.neighbourhood)
    foreign_round = factories.round_in("ideas", other_area)
    client = client_of(lead)
    for round_ in (other_round, foreign_round):
        address = reverse(
            f"proposals:{name}", args=[round_.neighbourhood.slug, round_.number, idea.number]
        )
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["edit", "develop", "submit", "withdraw", "second-look", "helpers"]
)
def test_somebody_elses_idea_can_be_read_and_not_worked_on(
    name: str, idea: Proposal, resident: User
) -> None:
    assert client_of(resident).get(url(idea, name)).status_code == 403
    assert client_of(None).get(url(idea, name)).status_code == 302


def test_a_draft_round_is_not_found(area: Neighbourhood) -> None:
    round_ = factories.round_in("draft", area)
    assert Client().get(index_url(round_)).status_code == 404
    assert Client().get(new_url(round_)).status_code == 404


# --- working it out --------------------------------------------------------------------------


def lines(*rows: tuple[str, str, str], **rest: str) -> dict[str, str]:
    data = {"costs-TOTAL_FORMS": str(len(rows)), "costs-INITIAL_FORMS": "0"}
    for number, (label, pence, source) in enumerate(rows):
        data[f"costs-{number}-label"] = label
        data[f"costs-{number}-pence"] = pence
        data[f"costs-{number}-source"] = source
    return {**data, **rest}


def test_another_line_is_a_button_that_keeps_what_was_typed(idea: Proposal, lead: User) -> None:
    answer = client_of(lead).post(
        url(idea, "develop"), lines(("Skips", "twelve", "asked"), deliverer="Us", add="1")
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert "costs-1-label" in page
    assert 'value="Skips"' in page
    assert 'value="twelve"' in page
    assert 'value="Us"' in page
    assert not idea.costs.exists()


def test_costs_are_saved_and_an_empty_line_is_no_line(
    idea: Proposal, lead: User, green_kind: Kind
) -> None:
    answer = client_of(lead).post(
        url(idea, "develop"),
        lines(
            ("Skips", "£1,200.50", "asked"), ("", "", "asked"), kind=green_kind.pk, target="12.5"
        ),
    )
    assert answer.status_code == 302
    assert [(line.label, line.pence) for line in idea.costs.all()] == [("Skips", 120_050)]
    idea.refresh_from_db()
    assert idea.indicator == green_kind.indicator


def test_a_line_is_taken_away_by_emptying_it(whole: Proposal, lead: User) -> None:
    client_of(lead).post(
        url(whole, "develop"), lines(("", "", "asked"), ("Plants", "300", "others"))
    )
    assert [line.label for line in whole.costs.all()] == ["Plants"]


@pytest.mark.parametrize(
    "money",
    ["-1", "0", "1e9", "NaN", "Infinity", "1.005", "1.000,00", "9" * 25, "true", "١٢", "$5", "5€"],
)
def test_an_amount_that_can_be_read_two_ways_is_refused_in_its_box(
    money: str, idea: Proposal, lead: User
) -> None:
    answer = client_of(lead).post(url(idea, "develop"), lines(("Skips", money, "asked")))
    assert answer.status_code == 422
    assert 'href="#id_costs-0-pence"' in text_of(answer)
    assert not idea.costs.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("target", "NaN"), ("target", "-1"), ("baseline", "1e99"), ("due_day", "31"), ("kind", "x")],
)
def test_what_can_not_be_read_is_said_beside_its_box(
    field: str, value: str, idea: Proposal, lead: User
) -> None:
    answer = client_of(lead).post(url(idea, "develop"), lines(**{field: value}))
    assert answer.status_code == 422


@pytest.mark.parametrize("total", ["-1", "x", "99999", ""])
def test_a_forged_count_of_lines_is_no_error_of_ours(
    total: str, idea: Proposal, lead: User
) -> None:
    for button in ("add", "save"):
        data = {"costs-TOTAL_FORMS": total, "costs-INITIAL_FORMS": total, button: "1"}
        assert client_of(lead).post(url(idea, "develop"), data).status_code in (200, 302, 422)


def test_the_sum_follows_while_one_types(idea: Proposal, lead: User) -> None:
    data = lines(("a", "1,200", "asked"), ("b", "oops", "asked"), ("c", "5", "others"))
    page = text_of(client_of(lead).post(url(idea, "sums"), data))
    assert "£1,200" in page
    assert "£5" in page
    assert not idea.costs.exists()


def test_the_form_shows_what_similar_projects_did(
    idea: Proposal, lead: User, green_kind: Kind
) -> None:
    page = text_of(client_of(lead).post(url(idea, "develop"), lines(kind=green_kind.pk, again="1")))
    assert green_kind.method in page or green_kind.indicator.name in page
    assert "Nothing like this was tried here before." in page
    part = text_of(client_of(lead).get(url(idea, "expected"), {"kind": green_kind.pk}))
    assert green_kind.indicator.name in part
    assert "<html" not in part


def test_an_officer_ticks_consent_to_work_it_out_for_somebody(
    idea: Proposal, officer: User
) -> None:
    data = lines(("Skips", "12", "asked"))
    assert client_of(officer).post(url(idea, "develop"), data).status_code == 422
    assert (
        client_of(officer).post(url(idea, "develop"), data | {"consent": "on"}).status_code == 302
    )


def test_handing_in_shows_all_answers_first(whole: Proposal, lead: User) -> None:
    page = text_of(client_of(lead).get(url(whole, "submit")))
    for part in (whole.title, "£1,200", "Plants", "Hand it in"):
        assert part in page or part == whole.title
    assert client_of(lead).post(url(whole, "submit"), {"x": "1"}).status_code == 302
    whole.refresh_from_db()
    assert whole.status == "submitted"


def test_what_is_missing_stands_on_the_page_as_links(idea: Proposal, lead: User) -> None:
    client = client_of(lead)
    assert "List what it costs" in text_of(client.get(url(idea, "submit")))
    assert "Hand it in" not in text_of(client.get(url(idea, "submit")))
    assert client.post(url(idea, "submit"), {"x": "1"}).status_code == 422


def test_the_leads_page_lists_what_is_left_to_do(idea: Proposal, lead: User) -> None:
    page = text_of(client_of(lead).get(url(idea)))
    assert "Choose the kind of project" in page
    assert "Choose the kind of project" not in text_of(Client().get(url(idea)))


# --- withdrawing, reporting, helping ---------------------------------------------------------


def test_withdrawing_asks_for_a_reason_and_shows_it(idea: Proposal, lead: User) -> None:
    client = client_of(lead)
    assert client.post(url(idea, "withdraw"), {"reason": ""}).status_code == 422
    assert client.post(url(idea, "withdraw"), {"reason": "We moved away."}).status_code == 302
    assert "We moved away." in text_of(Client().get(url(idea)))


def test_a_report_is_sent_once_and_never_shown(idea: Proposal, resident: User) -> None:
    client = client_of(resident)
    assert client.post(url(idea, "report"), {"reason": "It names me."}).status_code == 302
    again = client.post(url(idea, "report"), {"reason": "It names me."})
    assert again.status_code == 422
    assert "You have reported this already" in text_of(again)
    assert Report.objects.count() == 1
    assert "It names me." not in text_of(Client().get(url(idea)))


def test_only_the_invited_person_finds_the_invitation(
    idea: Proposal, lead: User, resident: User
) -> None:
    client_of(lead).post(url(idea, "helpers"), {"email": resident.email})
    assert client_of(factories.person()).get(url(idea, "join")).status_code == 404
    assert client_of(resident).get(url(idea, "join")).status_code == 200
    assert client_of(resident).post(url(idea, "join")).status_code == 302
    assert client_of(resident).get(url(idea, "edit")).status_code == 200


# --- staff -----------------------------------------------------------------------------------


def staff_url(proposal: Proposal, name: str = "check") -> str:
    round_ = proposal.round
    args: list[Any] = [round_.neighbourhood.slug, round_.number]
    return reverse(f"proposals:{name}", args=[*args, proposal.number] if name == "check" else args)


@pytest.mark.parametrize("name", ["checks", "check", "enter"])
def test_staffs_pages_are_staffs(
    name: str, submitted: Proposal, resident: User, auditor: User, officer: User
) -> None:
    address = staff_url(submitted, name)
    assert client_of(None).get(address).status_code == 302
    assert client_of(resident).get(address).status_code == 403
    assert client_of(auditor).get(address).status_code == 403
    assert client_of(factories.person()).get(address).status_code == 404
    assert client_of(officer).get(address).status_code == 200


def test_ideas_about_crime_stand_first_on_the_list(
    submitted: Proposal, crime_idea: Proposal, officer: User
) -> None:
    page = text_of(client_of(officer).get(staff_url(submitted, "checks")))
    assert page.index(crime_idea.title) < page.index(submitted.title)


@pytest.mark.parametrize("form", ["", "nonsense"])
def test_a_form_that_there_is_not_is_not_found(
    form: str, submitted: Proposal, officer: User
) -> None:
    assert client_of(officer).post(staff_url(submitted), {"form": form}).status_code == 404


@pytest.mark.parametrize("form", ["review", "unhide", "look"])
def test_a_form_that_does_not_fit_is_refused_with_its_words_kept(
    form: str, submitted: Proposal, officer: User
) -> None:
    sent = {"form": form, f"{form}-reason": "Many words.", "review-ready": "yes", "look-show": "no"}
    answer = client_of(officer).post(staff_url(submitted), sent)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert "Many words." in text_of(answer)


def test_staff_hide_and_show_from_the_same_page(idea: Proposal, officer: User) -> None:
    client, here = client_of(officer), staff_url(idea)
    client.post(here, {"form": "hide", "hide-reason": "It names somebody."})
    assert "It names somebody." in text_of(Client().get(url(idea)))
    client.post(here, {"form": "unhide", "unhide-reason": "Not any more."})
    assert idea.title in text_of(Client().get(url(idea)))


def test_staff_answer_a_report(idea: Proposal, resident: User, officer: User) -> None:
    facts = actions.report(idea, reason="It names me.", by=resident)
    page = text_of(client_of(officer).get(staff_url(idea)))
    assert "It names me." in page
    args = [idea.round.neighbourhood.slug, idea.round.number, idea.number, facts.pk]
    here = reverse("proposals:answer-report", args=args)
    assert f'href="{here}"' in client_of(officer).get(staff_url(idea)).content.decode()
    assert "It names me." in text_of(client_of(officer).get(here))
    assert client_of(officer).post(here, {"answer": ""}).status_code == 422
    assert client_of(officer).post(here, {"answer": "Taken out."}).status_code == 302
    facts.refresh_from_db()
    assert facts.answer == "Taken out."
    assert client_of(officer).get(here).headers["Location"] == staff_url(idea)


def test_an_officer_enters_an_idea_for_somebody(ideas_round: Round, officer: User) -> None:
    here = reverse("proposals:enter", args=[ideas_round.neighbourhood.slug, ideas_round.number])
    slip = FORM | {"entered_for": "Joan Baker", "entered_from": "paper", "send": "1"}
    assert client_of(officer).post(here, slip).status_code == 422
    assert client_of(officer).post(here, slip | {"consent": "on"}).status_code == 302
    idea = Proposal.objects.get()
    page = text_of(Client().get(url(idea)))
    assert "somebody who is not named" in page
    assert "Joan" not in page


def test_a_second_person_reviews_on_the_same_page(
    refused: Proposal, lead: User, officer: User, second_officer: User
) -> None:
    client_of(lead).post(url(refused, "second-look"), {"reason": "The price came."})
    data = {"form": "review", "review-ready": "yes", "review-reason": "It did."}
    assert client_of(officer).post(staff_url(refused), data).status_code == 422
    assert client_of(second_officer).post(staff_url(refused), data).status_code == 302
    refused.refresh_from_db()
    assert refused.status == "ready"


# --- the API ---------------------------------------------------------------------------------


def test_the_api_lists_what_is_public_by_place_and_round(
    idea: Proposal, draft: Proposal, other_area: Neighbourhood
) -> None:
    elsewhere = factories.proposal(factories.round_in("ideas", other_area))
    everything = Client().get("/api/v1/proposals/").json()
    assert {row["id"] for row in everything["results"]} == {str(idea.pk), str(elsewhere.pk)}
    here = Client().get("/api/v1/proposals/", {"place": "east-marsh", "round": "1"}).json()
    assert [row["id"] for row in here["results"]] == [str(idea.pk)]
    assert here["results"][0]["proposer"] == "somebody who is not named"


@pytest.mark.parametrize(
    "query",
    [
        "?ordering=lead__email",
        "?ordering=password",
        "?lead=x",
        "?lead__email=ruth",
        "?hidden_at__isnull=False",
        "?needs_look=True",
        "?search=Boxing",
    ],
)
def test_no_private_filter_or_ordering_changes_the_api(
    query: str, idea: Proposal, crime_idea: Proposal
) -> None:
    answer = Client().get("/api/v1/proposals/" + query)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert [row["id"] for row in answer.json()["results"]] == [str(idea.pk)]


def test_the_api_names_nobody_and_changes_nothing(idea: Proposal, lead: User) -> None:
    row = Client().get(f"/api/v1/proposals/{idea.pk}/").json()
    assert not {"lead", "entered_for", "entered_by", "email", "helpers", "reports"} & set(row)
    assert lead.email not in str(row)
    assert Client().post("/api/v1/proposals/", {}, "application/json").status_code == 405


@pytest.mark.parametrize("name", ["deliverer", "parent_organisation"])
def test_a_persons_name_in_place_of_an_organisations_is_told_nowhere(
    idea: Proposal, lead: User, name: str
) -> None:
    typed: dict[str, Any] = {"who_delivers": "group", name: "Ruth A. and friends"}
    actions.develop(idea, by=lead, **typed)
    area = idea.round.neighbourhood
    entry = Event.objects.filter(subject_ref=idea.pk).newest_first()[0]
    pages = (
        url(idea),
        "/api/v1/proposals/",
        f"/api/v1/proposals/{idea.pk}/",
        reverse("pages:record", args=[area]),
        reverse("pages:record-entry", args=[area, entry.event_uuid]),
    )
    assert not [page for page in pages if "Ruth A." in text_of(Client().get(page))]
    actions.develop(idea, by=lead, **typed | {name: "Boxing Club"})
    assert all("Boxing Club" in text_of(Client().get(page)) for page in (pages[0], pages[3]))
    assert not [page for page in pages if "Ruth A." in text_of(Client().get(page))]


@pytest.mark.parametrize("query", ["?page=-1", "?page=x", "?limit=1000000000", "?round=x"])
def test_the_api_answers_nonsense_without_falling_over(query: str, idea: Proposal) -> None:
    assert Client().get("/api/v1/proposals/" + query).status_code in (200, 400, 404)


# --- time ------------------------------------------------------------------------------------


def test_the_leads_page_says_when_handing_in_has_closed(
    idea: Proposal, lead: User, clock: Clock
) -> None:
    clock.set(date_of(idea.round, "develop_closes_at"))
    assert "Handing in has closed for this round." in text_of(client_of(lead).get(url(idea)))


def test_a_list_of_many_kinds_asks_no_more_than_a_list_of_one(
    client: Client, ideas_round: Round
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("proposals:index", args=[ideas_round.neighbourhood, 1]))
        return len(asked)

    for kind in Kind.objects.filter(theme="greener")[:6]:
        idea = factories.proposal(ideas_round, status="idea", kind=kind, theme=kind.theme)
        if idea.number == 1:
            one = queries()
    assert queries() == one


# --- on the way in ---------------------------------------------------------------------------


def test_the_page_for_signing_in_says_that_the_idea_is_kept(ideas_round: Round) -> None:
    client = Client()
    door = client.post(new_url(ideas_round), FORM | {"send": "1"}, follow=True)
    kept = "Your idea is kept. Once you are signed in, check it and send it in."
    assert kept in text_of(door)
    here = door.redirect_chain[-1][0]
    code = client.post(
        here, {"email": "joan@example.org", "next": new_url(ideas_round)}, follow=True
    )
    assert kept in text_of(code)


def test_nothing_is_said_to_be_kept_of_somebody_who_just_signs_in(ideas_round: Round) -> None:
    client = Client()
    client.post(new_url(ideas_round), FORM | {"send": "1"})
    assert "is kept" not in text_of(client.get(reverse("people:sign-in")))


def test_whoever_gives_no_name_is_not_called_a_resident(idea: Proposal, lead: User) -> None:
    Proposal.objects.filter(pk=idea.pk).update(show_name=False)
    page = " ".join(text_of(Client().get(url(idea))).split())
    assert "from somebody who is not named" in page
    assert "a resident of" not in page
