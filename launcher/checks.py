"""`./run lint`: the checks that need no database. What they check is set in pyproject.toml."""

from launcher import foreground, venv
from launcher.home import ROOT, VENV
from launcher.speech import complain, say

SETTINGS = {
    # Enough for the settings to be read; nothing connects.
    "DATABASE_URL": "postgres://nobody@127.0.0.1/nothing",
    "SECRET_KEY": "only-for-checks",
}


def lint() -> int:
    """Run every check, also after one failed; 1 if any did."""
    venv.ready(venv.FOR_RUNNING, venv.FOR_TESTS)
    env = venv.environment(**SETTINGS)
    failed = [name for name, command in _checks().items() if not _passes(name, command, env)]
    if failed:
        complain(f"Not right yet: {', '.join(failed)}.")
    return 1 if failed else 0


def _checks() -> dict[str, list[str]]:
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    return {
        "ruff": ["ruff", "check", "."],
        "format": ["ruff", "format", "--check", "."],
        "types": ["mypy"],
        "imports": ["lint-imports"],
        "templates": ["djade", "--check", "--target-version", "5.2", *templates],
        "dependencies": ["deptry", "."],
    }


def _passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    say(f"{name}:")
    return foreground.run([str(VENV / "bin" / command[0]), *command[1:]], env=env) == 0
