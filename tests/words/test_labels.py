"""Every table of labels in the code: a new one says here whether it claims something, and what
holds it to the state.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grants.models import Award, Instalment
from grants.models.decisions import OUTCOMES
from proposals.models import STATUS_NAMES, TRANSITIONS
from rounds import phases
from rounds.models import PHASES
from tests.code import FOLDERS
from tests.words.ideas import STATES

ROOT = Path(__file__).resolve().parents[2]
# Not read by anybody at a page: programs that start the site, the count itself, made-up people.
NOT_PAGES = ("config", "voting/counting", "demo", "migrations")

# Tables that say how something stands; tests of this folder walk every state of them.
WALKED = {
    "grants/models/awards.py STATES": "test_the_walk: awards",
    "grants/models/decisions.py OUTCOMES": "test_the_walk: awards",
    "grants/models/payments.py STATES": "test_the_walk: awards",
    "grants/story.py _ENDED": "test_the_walk: awards",
    "platform/rounds/models.py PHASES": "test_the_walk: phases",
    "platform/rounds/strip.py NAMES": "test_the_walk: phases",
    "proposals/models.py STATUS_NAMES": "test_the_walk: ideas",
    "proposals/models.py _LEFT_BEHIND": "test_the_walk: ideas",
}
# Tables that name a choice, a part of a form or an error: nothing is claimed of any state.
NAMES = {
    "grants/models/meetings.py INTERESTS",
    "grants/models/meetings.py SAID",
    "grants/models/panels.py POSITIONS",
    "grants/unseated.py _SEATS",
    "platform/evidence/catalogue.py _ONE",
    "platform/evidence/models.py THEMES",
    "platform/evidence/track_record.py STATES",
    "platform/evidence/track_record.py TONES",
    "platform/evidence/constraints.py MESSAGES",
    "platform/ledger/constraints.py MESSAGES",
    "platform/people/constraints.py MESSAGES",
    "platform/places/constraints.py MESSAGES",
    "platform/rounds/constraints.py MESSAGES",
    "grants/constraints.py MESSAGES",
    "proposals/constraints.py MESSAGES",
    "voting/constraints.py MESSAGES",
    "platform/kit/fields.py default_error_messages",
    "platform/ledger/books.py _STATES",
    "platform/ledger/words.py PLACES",
    "platform/ledger/words.py TITLES",
    "pages/context.py _BELONGS",
    "pages/working/jobs.py WORDS",
    "pages/working/line.py _TONES",
    "pages/working/line.py _WORDS",
    "pages/working/parts.py _FOLDERS",
    "platform/people/actions/signing_in.py _WAIT",
    "platform/people/allauth_adapter.py _CHANGED",
    "platform/people/forms.py ROLE_HINTS",
    "platform/people/mail_words.py _GOES",
    "platform/people/mail_words.py _NOTES",
    "platform/people/models.py ROLES_AS_ASKED",
    "platform/people/models.py ROLE_NAMES",
    "platform/people/passkey_forms.py _NOTHING_CAME",
    "platform/people/models.py VERIFIED_HOW",
    "platform/people/uploads.py ENDINGS",
    "platform/places/postcode_files.py _MARKS",
    "platform/places/postcode_files.py _UNPACK",
    "platform/places/views.py _AREAS",
    "platform/rounds/count_words.py TIES",
    "platform/rounds/count_words.py _BOUGHT_FIRST",
    "platform/rounds/forms.py _ASKS",
    "platform/rounds/parts.py _NAMES",
    "platform/rounds/publishing.py NAMES",
    "platform/rounds/words.py PANEL_SENTENCES",
    "proposals/forms/idea.py THEME_HINTS",
    "proposals/forms/staff.py _CHOOSE",
    "proposals/forms/work.py _HINTS",
    "proposals/history.py PARTS",
    "proposals/models.py CHECKS",
    "proposals/models.py DELIVERERS",
    "proposals/models.py ENTERED_FROM",
    "proposals/models.py SOURCES",
    "proposals/privacy.py LOOKS_LIKE",
    "proposals/views/check.py _LABELS",
    "voting/actions/setup.py _DUTIES",
    "voting/box_figures.py SEVERAL",
    "voting/coming_ballot.py _WHY",
    "voting/election_files.py _COUNTRIES",
    "voting/exports.py _VALUES",
    "voting/models/challenges.py ABOUT",
    "voting/models/roll.py WHAT",
    "voting/models/trouble.py WHY",
    "voting/forms/trying.py _HINTS",
    "voting/forms/trying.py _LEFT",
    "voting/forms/trying.py _MISFITS",
    "voting/forms/trying.py _RULES",
    "voting/forms/trying.py _USES",
}


def tables() -> Iterator[str]:
    """Where a table of words stands, and its name: text for every key, in a module or a class."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            where = str(file.relative_to(ROOT))
            if any(part in where for part in NOT_PAGES):
                continue
            tree = ast.parse(file.read_text())
            bodies = [tree.body, *(c.body for c in tree.body if isinstance(c, ast.ClassDef))]
            for node in (node for body in bodies for node in body):
                if name := _table(node):
                    yield f"{where} {name}"


def _table(node: ast.stmt) -> str:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Dict):
        return ""
    values = [value for value in node.value.values if value is not None]
    texts = [isinstance(v, ast.Constant) and isinstance(v.value, str) for v in values]
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if texts and all(texts) and isinstance(target, ast.Name) else ""


def test_every_table_of_labels_is_walked_or_claims_nothing() -> None:
    assert sorted(set(tables())) == sorted({*WALKED, *NAMES})


def test_every_state_has_a_label_and_every_label_a_state() -> None:
    assert set(STATUS_NAMES) == set(TRANSITIONS) == set(STATES.values())
    assert set(PHASES) == {"draft", *phases.ORDER}
    assert len(Award.STATES) == 6
    assert len(Instalment.STATES) == 5
    assert len(OUTCOMES) == 4
