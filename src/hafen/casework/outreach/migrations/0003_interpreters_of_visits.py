import django.db.models.deletion
from django.db import migrations

import hafen.core.db.fields


class Migration(migrations.Migration):
    dependencies = [
        ("interpreting", "0001_tables"),
        ("outreach", "0002_papers_that_go_along"),
    ]

    operations = [
        migrations.AddField(
            model_name="homevisit",
            name="interpreting",
            field=hafen.core.db.fields.LocalForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="interpreting.appointment",
            ),
        ),
    ]
