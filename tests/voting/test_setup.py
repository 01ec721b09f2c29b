"""From checked ideas to a box that takes votes."""

from __future__ import annotations

from uuid import uuid4

import pytest
import shamir_mnemonic
from django.test import Client
from django.urls import reverse
from nacl.public import PrivateKey

from audit.models import Event
from kit import clock
from people.models import Residency, User
from places.models import Neighbourhood
from rounds.models import Round
from rounds.refusals import WrongPhase
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, coming_ballot, keys, refusals, sealing, steps, tasks
from voting.keys import keys_of
from voting.models import BallotLine, RollEntry


@pytest.mark.parametrize("phase", ["ideas", "develop"])
def test_the_ballot_waits_until_nothing_more_can_be_handed_in(
    area: Neighbourhood, officer: User, phase: str
) -> None:
    round_ = factories.round_in(phase, area)
    factories.proposal(round_)
    with pytest.raises(WrongPhase):
        actions.fix_ballot(round_, by=officer)


def test_fixing_the_ballot_numbers_every_ready_idea_once(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, ideas=5)
    lines = BallotLine.objects.filter(round=vote.round)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert {line.proposal_id for line in lines} == set(
        vote.round.proposals.values_list("pk", flat=True)
    )
    facts = Event.objects.get(kind="ballot.fixed").payload["after"]
    assert facts["lines"] == 5  # type: ignore[index,call-overload]
    assert facts["plaintext_length"] == 64  # type: ignore[index,call-overload]


def test_a_fixed_ballot_stays_fixed(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    with pytest.raises(refusals.BallotFixed):
        actions.fix_ballot(vote.round, by=vote.officer)


def test_the_ballot_waits_for_checks(area: Neighbourhood, officer: User) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    with pytest.raises(refusals.NothingToVoteOn):
        actions.fix_ballot(round_, by=officer)
    factories.proposal(round_)
    factories.proposal(round_, status="submitted")
    with pytest.raises(refusals.StillBeingChecked):
        actions.fix_ballot(round_, by=officer)


def test_a_hidden_idea_is_not_on_the_ballot(area: Neighbourhood, officer: User) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    shown = factories.proposal(round_)
    factories.proposal(round_, hidden_at=shown.shared_at, hidden_because="A name was in it")
    assert [line.proposal_id for line in actions.fix_ballot(round_, by=officer)] == [shown.pk]


def test_the_box_needs_the_people_who_open_it(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    vote.round.duties.all()[0].delete()
    with pytest.raises(refusals.TooFewHolders):
        actions.make_box(vote.round, by=vote.officer)


def test_only_digests_of_the_box_are_stored(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    made = actions.make_box(vote.round, by=vote.officer)
    kr = keys_of(made).kr()
    assert bytes(made.kr_sha256) == sealing.kr_digest(kr)
    body = bytes(Event.objects.get(kind="box.made").body)
    assert kr.hex().encode() not in body
    assert bytes(keys_of(made).private_key()).hex().encode() not in body


def test_key_files_are_for_the_server_alone(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    folder = keys_of(actions.make_box(vote.round, by=vote.officer)).folder
    files = list(folder.iterdir())
    assert {file.name for file in files} == {"kr", "box.sealed"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    for each in (folder, folder.parent, folder.parent.parent):
        assert each.stat().st_mode & 0o777 == 0o700, each


def test_a_box_can_be_made_again_until_it_is_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    first = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    second = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    assert first != second
    actions.ready(vote.round, by=vote.officer)
    with pytest.raises(refusals.BoxReady):
        actions.make_box(vote.round, by=vote.officer)


def test_a_box_whose_key_is_gone_is_never_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    made = actions.make_box(vote.round, by=vote.officer)
    (keys_of(made).folder / "box.sealed").unlink()
    with pytest.raises(keys.KeysMissing):
        actions.ready(vote.round, by=vote.officer)
    assert Round.objects.get(pk=vote.round.pk).box_ready_at is None


def note_of(refused: pytest.ExceptionInfo[keys.KeysMissing]) -> str:
    """What only those who run the server read."""
    return "; ".join(refused.value.__notes__)


def test_the_key_of_another_box_does_not_open_this_one(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    other = keys_of(actions.make_box(vote.round, by=vote.officer)).folder
    mine = keys_of(actions.make_box(vote.round, by=vote.officer))
    (mine.folder / "box.sealed").write_bytes((other / "box.sealed").read_bytes())
    with pytest.raises(keys.KeysMissing) as refused:
        actions.ready(vote.round, by=vote.officer)
    assert note_of(refused) == f"the key of round {vote.round.pk} does not fit its box"


def test_a_key_is_not_opened_under_another_master_key(
    area: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = scenes.fixed_round(area)
    made = keys_of(actions.make_box(vote.round, by=vote.officer))
    monkeypatch.setenv("ALLOTMENT_BOX_MASTER_KEY", "5a" * 32)
    with pytest.raises(keys.KeysMissing) as refused:
        made.private_key()
    assert note_of(refused) == "a key file does not open with the master key"


def test_words_that_are_no_part_of_a_key_make_none() -> None:
    box_keys = keys.BoxKeys(uuid4(), bytes(32))
    with pytest.raises(keys.KeysMissing) as refused:
        box_keys.private_key_with("these are not the words", [])
    assert note_of(refused) == "these words do not make the key"


def test_parts_that_make_another_key_are_given_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    split = shamir_mnemonic.generate_mnemonics
    another = bytes(PrivateKey.generate())
    monkeypatch.setattr(keys, "generate_mnemonics", lambda n, groups, _: split(n, groups, another))
    with pytest.raises(keys.KeysMissing) as refused:
        keys.key_of_two_parts()
    assert note_of(refused) == "the parts of the key do not open a test ballot"


def test_everybody_with_a_checked_address_is_on_the_roll(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    here = factories.resident(area)
    factories.resident(factories.area(name="Grange", town="", slug="grange"))
    unchecked = factories.person()
    Residency.objects.create(person=unchecked, neighbourhood=area, postcode="DN32 7LD")
    moved = factories.resident(area)
    Residency.objects.filter(person=moved).update(ended_at=clock.now())
    assert actions.draw_roll(vote.round, by=vote.officer) == 1
    assert list(RollEntry.objects.values_list("voter", flat=True)) == [here.pk]


@pytest.fixture
def listed(area: Neighbourhood) -> Scene:
    """A vote that opens in two days and whose list of voters has been drawn."""
    now = clock.now()
    vote = scenes.fixed_round(area, voting_opens_at=now + 2 * DAY, develop_closes_at=now - DAY)
    factories.resident(area)
    actions.draw_roll(vote.round, by=vote.officer)
    return vote


def on_list(vote: Scene) -> int:
    return RollEntry.objects.filter(round=vote.round).count()


def test_whoever_is_checked_after_the_list_was_drawn_is_added_before_the_vote_opens(
    listed: Scene,
) -> None:
    late = factories.resident(listed.area)
    assert tasks.add_voters(0) == 1
    assert tasks.add_voters(0) == 0
    entry = RollEntry.objects.get(round=listed.round, voter=late)
    assert entry.added_at == Residency.objects.get(person=late).verified_at
    assert Event.objects.get(kind="roll.added").payload["after"] == {"voters": 1}


@pytest.mark.parametrize("page", ["voting:roll", "voting:box"])
def test_the_pages_of_the_list_show_everybody_who_was_checked_until_now(
    listed: Scene, page: str
) -> None:
    factories.resident(listed.area)
    client = Client()
    client.force_login(listed.officer)
    answer = client.get(reverse(page, args=[listed.area, listed.round.number]))
    facts = " ".join(answer.content.decode().split())
    assert ("2 people may vote" if page == "voting:roll" else "2 people can vote so far") in facts


def test_the_list_of_one_is_told_in_the_singular(listed: Scene) -> None:
    [step] = [each for each in steps.of(listed.round) if each.key == "roll"]
    assert step.hint == "1 person can vote so far."


def test_nobody_is_put_on_a_list_that_no_officer_has_drawn(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    factories.resident(area)
    assert tasks.add_voters(0) == 0
    assert actions.keep_up(vote.round) == 0
    assert on_list(vote) == 0


def test_the_list_of_a_vote_that_is_over_grows_no_more(vote: Scene) -> None:
    vote.voter()
    before = on_list(vote)
    factories.resident(vote.area)
    scenes.move_clock(11 * DAY)
    assert tasks.add_voters(0) == 0
    assert actions.keep_up(vote.round) == 0
    assert on_list(vote) == before


def test_a_late_resident_is_added_without_a_trace_of_when_they_came(vote: Scene) -> None:
    voter = factories.resident(vote.area)
    scenes.move_clock(DAY)
    assert actions.top_up_roll(vote.round) == 1
    assert actions.top_up_roll(vote.round) == 0
    entry = RollEntry.objects.get(round=vote.round, voter=voter)
    assert entry.added_at == Residency.objects.get(person=voter).verified_at


def test_what_would_be_on_the_ballot_is_read_before_it_is_fixed_for_good(
    area: Neighbourhood, officer: User
) -> None:
    round_ = factories.round_in("checks", area)
    seen = factories.proposal(round_, title="Seen by all", pence=120_000)
    factories.proposal(round_, title="Kept hidden", hidden_at=clock.now(), hidden_because="Names")
    for status in ("idea", "returned", "refused", "withdrawn", "draft"):
        factories.proposal(round_, status=status, title=f"This is {status}")
    found = coming_ballot.of(round_)
    assert found is not None
    assert found.on_it == [seen]
    assert [(idea.title, why) for idea, why in found.left_out] == [
        ("Kept hidden", "Hidden: not everybody can see it."),
        ("This is idea", "Not handed in."),
        ("This is returned", "Sent back for a change, and not handed in again."),
        ("This is refused", "Not this time."),
    ]
    client = Client()
    client.force_login(officer)
    page = client.get(reverse("voting:box", args=[area, round_.number])).content.decode()
    assert "The ballot as it would be fixed now" in page
    assert "Seen by all" in page
    assert "£1,200" in page
    fixed = actions.fix_ballot(round_, by=officer)
    assert [line.proposal for line in fixed] == found.on_it
    assert coming_ballot.of(round_) is None
