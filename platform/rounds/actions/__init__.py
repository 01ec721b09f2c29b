"""The deeds of a round: plan, draft, change, name people, publish, postpone, cancel, sign off."""

from rounds.actions.drafting import Changes, change, draft
from rounds.actions.ending import cancel, sign_off
from rounds.actions.naming import give_duty, take_duty
from rounds.actions.planning import agree_plan
from rounds.actions.publishing import LaterDates, postpone, publish

__all__ = [
    "Changes",
    "LaterDates",
    "agree_plan",
    "cancel",
    "change",
    "draft",
    "give_duty",
    "postpone",
    "publish",
    "sign_off",
    "take_duty",
]
