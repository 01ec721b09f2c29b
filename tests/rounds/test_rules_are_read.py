"""A round promises its rules when it is published: each of them binds somebody.

A rule that only words and forms read is a promise that nothing keeps. So every field of
`RoundRules` is read by a check, a count or a deed; or it stands below, with what keeps it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import get_type_hints, is_typeddict

import pytest

from rounds import presets, rules
from rounds.refusals import BadRules
from tests import code

Path = tuple[str, ...]

# They say the rules, ask for them or hand them on; none of them keeps a rule.
TELLING = {"words", "forms", "presets", "manifest", "views", "api", "exports", "explain", "demo"}
TELLING_MODULES = {
    "rounds.rules",  # the shape of what may be promised
    "voting.counting.rules",
    "voting.counting.command_line",
    "voting.counting.reference",
}

# A rule that can have one value: `rules.checked` refuses every other, so nothing has to ask for it.
# The words say what keeps it.
ONE_VALUE: dict[Path, tuple[object, str]] = {
    ("who", "residency"): ("verified", "the list of voters is drawn from checked addresses"),
    ("panel", "mode"): ("confirms", "a decision that departs from the vote needs a reason"),
    ("panel", "scoring"): (False, "there is no scoring"),
    ("count", "version"): (1, "the count refuses every other version"),
}
# Not a rule that binds anybody.
NO_RULE: dict[Path, str] = {
    ("preset",): "the name of the set of rules that the draft began with",
    ("vote", "suggest_at_least"): "a suggestion: the ballot makes it, and nobody has to follow",
}


def fields(kind: type, before: Path = ()) -> Iterator[Path]:
    """The path of every rule: ("award", "answer_days")."""
    for name, hint in get_type_hints(kind).items():
        if is_typeddict(hint):
            yield from fields(hint, (*before, name))
        else:
            yield (*before, name)


EVERY = tuple(fields(rules.RoundRules))


def tells(module: str) -> bool:
    parts = {part.rpartition("_")[2] for part in module.split(".")}
    return bool(parts & TELLING) or module in TELLING_MODULES


def key_read(node: ast.AST) -> tuple[ast.expr | None, str] | None:
    """What is looked into, and for which key: `x["vote"]`, `x.get("vote")`, `_part(x, "vote")`."""
    if isinstance(node, ast.Subscript):
        inner, key = node.value, node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if node.func.attr != "get":
            return None
        inner, key = node.func.value, node.args[0]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 2:
        inner, key = None, node.args[1]
    else:
        return None
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return inner, key.value
    return None


def path_read(node: ast.AST) -> Path:
    """The keys of one reading, outermost first: ("award", "answer_days")."""
    found = key_read(node)
    if found is None:
        return ()
    inner, key = found
    return (*(path_read(inner) if inner is not None else ()), key)


def readers(path: Path) -> Iterator[str]:
    """The functions that read a rule, by their full name, where they may decide something by it."""
    for module in code.sources().values():
        if tells(module.name):
            continue
        for function in module.functions:
            if any(path_read(node) == path for node in ast.walk(function)):
                yield f"{module.name}.{function.name}"


def read_by_the_count(path: Path) -> bool:
    """Whether the count asks for this field of its own `Rules`."""
    return path[0] == "count" and any(
        isinstance(node, ast.Attribute) and node.attr == path[-1]
        for module in code.sources().values()
        if module.name.startswith("voting.counting.") and not tells(module.name)
        for node in ast.walk(module.tree)
    )


def decides(reader: str) -> bool:
    """Whether it is a deed, or anything but words, pages and forms calls it."""
    is_deed = "actions" in reader.split(".")
    return is_deed or any(not tells(module) for module in code.uses().get(reader, ()))


def binds(path: Path) -> bool:
    return read_by_the_count(path) or any(decides(reader) for reader in readers(path))


@pytest.mark.parametrize("path", EVERY, ids=".".join)
def test_every_rule_of_a_round_binds_somebody(path: Path) -> None:
    if path in ONE_VALUE or path in NO_RULE:
        return
    assert binds(path), (
        f"the rule {'.'.join(path)} is published and nothing keeps it (it is read by"
        f" {', '.join(readers(path)) or 'words and forms alone'}): let the check, count or deed"
        " that it is about read it, with a test that it refuses; or leave it out of RoundRules"
    )


@pytest.mark.parametrize("path", ONE_VALUE, ids=".".join)
def test_a_rule_that_nothing_asks_for_can_have_one_value(path: Path) -> None:
    value, _ = ONE_VALUE[path]
    for preset in ("small", "full"):
        draft = presets.offered(preset).draft_rules()
        inner: dict[str, object] = draft  # type: ignore[assignment]
        for key in path[:-1]:
            inner = inner[key]  # type: ignore[assignment]
        if path[-1] not in inner:
            continue
        assert inner[path[-1]] == value
        for other in (0, 2, 7, True, False, None, "", "other", "decides", 2.0):
            if other is value:
                continue
            inner[path[-1]] = other
            if other != value or type(other) is not type(value):
                with pytest.raises(BadRules, match=r"can't run a round"):
                    rules.checked(draft)


def test_the_lists_name_only_rules_that_need_it() -> None:
    listed = {*ONE_VALUE, *NO_RULE}
    assert listed <= set(EVERY)
    assert not [path for path in listed if binds(path)]
