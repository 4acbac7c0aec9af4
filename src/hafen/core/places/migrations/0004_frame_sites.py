from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0003_invented_towns"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="frame_sites",
            field=ArrayField(
                base_field=models.CharField(max_length=260),
                blank=True,
                default=list,
                size=None,
                verbose_name="sites that may show our pages in a frame",
            ),
        ),
    ]
