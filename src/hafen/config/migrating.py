"""Run as the owner role: migrate, lay the guards, load the reference data.

A new database is made from the models as they are; an old one is migrated.
Replaying the history of two hundred library steps and all of ours draws up
each model anew for each other model that knows it, which took a minute of the
processor and would grow with the square of the models. That both ways lead to
the same tables and rows is a test.
"""

import os
from collections.abc import Iterable
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

from hafen.core.db import guards

# The queue writes its tables in SQL, and has no models for them.
_IN_SQL = "procrastinate"
# What libraries' steps do that no model says: the order of paths, and rights
# that belong to no table. Their other code mends rows of older editions or
# fills in examples, which a step of ours takes away again.
_NEEDED_OF_LIBRARIES = {
    "set_page_path_collation",
    "set_collection_path_collation",
    "create_admin_access_permissions",
    "create_submit_translation_permission",
}


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
    """Make the tables of an empty database, and note all steps as done."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes(_IN_SQL))
    leaves = executor.loader.graph.leaf_nodes()
    steps = [step for step, _back in executor.migration_plan(leaves, clean_start=True)]
    steps = [step for step in steps if step.app_label != _IN_SQL]
    _extend(steps)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    _run_code(steps)
    recorder = MigrationRecorder(connection)
    for step in steps:
        for app, name in step.replaces or [(step.app_label, step.name)]:
            recorder.record_applied(app, name)
    executor.check_replacements()


def _extend(steps: Iterable[Migration]) -> None:
    """Let the database have the extensions that our columns and indexes need."""
    unread = ProjectState()
    with connection.schema_editor() as editor:
        for step in steps:
            for operation in step.operations:
                if isinstance(operation, CreateExtension):
                    operation.database_forwards(step.app_label, editor, unread, unread)


def _run_code(steps: Iterable[Migration]) -> None:
    """Do what no model says, with the models as they are.

    A step of ours that only mends rows of older editions is marked `elidable`:
    in a new database there are none.
    """
    present: Any = apps
    unread = ProjectState()
    with connection.schema_editor() as editor:
        for step in steps:
            is_ours = _is_ours(apps.get_app_config(step.app_label))
            for operation in step.operations:
                if getattr(operation, "elidable", False):
                    continue
                if isinstance(operation, RunSQL):
                    operation.database_forwards(step.app_label, editor, unread, unread)
                elif isinstance(operation, RunPython):
                    name = getattr(operation.code, "__name__", "")
                    if is_ours or name in _NEEDED_OF_LIBRARIES:
                        operation.code(present, editor)


def _is_ours(config: AppConfig) -> bool:
    return config.name.startswith("hafen.")


if __name__ == "__main__":
    main()
