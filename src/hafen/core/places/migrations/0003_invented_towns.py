from django.db import migrations, models


def mark(apps, _editor):
    """Mark the one invented town that there was before the mark."""
    towns = apps.get_model("places", "Municipality").objects
    towns.filter(slug="musterhafen").update(is_demo=True)


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0002_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="is_demo",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
