"""Certificates: what lets anybody check a published result without running the rule."""

from __future__ import annotations

from voting.counting.certificates.certify import certify
from voting.counting.certificates.digest import election_digest, result_digest
from voting.counting.certificates.ejr import Violation, ejr_plus_violations

__all__ = ["Violation", "certify", "ejr_plus_violations", "election_digest", "result_digest"]
