"""The roll, the published side of the ballot box, results and challenges."""

from voting.models.ballots import BallotLine, PublishedBallot
from voting.models.box import Box, KeyHolder, LiveTag
from voting.models.challenges import Challenge
from voting.models.counts import Count, RulePreview, Source
from voting.models.roll import RollChange, RollEntry, RollLook, RollReport
from voting.models.trouble import Closing, DamagedBallot, SetAside, WayOn

__all__ = [
    "BallotLine",
    "Box",
    "Challenge",
    "Closing",
    "Count",
    "DamagedBallot",
    "KeyHolder",
    "LiveTag",
    "PublishedBallot",
    "RollChange",
    "RollEntry",
    "RollLook",
    "RollReport",
    "RulePreview",
    "SetAside",
    "Source",
    "WayOn",
]
