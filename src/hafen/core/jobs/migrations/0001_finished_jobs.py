import django.db.models.deletion
from django.db import migrations, models

import hafen.core.db.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "__first__"),
        ("procrastinate", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="FinishedJob",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hafen.core.db.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="created at"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated at"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "key",
                    models.CharField(max_length=200, verbose_name="idempotency key"),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "finished job",
                "verbose_name_plural": "finished jobs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "key"), name="a_job_finishes_once"
                    )
                ],
            },
        ),
    ]
