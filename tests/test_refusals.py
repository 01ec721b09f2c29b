"""A refusal is worth its words: something raises it, and a test provokes it.

Held by reading the code. To note in a running suite what was raised would need all of it in one
process, and would fail for whoever runs one folder. A refusal that is raised by its name alone can
say one sentence, its `message`: a test that provokes it by name has its words. One that is raised
with words of its own at that place needs a test that reads those.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from itertools import chain

import pytest

from kit.refusal import Refused
from tests import code

ROOT = "kit.refusal.Refused"
# How many letters in a row of a sentence a test must read to have read it: of a sentence that some
# refusal says at this place alone, and of one instead of the refusal's name.
PIECE, SENTENCE = 14, 24


@lru_cache(maxsize=1)
def bases() -> dict[str, set[str]]:
    """By the full name of each class of the sources: what it is made from."""
    found = {}
    for module in code.sources().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                names = {module.full(base) for base in node.bases}
                found[f"{module.name}.{node.name}"] = {code.settled(n) for n in names if n}
    return found


def is_refusal(name: str) -> bool:
    return name == ROOT or any(is_refusal(base) for base in bases().get(name, ()))


EVERY = sorted(name for name in bases() if is_refusal(name) and name != ROOT)
KINDS = {base for name in EVERY for base in bases()[name]}  # those that others are made from


def named(module: code.Module, node: ast.AST) -> set[str]:
    """The refusals that are named anywhere in a part of a module."""
    names = (module.full(each) for each in ast.walk(node) if isinstance(each, ast.expr))
    return {code.settled(name) for name in names if name} & set(EVERY)


def only_caught(module: code.Module) -> Iterator[ast.AST]:
    """The parts of a module in which a refusal is named and not given."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield from node.bases
        elif isinstance(node, ast.ExceptHandler) and node.type is not None:
            yield node.type
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "suppress",
            "isinstance",
        ):
            yield from node.args
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns


@lru_cache(maxsize=1)
def given() -> set[str]:
    """The refusals that something in the sources raises, or hands on to be raised."""
    found: set[str] = set()
    for module in code.sources().values():
        caught = {id(node) for part in only_caught(module) for node in ast.walk(part)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name | ast.Attribute) and id(node) not in caught:
                name = module.full(node)
                found |= {code.settled(name)} if name else set()
    return found


@lru_cache(maxsize=1)
def provoked() -> set[str]:
    """The refusals that a test expects: named in `pytest.raises`, among what a test that expects
    something is given, or by their `message` in what it asserts of a page."""
    found: set[str] = set()
    for module in code.tests().values():
        for function in module.functions:
            expected = [node for node in ast.walk(function) if _expects(node) or _is_message(node)]
            for node in expected:
                found |= named(module, node)
            if any(_by_parameter(node) for node in expected):
                found |= set().union(*(named(module, each) for each in function.decorator_list))
    return found


def _expects(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "raises"


def _is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "message"


def _by_parameter(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(isinstance(each, ast.Name) for each in node.args)


@lru_cache(maxsize=1)
def read_by_tests() -> str:
    """Every text that tests hold, as they would find it on a page."""
    nodes = chain.from_iterable(ast.walk(module.tree) for module in code.tests().values())
    texts = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return "\n".join(sorted(plain(text) for text in texts))


def plain(text: str) -> str:
    """Without the marks of a pattern, and with a page's quotation marks as they are typed."""
    return re.sub(r"\\(.)", r"\1", text).strip("^$").replace("&#x27;", "'")


def own_words() -> Iterator[tuple[str, str, list[str]]]:
    """Each place where a refusal is given words of its own: where, which, and the parts of them."""
    for module in code.sources().values():
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = module.full(node.func)
            if name and code.settled(name) in EVERY and (parts := _parts(node.args[0])):
                yield f"{module.name}:{node.lineno}", code.settled(name), parts


def _parts(words: ast.expr) -> list[str]:
    return [
        node.value
        for node in ast.walk(words)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if len(node.value.strip()) >= PIECE
    ]


def is_read(parts: list[str], letters: int = PIECE) -> bool:
    """Whether a test reads a piece of these words that is long enough to tell them by."""
    windows = (p[at : at + letters] for p in parts for at in range(len(p) - letters + 1))
    return any(window in read_by_tests() for window in windows)


def message_of(name: str) -> str:
    module, _, last = name.rpartition(".")
    refusal: type[Refused] = getattr(import_module(module), last)
    return refusal.message


@pytest.mark.parametrize("name", EVERY)
def test_every_refusal_is_raised_by_something(name: str) -> None:
    assert name in given() or name in KINDS, (
        f"nothing raises {name}: raise it where the deed must be refused, or remove it"
    )


@pytest.mark.parametrize("name", EVERY)
def test_every_refusal_is_provoked_by_a_test(name: str) -> None:
    assert name in provoked() or name in KINDS or is_read([message_of(name)], SENTENCE), (
        f"no test provokes {name}: a guard without one can be lost and nobody sees it. Write a test"
        " that does the deed in the state in which it must be refused:"
        f" pytest.raises({name.rpartition('.')[2]}, match=…) with its words"
    )


@pytest.mark.parametrize(("place", "name", "parts"), list(own_words()), ids=lambda v: str(v)[:60])
def test_words_said_at_one_place_alone_are_read_by_a_test(
    place: str, name: str, parts: list[str]
) -> None:
    assert is_read(parts), (
        f"{place} raises {name.rpartition('.')[2]} with words that no test reads ({parts}): provoke"
        " it there, with match= and a piece of these words"
    )
