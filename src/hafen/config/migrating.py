"""Run as the owner role: migrate, lay the guards, load the reference data.

A new database is made from the models as they are; an old one is migrated.
Replaying the history of two hundred library steps and all of ours draws up
each model anew for each other model that knows it, which took a minute of the
processor and would grow with the square of the models. That both ways lead to
the same tables is a test.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any

import django
from django.apps import AppConfig, apps
from django.contrib.postgres.operations import CreateExtension
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import Model

from hafen.core.db import guards

Key = tuple[str, str]
# What our tables need before them; these know no user.
_BEFORE = ("contenttypes", "auth")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4712)")
        cursor.execute("SET lock_timeout = '10s'")
    if is_new() and "HAFEN_REPLAY_MIGRATIONS" not in os.environ:
        make_new()
    call_command("migrate", verbosity=0, interactive=False)
    guards.lay()
    call_command("load_reference_data")


def is_new() -> bool:
    return not MigrationExecutor(connection).loader.applied_migrations


def make_new() -> None:
    """Make the tables of an empty database, and note all steps as done.

    Libraries replay their steps between ours: beside the one step of ours that
    they name, so that few models are drawn up for each of theirs.
    """
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    ours = {config.label for config in apps.get_app_configs() if _is_ours(config)}
    leaves = graph.leaf_nodes()
    before = [key for key in leaves if key[0] in _BEFORE]
    libraries = [key for key in leaves if key[0] not in ours]
    needed = {
        key for leaf in libraries for key in graph.forwards_plan(leaf) if key[0] in ours
    }
    executor.migrate(before)
    _extend(executor.loader.disk_migrations, ours)
    first, on_libraries = _in_two(_models(ours), ours | set(_BEFORE))
    _create(first)
    _record(sorted(needed))
    executor = MigrationExecutor(connection)
    executor.migrate(libraries)
    _create(on_libraries)
    steps = {
        key: migration
        for key, migration in executor.loader.disk_migrations.items()
        if key[0] in ours
    }
    _run_code(steps.values())
    _record(key for key in steps if key not in needed)


def _models(labels: set[str]) -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in labels and model._meta.managed
    ]


def _in_two(
    models: list[type[Model]], known: set[str]
) -> tuple[list[type[Model]], list[type[Model]]]:
    """Return the models that can stand before the libraries, and the others.

    :param known: the apps whose tables are there by then, or made in one go
    """
    late = {
        model
        for model in models
        if any(other._meta.app_label not in known for other in _named_by(model))
    }
    while more := {
        model for model in models if model not in late and late & _named_by(model)
    }:
        late |= more
    return (
        [model for model in models if model not in late],
        [model for model in models if model in late],
    )


def _named_by(model: type[Model]) -> set[type[Model]]:
    """Return the models that a table has keys of."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    named = {field.related_model for field in fields if field.is_relation}
    return {other for other in named if isinstance(other, type)}


def _extend(migrations: Mapping[Key, Migration], ours: set[str]) -> None:
    """Let the database have the extensions that our columns and indexes need."""
    unread = ProjectState()
    with connection.schema_editor() as editor:
        for (app, _name), migration in migrations.items():
            for operation in migration.operations:
                if app in ours and isinstance(operation, CreateExtension):
                    operation.database_forwards(app, editor, unread, unread)


def _create(models: Iterable[type[Model]]) -> None:
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)


def _record(keys: Iterable[Key]) -> None:
    recorder = MigrationRecorder(connection)
    for app, name in keys:
        recorder.record_applied(app, name)


def _run_code(steps: Iterable[Migration]) -> None:
    """Do what no model says, with the models as they are.

    A step that only mends rows of older editions is marked `elidable`: in a
    new database there are none.
    """
    present: Any = apps
    unread = ProjectState()
    with connection.schema_editor() as editor:
        for step in steps:
            for operation in step.operations:
                if getattr(operation, "elidable", False):
                    continue
                if isinstance(operation, RunSQL):
                    operation.database_forwards(step.app_label, editor, unread, unread)
                elif isinstance(operation, RunPython):
                    operation.code(present, editor)


def _is_ours(config: AppConfig) -> bool:
    return config.name.startswith("hafen.")


if __name__ == "__main__":
    main()
