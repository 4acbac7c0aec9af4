from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    AtEnd,
    DataClass,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow, NamedRow
from hafen.network.organisations.models import ContactPerson, Organisation

GROUPS = ("a", "b", "c")


class Channel(models.TextChoices):
    """By which way somebody got in touch; the same list for all rooms."""

    PERSONAL = "PERSONAL", _("in person")
    TELEPHONE = "TELEPHONE", _("by telephone")
    EMAIL = "EMAIL", _("by e-mail")
    WEB = "WEB", _("by web form")
    LETTER = "LETTER", _("by letter")
    MACHINE = "MACHINE", _("answering machine")
    VIDEO = "VIDEO", _("by video or chat")
    VISIT = "VISIT", _("visit on site")
    MEETING = "MEETING", _("meeting or event")


class Setting(models.TextChoices):
    """On which occasion of the work people met."""

    HOURS = "HOURS", _("consultation hour")
    HOME = "HOME", _("visit at home")
    ESCORT = "ESCORT", _("on the way with somebody")
    TABLE = "TABLE", _("round table or body")


class OfficeTask(NamedRow):
    """One task of the contact point by which its activities are reported."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    code = models.CharField(_("letter or number"), max_length=4)

    class Meta:
        verbose_name = _("task of the contact point")
        verbose_name_plural = _("tasks of the contact point")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_office_task_per_code"
            )
        ]

    @property
    def label(self) -> str:
        return f"{self.code}) {self.name}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def newest_first(self) -> Self:
        return self.order_by("-held_on", "-id")


class Contact(MunicipalityRow):
    """One recorded contact with an actor, a newcomer or a resident.

    Nobody is named unless a contact person of an organisation is chosen. A
    link to a client is kept by casework and is unknown here. Of the numbers that
    an office's list gives to households, persons and actors only keys are kept
    (`keys.key_of`): equal for the same one, so that they can be counted, and
    leading back to nobody. After three years what may identify somebody goes and the
    contact stays, so that an old report can still be counted (`privacy.retention`).
    """

    class Occasion(models.TextChoices):
        FIRST = "FIRST", _("first contact")
        REPEAT = "REPEAT", _("further contact")

    class Interpreting(models.TextChoices):
        INTERPRETER = "INTERPRETER", _("interpreter")
        VOLUNTEER = "VOLUNTEER", _("volunteer")
        COLLEAGUE = "COLLEAGUE", _("a colleague speaks the language")
        PRIVATE = "PRIVATE", _("family or friends")

    # There is no result "legal advice": such questions end with information
    # or with the way to those who may give it.
    class Result(models.TextChoices):
        INFORMED = "INFORMED", _("informed")
        REFERRED = "REFERRED", _("referred on")
        APPOINTMENT = "APPOINTMENT", _("appointment made")
        ARRANGED = "ARRANGED", _("help arranged")
        OPEN = "OPEN", pgettext_lazy("result of a contact", "goes on")
        NONE = "NONE", _("no help was possible")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            "contact_person",
            "recorded_by",
            "note",
            "household_key",
            "person_key",
            "actor_key",
        ),
        purpose="Nachweis der Kontakte der Anlaufstelle und ihre Auswertung",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=3 * 365,
        keep_from="held_on",
        keep_because="Drei Jahre, für Verwendungsnachweise und den Vergleich der Jahre;"
        " danach bleibt die Zählung ohne Bemerkung, Person und Nummer",
        subject="contact_person",
        at_end=AtEnd.ANONYMISE,
        counted_by=("household_key", "person_key", "actor_key"),
    )

    held_on = models.DateField(_("date"))
    held_at = models.TimeField(_("time"), null=True, blank=True)
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("site"),
    )
    group = models.CharField(_("target group"), max_length=1)
    subtype = models.CharField(_("more precisely"), max_length=60, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    setting = models.CharField(_("occasion"), max_length=6, choices=Setting, blank=True)
    occasion = models.CharField(
        _("first or further contact"), max_length=10, choices=Occasion, blank=True
    )
    topics = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("topics"),
        default=list,
        blank=True,
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    interpreting = models.CharField(
        _("who interpreted"), max_length=12, choices=Interpreting, blank=True
    )
    result = models.CharField(_("result"), max_length=12, choices=Result, blank=True)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    contact_person = LocalForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("contact person"),
    )
    task = LocalForeignKey(
        OfficeTask,
        on_delete=models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("task of the contact point"),
    )
    has_cooperation = models.BooleanField(
        _("an actor works with us on a case"), default=False
    )
    household_key = models.BigIntegerField(null=True, editable=False)
    person_key = models.BigIntegerField(null=True, editable=False)
    actor_key = models.BigIntegerField(null=True, editable=False)
    # Nothing at all: its period has ended.
    note = EncryptedTextField(_("note"), blank=True, null=True, default="")
    is_tally = models.BooleanField(_("counted only"), default=False)
    recorded_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("recorded by"),
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                name="a_contact_has_a_target_group", condition=Q(group__in=GROUPS)
            ),
            models.CheckConstraint(
                name="a_subtype_belongs_to_its_target_group",
                condition=Q(subtype="")
                | Q(subtype__startswith=Concat(F("group"), Value("."))),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-held_on", "-id"], name="contacts_newest_first"
            ),
            models.Index(
                fields=["municipality", "organisation", "-held_on"],
                name="contacts_of_organisations",
            ),
            # All that a report counts: it reads no row of the table.
            models.Index(
                fields=["municipality", "held_on"],
                include=[
                    "group",
                    "channel",
                    "setting",
                    "occasion",
                    "has_cooperation",
                    "household_key",
                    "person_key",
                    "actor_key",
                    "organisation",
                ],
                name="contacts_in_reports",
            ),
        ]


class UnrecordedEstimate(MunicipalityRow):
    """How many contacts of a month nobody found the time to record."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    month = models.DateField(_("month"))
    group = models.CharField(_("target group"), max_length=1)
    number = models.PositiveIntegerField(_("estimated number"))

    class Meta:
        verbose_name = _("estimate of unrecorded contacts")
        verbose_name_plural = _("estimates of unrecorded contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "month", "group"],
                name="one_estimate_per_month_and_group",
            ),
            models.CheckConstraint(
                name="an_estimate_has_a_target_group", condition=Q(group__in=GROUPS)
            ),
        ]
