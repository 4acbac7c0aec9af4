"""Compiled loops belong to workers: a web process stays small and starts at once."""

import ast
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "hafen"
ENGINE = SOURCE / "matching"
# Modules of the engine that load the compiled loops when they are imported.
HEAVY = {
    *("auctioning", "baselines", "batch", "booking", "booking_search", "gaps"),
    *("market", "mending", "planning", "repairing"),
}
# Only these may name them, and only inside a function: `tasks` are imported by the
# web as well, to put jobs in the queue.
WORKERS = {"tasks.py", "commands.py"}

WEB = """
import sys
import django
django.setup()
from django.apps import apps
from django.urls import get_resolver
import importlib, pkgutil
import hafen.config.wsgi
get_resolver().url_patterns
for config in apps.get_app_configs():
    if config.name.startswith("hafen."):
        for module in pkgutil.iter_modules(config.module.__path__):
            if module.name not in {"tests", "commands", "management"}:
                importlib.import_module(f"{config.name}.{module.name}")
from hafen.matching import changes, explaining, plans, policy, ranking, schema
print(*sorted({"numba", "llvmlite", "ortools", "scipy"} & set(sys.modules)))
"""


def test_a_web_process_loads_neither_numba_nor_a_solver():
    done = subprocess.run(
        [sys.executable, "-c", WEB],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == []


def test_only_jobs_and_commands_load_the_compiled_loops():
    wrong = []
    for file in SOURCE.rglob("*.py"):
        if ENGINE in file.parents or "tests" in file.parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        at_top = {id(node) for node in tree.body}
        for node in ast.walk(tree):
            if _heavy(node) and (file.name not in WORKERS or id(node) in at_top):
                wrong.append(f"{file.relative_to(SOURCE)}:{node.lineno}")

    assert wrong == []


def test_heavy_modules_are_those_that_import_loops():
    """So that the list above stays true."""
    direct = {
        file.stem
        for file in ENGINE.glob("*.py")
        for name in _imported(ast.parse(file.read_text(encoding="utf-8")))
        if name.startswith("hafen.matching.kernels.")
        and not name.startswith("hafen.matching.kernels.data")
    }

    assert direct <= HEAVY


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
            yield node.module
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _heavy(node):
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return any(
        name.startswith("hafen.matching.kernels")
        or name.removeprefix("hafen.matching.") in HEAVY
        for name in _imported(ast.Module([node], []))
    )
