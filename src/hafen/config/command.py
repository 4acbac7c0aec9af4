"""`./hafen`: one line per command; the work is done where it belongs.

Every command finds the database, starts it when needed, brings the tables up
to date, and stops what it started.
"""

import argparse
import contextlib
import importlib
import json
import os
import sys

from hafen.config import database, interrupts, postgres, setup
from hafen.config import environment as env
from hafen.config.command_shape import Command
from hafen.config.command_table import COMMANDS
from hafen.core.db.commands import Outcome
from hafen.core.db.errors import DomainError


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="./hafen", description="Runs and keeps an installation of Hafen."
    )
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {
        "": top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    }
    for command in COMMANDS:
        group, _, name = command.name.rpartition(" ")
        if group not in groups:
            head = groups[""].add_parser(group, help=_group_help(group))
            groups[group] = head.add_subparsers(metavar="COMMAND", required=True)
        leaf = groups[group].add_parser(
            name, help=command.help, description=command.help
        )
        for wanted in command.arguments:
            leaf.add_argument(*wanted.names, **wanted.options)
        if command.answers:
            leaf.add_argument("--json", action="store_true", help="answer as JSON")
        leaf.set_defaults(command=command)
    return top


def _group_help(group: str) -> str:
    return ", ".join(
        command.name.removeprefix(f"{group} ")
        for command in COMMANDS
        if command.name.startswith(f"{group} ")
    )


def main(arguments: list[str]) -> int:
    options, rest = parser().parse_known_args(arguments)
    command: Command = options.command
    if rest and not command.takes_rest:
        parser().error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    interrupts.listen()
    try:
        outcome = _run(command, options)
    except (DomainError, postgres.DatabaseTrouble) as trouble:
        # A refusal without a sentence of its own says what its class means.
        sentence = str(trouble) or f"{type(trouble).__name__}: {type(trouble).__doc__}"
        outcome = Outcome({"error": sentence}, [sentence], 1)
    except (KeyboardInterrupt, interrupts.Interrupted):
        return 130
    # Whoever reads only the first lines (`| head`) has read enough.
    with contextlib.suppress(BrokenPipeError):
        _print(outcome, as_json=getattr(options, "json", False))
    return outcome.code


def _run(command: Command, options: argparse.Namespace) -> Outcome:
    if command.needs == "nothing":
        return _call(command, options)
    if command.name.startswith("demo "):
        os.environ["HAFEN_DEMO"] = "1"
    with database.running(for_tests=command.needs == "test server") as server:
        setup.make_ready(server, with_tables=command.needs == "tables")
        os.environ.update(server.environment("worker"))
        if command.needs == "tables":
            setup.start_django()
        options.server = server
        return _call(command, options)


def _call(command: Command, options: argparse.Namespace) -> Outcome:
    module, _, function = command.handler.partition(":")
    outcome: Outcome = getattr(importlib.import_module(module), function)(options)
    return outcome


def _print(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(outcome.data, ensure_ascii=False, indent=2, default=str),
            flush=True,
        )
    elif outcome.lines:
        stream = sys.stderr if outcome.code else sys.stdout
        print("\n".join(outcome.lines), file=stream, flush=True)


if __name__ == "__main__":
    env.var().mkdir(parents=True, exist_ok=True)
    # Where workers keep the compiled loops of the matching engine.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(env.var() / "numba"))
    sys.exit(main(sys.argv[1:]))
