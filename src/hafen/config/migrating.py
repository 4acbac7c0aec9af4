"""Run as the owner role: migrate, lay the guards, load the reference data."""

import os

import django
from django.core.management import call_command
from django.db import connection

from hafen.core.db import guards


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4712)")
        cursor.execute("SET lock_timeout = '10s'")
    call_command("migrate", verbosity=0, interactive=False)
    guards.lay()
    call_command("load_reference_data")


if __name__ == "__main__":
    main()
