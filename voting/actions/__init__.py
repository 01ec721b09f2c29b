"""The deeds of a vote, by noun."""

from voting.actions.ballots import Receipt, cast, prepare, publish_batch
from voting.actions.challenges import answer_challenge, raise_challenge
from voting.actions.closing import close
from voting.actions.counting import count
from voting.actions.destroying import destroy_keys
from voting.actions.opening import give_share, open_votes, press_open
from voting.actions.rerun import declare_share_lost, rerun
from voting.actions.roll import draw_roll, top_up_roll
from voting.actions.rules import choose_rule, preview_rule
from voting.actions.setup import fix_ballot, make_box, ready, rehearse

__all__ = [
    "Receipt",
    "answer_challenge",
    "cast",
    "choose_rule",
    "close",
    "count",
    "declare_share_lost",
    "destroy_keys",
    "draw_roll",
    "fix_ballot",
    "give_share",
    "make_box",
    "open_votes",
    "prepare",
    "press_open",
    "preview_rule",
    "publish_batch",
    "raise_challenge",
    "ready",
    "rehearse",
    "rerun",
    "top_up_roll",
]
