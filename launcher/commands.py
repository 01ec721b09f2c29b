"""The command line of `./run`."""

from argparse import REMAINDER, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from launcher import (
    checks,
    database,
    dotenv,
    foreground,
    home,
    serve,
    signals,
    testing,
    upgrade,
    venv,
)
from launcher.addresses import Addresses
from launcher.home import ROOT
from launcher.speech import CannotRun, complain

HELP = """\
./run           start everything here, with a demonstration to play with
./run test      install what tests need, and run them all
./run upgrade-database   move the built-in database to the newest PostgreSQL here

For those who change it:
./run lint             style, types, layers
./run manage COMMAND   Django's commands, on the same data
./run bench [NAME]     benchmarks
./run count …          count a file of ballots
"""
# Only these do what the app role may not; everything else works as the app does.
OWNERS_COMMANDS = {"migrate", "load_demonstration", "begin_epoch"}


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; the exit code."""
    signals.listen()
    try:
        dotenv.read(ROOT / ".env")
        return _dispatch(list(arguments))
    except CannotRun as refusal:
        complain(refusal.line)
        return refusal.code
    except signals.Stopped as stopped:
        return 128 + stopped.signum


def _dispatch(arguments: list[str]) -> int:
    name, more = (arguments[0], arguments[1:]) if arguments else ("", [])
    commands = {
        "test": _test,
        "lint": _lint,
        "bench": _bench,
        "manage": _manage,
        "count": _count,
        "upgrade-database": _upgrade_database,
    }
    if name in commands:
        return commands[name](more)
    return _serve(arguments)


def _serve(arguments: list[str]) -> int:
    parser = ArgumentParser(
        prog="./run", description=HELP, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8000, help="where to answer (8000)")
    parser.add_argument("--data", type=Path, help="the folder that keeps everything")
    parser.add_argument("--empty", action="store_true", help="start without the demonstration")
    parser.add_argument(
        "--in-container",
        action="store_true",
        help="answer on all addresses of this container: publish its port on 127.0.0.1 only",
    )
    options = parser.parse_args(arguments)
    return serve.serve(
        port=options.port,
        data=options.data,
        empty=options.empty,
        in_container=options.in_container,
    )


def _test(arguments: list[str]) -> int:
    parser = ArgumentParser(
        prog="./run test", description="All else is handed to pytest.", allow_abbrev=False
    )
    parser.add_argument("--no-browser", action="store_true", help="leave the browser tests out")
    parser.add_argument("-m", dest="marks", help="which tests, by their marks")
    parser.add_argument(
        "-n", dest="processes", default=str(testing.cores() + 1), help="how many at once"
    )
    options, more = parser.parse_known_args(arguments)
    return testing.test(options, more)


def _lint(arguments: list[str]) -> int:
    ArgumentParser(prog="./run lint", description=checks.__doc__).parse_args(arguments)
    return checks.lint()


def _bench(arguments: list[str]) -> int:
    return testing.bench(arguments[0] if arguments else None, arguments[1:])


def _count(arguments: list[str]) -> int:
    venv.ready(venv.FOR_RUNNING)
    command = [venv.PYTHON, "-m", "voting.counting", *arguments]
    return foreground.run(command, env=venv.environment(), cwd=Path.cwd())


def _manage(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="./run manage", allow_abbrev=False)
    parser.add_argument("--data", type=Path, help="the folder that keeps everything")
    parser.add_argument("command", nargs=REMAINDER, help="what Django is to do")
    options = parser.parse_args(arguments)
    place = home.find(options.data)
    venv.ready(venv.FOR_RUNNING)
    try:
        with home.sole_use(place), database.started(place) as found:
            code = _django(place, found.addresses, options.command)
            home.wait_for_guests(place)
            return code
    except home.InUse:
        with home.as_guest(place):
            return _django(place, database.joined(place), options.command)


def _upgrade_database(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="./run upgrade-database", description=upgrade.__doc__)
    parser.add_argument("--data", type=Path, help="the folder that keeps everything")
    parser.add_argument(
        "--anew", action="store_true", help="write all anew also when it is of the newest already"
    )
    options = parser.parse_args(arguments)
    venv.ready(venv.FOR_RUNNING)
    return upgrade.upgrade(home.find(options.data), anew=options.anew)


def _django(place: home.Home, addresses: Addresses, command: list[str]) -> int:
    owners = bool(OWNERS_COMMANDS.intersection(command[:1]))
    env = serve.surroundings(place)
    env.update(addresses.for_changing() if owners else addresses.for_serving())
    # Files named on the command line are where the person is, so the command starts there.
    return foreground.run([*venv.MANAGE, *command], env=env, cwd=Path.cwd())
