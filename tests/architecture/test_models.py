"""Rules that every table keeps; nobody has to remember them."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.guards import composite_key_name, local_keys, our_models
from hafen.core.db.personal_data import declared
from hafen.core.places.models import Municipality, MunicipalityRow
from tests.architecture.floors import ORDER


def floor(model):
    parts = model.__module__.split(".")
    return ORDER.index(".".join(parts[:3]))


def test_every_model_declares_its_personal_data():
    undeclared = [model._meta.label for model in our_models() if not declared(model)]

    assert undeclared == []


def test_declared_fields_exist():
    wrong = [
        f"{model._meta.label}.{name}"
        for model in our_models()
        for name in declared(model).fields
        if name not in {field.name for field in model._meta.local_fields}
    ]

    assert wrong == []


# The sealed trail is pruned as a whole, never row by row.
SWEPT_ELSEWHERE = {"audit.Event"}


def test_a_period_has_a_day_from_which_it_counts():
    endless = [
        model._meta.label
        for model in our_models()
        if declared(model).keep_for is not None
        and not declared(model).keep_from
        and model._meta.label not in SWEPT_ELSEWHERE
    ]

    assert endless == []


def test_relations_within_a_municipality_are_composite():
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if issubclass(model, MunicipalityRow)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, LocalForeignKey | LocalOneToOneField)
        and issubclass(field.related_model, MunicipalityRow)
    ]

    assert plain == []


def test_no_table_between_rows_lacks_its_municipality():
    automatic = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]

    assert automatic == []


def test_no_relation_looks_up_a_floor():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.local_fields
        if field.related_model
        and field.related_model.__module__.startswith("hafen.")
        and field.related_model is not Municipality
        and floor(field.related_model) > floor(model)
    ]

    assert upward == []


@pytest.mark.django_db
def test_the_database_holds_every_composite_key():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        present = {name for (name,) in cursor.fetchall()}
    missing = [
        name
        for model in our_models()
        for field in local_keys(model)
        if (name := composite_key_name(model._meta.db_table, field.column))
        not in present
    ]

    assert missing == []


@pytest.mark.django_db
def test_every_table_with_personal_data_forces_row_level_security():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
        forced = {name for (name,) in cursor.fetchall()}
    open_tables = [
        model._meta.label
        for model in our_models()
        if declared(model).is_personal and model._meta.db_table not in forced
    ]

    assert open_tables == []


@pytest.mark.django_db
def test_every_change_of_our_tables_reaches_the_trail():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname='hafen_audit'"
        )
        watched = {name.strip('"') for (name,) in cursor.fetchall()}
    unwatched = [
        model._meta.label
        for model in our_models()
        if model._meta.db_table not in watched
        and getattr(model, "is_audited", True)
        and not getattr(model, "append_only", False)
    ]

    assert unwatched == []


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_have_names_and_one_head():
    for config in apps.get_app_configs():
        if not config.name.startswith("hafen."):
            continue
        folder = Path(importlib.import_module(config.name).__file__).parent
        names = sorted(file.stem for file in (folder / "migrations").glob("[0-9]*.py"))
        numbers = [name[:4] for name in names]
        assert len(numbers) == len(set(numbers)), names
        assert not [name for name in names if re.search(r"_auto_", name)]


def test_no_migration_seals_a_text_for_rows_that_are_there():
    """A default is sealed for no row: on tables with rows the step would fail."""
    wrong = [
        f"{label}.{name}: {step.model_name}.{step.name}"
        for (label, name), migration in MigrationLoader(None).disk_migrations.items()
        for step in migration.operations
        if isinstance(step, AddField)
        and isinstance(step.field, EncryptedTextField)
        and not step.field.null
    ]

    assert wrong == []
