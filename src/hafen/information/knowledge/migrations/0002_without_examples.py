"""Take away the page, the site, the groups and the workflow that Wagtail brings."""

from django.db import migrations


def clear(apps, _editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    top = Page.objects.filter(depth=1).first() or _begin(apps)
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    Page.objects.filter(pk=top.pk).update(numchild=0)
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


def _begin(apps):
    """Make the tops of the trees where the tables are new and Wagtail's steps skipped."""
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    locale, _is_new = apps.get_model("wagtailcore", "Locale").objects.get_or_create(
        language_code="de"
    )
    kind, _is_new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )
    top = {"path": "0001", "depth": 1, "numchild": 0}
    # In bulk, so that no handler takes them for pages that somebody wrote.
    Collection.objects.bulk_create([Collection(name="Root", **top)])
    [page] = Page.objects.bulk_create(
        [
            Page(
                title="Root",
                draft_title="Root",
                slug="root",
                url_path="/",
                locale=locale,
                content_type=kind,
                **top,
            )
        ]
    )
    return page


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
