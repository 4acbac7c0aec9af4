from django.db import migrations


class Migration(migrations.Migration):
    """The table of the shared cache: lost in a crash, and worth no log before it."""

    dependencies = [("accounts", "0002_addresses_in_lower_case")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE hafen_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX hafen_cache_expires ON hafen_cache (expires);
            """,
            "DROP TABLE hafen_cache",
        )
    ]
