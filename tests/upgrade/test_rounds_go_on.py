"""A round that began under an earlier version goes on under this one, wherever it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit import verify
from kit import clock
from ledger import statement
from people.models import User
from rounds import phases
from tests.upgrade import deeds, history
from tests.upgrade.kept import Site
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene, move_clock
from voting import actions, notices, refusals
from voting.keys import keys_of
from voting.models import Count

OPEN = ("open", "open-keyholders")


def looked_up(vote: Scene, code: str) -> str:
    """What the page says about a receipt, to anybody who holds it."""
    page: str = Browser(vote).post("check", code=code).content.decode()
    return page


def is_in_order() -> bool:
    return verify.check().consistent and statement.conservation() == []


def _still_in_the_box(
    vote: Scene, receipts: dict[str, list[tuple[str, list[int]]]]
) -> dict[str, tuple[str, list[int]]]:
    """The newest receipt of every voter. Of those who changed their vote each is looked up."""
    for held in receipts.values():
        *replaced, (newest, _) = held
        for code, _ in replaced:
            assert "was replaced by a newer one" in looked_up(vote, code)
            assert "is in the box" in looked_up(vote, newest)
    return {email: held[-1] for email, held in receipts.items()}


@pytest.mark.parametrize("case", OPEN)
def test_an_open_vote_goes_on_to_its_count(site: Site, case: str) -> None:
    vote = site.vote(case)
    receipts = _still_in_the_box(vote, site.receipts(case))
    assert len(receipts) == 30
    for key in ("neighbour1", "neighbour2", "neighbour31"):
        person = site.person(key)
        receipts[person.email] = (vote.vote(person, 2).code, [2])
    someone_new = vote.voter()
    receipts[someone_new.email] = (vote.vote(someone_new, 1, 3).code, [1, 3])

    vote.end()
    row = vote.open()

    assert row.counted_at is not None
    assert row.published_ballots.count() == len(receipts) == 32
    names = dict(row.ballot_lines.values_list("number", "name"))
    for code, numbers in receipts.values():
        page = looked_up(vote, code)
        assert "Your ballot was counted." in page
        assert [n for n in names if names[n] in page] == numbers
    assert is_in_order()


def test_nobody_is_told_twice_that_their_vote_was_recorded(site: Site) -> None:
    vote = site.vote("open")
    assert notices.send(vote.round) == 0
    vote.vote(site.person("neighbour31"), 2)
    assert notices.send(vote.round) == 1


@pytest.mark.parametrize("case", ["closed", "one-pressed", "one-gave-words"])
def test_a_vote_closed_before_is_opened_and_counted(site: Site, case: str) -> None:
    vote = site.vote(case)
    if case != "closed":
        vote.openers = vote.openers[1:2]
    row = vote.open()
    assert row.counted_at is not None
    for held in site.receipts(case).values():
        assert "Your ballot was counted." in looked_up(vote, held[-1][0])
        for code, _ in held[:-1]:
            assert "was replaced by a newer one" in looked_up(vote, code)
    assert is_in_order()


def _rehearsed(vote: Scene) -> None:
    """Everybody types the words that are still with the box, and the box is ready."""
    for person in vote.openers:
        words = keys_of(vote.round.box).words(person.pk)
        if words:
            vote.words[person.pk] = words
            actions.rehearse(vote.round, by=person, words=words)
    vote.round = actions.ready(vote.round, by=vote.officer)


def _voted_to_the_end(site: Site, vote: Scene, case: str) -> None:
    """Three people vote, the votes are opened and counted; receipts of the vote before are none."""
    codes = [vote.vote(site.person(f"neighbour{n}"), 1).code for n in (1, 2, 31)]
    move_clock(max(timedelta(), vote.round.voting_closes_at - clock.now()))  # type: ignore[operator]
    actions.close(vote.round, by=vote.officer, role="officer")
    assert vote.open().counted_at is not None
    for code in codes:
        assert "Your ballot was counted." in looked_up(vote, code)
    for code in site.facts(case)["dropped"]:
        assert "Your ballot was counted." not in looked_up(vote, code)
    assert is_in_order()


def test_a_vote_that_nobody_can_open_is_held_again(site: Site) -> None:
    vote = site.vote("parts-lost")
    now = clock.now()
    actions.rerun(vote.round, by=vote.officer, opens=now + DAY, closes=now + 8 * DAY)
    vote.round, vote.words = site.round("parts-lost"), {}
    _rehearsed(vote)
    move_clock(2 * DAY)
    _voted_to_the_end(site, vote, "parts-lost")


def test_a_vote_held_again_is_made_ready_and_counted(site: Site) -> None:
    vote = site.vote("again-made")
    assert vote.round.box.run == 2
    _rehearsed(vote)
    move_clock(3 * DAY)
    _voted_to_the_end(site, vote, "again-made")


def test_an_open_vote_held_again_goes_on_to_its_count(site: Site) -> None:
    vote = site.vote("again-open")
    assert vote.round.box.run == 2
    before = {email: held[-1][0] for email, held in site.receipts("again-open").items()}
    for code in before.values():
        assert "is in the box" in looked_up(vote, code)
    _voted_to_the_end(site, vote, "again-open")
    del before["neighbour1@example.org"], before["neighbour2@example.org"]
    for code in before.values():
        assert "Your ballot was counted." in looked_up(vote, code)


def test_a_counted_vote_counts_the_same_again_and_its_question_is_answered(site: Site) -> None:
    vote = site.vote("counted")
    before = Count.objects.get(round=vote.round)
    again = actions.count(vote.round, by=vote.openers[0])
    assert (again.result, again.ballots_sha256) == (before.result, before.ballots_sha256)
    challenge = vote.round.challenges.get()
    actions.answer_challenge(challenge, answer="By lot.", upheld=False, by=site.person("lewis"))
    assert is_in_order()


def test_a_cancelled_vote_takes_no_ballot_and_its_keys_go(site: Site) -> None:
    vote = site.vote("cancelled")
    with pytest.raises(refusals.VoteNotOpen):
        vote.vote(site.person("neighbour31"), 1)
    move_clock(30 * DAY)
    actions.destroy_keys(vote.round, by=vote.officer)
    assert not keys_of(vote.round.box).folder.exists()


def test_a_draft_is_published(site: Site) -> None:
    each = site.play("draft")
    deeds.publish(each)
    assert phases.current(site.round("draft")) == "ideas"


@pytest.mark.parametrize(
    "case",
    ["published", "develop", "box-made", "panel", "delivering"],
)
def test_a_round_goes_on_until_it_is_signed_off(site: Site, case: str) -> None:
    history.play_on(site.play(case))
    assert phases.current(site.round(case)) == "closed"
    assert is_in_order()


def test_somebody_who_comes_to_live_here_can_vote_in_every_open_vote(site: Site) -> None:
    newcomer: User | None = None
    for case in (*OPEN, "again-open"):
        vote = site.vote(case)
        newcomer = newcomer or vote.voter()
        actions.top_up_roll(vote.round)
        assert "is in the box" in looked_up(vote, vote.vote(newcomer, 1).code)
