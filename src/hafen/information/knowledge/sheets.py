"""The lists of the knowledge base on paper and as a file."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

PAGES = Sheet(
    "pages",
    _("Pages"),
    (
        Column(_("Page"), lambda line: line.entry.title, 50),
        Column(_("Kind"), lambda line: line.entry.get_kind_display()),
        Column(_("Kept by"), lambda line: line.keeper, 30),
        Column(_("Last checked"), lambda line: line.entry.last_checked_on),
        Column(_("Check by"), lambda line: line.entry.check_by),
        Column(
            _("Languages"),
            lambda line: ", ".join(f"{tag}: {state}" for tag, state in line.states),
            60,
        ),
    ),
)
LAWS = Sheet(
    "law-changes",
    _("Changes of the law"),
    (
        Column(_("Legal provision"), lambda row: row.law, 30),
        Column(_("What changes?"), lambda row: row.what, 60),
        Column(_("In force from"), lambda row: row.in_force_on),
        Column(_("Source"), lambda row: row.source, 40),
    ),
)
