"""What people are asked for is used: every column is read by something.

A column that is written and never read asks people for nothing in return, and its figure is wrong
for years before anybody sees it. Read means: an attribute is taken, a query filters or orders by it
or fetches it, a template shows it, a statement names it. Held by names, so a column that shares its
name with another that is read is not seen here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from django.apps import apps
from django.db.models import Field

from tests import code

OURS = {"audit", "evidence", "grants", "kit", "ledger", "people", "places", "proposals", "rounds"}
OURS |= {"voting", "pages"}
# Who did something and when, kept beside the row for whoever looks at the database itself; nobody
# was asked for it. Each with what tells people the same.
KEPT = {
    "people.user.password": "Django's own; nobody here has a password",
    "people.role.given_by": "the entry of the role names who gave it",
    "proposals.proposal.started_at": "a draft's first moment; people see when it was sent in",
    "proposals.proposal.looked_by": "the entry says that it was looked at, and as what",
    "proposals.incompatiblepair.declared_by": "the entry of the pair names who said so",
    "voting.damagedballot.found_at": "the entry about the box names the ballots and the moment",
    "grants.instalment.due_on": "the entry of the payment says when it became due",
    "grants.instalment.milestone_met_at": "the entry of what it waited for says when",
    "grants.instalment.milestone_met_by": "the entry of what it waited for says who",
}
QUERIES = frozenset(
    {"filter", "exclude", "get", "Q", "get_or_create", "update_or_create", "aggregate", "annotate",
     "alias", "values", "values_list", "order_by", "only", "defer", "distinct", "earliest",
     "latest", "F", "Sum", "Max", "Min", "Count", "getattr", "OuterRef", "select_related",
     "prefetch_related", "Prefetch", "Lower", "Least", "Greatest"}
)  # fmt: skip


def fields() -> Iterator[tuple[str, Field[object, object]]]:
    for model in apps.get_models(include_auto_created=False):
        if model._meta.app_label in OURS:
            for field in model._meta.concrete_fields:
                if not field.primary_key:
                    yield f"{model._meta.label_lower}.{field.name}", field


@lru_cache(maxsize=1)
def read() -> set[str]:
    """Every name that something reads."""
    found: set[str] = set()
    for module in code.sources().values():
        for node in ast.walk(module.tree):
            found.update(_read_by(node))
    templates = (code.ROOT / "templates").rglob("*.*")
    marks = (re.findall(r"{[{%].*?[%}]}", file.read_text(), flags=re.S) for file in templates)
    for mark in (mark for each in marks for mark in each):
        found.update(re.findall(r"\.([a-z_]+)", mark))
    return found


def _read_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node.attr
    elif isinstance(node, ast.Call) and _name(node.func) in QUERIES:
        for keyword in node.keywords:
            yield from (keyword.arg or "").split("__")
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            yield from (part for text in _texts(argument) for part in re.split("__|-", text))
    elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_fields(node):
        yield from _texts(node.value) if node.value else ()
    elif isinstance(node, ast.Constant) and _is_statement(node.value):
        yield from re.findall(r"[a-z_]+", str(node.value))


def _is_fields(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether these are the fields of a serializer or a form."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return _name(target) == "fields"


def _is_statement(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"\b(SELECT|FROM|WHERE|COPY)\b", value))


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _texts(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def unread(names: dict[str, Field[object, object]]) -> set[str]:
    return {name for name, field in names.items() if not {field.name, field.attname} & read()}


def test_every_column_is_read_by_something() -> None:
    silent = unread(dict(fields())) - set(KEPT)
    assert not silent, (
        f"{', '.join(sorted(silent))}: saved, and nothing reads it. Show it, decide by it, or stop"
        " asking for it; or put it on KEPT with the reason"
    )


def test_what_is_only_kept_is_read_by_nothing() -> None:
    assert set(KEPT) - unread(dict(fields())) == set()
