"""What a page is made of; references are keys, resolved when the page is shown."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from hafen.core.db import context

FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]
LOOKS = [("info", _("Information")), ("warning", _("Warning"))]

Choices = list[tuple[str, str]]


def _rows(model: str, **conditions: Any) -> Any:
    """Return the rows of the municipality of the context, in their order."""
    here = context.current().municipality
    rows = apps.get_model(model)._default_manager.filter(municipality=here)
    return rows.filter(**conditions).order_by("sort_key", "pk")


def contact_choices() -> Choices:
    """Return the organisations, offices and sites that a page may name."""
    kinds: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("organisation", "organisations.Organisation", {"state": "PUBLISHED"}),
        ("unit", "places.Unit", {"is_public": True}),
        ("site", "places.Site", {}),
    )
    return [
        (f"{kind}:{row.pk}", row.name)
        for kind, model, conditions in kinds
        for row in _rows(model, **conditions)
    ]


def offer_choices() -> Choices:
    """Return the published offers."""
    rows = _rows("directory.Service", state="PUBLISHED")
    return [(f"service:{row.pk}", row.name) for row in rows]


class KeyBlock(blocks.ChoiceBlock):
    """A choice among rows, kept as the key that stands in the page."""

    def normalize_choice(self, value: str | None) -> str | None:
        """Take the key as it stands.

        The library looks for it among all choices, to give back numbers as
        numbers: a question to the database for each block of each page read.
        Ours are text, and a form refuses one that is no choice.
        """
        return value


def document_choices() -> Choices:
    """Return the documents of the library."""
    here = context.current().municipality
    rows = apps.get_model("knowledge.Document")._default_manager
    kept = rows.filter(municipality=here, archived_at__isnull=True).order_by("title")
    return [(f"document:{row.pk}", row.title) for row in kept]


class HintBlock(blocks.StructBlock):
    look = blocks.ChoiceBlock(choices=LOOKS, default="info", label=_("kind"))
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(features=FEATURES, label=_("text"), required=False)

    class Meta:
        icon = "info-circle"
        label = _("Hint")


class StepBlock(blocks.StructBlock):
    """One step on a way: what to do, and who helps with it."""

    title = blocks.CharBlock(label=_("what to do"), max_length=160)
    text = blocks.RichTextBlock(features=FEATURES, label=_("text"), required=False)
    page = blocks.PageChooserBlock(
        label=_("page about it"),
        required=False,
        page_type="knowledge.Entry",
    )
    offer = KeyBlock(choices=offer_choices, required=False, label=_("offer"))
    contact = KeyBlock(choices=contact_choices, required=False, label=_("who helps"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class PictureBlock(ImageBlock):
    """A picture; without words for those who do not see it, it is refused."""

    class Meta:
        label = _("Picture")


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(max_length=160, label=_("Heading"), icon="title")
    paragraph = blocks.RichTextBlock(features=FEATURES, label=_("Text"), icon="pilcrow")
    hint = HintBlock()
    step = StepBlock()
    picture = PictureBlock()
    contact = KeyBlock(choices=contact_choices, label=_("Contact"), icon="group")
    offer = KeyBlock(choices=offer_choices, label=_("Offer"), icon="list-ul")

    document = KeyBlock(choices=document_choices, label=_("Document"), icon="doc-full")

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
