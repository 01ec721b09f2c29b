"""What is written is used: a predicate guards a deed, and a deed can be done from a page."""

from __future__ import annotations

import ast

import pytest

from tests import code

# Deeds that no page, command or other deed does yet. A list to be emptied: who adds to it says why
# the deed is written before its page.
WITHOUT_DOOR = {
    "ledger.actions.fee": "the trust's fee: its page comes with what funds are charged",
    "ledger.actions.top_up": "more money for a round: its page comes with money that is left over",
    "audit.actions.erase_words": "words of an entry erased: its page comes with a person's wishes",
    "evidence.actions.supersede": "`observe` replaces a value; one chosen by hand has no page yet",
}
# Of the ledger there are two, and no more.
LEDGER = {"ledger.actions.fee", "ledger.actions.top_up"}


def functions(of: str) -> list[str]:
    """The public functions of the modules whose name has this part, by their full name."""
    return [
        f"{module.name}.{node.name}"
        for module in code.sources().values()
        if of in module.name.split(".")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def callers(name: str) -> set[str]:
    """The modules that use a function; the demonstration plays deeds, it gives nobody a door."""
    return {each for each in code.uses().get(name, ()) if not each.startswith("demo")}


PREDICATES = [
    f"{module.name}.{node.name}"
    for module in code.sources().values()
    for node in module.tree.body
    if isinstance(node, ast.FunctionDef) and node.name.startswith("may_")
]
# What only has the database look at what was written so far is no deed.
DEEDS = [name for name in functions("actions") if not name.endswith(".settle")]


def test_there_are_predicates_and_deeds_to_ask_about() -> None:
    assert len(PREDICATES) > 15
    assert len(DEEDS) > 100


@pytest.mark.parametrize("name", PREDICATES)
def test_every_predicate_guards_something(name: str) -> None:
    assert callers(name), (
        f"nothing asks {name}: a page that shows or hides by it is no guard. Let the deed insist on"
        " it, or remove it"
    )


@pytest.mark.parametrize("name", DEEDS)
def test_every_deed_has_a_door(name: str) -> None:
    if name in WITHOUT_DOOR:
        return
    assert callers(name), (
        f"nobody can do {name}: no page, command or other deed calls it. Give it its page, or"
        " remove it with its tests"
    )


def test_the_deeds_without_a_door_are_those_on_the_list() -> None:
    assert set(WITHOUT_DOOR) <= set(DEEDS)
    assert not [name for name in WITHOUT_DOOR if callers(name)], "take it off the list: it has one"
    assert {name for name in WITHOUT_DOOR if name.startswith("ledger.")} <= LEDGER
