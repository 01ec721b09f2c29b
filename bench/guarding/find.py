"""Which guards the code has, and the same code with a switch in each.

A guard is where something is refused: a `raise` of what is wrong, a `no(…)` for somebody who may
not, or the bare call of a check, which is a function that does nothing but refuse. Each is named
after its file, its function and what it says:
`grants/actions/payments.py:mark_sent:NeedsReference`.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Money, vote and safety: who may; what is promised and paid; what is cast, opened and counted; what
# is written down, and who sees it.
PACKAGES = (
    "grants",
    "voting",
    "proposals",
    *(f"platform/{name}" for name in ("rounds", "evidence", "ledger", "people", "places")),
    *(f"platform/{name}" for name in ("audit", "kit")),
)
# What only the operator runs, and what reads files in the formats of others.
LEFT_OUT = ("migrations", "management", "pabulib", "command_line.py", "__main__.py")
ON, YES = "__guard_on__", "__guard_yes__"
# A library with functions of the same names as some checks: `np.add.at` refuses nothing.
NOT_OURS = "np"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Guard:
    """One guard: its name, and the line where it stands now."""

    name: str
    line: int

    @property
    def file(self) -> str:
        return self.name.partition(":")[0]


@dataclass(frozen=True)
class Checks:
    """The names of functions that do nothing but refuse: file by file, and everywhere."""

    here: Mapping[str, frozenset[str]]
    everywhere: frozenset[str] = frozenset()

    def called(self, call: ast.AST, file: str) -> bool:
        """Whether this is the call of one."""
        if not isinstance(call, ast.Call) or _first_name(call.func) == NOT_OURS:
            return False
        name = _last_name(call.func)
        return name in self.here.get(file, ()) or name in self.everywhere


def guards() -> list[Guard]:
    """Every guard of the code, file by file."""
    return [guard for path in files() for guard in switched(path).guards]


def files() -> list[Path]:
    """The files whose guards count."""
    found = (path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")))
    return [path for path in found if not set(LEFT_OUT).intersection(path.parts)]


@dataclass
class Switched:
    """A file's code with a switch in each guard, and these guards."""

    tree: ast.Module
    guards: list[Guard] = field(default_factory=list)


def switched(path: Path) -> Switched:
    """Read one file."""
    return of_source(path.read_text(), name_of(path), checks())


def of_source(source: str, file: str, known: Checks) -> Switched:
    """The same of source text that stands in `file`."""
    switcher = _Switcher(file, known)
    tree = switcher.visit(ast.parse(source))
    return Switched(ast.fix_missing_locations(tree), switcher.guards)


def name_of(path: Path) -> str:
    """A file as the names of its guards have it."""
    return path.relative_to(ROOT).as_posix()


@cache
def checks() -> Checks:
    """The checks of the code as it stands."""
    return checks_of({name_of(path): path.read_text() for path in files()})


def checks_of(sources: Mapping[str, str]) -> Checks:
    """The checks of these files. One that only calls others is found after them."""
    trees = {file: ast.parse(source) for file, source in sources.items()}
    known = Checks({})
    while (found := _with_more(known, trees)) != known:
        known = found
    return known


def _with_more(known: Checks, trees: Mapping[str, ast.Module]) -> Checks:
    here = {}
    others: set[str] = set()
    for file, tree in trees.items():
        functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
        found = {each.name for each in functions if _only_refuses(each, file, known)}
        others |= {each.name for each in functions} - found
        here[file] = frozenset(found)
    shared = {name for found in here.values() for name in found if not name.startswith("_")}
    return Checks(here, frozenset(shared - others))


def _only_refuses(function: Function, file: str, known: Checks) -> bool:
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    refuses = any(
        (isinstance(node, ast.Raise) and _says(node.exc))
        or (isinstance(node, ast.Expr) and known.called(node.value, file))
        for node in nodes
    )
    return refuses and not any(_changes(node, file, known) for node in nodes)


def _changes(node: ast.AST, file: str, known: Checks) -> bool:
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.Expr):
        call = isinstance(node.value, ast.Call) and _last_name(node.value.func) != "add_note"
        return call and not known.called(node.value, file)
    return isinstance(node, (ast.Delete, ast.With, ast.Yield))


def _says(raised: ast.expr | None) -> str:
    """What is raised; nothing where an error is only handed on."""
    if isinstance(raised, ast.IfExp):
        return f"{_says(raised.body)}|{_says(raised.orelse)}"
    return _last_name(raised.func if isinstance(raised, ast.Call) else raised)


def _last_name(node: ast.expr | None) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _first_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


class _Switcher(ast.NodeTransformer):
    """Puts a switch into each guard."""

    def __init__(self, file: str, known: Checks) -> None:
        self.file, self.known = file, known
        self.guards: list[Guard] = []
        self._within: list[str] = []
        self._named: Counter[str] = Counter()

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._within.append(node.name)
        self.generic_visit(node)
        self._within.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self._within.append(node.name)
        node.body = list(self._body(node.body))
        self._within.pop()
        return node

    def _body(self, body: list[ast.stmt]) -> Iterator[ast.stmt]:
        """The statements of a function: a no that others may follow is left out when it is off."""
        for statement in body:
            follows = statement is not body[-1] and isinstance(statement, ast.If)
            if follows and isinstance(statement, ast.If) and _is_no(statement.body[-1]):
                refused = statement.body[-1]
                guard = self._named_guard("no", refused)
                statement.body[-1] = _when_on(guard, refused)
                yield statement
            else:
                yield self.visit(statement)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        says = _says(node.exc)
        return _when_on(self._named_guard(says, node), node) if says else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if _last_name(node.func) != "no":
            return node
        test = _asks(self._named_guard("no", node))
        yes = ast.Call(ast.Name(YES, ast.Load()), [], [])
        return ast.copy_location(ast.IfExp(test, node, yes), node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if not self.known.called(node.value, self.file):
            return self.generic_visit(node)
        assert isinstance(node.value, ast.Call)
        guard = self._named_guard(f"{_last_name(node.value.func)}()", node)
        refused = ast.Name("refused", ast.Load())
        again = ast.If(_asks(guard, refused), [ast.Raise()], [])
        handler = ast.ExceptHandler(ast.Name("Exception", ast.Load()), "refused", [again])
        return ast.copy_location(ast.Try([node], [handler], [], []), node)

    def _named_guard(self, says: str, node: ast.stmt | ast.expr) -> str:
        name = f"{self.file}:{'.'.join(self._within)}:{says}"
        self._named[name] += 1
        if self._named[name] > 1:
            name = f"{name}#{self._named[name]}"
        self.guards.append(Guard(name, node.lineno))
        return name


def _is_no(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Return) else None
    return isinstance(value, ast.Call) and _last_name(value.func) == "no"


def _asks(guard: str, *more: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(ON, ast.Load()), [ast.Constant(guard), *more], [])


def _when_on(guard: str, statement: ast.stmt) -> ast.stmt:
    return ast.copy_location(ast.If(_asks(guard), [statement], []), statement)
