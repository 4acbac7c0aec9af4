"""Run as the owner role: migrate, lay the guards, load the reference data."""

import os

import django
from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hafen.core.db import guards


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4712)")
        cursor.execute("SET lock_timeout = '10s'")
    libraries_first()
    call_command("migrate", verbosity=0, interactive=False)
    guards.lay()
    call_command("load_reference_data")


def libraries_first() -> None:
    """Make Wagtail's tables in a new database before most of our own.

    Each of its two hundred steps that touches the user draws up all models
    that know the user anew; while ours are not there, there are few.
    """
    executor = MigrationExecutor(connection)
    if ("wagtailcore", "0001_initial") in executor.loader.applied_migrations:
        return
    ours = {config.label for config in apps.get_app_configs() if _is_ours(config)}
    executor.migrate(
        [key for key in executor.loader.graph.leaf_nodes() if key[0] not in ours]
    )


def _is_ours(config: AppConfig) -> bool:
    return config.name.startswith("hafen.")


if __name__ == "__main__":
    main()
