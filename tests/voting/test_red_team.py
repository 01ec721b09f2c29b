"""A vote against whoever holds its own website's account, and against the owner of the tables.

The website's account knows no secret of the secrets folder. What it tries is refused, or ends in a
red sentence in public; the owner, as long as the guards stand, gets no further. Neither reaches a
voter and a choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from audit import verify
from people.models import Session
from rounds import actions as rounds
from tests import postgres
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import Scene
from voting import actions, refusals
from voting.models import Closing, PublishedBallot, RollEntry, SetAside

Connection = psycopg.Connection[tuple[Any, ...]]

ACCOUNTS: dict[str, Callable[[str], Connection]] = {
    "website": postgres.app_connection,
    "smuggled": postgres.site_connection,
    "owner": postgres.owner_connection,
}


@pytest.fixture(params=ACCOUNTS)
def attacker(request: pytest.FixtureRequest, committed_vote: Scene, committed_db: str) -> Any:
    """A connection of the account that attacks, to the database of an open vote."""
    with ACCOUNTS[request.param](committed_db) as connection:
        yield connection


def cast(attacker: Connection, vote: Scene, tag: bytes, k: bytes) -> None:
    """A ballot by hand. What the function asks for besides stands in `voting_box`, for all to
    read.
    """
    attacker.execute(
        "SELECT ballot.cast_ballot(round_id, kr_sha256, %s, %s, %s, 0) FROM voting_box"
        " WHERE round_id = %s",
        [k, tag, bytes(vote.round.box.ct_length), vote.round.pk],
    )


def test_twenty_stuffed_ballots_are_a_red_sentence_and_never_counted(
    attacker: Connection, committed_vote: Scene
) -> None:
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    for n in range(20):
        cast(attacker, vote, bytes([n]) * 32, bytes([100 + n]) * 32)
    vote.end()
    actions.press_open(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.OfNobody):
        actions.press_open(vote.round, by=vote.openers[1])
    for name in ("opening", "results"):
        assert "The vote waits" in Browser(vote).get(name).content.decode()
    assert Closing.objects.get().of_nobody == 20
    assert not PublishedBallot.objects.exists()


def test_a_garbage_ballot_on_a_voters_place_ends_no_round(
    attacker: Connection, committed_vote: Scene, committed_db: str
) -> None:
    """Nobody without `K_r` finds a voter's place; the owner reads one that has been used."""
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.vote(vote.voter(), 2)
    with postgres.owner_connection(committed_db) as owner:
        (k, rev), *_ = owner.execute("SELECT k, rev FROM ballot.sealed").fetchall()
    attacker.execute(
        "SELECT ballot.cast_ballot(round_id, kr_sha256, %s, %s, %s, %s) FROM voting_box",
        [k, b"g" * 32, bytes(vote.round.box.ct_length), rev],
    )
    vote.end()
    vote.open()
    assert "1 ballot does not open as it was cast" in Browser(vote).get("opening").content.decode()
    actions.ask_way_on(vote.round, by=vote.openers[0], what="set-aside", reason="Somebody got in")
    actions.agree_way(vote.round, by=vote.openers[1])
    actions.press_open(vote.round, by=vote.openers[1])
    assert PublishedBallot.objects.count() == 1
    assert SetAside.objects.get().why == "does-not-open"


def test_a_void_voters_ballot_does_not_count(attacker: Connection, committed_vote: Scene) -> None:
    vote = committed_vote
    gone, stays = vote.voter(), vote.voter()
    vote.vote(gone, 1)
    vote.vote(stays, 2)
    entry = vote.take_off(RollEntry.objects.get(voter=gone))
    with pytest.raises(
        psycopg.Error, match="permission denied|only turns void, once|key of the site"
    ):
        attacker.execute(
            "UPDATE voting_rollentry SET void_at = NULL, void_because = '' WHERE id = %s",
            [entry.pk],
        )
    vote.end()
    vote.open()
    assert [row.choices for row in PublishedBallot.objects.all()] == [[[2, 1]]]


DATES = (
    "UPDATE rounds_round SET voting_closes_at = now() - interval '1 day',"
    " challenge_closes_at = now() - interval '1 hour'",
    "UPDATE rounds_round SET cancelled_at = now()",
    "UPDATE rounds_round SET vote_sealed_at = now()",
    "UPDATE rounds_round SET box_ready_at = NULL",
    "UPDATE voting_box SET kr_sha256 = '\\x00', public_key = '\\x00'",
    "UPDATE voting_keyholder SET person_id = (SELECT id FROM people_user LIMIT 1)",
    "DELETE FROM voting_rollentry",
    "TRUNCATE voting_rollentry CASCADE",
    "SELECT ballot.destroy(id) FROM rounds_round",
    "SELECT ballot.discard(id, NULL) FROM rounds_round",
)


def test_moving_dates_and_facts_deletes_no_ballot(
    attacker: Connection, committed_vote: Scene
) -> None:
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    for deed in DATES:
        with pytest.raises(psycopg.Error):
            attacker.execute(deed)
    vote.end()
    vote.open()
    assert PublishedBallot.objects.count() == 1


def test_the_ballots_of_a_cancelled_vote_stay_until_its_time(
    attacker: Connection, committed_vote: Scene
) -> None:
    """With entries of its own the account can stop a vote, in public; it can't empty the box."""
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    rounds.cancel(vote.round, reason="As if", by=vote.officer)
    with pytest.raises(psycopg.Error, match="people can still ask"):
        attacker.execute("SELECT ballot.destroy(id) FROM rounds_round")


# What a statement smuggled into the site tries; each needs a deed that writes its entry.
SMUGGLED = (
    "UPDATE rounds_round SET decided_at = kit_now()",
    "UPDATE rounds_round SET voting_opens_at = voting_opens_at + interval '1 day'",
    "INSERT INTO voting_rollentry (id, round_id, voter_ref, ground, void_because, added_at)"
    " SELECT gen_random_uuid(), id, gen_random_uuid(), 'Lives here', '', now() FROM rounds_round",
    "UPDATE voting_rollentry SET void_at = kit_now(), void_because = 'x'",
    "INSERT INTO voting_rollchange (id, entry_id, what, reason, asked_by_id)"
    " SELECT gen_random_uuid(), entry.id, 'void', 'x', person_id"
    " FROM voting_rollentry AS entry, voting_keyholder LIMIT 1",
    "UPDATE proposals_proposal SET status = 'withdrawn'",
    "UPDATE voting_keyholder SET lost_at = kit_now()",
    "INSERT INTO voting_wayon (id, round_id, run, what, reason, asked_by_id)"
    " SELECT gen_random_uuid(), round_id, 1, 'set-aside', 'x', person_id"
    " FROM voting_keyholder LIMIT 1",
    "INSERT INTO voting_source (round_id, sha256, name, minor_digits)"
    " SELECT id, '0', 'x', 0 FROM rounds_round",
    "INSERT INTO voting_challenge (id, round_id, about, text, by_id, answer, answer_due_at,"
    " could_change) SELECT gen_random_uuid(), round_id, 'ballot', 'x', person_id, '', now(), false"
    " FROM voting_keyholder LIMIT 1",
)


def test_nothing_of_a_vote_changes_but_by_a_deed_of_the_site(
    committed_vote: Scene, committed_db: str
) -> None:
    committed_vote.voter()
    refused = "key of the site|no deed of the site|without an entry|two officers|without the door"
    for account in (postgres.app_connection, postgres.site_connection):
        for deed in SMUGGLED:
            with account(committed_db) as attacker, pytest.raises(psycopg.Error, match=refused):
                attacker.execute(deed)


OLD = (
    "UPDATE voting_box SET door_sha256 = '\\x00'",
    "DELETE FROM voting_keyholder",
    "INSERT INTO voting_ballotline (round_id, number, name, outside_id, pence, theme, area,"
    " not_with) SELECT id, 9, 'Ours', '', 1, '', '', '[]' FROM rounds_round",
)


KEPT = "no deed of the site|it is fixed|its box is ready|out of its turn|could not serialize"


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ"])
@pytest.mark.parametrize("deed", OLD)
def test_a_transaction_from_before_the_box_was_ready_changes_nothing(
    committed_db: str, deed: str, level: str
) -> None:
    """Guards that look at the round see it as it was then; the key of a deed they ask for now."""
    vote = scenes.fixed_round()
    actions.make_box(vote.round, by=vote.officer)
    with postgres.site_connection(committed_db) as attacker:
        attacker.execute(f"BEGIN ISOLATION LEVEL {level}; SELECT 1 FROM voting_box")
        scenes.make_ready_again(vote)
        with pytest.raises(psycopg.Error, match=KEPT):
            attacker.execute(f"{deed}; COMMIT")


RECORD = (
    "DELETE FROM audit_words",
    "UPDATE audit_words SET text = 'Something else'",
    "TRUNCATE audit_words",
    "UPDATE audit.event SET at = at - interval '1 day'",
    "DELETE FROM audit.event",
    "INSERT INTO audit.event (event_uuid, at, kind, role, audience, body, salt) SELECT"
    " gen_random_uuid(), at - interval '1 year', kind, role, audience, body, salt"
    " FROM audit.event LIMIT 1",
)


def test_the_record_loses_no_word_and_takes_no_old_date(
    attacker: Connection, committed_vote: Scene
) -> None:
    vote = committed_vote
    vote.take_off(RollEntry.objects.get(voter=vote.voter()))
    for deed in RECORD:
        with pytest.raises(psycopg.Error):
            attacker.execute(deed)
    assert verify.check().consistent


def test_session_rows_sign_nobody_in(attacker: Connection, committed_vote: Scene) -> None:
    vote = committed_vote
    officer = Browser(vote, vote.officer)
    assert officer.get("box").status_code == 200
    rows = attacker.execute("SELECT session_key, session_data FROM people_session").fetchall()
    assert len(rows) == Session.objects.count() == 1
    for value in rows[0]:
        thief = Browser(vote)
        thief.client.cookies["sessionid"] = value
        assert thief.get("box").status_code == 302, "sent to sign in"
    mine = Browser(vote, vote.voter())
    with suppress(psycopg.Error):
        attacker.execute(
            "UPDATE people_session SET session_data = (SELECT session_data FROM people_session"
            " WHERE session_key = %s) WHERE session_key <> %s",
            [rows[0][0], rows[0][0]],
        )
    assert mine.get("box").status_code != 200


HIDDEN = "xmin::text::bigint"


def test_nobody_reaches_a_voter_and_a_choice(committed_vote: Scene, committed_db: str) -> None:
    """The owner joins all there is: numbers of transactions, their neighbours, order on the disk,
    and tags.
    """
    vote = committed_vote
    voters = [vote.voter() for _ in range(45)]
    for voter in voters:
        vote.vote(voter, 1)
    for voter in voters[:25]:
        vote.vote(voter, 2)
    actions.publish_batch(vote.round)
    for voter in voters[25:28]:
        vote.vote(voter, 3)
    with postgres.owner_connection(committed_db) as owner:
        sealed = owner.execute(f"SELECT live, {HIDDEN} FROM ballot.sealed").fetchall()
        replaced = owner.execute(f"SELECT live, {HIDDEN} FROM ballot.superseded").fetchall()
        named = owner.execute(
            f"SELECT {HIDDEN} FROM voting_rollentry UNION SELECT {HIDDEN} FROM people_session"
            f" UNION SELECT {HIDDEN} FROM audit.event UNION SELECT {HIDDEN} FROM people_user"
        ).fetchall()
    wrote = Counter(xmin for _, xmin in sealed)
    assert len(replaced) == 25, "those of fewer than twenty voters wait beside their ballots"
    assert all(wrote[xmin] == 0 or wrote[xmin] >= 20 for _, xmin in replaced)
    alone = {xmin for xmin, many in wrote.items() if many == 1}
    assert not alone & {xmin for (xmin,) in named}
    vote.end()
    vote.open()
    with postgres.owner_connection(committed_db) as owner:
        tags = {bytes(live) for live, _ in [*sealed, *replaced]}
        published = owner.execute(
            f"SELECT tracker, {HIDDEN}, ctid::text FROM voting_publishedballot ORDER BY id"
        ).fetchall()
    trackers = [bytes(tracker) for tracker, *_ in published]
    assert trackers == sorted(trackers), "their order on the disk is that of the receipts"
    assert len({xmin for _, xmin, _ in published}) == 1
    assert not tags & set(trackers)


def test_a_replaced_receipt_is_known_at_once(committed_vote: Scene) -> None:
    vote = committed_vote
    voter = vote.voter()
    old, new = vote.vote(voter, 1), vote.vote(voter, 2)
    pages = [Browser(vote).post("check", code=code.code).content.decode() for code in (old, new)]
    assert "was replaced by a newer one" in pages[0]
    assert "is in the box" in pages[1]
    vote.end()
    page = Browser(vote).post("check", code=old.code).content.decode()
    assert "was replaced by a newer one" in page
