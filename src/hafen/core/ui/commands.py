"""`./hafen messages …`: the catalogues of what pages say."""

from argparse import Namespace
from pathlib import Path

from hafen.core.db.commands import Outcome
from hafen.core.ui import extraction, messages

ROOT = Path(__file__).resolve().parents[2]


def extract(arguments: Namespace) -> Outcome:
    new = extraction.extract(ROOT, only=arguments.room)
    return Outcome({"new": new}, [f"{new} sentences are new and need a translation."])


def check(arguments: Namespace) -> Outcome:
    problems = [
        problem
        for problem in extraction.check(ROOT)
        if not arguments.room or problem.room.endswith(f"/{arguments.room}")
    ]
    languages: dict[tuple[str, str, str], list[str]] = {}
    for found in problems:
        key = (found.room, found.sentence, found.reason)
        languages.setdefault(key, []).append(found.language)
    lines = [
        f"{room}: “{sentence}” {reason} ({', '.join(tags)})"
        for (room, sentence, reason), tags in languages.items()
    ]
    data = [vars(problem) for problem in problems]
    return Outcome(
        data, lines or ["Every sentence is translated."], code=bool(problems)
    )


def compile_all(_arguments: Namespace) -> Outcome:
    done = messages.compile_catalogues(ROOT)
    return Outcome({"compiled": done}, [f"{done} catalogues were compiled."])
