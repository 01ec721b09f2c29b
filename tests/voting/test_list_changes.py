"""The list of voters is put right before the close, by two officers and in public."""

from __future__ import annotations

import pytest

from audit.models import Event, Words
from people import actions as people
from people.models import Letter, Residency, User
from tests import factories
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene
from voting import actions, queue, receipts, refusals
from voting.actions.ballots import has_voted
from voting.models import RollEntry, RollReport
from voting.voters import Voter

REASON = "Two neighbours say that this house has stood empty since March"


@pytest.fixture
def voter(vote: Scene) -> User:
    return vote.voter("Vera Voter")


@pytest.fixture
def entry(voter: User) -> RollEntry:
    return RollEntry.objects.get(voter=voter)


@pytest.fixture
def second(vote: Scene) -> User:
    return factories.with_role("officer", vote.area, "Otto Second")


def test_it_takes_two_officers(vote: Scene, entry: RollEntry, second: User) -> None:
    change = actions.ask_change(entry, by=vote.officer, what="void", reason=REASON)
    assert RollEntry.objects.get(pk=entry.pk).void_at is None
    with pytest.raises(refusals.NeedsSecondOfficer):
        actions.agree_change(change, by=vote.officer)
    actions.agree_change(change, by=second)
    row = RollEntry.objects.get(pk=entry.pk)
    assert (row.void_at is not None, row.void_because) == (True, REASON)
    with pytest.raises(refusals.NotAsked):
        actions.agree_change(change, by=second)


def test_the_person_is_told_and_the_public_reads_why_but_not_who(
    vote: Scene, voter: User, entry: RollEntry, second: User
) -> None:
    vote.take_off(entry, REASON)
    letter = Letter.objects.get(to=voter.email)
    assert REASON in letter.text
    assert "left out, unopened" in letter.text
    facts = Event.objects.get(kind="roll.voided")
    assert facts.audience == "public"
    assert Words.objects.get(event_uuid=facts.event_uuid).text == REASON
    for text in (bytes(facts.body).decode(), REASON):
        assert "Vera" not in text
        assert str(voter.pk) not in text
    page = Browser(vote, voter).get("ballot").content.decode()
    assert REASON in page


@pytest.mark.parametrize(
    "reason",
    [
        "Vera moved away",
        "ask VOTER why",
        "see {email}",
        "lives at DN32 7AB now",
        "says friend@example.org",
    ],
)
def test_a_reason_names_nobody(vote: Scene, voter: User, entry: RollEntry, reason: str) -> None:
    with pytest.raises(refusals.NamesSomebody):
        actions.ask_change(
            entry, by=vote.officer, what="void", reason=reason.format(email=voter.email)
        )


def test_nobody_decides_about_themselves(vote: Scene, second: User) -> None:
    me = factories.resident(vote.area, "Mia Officer")
    actions.top_up_roll(vote.round)
    mine = RollEntry.objects.get(voter=me)
    with pytest.raises(refusals.OwnEntry):
        actions.ask_change(mine, by=me, what="void", reason=REASON)
    change = actions.ask_change(mine, by=vote.officer, what="void", reason=REASON)
    for deed in (actions.agree_change, actions.refuse_change):
        with pytest.raises(refusals.OwnEntry):
            deed(change, by=me)


def test_a_change_is_asked_for_once_and_can_be_taken_back(
    vote: Scene, entry: RollEntry, second: User
) -> None:
    change = actions.ask_change(entry, by=vote.officer, what="void", reason=REASON)
    with pytest.raises(refusals.ChangeAsked):
        actions.ask_change(entry, by=second, what="void", reason=REASON)
    actions.refuse_change(change, by=vote.officer)
    assert RollEntry.objects.get(pk=entry.pk).void_at is None
    actions.ask_change(entry, by=second, what="void", reason=REASON)


def test_somebody_put_back_votes_again_and_the_earlier_ballot_stays_out(
    vote: Scene, voter: User, entry: RollEntry, second: User
) -> None:
    old = vote.vote(voter, 1)
    vote.take_off(entry, REASON)
    with pytest.raises(refusals.AlreadyVoid):
        actions.ask_change(entry, by=vote.officer, what="void", reason=REASON)
    change = actions.ask_change(entry, by=vote.officer, what="restore", reason="The letter came")
    actions.agree_change(change, by=second)
    back = Voter(voter).entry(vote.round)
    assert back is not None
    assert back.voter_ref not in (voter.pk, entry.voter_ref)
    assert not has_voted(vote.round, back.voter_ref)
    assert Letter.objects.filter(to=voter.email, key__startswith="voting.restored").exists()
    assert Event.objects.get(kind="roll.restored").audience == "public"
    with pytest.raises(refusals.OnTheList):
        actions.ask_change(entry, by=vote.officer, what="restore", reason="Again")
    new = vote.vote(voter, 2)
    vote.end()
    round_ = vote.open()
    assert [receipts.found(round_, r.code) for r in (old, new)] == ["void", "in"]
    page = Browser(vote).post("check", code=old.code).content.decode()
    assert "left out, unopened" in page
    assert "its voter was taken off the list before the close" in page


def test_after_the_close_the_list_stays(vote: Scene, entry: RollEntry, second: User) -> None:
    vote.voter("Will Other")
    change = actions.ask_change(entry, by=vote.officer, what="void", reason=REASON)
    scenes.move_clock(10 * DAY)
    for by in (vote.officer, second):
        with pytest.raises(refusals.ListClosed):
            actions.agree_change(change, by=by)
    actions.close(vote.round, by=vote.officer)
    with pytest.raises(refusals.ListClosed):
        actions.ask_change(entry, by=second, what="void", reason=REASON)
    other = RollEntry.objects.exclude(pk=entry.pk).first()
    assert other is not None
    page = Browser(vote, second).get("entry", other.pk).content.decode()
    assert "so the list stays as it is" in page


def test_the_pages_lead_two_officers_through(
    vote: Scene, voter: User, entry: RollEntry, second: User
) -> None:
    one, two = Browser(vote, vote.officer), Browser(vote, second)
    empty = one.post("entry", entry.pk, reason="")
    assert empty.status_code == 422
    assert "Give the reason" in empty.content.decode()
    named = one.post("entry", entry.pk, reason="Vera left")
    assert named.status_code == 422
    assert "Leave names, e-mail addresses and postcodes out" in named.content.decode()
    assert "Vera left" in named.content.decode(), "what was typed is kept"
    assert one.post("entry", entry.pk, reason=REASON).status_code == 302
    assert "A second officer must agree" in one.get("entry", entry.pk).content.decode()
    assert one.post("entry", entry.pk, do="agree").status_code == 422
    assert "1 to answer" in two.get("roll").content.decode()
    assert REASON in two.get("look").content.decode()
    assert two.post("entry", entry.pk, do="agree").status_code == 302
    assert REASON in two.get("roll").content.decode()


def test_somebody_already_voted_as_me(vote: Scene, voter: User, second: User) -> None:
    vote.vote(voter, 1)
    me, officer = Browser(vote, voter), Browser(vote, vote.officer)
    assert "somebody already voted as me" in me.get("ballot").content.decode()
    assert "Vote again now, yourself" in me.get("voted-as-me").content.decode()
    assert me.post("voted-as-me", text="I was away").status_code == 302
    again = me.post("voted-as-me", text="And again")
    assert again.status_code == 422
    assert "You have told us already" in again.content.decode()
    assert "And again" in again.content.decode(), "what was typed is kept"
    report = RollReport.objects.get()
    assert Event.objects.get(kind="roll.reported").audience == "staff"
    assert "I was away" in officer.get("look").content.decode()
    sent = officer.post("report", report.pk, answer="We changed your address with you")
    assert sent.status_code == 302
    letter = Letter.objects.get(to=voter.email)
    assert "We changed your address with you" in letter.text
    assert "I was away" not in officer.get("look").content.decode()
    with pytest.raises(refusals.AlreadyAnswered):
        actions.answer_report(report, by=vote.officer, answer="Twice")


def test_while_an_answer_is_due_nobody_is_told_a_second_time(vote: Scene, voter: User) -> None:
    actions.report_voted_as_me(vote.round, by=voter, text="I was away")
    with pytest.raises(refusals.ReportedAlready):
        actions.report_voted_as_me(vote.round, by=voter, text="And again")
    assert RollReport.objects.count() == 1


def test_who_is_not_on_the_list_reports_nothing(vote: Scene) -> None:
    stranger = factories.person()
    page = Browser(vote, stranger).post("voted-as-me", text="Me")
    assert page.status_code == 422
    with pytest.raises(refusals.NotReported):
        actions.report_voted_as_me(vote.round, by=stranger, text="")


def test_signs_are_shown_until_an_officer_has_looked(vote: Scene) -> None:
    one, two = factories.resident(vote.area, "Ann Box"), factories.resident(vote.area, "Ben Box")
    User.objects.filter(pk=one.pk).update(email="box@example.org")
    User.objects.filter(pk=two.pk).update(email="box+two@example.org")
    actions.top_up_roll(vote.round)
    officer = Browser(vote, vote.officer)
    page = officer.get("look").content.decode()
    assert "2 people on this list have e-mail addresses that lead to one mailbox" in page
    assert "Ann Box" in page
    assert "box@example.org" not in page
    sign = next(line for line in page.split('"') if line.startswith("one-mailbox "))
    assert officer.post("look", sign=sign).status_code == 302
    assert "one mailbox" not in officer.get("look").content.decode()
    assert Event.objects.filter(kind="roll.looked_at").count() == 2


def test_whoever_lives_here_no_longer_is_worth_a_look(vote: Scene) -> None:
    gone, moved_within = (factories.resident(vote.area, name) for name in ("Ann Gone", "Ben Back"))
    actions.top_up_roll(vote.round)
    for person in (gone, moved_within):
        people.end_residency(person.residencies.get(), by=person)
    Residency.objects.create(person=moved_within, neighbourhood=vote.area)
    page = Browser(vote, vote.officer).get("look").content.decode()
    assert "that this person lives here no longer" in page
    assert "Ann Gone" in page
    assert "Ben Back" not in page


def test_somebody_is_found_on_a_long_list(vote: Scene, voter: User) -> None:
    vote.voter("Walter Other")
    officer = Browser(vote, vote.officer)
    for asked in ("vera", voter.email):
        page = officer.client.get(officer.url("roll"), {"q": asked}).content.decode()
        assert "Vera Voter" in page
        assert "Walter Other" not in page
    nobody = officer.client.get(officer.url("roll"), {"q": "Nemo "}).content.decode()
    assert "No entry with “Nemo” is on this list." in nobody
    assert officer.client.get(officer.url("roll"), {"q": ""}).status_code == 200


def test_many_signs_come_in_pages(vote: Scene) -> None:
    for n in range(42):
        person = factories.resident(vote.area, f"Person {n:02}")
        User.objects.filter(pk=person.pk).update(email=f"box{n // 2}+{n}@example.org")
    actions.top_up_roll(vote.round)
    officer = Browser(vote, vote.officer)
    pages = [officer.client.get(officer.url("look"), {"page": n}).content.decode() for n in (1, 2)]
    assert [page.count("lead to one mailbox") for page in pages] == [20, 1]
    assert "Page 1 of 2" in pages[0]


def test_the_queue_costs_the_same_for_many(
    vote: Scene, django_assert_max_num_queries: object
) -> None:
    for n in range(12):
        person = factories.resident(vote.area)
        User.objects.filter(pk=person.pk).update(email=f"box+{n}@example.org")
    actions.top_up_roll(vote.round)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(queue.of(vote.round).items[0].entries) == 12
