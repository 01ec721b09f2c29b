"""Panels, meetings, interests, decisions, awards, payments and reports."""

from grants.models.awards import Award, Condition, HolderInvitation
from grants.models.decisions import OUTCOMES, Decision
from grants.models.meetings import INTERESTS, Attendance, Interest, Meeting
from grants.models.panels import Member, Panel
from grants.models.payments import BankDetails, Instalment
from grants.models.reports import ProgressReport

__all__ = [
    "INTERESTS",
    "OUTCOMES",
    "Attendance",
    "Award",
    "BankDetails",
    "Condition",
    "Decision",
    "HolderInvitation",
    "Instalment",
    "Interest",
    "Meeting",
    "Member",
    "Panel",
    "ProgressReport",
]
