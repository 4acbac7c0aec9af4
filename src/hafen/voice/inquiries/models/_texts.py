from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow, NamedRow


class ReplyTemplate(NamedRow):
    """A text that is written often, with places for what differs."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_reply_template_per_name"
            )
        ]


class ReplyTemplateText(MunicipalityRow):
    """A template in one language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    template = LocalForeignKey(
        ReplyTemplate, on_delete=models.CASCADE, related_name="texts"
    )
    language = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        verbose_name = _("text of a template")
        verbose_name_plural = _("texts of templates")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language"],
                name="one_text_per_template_and_language",
            )
        ]
