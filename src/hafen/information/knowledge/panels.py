"""The form of a page, in tabs of what belongs together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from hafen.information.knowledge.page_forms import EntryForm

TEXT = (
    _("Text"),
    (
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("is_minor"),
        HelpPanel(template="knowledge/admin/readability.html"),
    ),
)
CLASSIFIED = (
    _("For whom and about what"),
    (
        FieldPanel("topics"),
        FieldPanel("target_groups"),
        FieldPanel("legal_areas"),
        FieldPanel("laws"),
        FieldPanel("office"),
        FieldPanel("partner"),
    ),
)
CHECKING = (
    _("Up to date"),
    (
        MultiFieldPanel(
            [FieldPanel("check_by"), FieldPanel("check_every"), FieldPanel("team")],
            heading=_("Check"),
        ),
        FieldPanel("sources"),
        PublishingPanel(),
        FieldPanel("slug"),
    ),
)
GUIDE = (_("Edition"), (FieldPanel("edition"), FieldPanel("authors")))
STEPS = (_("Situation"), (FieldPanel("situations"),))
IMPORTED = (_("Origin"), (HelpPanel(template="knowledge/admin/origin.html"),))

Tab = tuple[Any, tuple[Any, ...]]


def tabs(*chosen: Tab) -> TabbedInterface:
    """Return the form with these tabs."""
    return TabbedInterface(
        [ObjectList(list(panels), heading=name) for name, panels in chosen],
        base_form_class=EntryForm,
    )
