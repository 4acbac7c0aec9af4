"""Take away the page, the site, the groups and the workflow that Wagtail brings."""

from django.db import migrations


def clear(apps, _editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    top = Page.objects.get(depth=1)
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    top.numchild = 0
    top.save()
    Site.objects.create(
        hostname="localhost", root_page=top, is_default_site=True, site_name="Hafen"
    )
    for name in ("WorkflowPage", "WorkflowTask", "Workflow", "GroupApprovalTask", "Task"):
        apps.get_model("wagtailcore", name).objects.all().delete()
    Group = apps.get_model("auth", "Group")
    examples = Group.objects.filter(name__in=["Moderators", "Editors"])
    for name in ("GroupPagePermission", "GroupCollectionPermission"):
        apps.get_model("wagtailcore", name).objects.filter(group__in=examples).delete()
    examples.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0001_tables"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(clear, migrations.RunPython.noop)]
