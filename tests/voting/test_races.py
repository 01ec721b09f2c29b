"""Many at once, in real threads on real connections, as the app role."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

from django.db import connections

from kit.refusal import Refused
from people.models import User
from rounds.models import Round
from tests import factories
from tests.at_once import at_once, be_patient
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, refusals, sealing
from voting.models import LiveTag, PublishedBallot, RollEntry
from voting.voters import Voter


def test_thirty_first_votes_at_once_leave_one_ballot(committed_vote: Scene) -> None:
    vote = committed_vote
    voter = vote.voter()
    slips = [actions.prepare(vote.round, by=Voter(voter), numbers=[1]) for _ in range(30)]
    answers = at_once(
        [lambda s=s: actions.cast(vote.round, by=Voter(voter), field=s, numbers=[1]) for s in slips]  # type: ignore[misc]
    )
    receipts = [answer for answer in answers if isinstance(answer, actions.Receipt)]
    assert len(receipts) == 1
    assert all(isinstance(a, refusals.ChangedElsewhere) for a in answers if a not in receipts)
    vote.end()
    vote.open()
    assert [bytes(row.tracker) for row in PublishedBallot.objects.all()] == [
        sealing.tracker(vote.round.pk, receipts[0].code)
    ]


def test_one_ballot_pressed_thirty_times_is_one_receipt(committed_vote: Scene) -> None:
    vote = committed_vote
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[2])
    answers = at_once(
        [lambda: actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[2])] * 30
    )
    assert len(set(answers)) == 1
    assert isinstance(answers[0], actions.Receipt)


def test_a_change_pressed_twice_at_once_is_one_change(committed_vote: Scene) -> None:
    vote = committed_vote
    voter = vote.voter()
    vote.vote(voter, 1)
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[2])
    answers = at_once(
        [lambda: actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[2])] * 8
    )
    assert {answer.rev for answer in answers if isinstance(answer, actions.Receipt)} == {2}
    assert len(set(answers)) == 1


class Writers:
    """Eight people who vote again and again until they are refused."""

    def __init__(self, vote: Scene) -> None:
        self.vote = vote
        self.voters = [vote.voter() for _ in range(48)]
        self.kept: dict[User, str] = {}
        self.refused: list[str] = []
        self.busy = threading.Event()

    def write(self, mine: Sequence[User]) -> None:
        try:
            be_patient()
            for turn in range(200):
                for voter in mine:
                    number = 1 + turn % 3
                    self.kept[voter] = self.vote.vote(voter, number).code
                    if turn and len(self.kept) > 8:
                        self.busy.set()
        except refusals.VoteNotOpen as refusal:
            self.refused.append(str(refusal))
        finally:
            connections.close_all()


def test_no_vote_lands_after_the_close_while_eight_people_vote(committed_vote: Scene) -> None:
    vote = committed_vote
    writers = Writers(vote)
    threads = [
        threading.Thread(target=writers.write, args=(writers.voters[n::8],)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    assert writers.busy.wait(60)
    scenes.move_clock(11 * DAY)
    actions.close(vote.round, by=vote.officer)
    at_close = set(box.final_tags(vote.round.pk))
    for thread in threads:
        thread.join()
    assert len(writers.refused) == 8
    assert set(box.final_tags(vote.round.pk)) == at_close
    facts = {(bytes(row.tag), row.counts) for row in LiveTag.objects.all()}
    assert facts == {(tag, stands == "in") for tag, stands in at_close}
    vote.open()
    found = {bytes(row.tracker) for row in PublishedBallot.objects.all()}
    assert found == {sealing.tracker(vote.round.pk, code) for code in writers.kept.values()}
    assert len(found) == len(writers.kept) > 8


def test_two_people_who_press_open_together_open_it_once(committed_vote: Scene) -> None:
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.end()
    answers = at_once([lambda p=p: actions.press_open(vote.round, by=p) for p in vote.openers])  # type: ignore[misc]
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    assert Round.objects.get(pk=vote.round.pk).opened_at is not None
    assert PublishedBallot.objects.count() == 1


def test_new_voters_are_added_to_the_roll_once(committed_vote: Scene) -> None:
    vote = committed_vote
    for _ in range(5):
        factories.resident(vote.area)
    assert sum(int(str(n)) for n in at_once([lambda: actions.top_up_roll(vote.round)] * 8)) == 5
    assert RollEntry.objects.filter(round=vote.round).count() == 5


def test_batches_published_at_once_are_one(committed_vote: Scene) -> None:
    vote = committed_vote
    for _ in range(20):
        vote.vote(vote.voter(), 1)
    answers = at_once([lambda: actions.publish_batch(vote.round)] * 4)
    assert len([answer for answer in answers if answer is not None]) == 1


def test_a_ballot_in_hand_when_the_vote_ends_is_refused(committed_vote: Scene) -> None:
    vote = committed_vote
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    scenes.move_clock(10 * DAY + timedelta(seconds=1))
    answers = at_once([lambda: actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[1])])
    assert isinstance(answers[0], refusals.VoteNotOpen)
