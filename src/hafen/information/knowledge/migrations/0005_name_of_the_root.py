"""The page above all pages has a name that editors understand."""

from django.db import migrations

BEFORE, AFTER = "Root", "Hafen"


def _rename(apps, old, new):
    page = apps.get_model("wagtailcore", "Page")
    page.objects.filter(depth=1, title=old).update(title=new, draft_title=new)


def name_it(apps, _editor):
    _rename(apps, BEFORE, AFTER)


def as_before(apps, _editor):
    _rename(apps, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0004_library_and_links"),
    ]

    operations = [migrations.RunPython(name_it, as_before)]
