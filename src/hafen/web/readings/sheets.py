from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

PAGES = Sheet(
    "pages-read",
    _("Pages read"),
    (
        Column(_("Page"), lambda line: line.place.title, 50),
        Column(_("Kind of page"), lambda line: line.place.kind),
        Column(_("Times read"), lambda line: line.pair.now),
        Column(_("Month before"), lambda line: line.pair.before),
        Column(_("Difference"), lambda line: line.pair.change),
        Column(_("By language"), lambda line: line.languages, 50),
        Column(_("Address"), lambda line: line.place.address, 40),
    ),
)
