"""The pages of a round: staff set it up without a shell, everybody reads its rules."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.actions import form_panel
from kit import clock as kit_clock
from kit.dates import LONDON, day
from ledger.models import Fund
from people.models import Role, User
from places.models import Boundary, Neighbourhood
from rounds import actions, duties, forms, staffing, strip, words
from rounds.models import Duty, Plan, Round
from rounds.rules import of
from tests import factories
from tests.conftest import Clock
from tests.test_words import NEVER


@pytest.fixture
def staff(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def at(name: str, round_: Round, *rest: object) -> str:
    return reverse(f"rounds:{name}", args=[round_.neighbourhood, round_.number, *rest])


def box(moment: datetime | None) -> str:
    """A moment as the browser's box sends it."""
    return timezone.localtime(moment, LONDON).strftime("%Y-%m-%dT%H:%M") if moment else ""


def dates_of_form(round_: Round) -> dict[str, str]:
    facts = {name: box(getattr(round_, name)) for name in forms._ASKS}
    return {**facts, "panel_meets_where": "The old Co-op hall"}


def test_the_kinds_of_round_are_cards_and_two_can_be_chosen(
    staff: Client, area: Neighbourhood
) -> None:
    page = staff.get(reverse("rounds:new", args=[area])).content.decode()
    assert page.count("?preset=") == 2
    assert "Decision day" in page


def test_a_preset_to_come_cannot_be_asked_for(staff: Client, area: Neighbourhood) -> None:
    page = staff.get(reverse("rounds:new", args=[area]) + "?preset=decision-day")
    assert 'name="title"' not in page.content.decode()


def test_an_officer_goes_from_a_kind_of_round_to_publishing(
    staff: Client,
    area: Neighbourhood,
    fund: Fund,
    officer: User,
    finance: User,
    secretary: User,
    without_panels: None,
) -> None:
    Boundary.objects.create(neighbourhood=area, version=1)
    opens = kit_clock.today() + timedelta(days=14)
    new = reverse("rounds:new", args=[area]) + "?preset=small"
    staff.post(new, {
        "title": "What should £12,000 do?", "fund": fund.pk, "pot_pence": "12,000",
        "start_day": opens.day, "start_month": opens.month, "start_year": opens.year,
    })  # fmt: skip
    round_ = Round.objects.get()
    assert round_.pot_pence == 1_200_000
    who = {"opener": (officer, finance), "approver": (officer,), "authoriser": (finance,),
           "secretary": (secretary,), "answerer": (officer,)}  # fmt: skip
    for kind, persons in who.items():
        for person in persons:
            staff.post(at("people", round_), {f"{kind}-0": person.pk})
    assert "Nothing is missing" in staff.get(at("setup", round_)).content.decode()
    answer = staff.post(at("publish", round_))
    assert answer.status_code == 302
    round_.refresh_from_db()
    assert round_.published_at is not None


def test_what_is_missing_links_to_where_it_is_done(
    staff: Client, draft: Round, without_panels: None
) -> None:
    page = staff.get(at("setup", draft)).content.decode()
    assert "These duties need 3 different people; nobody is named yet." in page
    assert page.count(f'href="{at("people", draft)}"') >= 2


def test_publishing_too_early_says_what_is_missing(
    staff: Client, draft: Round, without_panels: None
) -> None:
    answer = staff.post(at("publish", draft))
    assert answer.status_code == 422
    assert "Name somebody who approves payments." in answer.content.decode()


def test_dates_that_collide_are_said_at_the_field_and_what_was_typed_stays(
    staff: Client, draft: Round
) -> None:
    typed = {**dates_of_form(draft), "voting_closes_at": "2020-01-01T18:00"}
    answer = staff.post(at("dates", draft), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Voting must stay open for at least one day." in page
    assert 'value="2020-01-01T18:00"' in page
    assert 'value="The old Co-op hall"' in page


def test_dates_are_saved_in_london_time(staff: Client, draft: Round) -> None:
    assert draft.panel_meets_at is not None
    later = draft.panel_meets_at + timedelta(days=3)
    staff.post(at("dates", draft), {**dates_of_form(draft), "panel_meets_at": box(later)})
    draft.refresh_from_db()
    assert draft.panel_meets_at == later
    assert draft.panel_meets_where == "The old Co-op hall"


def choices(round_: Round, **differing: object) -> dict[str, object]:
    facts = forms.ChoicesForm.of(round_) | {
        "max_asked_pence": "5000", "baseline_from_pence": "10000",
    }  # fmt: skip
    return {
        name: value for name, value in (facts | differing).items() if value not in (None, False)
    }


def test_rules_are_chosen_on_a_form(staff: Client, draft: Round) -> None:
    answer = staff.post(
        at("choices", draft), choices(draft, max_choices="", custody="keyholders", min_votes=3)
    )
    assert answer.status_code == 302
    draft.refresh_from_db()
    rules = of(draft)
    assert rules["vote"]["max_choices"] is None
    assert rules["key_shares"] == {"needed": 2, "of": 3}
    assert rules["count"]["min_votes"] == 3
    assert rules["proposals"]["max_asked_pence"] == 500_000


def test_rules_that_contradict_each_other_stay_on_the_form(staff: Client, draft: Round) -> None:
    answer = staff.post(at("choices", draft), choices(draft, max_choices=2))
    assert answer.status_code == 422
    assert "suggest more ideas" in answer.content.decode()


@pytest.mark.parametrize("page", ["money", "dates", "choices", "publish"])
def test_a_published_round_has_no_page_to_change_its_rules(
    staff: Client, published: Round, page: str
) -> None:
    assert staff.get(at(page, published)).status_code == 404
    assert staff.post(at(page, published), {"title": "Other"}).status_code == 404


def test_a_duty_is_taken_away_and_one_that_is_needed_stays(staff: Client, published: Round) -> None:
    duty = Duty.objects.get(round=published, kind="authoriser")
    answer = staff.post(at("people", published), {f"take-{duty.pk}": "on"})
    assert answer.status_code == 422
    assert "Give the duty to somebody else first" in answer.content.decode()
    assert Duty.objects.filter(pk=duty.pk).exists()


def test_a_duty_offers_only_people_who_may_have_it(
    area: Neighbourhood, officer: User, secretary: User
) -> None:
    Role.objects.create(person=secretary, neighbourhood=area, kind="officer")
    assert list(duties.who_may("answerer", area)) == [officer]


def test_dates_move_later_on_a_form_and_the_rules_page_says_so(
    staff: Client, published: Round
) -> None:
    assert published.panel_meets_at is not None
    later = box(published.panel_meets_at + timedelta(days=7))
    facts = {"panel_meets_at": later, "reason": "The hall is flooded."}
    assert staff.post(at("postpone", published), facts).status_code == 302
    page = staff.get(at("rules", published)).content.decode()
    assert "Moved. It was" in page
    assert "The hall is flooded." in page


def test_a_round_is_cancelled_with_a_reason(staff: Client, published: Round) -> None:
    assert staff.post(at("cancel", published), {"reason": ""}).status_code == 422
    assert staff.post(at("cancel", published), {"reason": "No hall."}).status_code == 302
    published.refresh_from_db()
    assert published.cancelled_at is not None


def test_an_auditor_signs_off_on_a_page(
    client: Client, area: Neighbourhood, auditor: User, without_panels: None
) -> None:
    round_ = factories.round_in("delivering", area, rules={})
    client.force_login(auditor)
    assert "Sign off round 1" in client.get(at("sign-off", round_)).content.decode()
    client.post(at("sign-off", round_))
    round_.refresh_from_db()
    assert round_.signed_off_at is not None


def test_a_plan_is_agreed_and_read(staff: Client, area: Neighbourhood, fund: Fund) -> None:
    facts = {"fund": fund.pk, "year": 2027, "vision": "Streets that people like.",
            "priorities": "Alleys\n\nYouth clubs", "share_percent": 10}  # fmt: skip
    answer = staff.post(reverse("rounds:plan", args=[area]), facts, follow=True)
    page = answer.content.decode()
    assert Plan.objects.get().priorities == ["Alleys", "Youth clubs"]
    assert "Youth clubs" in page
    assert "10%" in page


# What everybody reads


def test_anybody_reads_the_rules_with_the_panels_sentence(client: Client, published: Round) -> None:
    page = client.get(at("rules", published)).content.decode()
    assert (
        "The panel funds what the vote picks, unless it publishes a reason for each change." in page
    )
    assert "You can pick up to 5 ideas." in page
    assert published.manifest_sha256 in page


def test_the_rules_page_speaks_plainly(client: Client, published: Round) -> None:
    page = client.get(at("rules", published)).content.decode()
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).lower()
    assert not [word for word in NEVER if re.search(rf"\b{re.escape(word)}\b", text)]


def test_the_rules_file_is_the_bytes_that_were_fixed(client: Client, published: Round) -> None:
    answer = client.get(at("rules-file", published))
    assert answer.content == bytes(published.manifest or b"")


@pytest.mark.parametrize("page", ["rules", "rules-file"])
def test_a_draft_is_not_found_by_the_public(client: Client, draft: Round, page: str) -> None:
    assert client.get(at(page, draft)).status_code == 404


def test_staff_see_a_drafts_rules_as_residents_will(staff: Client, draft: Round) -> None:
    page = staff.get(at("preview", draft)).content.decode()
    assert "Only staff see this page" in page
    assert "You can pick up to 5 ideas." in page


def test_the_list_leaves_drafts_out(
    client: Client, area: Neighbourhood, published: Round, officer: User
) -> None:
    actions.draft(area, preset="small", title="Secret plan", by=officer)
    page = client.get(reverse("rounds:list", args=[area])).content.decode()
    assert "Cleaner alleys" in page
    assert "Secret plan" not in page


def test_a_round_is_not_found_in_another_neighbourhood(
    staff: Client, draft: Round, other_area: Neighbourhood, officer: User
) -> None:
    Role.objects.create(person=officer, neighbourhood=other_area, kind="officer")
    elsewhere = reverse("rounds:setup", args=[other_area, draft.number])
    assert staff.get(elsewhere).status_code == 404


def test_a_resident_does_not_set_rounds_up(
    client: Client, resident: User, area: Neighbourhood
) -> None:
    client.force_login(resident)
    assert client.get(reverse("rounds:new", args=[area])).status_code == 403


# The public API


def test_programs_read_published_rounds_of_a_place(
    client: Client, published: Round, officer: User, other_area: Neighbourhood
) -> None:
    actions.draft(published.neighbourhood, preset="small", title="Secret plan", by=officer)
    factories.round_in("ideas", other_area)
    facts = client.get("/api/v1/rounds/?place=east-marsh").json()
    assert [each["title"] for each in facts["results"]] == ["Cleaner alleys"]
    assert facts["results"][0]["phase"] == "published"
    assert facts["results"][0]["rules"]["custody"] == "two-people"
    assert len(client.get("/api/v1/rounds/").json()["results"]) == 2


def test_programs_find_one_round_and_no_draft(
    client: Client, published: Round, officer: User
) -> None:
    hidden = actions.draft(published.neighbourhood, preset="small", title="Secret", by=officer)
    found = client.get(f"/api/v1/rounds/{published.pk}/").json()
    assert found["manifest_sha256"] == published.manifest_sha256
    assert client.get(f"/api/v1/rounds/{hidden.pk}/").status_code == 404


def test_programs_change_nothing(client: Client, published: Round) -> None:
    assert client.post(f"/api/v1/rounds/{published.pk}/", {"title": "x"}).status_code == 405


def test_a_delayed_vote_is_said_on_the_list(
    client: Client, area: Neighbourhood, clock: Clock
) -> None:
    factories.round_in("voting", area, box_ready_at=None)
    page = client.get(reverse("rounds:list", args=[area])).content.decode()
    assert "Vote delayed" in page


def test_a_round_starts_with_a_fund(staff: Client, area: Neighbourhood) -> None:
    page = staff.get(reverse("rounds:new", args=[area]) + "?preset=small").content.decode()
    assert "Open a fund" in page
    assert 'name="title"' not in page


def test_a_round_that_was_brought_in_has_rules_elsewhere(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    round_ = factories.round_in("delivering", area, origin="imported", rules={})
    assert "run elsewhere" in client.get(at("rules", round_)).content.decode()
    client.force_login(officer)
    assert client.get(at("setup", round_)).status_code == 404


def test_a_list_of_rounds_asks_the_clock_once(
    client: Client, area: Neighbourhood, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        factories.round_in("ideas", area)
    with django_assert_max_num_queries(6):
        assert client.get("/api/v1/rounds/").json()["count"] == 6


# Who it takes


def test_whoever_starts_a_round_is_told_how_many_people_it_takes_to_its_end(
    staff: Client, area: Neighbourhood
) -> None:
    # Approver, authoriser and secretary; two votes on the panel; an auditor.
    facts = "This round needs at least 6 different people"
    assert facts in staff.get(reverse("rounds:new", args=[area])).content.decode()


def test_the_number_of_people_follows_the_panels_quorum(
    staff: Client, draft: Round, officer: User
) -> None:
    form_panel(draft.neighbourhood, name="Panel", quorum=4, by=officer)
    assert staffing.people_needed(of(draft), draft.neighbourhood) == 8
    for page in ("setup", "people"):
        facts = staff.get(at(page, draft)).content.decode()
        assert "needs at least 8 different people: three who pay" in facts, page
        assert "four who vote on the panel, and an auditor" in facts


def test_the_only_auditor_is_kept_free_of_duties(
    staff: Client, draft: Round, area: Neighbourhood
) -> None:
    auditor = factories.with_role("auditor", area, "Audrey Last")
    page = staff.get(at("people", draft)).content.decode()
    assert f'value="{auditor.pk}"' not in page
    assert "Audrey Last is the only auditor here and stays free" in page
    refused = staff.post(at("people", draft), {"answerer-0": auditor.pk})
    assert refused.status_code == 422
    assert "invite another auditor first" in refused.content.decode()
    assert not Duty.objects.exists()


def test_one_of_two_auditors_may_have_a_duty_and_then_the_other_may_not(
    staff: Client, draft: Round, area: Neighbourhood
) -> None:
    first, second = (factories.with_role("auditor", area) for _ in range(2))
    here = at("people", draft)
    assert staff.post(here, {"answerer-0": first.pk}).status_code == 302
    assert staff.post(here, {"opener-0": second.pk}).status_code == 422


def run_by_everybody(round_: Round) -> None:
    """A person for every duty."""
    for kind, count in duties.kinds(of(round_)).items():
        for _ in range(count):
            role = {"secretary": "secretary"}.get(kind, "finance")
            person = factories.with_role(role, round_.neighbourhood)
            Duty.objects.create(round=round_, kind=kind, person=person)


def test_a_round_that_nobody_could_sign_off_is_not_said_to_be_run(
    staff: Client, draft: Round, area: Neighbourhood, officer: User
) -> None:
    run_by_everybody(draft)
    page = " ".join(staff.get(at("people", draft)).content.decode().split())
    assert "Nobody could sign it off." in page
    assert "You can run this." not in page
    published = " ".join(staff.get(at("publish", draft)).content.decode().split())
    assert "Nobody yet: the round ends only when an auditor" in published
    factories.with_role("auditor", area, "Audrey Last")
    page = " ".join(staff.get(at("people", draft)).content.decode().split())
    assert "Every duty has somebody." in page
    assert "What else is missing" in page, "the panel is missing"
    assert "You can run this." not in page
    published = " ".join(staff.get(at("publish", draft)).content.decode().split())
    assert "Signs the round off" in published
    assert "Audrey Last" in published


def test_a_name_that_a_colleague_left_no_box_for_is_saved_or_refused_but_never_lost(
    staff: Client, draft: Round, area: Neighbourhood
) -> None:
    mine, theirs = (factories.with_role("finance", area) for _ in range(2))
    Duty.objects.create(round=draft, kind="opener", person=theirs)
    sent = {"opener-0": "", "opener-1": mine.pk}
    assert staff.post(at("people", draft), sent).status_code == 302
    assert Duty.objects.filter(kind="opener", person=mine).exists()
    refused = staff.post(at("people", draft), {"opener-0": theirs.pk})
    assert refused.status_code == 422
    assert "This person has this duty already." in refused.content.decode()


def test_a_duty_that_a_colleague_took_away_first_is_told(staff: Client, draft: Round) -> None:
    gone = {f"take-{uuid4()}": "on"}
    refused = staff.post(at("people", draft), gone)
    assert refused.status_code == 422
    assert "Somebody else has taken this duty away already." in refused.content.decode()


def test_people_chosen_for_several_duties_are_all_saved_by_one_press(
    staff: Client, draft: Round, finance: User, officer: User, secretary: User
) -> None:
    chosen = {"approver-0": officer.pk, "authoriser-0": finance.pk, "secretary-0": secretary.pk}
    page = staff.post(at("people", draft), chosen, follow=True).content.decode()
    assert f"{finance} authorises payments in round 1." in page
    named = set(Duty.objects.values_list("kind", "person"))
    assert named == {
        ("approver", officer.pk),
        ("authoriser", finance.pk),
        ("secretary", secretary.pk),
    }


def test_one_name_that_is_refused_saves_none_and_keeps_the_others(
    staff: Client, draft: Round, finance: User
) -> None:
    twice = {"opener-0": finance.pk, "opener-1": finance.pk, "approver-0": finance.pk}
    answer = staff.post(at("people", draft), twice)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"opener-1"}
    assert not Duty.objects.exists()
    page = " ".join(answer.content.decode().split())
    assert page.count(f'value="{finance.pk}" selected') == len(twice)


def test_a_duty_goes_from_one_person_to_another_at_once(
    staff: Client, published: Round, officer: User
) -> None:
    duty = Duty.objects.get(round=published, kind="answerer")
    other = factories.with_role("officer", published.neighbourhood)
    sent = {"answerer-0": other.pk, f"take-{duty.pk}": "on"}
    assert staff.post(at("people", published), sent).status_code == 302
    assert Duty.objects.get(round=published, kind="answerer").person == other


def test_a_save_that_changes_nothing_says_so(staff: Client, draft: Round) -> None:
    answer = staff.post(at("people", draft), {"opener-0": ""})
    assert answer.status_code == 422
    assert "Choose somebody, or tick what is to be taken away." in answer.content.decode()


# What is said


def test_each_change_of_a_draft_says_that_it_is_saved(
    staff: Client, draft: Round, finance: User
) -> None:
    duty = {"approver-0": finance.pk}
    page = staff.post(at("people", draft), duty, follow=True).content.decode()
    assert f"{finance} approves payments in round 1." in page
    row = Duty.objects.get()
    take = {f"take-{row.pk}": "on"}
    page = staff.post(at("people", draft), take, follow=True).content.decode()
    assert f"Taken away: {finance} no longer approves payments." in page
    money = {"title": "Alleys", "fund": draft.fund_id, "pot_pence": "9,000"}
    page = staff.post(at("money", draft), money, follow=True).content.decode()
    assert "Saved. Only staff and auditors see round 1 before it is published." in page


def test_the_two_duties_about_payments_say_how_they_differ(staff: Client, draft: Round) -> None:
    page = staff.get(at("people", draft)).content.decode()
    assert "The first of two: says that a payment is due and right." in page
    assert "The second of two: lets an approved payment go" in page


def test_a_draft_tells_its_own_dates_and_how_far_apart_they_must_be(
    staff: Client, draft: Round
) -> None:
    page = staff.get(at("setup", draft)).content.decode()
    assert "We suggested these" not in page
    assert draft.panel_meets_at is not None
    assert f"until the panel meets on {day(draft.panel_meets_at)}" in page
    asked = staff.get(at("dates", draft)).content.decode()
    assert "At least 1 day after “Voting opens”." in asked
    assert "At least 3 days after “Voting closes”." in asked


@pytest.mark.parametrize("days", [0, 1, 25, 32, 40, 50, 200])
def test_no_stage_is_said_to_be_closed_before_its_end(draft: Round, days: int) -> None:
    assert draft.ideas_open_at is not None
    now = draft.ideas_open_at + timedelta(days=days)
    ends = (draft.ideas_close_at, draft.voting_opens_at, draft.voting_closes_at)
    for step, end in zip(strip.strip(draft, now), ends, strict=False):
        assert end is not None
        assert step.note.startswith("Closed") == (end <= now), step


def test_a_size_that_no_project_can_have_is_not_named(draft: Round) -> None:
    facts = str(words.parts_of(draft))
    assert "above £10,000" not in facts
    assert "No project here is large enough that it has to say first how things are." in facts
