"""What erasing a person does with each column that says something of people.

The deed itself is not built yet. When it is, it follows this list, is given by its migration the
rights that it needs (the app's account has none of them today), and writes `person.erased`. What
it must leave: the person's row and its id, so that a vote can be checked against its list; every
entry of the record; every movement of money. A column that holds text, bytes or a person's id and
stands in no line fails a test.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple


class Rule(NamedTuple):
    """`blank` empties the column, `delete` removes the row, `keep` leaves both."""

    deed: Literal["blank", "delete", "keep"]
    because: str


def blank(because: str) -> Rule:
    return Rule("blank", because)


def delete(because: str) -> Rule:
    return Rule("delete", because)


def keep(because: str) -> Rule:
    return Rule("keep", because)


A_MARK = keep("the id of a row that is blank: it keeps who did what apart, and names nobody")
OFFICE = keep("written in an office, for everybody to read, as the reason of a decision")
PUBLIC = keep("what everybody read before they voted or decided; if it names them it is hidden")
MONEY = keep("the account of public money")
NO_PERSON = keep("says nothing of a person")

# Table, then columns (several with one rule by spaces), then the rule.
ERASURE: dict[str, dict[str, Rule]] = {
    # people
    "people_user": {
        "email": blank("becomes an address that nobody has"),
        "name password": blank("the row and its id stay, so that a vote can be checked"),
    },
    "people_alias": {
        "person_id": delete("without it nobody can tell whose mark an entry of the record carries"),
    },
    "people_role": {"person_id given_by_id": A_MARK, "kind": NO_PERSON},
    "people_invitation": {
        "email name code_sha256": blank("an address somebody else typed"),
        "invited_by_id accepted_by_id": A_MARK,
        "kind": NO_PERSON,
    },
    "people_residency": {
        "postcode lsoa edition": blank("where somebody lived"),
        "person_id verified_by_id": A_MARK,
        "how": keep("the ground of an entry of a list of voters"),
    },
    "people_upload": {
        "file name alt": blank(
            "with the file itself, unless a verified measurement or an accepted report rests on it"
        ),
        "owner_id": A_MARK,
        "sha256 content_type": keep("proves which file was looked at"),
    },
    "people_mailrefused": {"person_id": delete("says that their address takes no mail")},
    "people_signup": {
        "person_id network": delete("says from which network, and with whom, it was made"),
    },
    "people_session": {
        "person_id session_key session_data device": delete("they are signed out everywhere"),
    },
    "people_signincode": {"digest": keep("ends by itself within the hour")},
    "people_letter": {"to subject text key": delete("letters to their address")},
    # signing in
    "account_emailaddress": {"user_id email": delete("an address of theirs")},
    "account_emailconfirmation": {"key": delete("goes with its address")},
    "mfa_authenticator": {"user_id type data": delete("a second step or passkey of theirs")},
    "django_session": {"session_key session_data": NO_PERSON},
    "kit_cache": {"cache_key value": keep("ends by itself within hours")},
    "kit_site_key": {"sha256": keep("about this site, nobody in it")},
    "kit_site_session": {"word": keep("about a connection of the site, gone with it")},
    # the record
    "audit.event": {
        "kind role audience body salt leaf": keep(
            "holds marks and digests, never a name, an address or free text"
        ),
    },
    "audit_words": {
        "salt text": delete("where the words are theirs or name them; the entry stays provable"),
        "name": NO_PERSON,
    },
    # proposals
    "proposals_proposal": {
        "entered_for": blank("the name of somebody an idea was written down for"),
        "title what where why deliverer parent_organisation baseline_source": PUBLIC,
        "hidden_because status_because second_look_answer": OFFICE,
        "second_look_because": PUBLIC,
        "lead_id entered_by_id looked_by_id refused_by_id second_look_by_id": A_MARK,
        "entered_from status theme who_delivers kind_id": NO_PERSON,
    },
    "proposals_proposal_helpers": {"user_id": A_MARK},
    "proposals_costline": {"label": PUBLIC, "source": NO_PERSON},
    "proposals_check": {"by_id": A_MARK, "reason": OFFICE, "kind": NO_PERSON},
    "proposals_incompatiblepair": {"because": OFFICE, "declared_by_id withdrawn_by_id": A_MARK},
    "proposals_report": {
        "reason": blank("told in confidence"),
        "answer": blank("answered in confidence"),
        "by_id answered_by_id": A_MARK,
    },
    "proposals_helperinvitation": {
        "email": blank("an address somebody else typed"),
        "invited_by_id accepted_by_id": A_MARK,
    },
    # rounds
    "rounds_plan": {"vision priorities": OFFICE, "agreed_by_id": A_MARK},
    "rounds_round": {
        "title about panel_meets_where": OFFICE,
        "set_up_by_id": A_MARK,
        "origin currency preset rules manifest manifest_sha256": NO_PERSON,
    },
    "rounds_duty": {"person_id": A_MARK, "kind": NO_PERSON},
    "rounds_phaseturn": {"phase": NO_PERSON},
    # the vote
    "voting_rollentry": {
        "voter_id": keep("so that the box can be checked against the list; it names nobody"),
        "ground void_because": keep("why somebody could vote or could not, without a name"),
    },
    "voting_keyholder": {"person_id lost_said_by_id": A_MARK, "share_sha256": NO_PERSON},
    "voting_rollchange": {
        "reason": OFFICE,
        "what": NO_PERSON,
        "asked_by_id decided_by_id": A_MARK,
    },
    "voting_rollreport": {
        "text answer": blank("told and answered in confidence"),
        "answered_by_id": A_MARK,
    },
    "voting_rolllook": {"sign": NO_PERSON, "by_id": A_MARK},
    "voting_damagedballot": {"tag": keep("nobody can tell whose ballot it is")},
    "voting_setaside": {"tag why": keep("nobody can tell whose ballot it is")},
    "voting_wayon": {"reason": OFFICE, "what": NO_PERSON, "asked_by_id agreed_by_id": A_MARK},
    "voting_challenge": {
        "text": PUBLIC,
        "answer": OFFICE,
        "by_id answered_by_id": A_MARK,
        "about": NO_PERSON,
    },
    "voting_rulepreview": {"by_id": A_MARK, "rules": NO_PERSON},
    "voting_ballotline": {"name outside_id theme area not_with": PUBLIC},
    "voting_publishedballot": {"tracker choices": keep("nobody can tell whose ballot it is")},
    "voting_livetag": {"tag": keep("nobody can tell whose ballot it is")},
    "voting_box": {"custody public_key kr_sha256 door_sha256": NO_PERSON},
    "voting_count": {"rules ballots_sha256 result": NO_PERSON},
    "voting_source": {"sha256 name": NO_PERSON},
    "ballot.sealed": {"k live ct was": keep("sealed; all of it goes with the keys of the box")},
    "ballot.set_aside": {"live ct why": keep("sealed; goes with the keys of the box")},
    "ballot.dropped": {"k live ct": keep("sealed; goes with the keys of the box")},
    "ballot.superseded": {"live": keep("goes with the keys of the box")},
    "ballot.noticed": {"tag": keep("goes with the keys of the box")},
    "ballot.batch": {"root": NO_PERSON},
    # decisions and money
    "grants_panel": {"name": NO_PERSON},
    "grants_member": {"person_id": A_MARK, "position": NO_PERSON},
    "grants_meeting": {"where": OFFICE},
    "grants_interest": {
        "words": keep("said in public, so that a decision on money can be trusted"),
        "nature": NO_PERSON,
    },
    "grants_decision": {"reason": OFFICE, "outcome": NO_PERSON},
    "grants_award": {
        "holder_name": MONEY,
        "holder_id offered_by_id": A_MARK,
        "status": NO_PERSON,
    },
    "grants_holderinvitation": {
        "email": blank("an address somebody else typed"),
        "invited_by_id accepted_by_id": A_MARK,
    },
    "grants_condition": {"text": OFFICE, "cleared_by_id": A_MARK},
    "grants_bankdetails": {
        "payee sealed ends_in": blank("once the award is done and its money accounted for"),
        "confirmed_how": blank("may tell of a call to their telephone"),
        "entered_by_id confirmed_by_id": A_MARK,
    },
    "grants_instalment": {
        "milestone bank_reference status": MONEY,
        "milestone_met_by_id bank_entered_by_id approved_by_id authorised_by_id sent_by_id": A_MARK,
    },
    "grants_progressreport": {
        "happened differently": MONEY,
        "sent_by_id accepted_by_id": A_MARK,
    },
    "ledger_fund": {"name source purpose": MONEY},
    "ledger_pot": {"name": MONEY},
    "ledger_account": {"kind": NO_PERSON},
    "ledger_commitment": {"req_sha": NO_PERSON},
    "ledger_move": {"kind memo": MONEY},
    "ledger_deposit": {
        "memo bank_reference taken_back_because": MONEY,
        "entered_by_id confirmed_by_id taken_back_by_id": A_MARK,
    },
    # what was measured
    "evidence_indicator": {"name unit better source": NO_PERSON},
    "evidence_kind": {"code name theme method": NO_PERSON},
    "evidence_expectation": {"label baseline_source": PUBLIC, "theme kind_id": NO_PERSON},
    "evidence_observation": {
        "how": keep("what a measured value rests on"),
        "recorded_by_id verified_by_id": A_MARK,
    },
    "evidence_observation_barred": {"user_id": A_MARK},
    # places
    "places_neighbourhood": {
        "contact_email": keep("an office's address, changed by its officers"),
        "slug name town about trust_name trust_charity_number origin": NO_PERSON,
        "check_place check_hours check_write_to": NO_PERSON,
    },
    "places_boundary": {"vintage": NO_PERSON},
    "places_boundarycode": {"code name": NO_PERSON},
    "places_postcode": {"postcode oa lsoa msoa ward": NO_PERSON},
    "places_postcodeedition": {"name": NO_PERSON},
    # libraries
    "procrastinate_jobs": {
        "queue_name task_name lock queueing_lock args": keep(
            "holds ids, and is removed when the job is done"
        ),
    },
    "procrastinate_periodic_defers": {"task_name periodic_id": NO_PERSON},
    "auth_group": {"name": NO_PERSON},
    "auth_permission": {"name codename": NO_PERSON},
    "django_content_type": {"app_label model": NO_PERSON},
    "django_migrations": {"app name": NO_PERSON},
}


def lines() -> Iterator[tuple[str, Rule]]:
    """Each column as "table.column", with its rule."""
    for table, columns in ERASURE.items():
        for names, rule in columns.items():
            for name in names.split():
                yield f"{table}.{name}", rule
