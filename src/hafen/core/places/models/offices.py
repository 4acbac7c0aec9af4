from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models.municipality import MunicipalityRow, NamedRow


def valid_on(day: date) -> Q:
    """Return the condition for rows whose validity holds a day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    )


class Unit(NamedRow):
    """An office or a part of one; the public sees its general number only."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    parent = LocalForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    code = models.CharField(_("number of the unit"), max_length=20, blank=True)
    phone = models.CharField(_("general telephone number"), max_length=40, blank=True)
    internal_phone = models.CharField(
        _("telephone number for colleagues only"), max_length=40, blank=True
    )
    email = models.EmailField(_("general e-mail address"), blank=True)
    website = models.URLField(_("web page"), blank=True)
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("site (address and opening hours)"),
    )
    note = models.TextField(_("note for colleagues"), blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                name="no_unit_is_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "sort_key"], name="units_in_order")
        ]


class UnitContact(MunicipalityRow):
    """A named colleague of a unit with a direct line, for staff only."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "function", "phone", "email"),
        purpose="Zuständige Stelle im Haus schnell erreichen",
        legal_basis="Art. 6 Abs. 1 Buchst. e, Art. 88 DSGVO mit dem Landesrecht",
        data_class=DataClass.P1,
        keep_for=30,
        keep_from="valid_until",
        keep_because="Ein Monat nach Ende der Zuständigkeit, damit Rückfragen ankommen",
    )

    unit = LocalForeignKey(Unit, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    phone = models.CharField(_("direct line"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact at a unit")
        verbose_name_plural = _("contacts at units")


class Responsibility(MunicipalityRow):
    """What a unit answers for: a topic, within a legal area, in a district.

    Empty legal area or district: in all of them. Topics are codes of the
    taxonomy, which lies above; `keywords` are the words that people search by.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    unit = LocalForeignKey(
        Unit, on_delete=models.CASCADE, related_name="responsibilities"
    )
    topic = models.CharField(_("topic"), max_length=60)
    keywords = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("search words"),
        default=list,
        blank=True,
    )
    legal_area = models.CharField(_("legal area"), max_length=20, blank=True)
    district = LocalForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name=_("district"),
    )
    note = models.TextField(_("note for colleagues"), blank=True)
    # Somebody says it is wrong; it stays in use until the editor decides.
    doubt = models.TextField(_("proposed change"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "topic", "legal_area", "district", "valid_from"],
                nulls_distinct=False,
                name="one_responsibility_per_unit_topic_and_area",
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "topic"], name="responsible_by_topic")
        ]


class Delegation(MunicipalityRow):
    """An act that an authority lets the team of a site do on its behalf."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("proposed")
        AGREED = "AGREED", _("agreed")
        IN_FORCE = "IN_FORCE", _("in force")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("delegation", "withdrawn")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    authority = LocalForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("authority"),
    )
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("site"),
    )
    act = models.CharField(_("act, such as a form that is accepted"), max_length=160)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.PROPOSED
    )
    document = models.CharField(_("document"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("delegated power")
        verbose_name_plural = _("delegated powers")
        constraints = [
            models.CheckConstraint(
                name="delegation_in_force_has_a_first_day",
                condition=~Q(state="IN_FORCE") | Q(valid_from__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["authority", "site", "act", "valid_from"],
                nulls_distinct=False,
                name="one_delegation_per_act_and_start",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed; a withdrawn one stays as it was."""
        return self.state != self.State.WITHDRAWN

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_agreed(self) -> bool:
        return self.state == self.State.AGREED

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE
