import django.db.models.deletion
from django.db import migrations, models

import hafen.core.db.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_papers_that_go_along")]

    operations = [
        migrations.AddField(
            model_name="needtopic",
            name="offer",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="first offer"
            ),
        ),
        migrations.AddField(
            model_name="soughthelp",
            name="topic",
            field=hafen.core.db.fields.LocalForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sought",
                to="cases.needtopic",
            ),
        ),
    ]
