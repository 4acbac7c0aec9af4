"""The demo municipality in a database of its own, loaded once for a test process."""

import os
import secrets
import subprocess
import sys

import pytest
from django.db import connections, transaction

from conftest import clone_template, drop, use
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.models import Municipality

LOAD = "import django; django.setup(); from hafen.config import demo_loading as d;"


@pytest.fixture(scope="session")
def demo_database():
    """The name of the database; whoever writes into it rolls back."""
    name = clone_template()
    subprocess.run(
        [sys.executable, "-c", LOAD + "d.load(None)"],
        env=os.environ
        | {"HAFEN_DEMO": "1", "HAFEN_DB_NAME": name, "HAFEN_DB_ROLE": "worker"},
        check=True,
    )
    yield name
    drop(name)


@pytest.fixture
def musterhafen(demo_database, django_db_setup, django_db_blocker, settings):
    """The demo municipality, in a transaction that is rolled back."""
    settings.DEMO = True  # elsewhere its people cannot sign in
    shared = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        use(demo_database)
        with transaction.atomic():
            # What a test before kept of its own content is not this one's.
            Municipality.objects.update(content_version=secrets.randbelow(10**9))
            town = Municipality.objects.get()
            context.enter(Context(municipality=town.pk))
            yield town
            transaction.set_rollback(True)
        use(shared)
