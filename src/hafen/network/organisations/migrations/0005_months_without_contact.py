from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_networks_and_merges")]

    operations = [
        migrations.AddField(
            model_name="network",
            name="quiet_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=6,
                null=True,
                verbose_name="Months without contact",
            ),
        )
    ]
