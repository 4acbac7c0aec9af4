"""Letters with a deadline, and papers that run out: days and topics, no content."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._households import Client, Household, declare
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Deadline(MunicipalityRow):
    """A letter that wants something by a day.

    Whoever of the team opens the door writes it down, so no more than day and
    topic stand here; what the letter says is a note of the case.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "client", "topic", subject="household"
    )
    visible_with: ClassVar[str] = "household"

    household = LocalForeignKey(
        Household, on_delete=models.CASCADE, related_name="deadlines"
    )
    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    # A code of the needs domains; empty for what is of a special category.
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("until"))
    done_on = models.DateField(_("done on"), null=True)

    class Meta:
        verbose_name = _("letter with a deadline")
        verbose_name_plural = _("letters with deadlines")
        indexes = [
            models.Index(
                fields=["household", "due_on"],
                condition=Q(done_on__isnull=True),
                name="open_deadlines",
            )
        ]


class ClientPaper(MunicipalityRow):
    """A paper of a person that runs out; neither its number nor a picture is kept."""

    class Kind(models.TextChoices):
        PERMIT = "PERMIT", pgettext_lazy("paper", "residence permit or other title")
        PASSPORT = "PASSPORT", pgettext_lazy("paper", "passport")
        BENEFIT = "BENEFIT", pgettext_lazy("paper", "decision on benefits")
        HOUSING = "HOUSING", pgettext_lazy("paper", "entitlement to public housing")
        CONTRACT = "CONTRACT", pgettext_lazy("paper", "contract of work or rent")
        TICKET = "TICKET", pgettext_lazy("paper", "ticket or pass")
        OTHER = "OTHER", pgettext_lazy("paper", "other paper")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "kind", "valid_until", subject="client"
    )
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind of paper"), max_length=10, choices=Kind)
    valid_until = models.DateField(_("valid until"))
    # A new one was got, or none is needed any more.
    settled_on = models.DateField(_("settled on"), null=True)

    class Meta:
        verbose_name = _("paper that runs out")
        verbose_name_plural = _("papers that run out")
        indexes = [
            models.Index(
                fields=["client", "valid_until"],
                condition=Q(settled_on__isnull=True),
                name="papers_running_out",
            )
        ]
