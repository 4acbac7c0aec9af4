"""What is written down in a case, in three tables as three kinds of readers have it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models._cases import Case
from hafen.casework.cases.models._households import declare
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Ground(models.TextChoices):
    """Why what was entrusted to one person may be told to others."""

    CONSENT = "CONSENT", _("the person released the author from secrecy")
    EMERGENCY = "EMERGENCY", _("present danger (§ 34 StGB)")
    CHILD = "CHILD", _("a child's welfare (§ 4 KKG)")
    YOUTH = "YOUTH", _("youth welfare (§ 65 Abs. 1 Nr. 3 to 5 SGB VIII)")


class Written(MunicipalityRow):
    """A dated text in a case, sealed in the database."""

    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")
    on = models.DateField(_("day"))
    text = EncryptedTextField()
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        abstract = True


class Note(Written):
    """A note of the case; with a ground it is a summary of what was entrusted."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "text", subject="case"
    )
    visible_with: ClassVar[str] = "case"

    ground = models.CharField(max_length=10, choices=Ground, blank=True)

    class Meta:
        verbose_name = _("note of a case")
        verbose_name_plural = _("notes of cases")


class SpecialNote(Written):
    """Health, violence, belief: read by named persons, each time with a reason."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C3, "text", subject="case"
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR case_id IN (SELECT cases_worked_on())"
    )
    visible_with: ClassVar[str] = "case"

    class Meta:
        verbose_name = _("note of a special category")
        verbose_name_plural = _("notes of special categories")


class SecretNote(Written):
    """Entrusted to one person (§ 203 StGB), who alone reads it.

    It is never inherited: whoever gets the case does not get it, and it closes for
    the author who leaves the case. What others need is written anew, as a `Note`.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C4, "text", subject="case"
    )
    visible_only: ClassVar[str] = "municipality_id = {opened} OR author_id = {actor}"
    visible_with: ClassVar[str] = "case"

    class Meta:
        verbose_name = _("note under professional secrecy")
        verbose_name_plural = _("notes under professional secrecy")
