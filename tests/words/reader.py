"""Reads each letter in the moment in which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from people import post
from people.models import Letter, User
from rounds.models import Round
from tests.words.truth import Facts, broken


class Reader:
    """Stands in the way of every letter: reads it, keeps its name and what in it is not so."""

    def __init__(self) -> None:
        self.written: set[str] = set()
        self.wrong: list[tuple[str, list[str]]] = []
        self._write = post.write

    def write(
        self, *, to: User | str, template: str, context: Mapping[str, Any], key: str
    ) -> Letter | None:
        letter = self._write(to=to, template=template, context=context, key=key)
        name = template.removeprefix("email/").removesuffix(".txt")
        if letter is not None:
            self.written.add(name)
            found = broken(f"{letter.subject} {letter.text}", _facts(to, context))
            self.wrong += [(name, found)] if found else []
        return letter


def _facts(to: User | str, context: Mapping[str, Any]) -> Facts:
    idea = context.get("proposal")
    about = context.get("round") or (idea.round if idea else None)
    round_ = Round.objects.get(pk=about.pk) if about else None
    path = str(context.get("path", "")) if idea else ""
    reader = to if isinstance(to, User) else None
    return Facts(reader=reader, round=round_, idea=idea, idea_url=path)
