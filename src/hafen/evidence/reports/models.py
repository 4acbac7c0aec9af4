from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow


class TemplateSettings(MunicipalityRow):
    """What a municipality has decided about one kind of report."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    template = models.CharField(max_length=40, editable=False)
    # Empty: as the template ships it; 0 and 1 show all.
    least = models.PositiveSmallIntegerField(
        _("smallest count shown"), null=True, blank=True
    )
    off = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    shows_staff = models.BooleanField(_("figures per employee"), default=False)
    staff_agreement = models.CharField(
        _("agreement of the staff council"), max_length=200, blank=True
    )
    staff_agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("settings of a report")
        verbose_name_plural = _("settings of reports")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "template"], name="one_setting_per_template"
            ),
            models.CheckConstraint(
                name="figures_per_employee_need_an_agreement",
                condition=Q(shows_staff=False)
                | (~Q(staff_agreement="") & Q(staff_agreed_on__isnull=False)),
            ),
        ]


class OutsideFigure(MunicipalityRow):
    """A number that another office publishes, shown with its source beside ours."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("figure"), max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60)
    region = models.CharField(_("region"), max_length=120, blank=True)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=200)
    definition = models.TextField(_("what it counts"), blank=True, max_length=1_000)
    is_steering = models.BooleanField(_("on the overview"), default=False)

    class Meta:
        verbose_name = _("figure of another office")
        verbose_name_plural = _("figures of other offices")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sort_key", "region", "as_of"],
                name="one_outside_figure_per_day",
            )
        ]


class Release(MunicipalityRow):
    """A report as it was released: it never changes, whatever its rows do since."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("released_by",),
        purpose="Nachweis, wer einen Bericht freigegeben hat",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=10 * 365,
        keep_from="created_at",
        keep_because="Zehn Jahre, wie Vorlagen an den Rat",
        subject="released_by",
        on_erasure=OnErasure.DETACH,
    )

    # A release knows those before it: so each has a number, and none has it twice.
    number = models.PositiveIntegerField(_("number"), editable=False)
    template = models.CharField(max_length=40, editable=False)
    title = models.CharField(_("title"), max_length=160)
    first = models.DateField(_("from"), editable=False)
    last = models.DateField(_("until"), editable=False)
    result = models.JSONField(editable=False)
    # What a program gets, where the template has a shape of its own.
    shaped = models.JSONField(null=True, editable=False)
    # Which counts of which days it prints, and hides; for later releases (`beside`).
    cells = models.JSONField(editable=False)
    data_hash = models.CharField(max_length=64, editable=False)
    result_hash = models.CharField(max_length=64, editable=False)
    released_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("released report")
        verbose_name_plural = _("released reports")
        indexes = [
            models.Index(fields=["municipality", "-created_at"], name="newest_releases")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="one_release_per_number"
            ),
            models.CheckConstraint(
                name="a_report_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
            ),
        ]


class Share(MunicipalityRow):
    """A link to a released report, for somebody without an account."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    release = LocalForeignKey(Release, on_delete=models.CASCADE, related_name="shares")
    label = models.CharField(_("for whom"), max_length=120)
    expires_on = models.DateField(_("opens until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    class Meta:
        verbose_name = _("link to a released report")
        verbose_name_plural = _("links to released reports")
        ordering: ClassVar = ["expires_on", "id"]

    def is_open_on(self, day: date) -> bool:
        return self.withdrawn_at is None and day <= self.expires_on


class OpenDataset(MunicipalityRow):
    """A released report whose tables everybody may use, under a licence."""

    class Licence(models.TextChoices):
        BY = "dl-by-de/2.0", _("Data licence Germany – attribution – 2.0")
        ZERO = "dl-zero-de/2.0", _("Data licence Germany – zero – 2.0")
        CC_BY = "cc-by/4.0", _("Creative Commons – attribution – 4.0")
        CC_ZERO = "cc-zero", _("Creative Commons – zero – 1.0")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    release = LocalOneToOneField(
        Release, on_delete=models.CASCADE, related_name="dataset"
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)

    class Meta:
        verbose_name = _("open data of a report")
        verbose_name_plural = _("open data of reports")
