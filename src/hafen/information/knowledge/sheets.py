"""The lists of the knowledge base on paper and as a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
PAPERS = Sheet(
    "papers",
    _("Letters and leaflets"),
    (
        Column(_("Title"), lambda row: row.title, 50),
        Column(_("Kind"), lambda row: row.get_kind_display()),
        Column(_("Topic"), lambda row: row.topic),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(pgettext_lazy("letter", "Edition"), lambda row: row.number),
        Column(_("Languages"), lambda row: ", ".join(row.languages), 30),
        Column(
            _("Used by"),
            lambda row: ", ".join(row.used_by),
            50,
        ),
        Column(
            _("Outdated"), lambda row: _("yes") if row.outdated_at is not None else ""
        ),
    ),
)
BLOCKS = Sheet(
    "text-blocks",
    _("Text blocks"),
    (
        Column(_("Key"), lambda row: row.key, 30),
        Column(_("Heading"), lambda row: row.heading, 40),
        Column(_("Text"), lambda row: row.text, 80),
        Column(_("Topic"), lambda row: row.topic),
        Column(_("Version"), lambda row: row.number),
        Column(
            _("Languages"),
            lambda row: ", ".join(
                f"{each.language}: {each.get_state_display()}"
                for each in row.translations.all()
            ),
            60,
        ),
        Column(
            _("Outdated"), lambda row: _("yes") if row.outdated_at is not None else ""
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
DOCUMENTS = Sheet(
    "library",
    _("Library"),
    (
        Column(_("Title"), lambda paper: paper.document.title, 50),
        Column(_("Kind"), lambda paper: paper.document.get_category_display(), 30),
        Column(_("Issued by"), lambda paper: paper.document.issuer, 30),
        Column(_("Version"), lambda paper: paper.held and paper.held.label),
        Column(_("Valid from"), lambda paper: paper.held and paper.held.valid_from),
        Column(_("Valid until"), lambda paper: paper.held and paper.held.valid_until),
    ),
)
CONCEPTS = Sheet(
    "concepts",
    _("Concepts"),
    (
        Column(_("Title"), lambda row: row.title, 50),
        Column(_("In force"), lambda row: row.held_label, 24),
        Column(_("Approved on"), lambda row: row.last_approval, 18),
        Column(_("Open drafts"), lambda row: row.open_drafts, 12),
        Column(_("Comments"), lambda row: row.comments, 12),
    ),
)
LINKS = Sheet(
    "broken-links",
    _("Broken links"),
    (
        Column(_("Leads to"), lambda link: link.target if link.is_web else "", 60),
        Column(_("What is wrong"), lambda link: link.says, 40),
        Column(
            _("On these pages"),
            lambda link: ", ".join(
                f"{row.title} ({row.language})" for row in link.pages
            ),
            60,
        ),
    ),
)
