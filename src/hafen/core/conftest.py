import os
os.environ.update(HAFEN_DB_HOST="/tmp/ops-pg", HAFEN_DB_PORT="55433", HAFEN_DB_NAME="hafen", HAFEN_VAR="/tmp/ops-var")
import pytest
@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    from django.test.utils import setup_databases
    from django.conf import settings
    settings.DATABASES["default"]["USER"] = "super"
    from django.db import connections
    connections["default"].settings_dict["USER"] = "super"
    from django.apps import apps
    settings.MIGRATION_MODULES = {a.label: None for a in apps.get_app_configs()}
    for n in ("USER",): connections["default"].settings_dict[n] = "super"
    with django_db_blocker.unblock():
        cfg = setup_databases(verbosity=0, interactive=False)
        from django.db import connection
        from procrastinate.schema import SchemaManager
        with connection.cursor() as c:
            c.execute(SchemaManager.get_schema().replace("%", "%%") if False else SchemaManager.get_schema())
    yield
