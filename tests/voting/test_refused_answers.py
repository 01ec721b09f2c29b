"""Who does not answer a question, and which file is not brought in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.actor import SYSTEM
from people.models import Role
from tests.voting.scene import Scene
from tests.voting.test_import_pabulib import SMALL
from voting import actions, refusals
from voting.actions.importing import ImportedAlready, import_election
from voting.models import Challenge, Source


@pytest.mark.parametrize("kind", ["chair", "panel", "secretary"])
def test_nobody_on_the_panel_answers_that_something_looks_wrong(vote: Scene, kind: str) -> None:
    asked = actions.raise_challenge(vote.round, by=vote.voter(), about="ballot", text="Not mine")
    Role.objects.create(person=vote.officer, neighbourhood=vote.area, kind=kind)
    with pytest.raises(refusals.OnThePanel, match="who is not on the panel must answer"):
        actions.answer_challenge(asked, by=vote.officer, answer="All is well", upheld=False)
    assert Challenge.objects.get().answered_at is None


def test_a_file_that_stands_in_a_round_names_that_round(db: None, tmp_path: Path) -> None:
    file = tmp_path / "small.pb"
    file.write_text(SMALL, encoding="utf-8")
    first = import_election(file, by=SYSTEM)
    with pytest.raises(ImportedAlready, match="This file was imported before") as refused:
        import_election(file, by=SYSTEM)
    assert refused.value.round == first
    assert Source.objects.count() == 1
