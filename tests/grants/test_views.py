"""The pages of the panel, of holders and of staff, as each of them meets them."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from grants import actions
from grants.models import Award, Decision, Interest, Member, Panel, ProgressReport
from kit import clock
from ledger import books
from people.models import User
from places.models import Neighbourhood
from proposals.models import Proposal
from tests import factories
from tests.grants.scene import Scene, build
from tests.grants.test_payments import first, pay, report
from tests.grants.test_refused import enter
from tests.postgres import as_owner, forge
from voting.models import Challenge


def as_(user: User | None) -> Client:
    assert user is not None
    client = Client()
    client.force_login(user)
    return client


def at(name: str, scene: Scene, *rest: object) -> str:
    return reverse(f"grants:{name}", args=[scene.area, scene.round.number, *rest])


def staff_at(name: str, award: Award, *rest: object) -> str:
    return reverse(f"grants:{name}", args=[award.proposal.round.neighbourhood, award.pk, *rest])


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def hidden(page: object, name: str) -> dict[str, str]:
    """A hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text(page))
    assert found is not None
    return {name: found[1]}


def typed(scene: Scene, **given: object) -> dict[str, object]:
    votes = {"votes_for": 6, "votes_against": 0, "abstained": 0}
    return {"outcome": "full", **votes, "key": uuid4(), **given}


def test_the_meeting_shows_the_pot_and_every_item(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    page = text(as_(scene.secretary).get(at("meeting", scene)))
    assert "£7,500" in page
    assert "6 of 6 members present, quorum 4." in page
    assert "6 for, 0 against" in page
    for proposal in scene.proposals:
        assert proposal.title in page


def test_an_item_turns_short_of_members_when_a_member_declares(scene: Scene) -> None:
    for member in scene.members[4:]:
        scene.declare(member, scene.picked[0])
    client = as_(scene.secretary)
    assert "Too few members" not in text(client.get(at("meeting", scene)))
    answer = client.post(
        at("interest", scene, scene.members[3].pk),
        {"proposal": "1", "nature": "direct", "words": "My company would do it"},
        follow=True,
    )
    assert "Too few members" in text(answer)
    assert "3 members can vote on this. At least 4 are needed." in text(answer)


def test_an_interest_is_typed_on_a_page_of_its_own(scene: Scene) -> None:
    """Whoever comes in meanwhile is written down in another window, and nothing typed is lost."""
    page = as_(scene.secretary).get(at("meeting", scene)).content.decode()
    link = at("interest", scene, scene.members[1].pk)
    assert f'href="{link}"' in page
    assert f'hx-get="{link}"' not in page


def test_declaring_works_without_javascript(scene: Scene) -> None:
    client = as_(scene.members[1].person)
    url = at("interest", scene, scene.members[1].pk)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"proposal": "2", "nature": "loyalty", "words": "I belong"})
    assert answer.status_code == 302
    assert Interest.objects.get().proposal == scene.picked[1]


def test_an_interest_without_words_is_asked_for_again(scene: Scene) -> None:
    answer = as_(scene.secretary).post(
        at("interest", scene, scene.members[1].pk), {"proposal": "2", "nature": "loyalty"}
    )
    assert answer.status_code == 422
    assert not Interest.objects.exists()


def test_a_member_declares_for_nobody_else(scene: Scene) -> None:
    answer = as_(scene.members[1].person).post(
        at("interest", scene, scene.members[2].pk),
        {"proposal": "2", "nature": "loyalty", "words": "She belongs"},
    )
    assert answer.status_code == 422
    assert "the secretary on their word" in text(answer)


def test_an_award_too_many_is_refused_with_the_pots_figures_and_kept_words(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    scene.decide(scene.picked[1])
    answer = as_(scene.secretary).post(
        at("item", scene, 3), typed(scene, reason="The underpass floods", conditions="Drains")
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "£3,500 is left in the pot; this award is £6,000." in page
    assert "The underpass floods" in page
    assert "Drains" in page


def test_a_decision_is_written_down_once_however_often_it_is_pressed(scene: Scene) -> None:
    given = typed(scene, outcome="part", pence="2,000.50", reason="Kit on loan")
    client = as_(scene.secretary)
    for _ in range(2):
        assert client.post(at("item", scene, 1), given).status_code == 302
    assert Decision.objects.get().pence == 200_050


def test_a_departure_without_reason_comes_back_with_what_was_typed(scene: Scene) -> None:
    answer = as_(scene.secretary).post(
        at("item", scene, 1), typed(scene, outcome="part", pence="2000", conditions="A lead")
    )
    assert answer.status_code == 422
    assert "This is not what the vote picked" in text(answer)
    assert "A lead" in text(answer)


def test_an_item_short_of_members_has_no_form(scene: Scene) -> None:
    for member in scene.members[3:]:
        scene.declare(member, scene.picked[0])
    page = text(as_(scene.secretary).get(at("item", scene, 1)))
    assert "Too few members" in page
    assert "Write the decision down" not in page


def test_adopting_together_leaves_out_what_has_an_interest(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[1])
    client = as_(scene.secretary)
    meeting = text(client.get(at("meeting", scene)))
    assert "Bill B. has an interest." in meeting
    assert f'href="{at("together", scene)}"' in meeting
    page = text(client.get(at("together", scene)))
    boxes = re.findall(r'<input[^>]*name="proposals"[^>]*>', page)
    assert len(boxes) == 1
    assert 'value="1"' in boxes[0]
    votes = {"votes_for": 6, "votes_against": 0, "abstained": 0, "key": uuid4()}
    refused = client.post(at("together", scene), {"proposals": ["1", "2"], **votes})
    assert refused.status_code == 422
    assert "must be decided on its own" in text(refused)
    assert client.post(at("together", scene), {"proposals": ["1"], **votes}).status_code == 302
    assert Decision.objects.count() == 1


def test_adopting_together_is_not_offered_where_the_rules_know_no_such_vote(
    area: Neighbourhood,
) -> None:
    scene = build(area, together=False)
    client = as_(scene.secretary)
    page = text(client.get(at("meeting", scene)))
    assert at("together", scene) not in page
    assert "By the rules of this round each proposal is decided on its own." in page
    assert client.get(at("together", scene))["Location"] == at("meeting", scene)
    votes = {"votes_for": 6, "votes_against": 0, "abstained": 0, "key": uuid4()}
    refused = client.post(at("together", scene), {"proposals": ["1"], **votes})
    assert refused.status_code == 422
    assert "There is a problem" in text(refused)
    assert "each proposal is decided on its own" in text(refused)
    assert not Decision.objects.exists()


def test_who_comes_or_leaves_ticks_nothing_again_that_somebody_pulled_out(scene: Scene) -> None:
    """The page that changes by itself has no ticks; those of the page for them stay as typed."""
    client = as_(scene.secretary)
    url = at("present", scene, scene.members[0].pk)
    answer = client.post(url, {"present": "no"}, headers={"HX-Request": "true"})
    assert 'name="proposals"' not in text(answer)
    votes = {"votes_for": "many", "votes_against": 0, "abstained": 0, "key": uuid4()}
    refused = client.post(at("together", scene), {"proposals": ["1"], **votes})
    assert refused.status_code == 422
    ticked = re.findall(r'<input[^>]*name="proposals"[^>]*checked[^>]*>', text(refused))
    assert len(ticked) == 1
    assert 'value="1"' in ticked[0]


def test_nothing_is_adopted_together_once_the_meeting_is_closed(scene: Scene) -> None:
    client = as_(scene.secretary)
    client.post(at("meeting-close", scene))
    assert client.get(at("together", scene))["Location"] == at("meeting", scene)


def test_presence_is_marked_with_and_without_javascript(scene: Scene) -> None:
    client = as_(scene.secretary)
    url = at("present", scene, scene.members[0].pk)
    assert client.post(url, {"present": "no"}).status_code == 302
    answer = client.post(url, {"present": "yes"}, headers={"HX-Request": "true"})
    assert "6 of 6 members present" in text(answer)


def test_the_whole_meeting_from_the_screen(scene: Scene) -> None:
    as_owner("DELETE FROM grants_attendance")
    type(scene.meeting).objects.update(opened_at=None)
    client, chair = as_(scene.secretary), as_(scene.chair.person)
    assert client.post(at("meeting-open", scene)).status_code == 302
    for member in scene.members:
        client.post(at("present", scene, member.pk), {"present": "yes"})
        client.post(at("none", scene, member.pk))
    votes = {"votes_for": 6, "votes_against": 0, "abstained": 0, "key": uuid4()}
    client.post(at("together", scene), {"proposals": ["1", "2"], **votes})
    client.post(at("item", scene, 3), typed(scene, outcome="none"))
    client.post(at("meeting-close", scene))
    assert chair.post(at("meeting-confirm", scene)).status_code == 302
    minutes = text(chair.get(at("minutes", scene)))
    assert "Confirmed by the chair." in minutes
    assert "adopted together" in minutes
    assert "proof" in minutes


def test_decisions_are_public_with_their_reasons(scene: Scene) -> None:
    scene.decide(scene.picked[0], "part", pence=200_000, reason="Kit on loan from the club")
    scene.declare(scene.members[1], scene.picked[1])
    scene.decide(scene.picked[1])
    page = text(Client().get(at("decisions", scene)))
    assert "Why the panel did not follow the vote:" in page
    assert "Kit on loan from the club" in page
    assert "1 left the room because of an interest" in page
    assert "Bill B." in page


def test_before_the_meeting_the_decisions_page_says_when_it_is(scene: Scene) -> None:
    assert "The panel meets at" in text(Client().get(at("decisions", scene)))


def test_a_project_is_followed_to_its_payments_and_report(scene: Scene) -> None:
    award = scene.ready()
    payment = pay(scene, first(award))
    actions.accept_report(report(award, differently="Start in May"), by=scene.officer)  # type: ignore[arg-type]
    url = reverse("grants:project", args=[scene.area, award.pk])
    page = text(Client().get(url))
    assert reverse("ledger:move", args=[scene.area, payment.move_id]) in page
    assert "Start in May" in page
    assert award.proposal.title in text(Client().get(reverse("grants:projects", args=[scene.area])))


def test_the_public_never_sees_who_paid_or_the_account(scene: Scene) -> None:
    award = scene.ready()
    pay(scene, first(award))
    page = text(Client().get(reverse("grants:project", args=[scene.area, award.pk])))
    for secret in ("Fay", "Olive", "4958", "FP123", "Lee", "Alley Group"):
        assert secret not in page


def test_a_holder_accepts_and_says_where_to_pay(scene: Scene) -> None:
    award = scene.award()
    client = as_(award.holder)
    page = reverse("grants:award", args=[award.pk])
    assert "Accept the offer" in text(client.get(page))
    client.post(reverse("grants:accept", args=[award.pk]))
    wrong = {"payee": "Alley Group", "sort_code": "08-99-9", "account_number": "66374958"}
    refused = client.post(reverse("grants:bank", args=[award.pk]), wrong)
    assert refused.status_code == 422
    assert "A sort code has 6 digits" in text(refused)
    assert "Alley Group" in text(refused)
    client.post(reverse("grants:bank", args=[award.pk]), {**wrong, "sort_code": "08-99-99"})
    shown = text(client.get(page))
    assert "ending <b>4958</b>" in shown
    assert "66374958" not in shown


def test_a_holder_turns_an_offer_down_after_being_asked(scene: Scene) -> None:
    award = scene.award()
    client = as_(award.holder)
    assert "Keep the offer" in text(client.get(reverse("grants:decline", args=[award.pk])))
    client.post(reverse("grants:decline", args=[award.pk]))
    assert "back in the pot" in text(client.get(reverse("grants:award", args=[award.pk])))


def test_a_holder_sends_a_report(scene: Scene) -> None:
    award = scene.ready()
    client = as_(award.holder)
    url = reverse("grants:report", args=[award.pk])
    assert client.get(url).status_code == 200
    half = {"spent_pence": "100", "happened": "Cleared", "value": "12", "key": uuid4()}
    refused = client.post(url, half)
    assert refused.status_code == 422
    assert "Give the value, the day" in text(refused)
    today = clock.today()
    day = {
        "measured_on_day": today.day,
        "measured_on_month": today.month,
        "measured_on_year": today.year,
    }
    assert client.post(url, {**half, **day, "how": "Counted"}).status_code == 302
    assert ProgressReport.objects.get().observation_id is not None


def test_another_persons_award_is_not_there(scene: Scene) -> None:
    award = scene.award()
    for user in (scene.officer, factories.resident(scene.area)):
        for name in ("award", "bank", "report", "decline"):
            assert as_(user).get(reverse(f"grants:{name}", args=[award.pk])).status_code == 404


def test_staff_see_who_may_do_the_next_step_and_why_they_may_not(scene: Scene) -> None:
    award = scene.ready()
    officer, finance = as_(scene.officer), as_(scene.finance)
    assert "Approve</button>" in text(officer.get(staff_at("staff-award", award)))
    officer.post(staff_at("approve", award, 1))
    page = text(officer.get(staff_at("staff-award", award)))
    assert "You approved this payment, so somebody else must authorise it." in page
    refused = officer.post(staff_at("authorise", award, 1))
    assert refused.status_code == 409
    finance.post(staff_at("authorise", award, 1))
    assert officer.post(staff_at("sent", award, 1), {"bank_reference": ""}).status_code == 422
    officer.post(staff_at("sent", award, 1), {"bank_reference": "FP 1"})
    assert first(award).status == "sent"


def test_an_open_question_holds_payments_on_staffs_page(scene: Scene) -> None:
    award = scene.ready()
    Challenge.objects.create(
        round=scene.round, about="count", text="Look", by=factories.person(),
        answer_due_at=clock.now(),
    )  # fmt: skip
    page = text(as_(scene.officer).get(staff_at("staff-award", award)))
    assert "Somebody said that something looks wrong" in page
    assert "Approve</button>" not in page


def test_the_whole_account_is_shown_once_and_not_kept(scene: Scene) -> None:
    award = scene.ready()
    answer = as_(scene.finance).post(staff_at("account", award))
    assert "08-99-99 · 66374958" in text(answer)
    assert answer["Cache-Control"] == "no-store, private"
    assert "66374958" not in text(as_(scene.finance).get(staff_at("staff-award", award)))


def test_a_step_that_asks_for_words_has_a_page_and_one_that_is_not_next_leads_back(
    scene: Scene,
) -> None:
    award = scene.ready()
    officer, finance = as_(scene.officer), as_(scene.finance)
    here, there = staff_at("staff-award", award), staff_at("sent", award, 1)
    for name in ("back", "invite-holder"):
        assert officer.get(staff_at(name, award)).headers["Location"] == here
    assert officer.get(there).headers["Location"] == here
    officer.post(staff_at("approve", award, 1))
    finance.post(staff_at("authorise", award, 1))
    assert f'href="{there}"' in officer.get(here).content.decode()
    assert "The bank has sent it" in text(officer.get(there))
    refused = officer.post(there, {"bank_reference": ""})
    assert refused.status_code == 422
    assert "There is a problem" in text(refused)


def test_staff_take_a_project_to_its_end(scene: Scene) -> None:
    award = scene.ready(conditions=["The owner agrees"])
    client, other = as_(scene.officer), as_(scene.finance)
    other.post(staff_at("condition", award, award.conditions.get().pk))
    client.post(staff_at("approve", award, 1))
    other.post(staff_at("authorise", award, 1))
    client.post(staff_at("sent", award, 1), {"bank_reference": "FP1"})
    sent = report(award, spent_pence=100_000)
    client.post(staff_at("accept-report", award, sent.pk))  # type: ignore[attr-defined]
    page = text(client.get(staff_at("staff-award", award)))
    assert "£1,250</span> is promised and, by the last report, not needed" in page
    client.post(staff_at("release", award))
    fields = hidden(client.get(staff_at("back", award)), "held")
    for _ in "twice":
        client.post(staff_at("back", award), {"pence": "100", **fields})
    assert books.holding(award.commitment, "paid") == 115_000
    refused = client.post(staff_at("back", award), {"pence": "100", **fields})
    assert refused.status_code == 422
    assert "has changed since" in text(refused)
    fields = hidden(client.get(staff_at("back", award)), "held")
    client.post(staff_at("back", award), {"pence": "150", **fields})
    client.post(staff_at("complete", award))
    award.refresh_from_db()
    assert award.status == "complete"
    listed = text(client.get(reverse("grants:awards", args=[scene.area])))
    assert "Done" in listed


def test_an_officer_sets_a_panel_up(area: Neighbourhood, officer: User) -> None:
    client = as_(officer)
    url = reverse("grants:panel", args=[area])
    assert "Set up the residents’ panel." in text(client.get(url)) or "Set up" in text(
        client.get(url)
    )
    assert client.post(url, {"name": "Panel", "quorum": "1"}).status_code == 422
    assert client.post(url, {"name": "Panel", "quorum": "2"}).status_code == 302
    resident = factories.resident(area, "Ruth Ames")
    seat = reverse("grants:seat", args=[area])
    given = {"person": resident.pk, "position": "chair", "is_resident": "on"}
    assert client.post(seat, given).status_code == 302
    refused = client.post(seat, {**given, "person": officer.pk})
    assert refused.status_code == 422
    assert "one already" in text(refused)
    assert "Give the panel a secretary" in text(client.get(url))
    member = Member.objects.get()
    client.post(reverse("grants:leave", args=[area, member.pk]))
    assert not Member.objects.filter(left_at=None).exists()
    assert Panel.objects.count() == 1


@pytest.mark.parametrize("name", ["panel", "awards"])
def test_another_neighbourhoods_staff_find_nothing(
    scene: Scene, other_area: Neighbourhood, name: str
) -> None:
    stranger = factories.with_role("officer", other_area)
    assert as_(stranger).get(reverse(f"grants:{name}", args=[scene.area])).status_code == 404


def test_what_belongs_to_another_neighbourhood_is_404(
    scene: Scene, other_area: Neighbourhood
) -> None:
    award = scene.ready()
    staff = as_(factories.with_role("officer", other_area))
    panel = as_(factories.with_role("secretary", other_area))
    factories.round_in("panel", other_area)
    assert staff.get(reverse("grants:staff-award", args=[other_area, award.pk])).status_code == 404
    for name in ("approve", "authorise", "sent"):
        url = reverse(f"grants:{name}", args=[other_area, award.pk, 1])
        assert staff.post(url).status_code == 404
    assert Client().get(reverse("grants:project", args=[other_area, award.pk])).status_code == 404
    here = reverse("grants:meeting", args=[scene.area, scene.round.number])
    assert panel.get(here).status_code == 404
    member = reverse("grants:present", args=[other_area, 1, scene.members[0].pk])
    assert panel.post(member, {"present": "yes"}).status_code == 404


def test_residents_and_visitors_do_not_come_to_the_meeting(scene: Scene) -> None:
    assert Client().get(at("meeting", scene)).status_code == 302
    assert as_(factories.resident(scene.area)).get(at("meeting", scene)).status_code == 403


def test_awards_are_open_data_without_names(scene: Scene) -> None:
    award = scene.ready()
    scene.declare(scene.members[1], scene.picked[1])
    answer = Client().get(reverse("grants:api-list"), {"place": scene.area.slug})
    row = answer.json()["results"][0]
    assert (row["id"], row["pence"], row["status"]) == (str(award.pk), 250_000, "accepted")
    assert row["recipient"] is None
    for name in ("Lee", "Olive", "Alley Group"):
        assert name not in text(answer)
    assert Client().get(reverse("grants:api-list"), {"place": "nowhere"}).json()["count"] == 0


def test_who_sets_the_panel_up_second_changes_nothing_of_the_first(scene: Scene) -> None:
    before = Panel.objects.get().quorum
    page = reverse("grants:panel", args=[scene.area])
    late = as_(scene.officer).post(page, {"name": "Our panel", "quorum": str(before + 1)})
    assert late.status_code == 422
    assert "This neighbourhood has a panel already." in text(late)
    assert Panel.objects.get().quorum == before


def test_how_a_payee_was_checked_stays_while_the_account_is_looked_at(scene: Scene) -> None:
    award = scene.accepted()
    holder = award.holder
    assert holder is not None
    actions.enter_bank_details(
        award, payee="Alley Group", sort_code="089999", account_number="66374958", by=holder
    )
    client, here = as_(scene.officer), staff_at("payee", award)
    assert here in text(client.get(staff_at("staff-award", award)))
    assert "66374958" not in text(client.get(here))
    shown = client.post(here, {"how": "Rang the treasurer", "show": "1"})
    assert "66374958" in text(shown)
    assert 'value="Rang the treasurer"' in text(shown)
    seen = hidden(shown, "account")
    assert client.post(here, {"how": " ", **seen}).status_code == 422
    assert client.post(here, {"how": "Rang the treasurer", **seen}).status_code == 302
    assert client.get(here).status_code == 302, "it is confirmed"
    again = client.post(here, {"how": "Rang them too", **seen})
    assert again.status_code == 422
    assert 'value="Rang them too"' in text(again)


def test_the_account_that_is_confirmed_is_the_one_that_was_rung_about(scene: Scene) -> None:
    award = scene.accepted()
    enter(award)
    client, here = as_(scene.officer), staff_at("payee", award)
    seen = hidden(client.get(here), "account")
    enter(award, account_number="11112222")  # while the officer is on the phone
    for sent in (seen, {}, {"account": "nonsense"}):
        refused = client.post(here, {"how": "Rang the treasurer", **sent})
        assert refused.status_code == 422
        assert "replaced by newer ones" in text(refused)
        assert "2222" in text(refused), "the page shows the account that stands now"
        assert 'value="Rang the treasurer"' in text(refused)
    assert not award.bank_details.filter(confirmed_at__isnull=False).exists()
    again = {"how": "Rang the treasurer again", **hidden(refused, "account")}
    assert client.post(here, again).status_code == 302
    assert award.bank_details.get(confirmed_at__isnull=False).ends_in == "2222"


def test_a_quorum_from_a_page_of_an_earlier_version_is_set(
    area: Neighbourhood, officer: User
) -> None:
    panel = actions.form_panel(area, name="Panel", quorum=2, by=officer)
    page = reverse("grants:panel", args=[area])
    assert as_(officer).post(page, {"quorum": "3"}).status_code == 302
    panel.refresh_from_db()
    assert panel.quorum == 3


def test_what_the_panel_has_not_decided_is_said_beside_what_it_has(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    page = " ".join(text(Client().get(at("decisions", scene))).split())
    assert "Still to be decided" in page
    assert "All as the vote picked" not in page
    left = [*scene.picked[1:], scene.unpicked]
    assert all(idea.title in page.partition("Still to be decided")[2] for idea in left)
    forge(Proposal.objects.filter(pk=left[0].pk), hidden_at=clock.now(), hidden_because="A name.")
    assert left[0].title not in text(Client().get(at("decisions", scene)))
    for idea in left:
        scene.decide(idea, "full" if idea in scene.picked else "none")
    page = text(Client().get(at("decisions", scene)))
    assert "Still to be decided" not in page
