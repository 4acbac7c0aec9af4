from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.knowledge.models._pages import Entry
from hafen.network.organisations.models import Organisation


class Area(MunicipalityRow):
    """A branch of the page tree that a partner owns: its editors release there."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    page = models.ForeignKey(
        Entry,
        on_delete=models.CASCADE,
        related_name="areas",
        verbose_name=_("page with everything below it"),
    )
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="page_areas",
        verbose_name=_("organisation"),
    )

    class Meta:
        verbose_name = _("area of a partner")
        verbose_name_plural = _("areas of partners")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "organisation"],
                name="one_area_per_page_and_organisation",
            )
        ]


class AreaMember(MunicipalityRow):
    """Somebody who works in an area beside the editors of its organisation."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user",),
        purpose="Zugriffsrechte nach Aufgabe in der Redaktion",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_because="Solange das Konto oder der Bereich besteht",
        subject="user",
    )

    area = LocalForeignKey(Area, on_delete=models.CASCADE, related_name="members")
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "user"], name="one_membership_per_area_and_person"
            )
        ]


class Tester(MunicipalityRow):
    """Somebody who may read a branch before it is released."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user",),
        purpose="Testzugang zu Seiten vor der Freischaltung",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=0,
        keep_from="until",
        keep_because="Bis zum Ende des Testzugangs",
        subject="user",
    )

    page = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="testers")
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("tester")
        verbose_name_plural = _("testers")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "user"], name="one_test_access_per_page_and_person"
            )
        ]


class Mention(MunicipalityRow):
    """What a page points to: an object of the house, another page, or the web.

    Written anew whenever the page is saved or released; the list of usages and
    the check of links read it.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        UNIT = "unit", pgettext_lazy("unit", "office")
        SITE = "site", _("site")
        SERVICE = "service", _("offer")
        PAGE = "page", _("page")
        WEB = "web", _("address on the web")
        PICTURE = "picture", _("picture")
        DOCUMENT = "document", _("document")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False  # follows from the page alone

    page = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=12, choices=Kind)
    target = models.CharField(max_length=500)
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    # How many nights in a row; what fails once may work again.
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "target"], name="one_mention_per_target"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "kind", "target"], name="mentions_of_a_target"
            )
        ]


class LawChange(MunicipalityRow):
    """A provision that changes: every page that names it is on the list."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    law = models.CharField(
        _("legal provision"), max_length=80, help_text=_("Such as § 24 AufenthG")
    )
    what = models.TextField(_("what changes"), max_length=2_000)
    in_force_on = models.DateField(_("in force from"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of the law")
        verbose_name_plural = _("changes of the law")
        indexes = [
            models.Index(
                fields=["municipality", "-in_force_on"], name="newest_law_changes"
            )
        ]
