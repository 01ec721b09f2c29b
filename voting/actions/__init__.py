"""The deeds of a vote, by noun."""

from voting.actions.ballots import (
    Receipt,
    cast,
    cast_before,
    keep_ticks,
    kept_ticks,
    own_characters,
    prepare,
    publish_batch,
)
from voting.actions.challenges import answer_challenge, raise_challenge
from voting.actions.closing import close, hold_late
from voting.actions.counting import count
from voting.actions.destroying import destroy_keys
from voting.actions.list_changes import (
    agree_change,
    answer_report,
    ask_change,
    look_at,
    refuse_change,
    report_voted_as_me,
    report_waiting,
)
from voting.actions.opening import give_share, open_votes, press_open
from voting.actions.rerun import declare_share_lost, rerun
from voting.actions.roll import draw_roll, keep_up, top_up_roll
from voting.actions.rules import choose_rule, preview_rule
from voting.actions.setup import fix_ballot, make_box, ready, rehearse
from voting.actions.ways_on import agree_way, ask_way_on, take_back_way

__all__ = [
    "Receipt",
    "agree_change",
    "agree_way",
    "answer_challenge",
    "answer_report",
    "ask_change",
    "ask_way_on",
    "cast",
    "cast_before",
    "choose_rule",
    "close",
    "count",
    "declare_share_lost",
    "destroy_keys",
    "draw_roll",
    "fix_ballot",
    "give_share",
    "hold_late",
    "keep_ticks",
    "keep_up",
    "kept_ticks",
    "look_at",
    "make_box",
    "open_votes",
    "own_characters",
    "prepare",
    "press_open",
    "preview_rule",
    "publish_batch",
    "raise_challenge",
    "ready",
    "refuse_change",
    "rehearse",
    "report_voted_as_me",
    "report_waiting",
    "rerun",
    "take_back_way",
    "top_up_roll",
]
