"""What people need, told to partners: domain, district and a number."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.tallies import LEAST
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.directory.models import Gap
from hafen.network.organisations.models import Organisation


class Bulletin(MunicipalityRow):
    """The needs of a quarter, as a person chose them and sent them to partners."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    first = models.DateField(_("from"), editable=False)
    last = models.DateField(_("until"), editable=False)
    note = models.TextField(_("what you want to say"), max_length=1_000, blank=True)
    # Who hears of answers; empty for what was sent before this was kept.
    sent_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("needs bulletin")
        verbose_name_plural = _("needs bulletins")
        constraints = [
            # Two counts of one quarter would tell who came in between.
            models.UniqueConstraint(
                fields=["municipality", "first"], name="one_bulletin_per_quarter"
            ),
            models.CheckConstraint(
                name="a_bulletin_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
            ),
        ]


class BulletinLine(MunicipalityRow):
    """One need in one district; partners answer the gap that it reports."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    bulletin = LocalForeignKey(Bulletin, on_delete=models.CASCADE, related_name="lines")
    gap = LocalForeignKey(Gap, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("cases"), editable=False)

    class Meta:
        verbose_name = _("line of a needs bulletin")
        verbose_name_plural = _("lines of needs bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "gap"], name="one_line_per_need_and_bulletin"
            )
        ]


class BulletinCopy(MunicipalityRow):
    """An organisation to whose general address a bulletin was sent."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    bulletin = LocalForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="copies"
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("copy of a needs bulletin")
        verbose_name_plural = _("copies of needs bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "organisation"], name="one_copy_per_organisation"
            )
        ]


class BulletinRefusal(MunicipalityRow):
    """An organisation that wants no more bulletins: by its link, or as it told us."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalOneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )
    by_link = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("refusal of needs bulletins")
        verbose_name_plural = _("refusals of needs bulletins")


class BulletinSettings(MunicipalityRow):
    """What a municipality decided about its bulletins."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    special_least = models.PositiveSmallIntegerField(
        _("smallest number told of special areas"),
        default=2 * LEAST,
        validators=[MinValueValidator(LEAST)],
    )

    class Meta:
        verbose_name = _("settings of needs bulletins")
        verbose_name_plural = _("settings of needs bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_setting_of_bulletins"
            ),
            models.CheckConstraint(
                name="special_areas_hide_no_less_than_others",
                condition=Q(special_least__gte=LEAST),
            ),
        ]
