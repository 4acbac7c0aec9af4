from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models._organisations import Organisation


class ContactPerson(MunicipalityRow):
    """Somebody at an organisation whom colleagues of the network may ring up."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            "name",
            "position",
            "phone",
            "email",
            "confirmed_on",
            "merged_into",
        ),
        purpose="Erreichbarkeit der Partner im Integrationsnetzwerk",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="confirmed_on",
        keep_because="Ein Jahr nach der letzten Bestätigung der Angaben",
        shared_by="merged_into",
    )

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contact_persons"
    )
    name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("task"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    confirmed_on = models.DateField(_("last confirmed on"))
    # Set where somebody was listed twice; the row waits to be parted again.
    merged_into = LocalForeignKey(
        "self",
        on_delete=models.CASCADE,
        related_name="absorbed",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    @property
    def open_consent(self) -> "PublicationConsent | None":
        """The consent that holds; reads all of them, prefetched in lists."""
        holding = (row for row in self.consents.all() if row.withdrawn_on is None)
        return next(holding, None)


class OrganisationEditor(MunicipalityRow):
    """A user who looks after the entries of one organisation."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user",),
        purpose="Zugriffsrechte nach Aufgabe",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_because="Solange das Konto oder die Organisation besteht",
        subject="user",
    )

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="editors"
    )
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="edited_organisations",
    )

    class Meta:
        verbose_name = _("editor of an organisation")
        verbose_name_plural = _("editors of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="one_editor_per_organisation_and_user",
            )
        ]


class PublicationConsent(MunicipalityRow):
    """That a contact person agreed to be named to the public, and until when.

    A withdrawn one stays as proof of what was public and why (Art. 7 Abs. 1
    DSGVO), until the person leaves the list.
    """

    class How(models.TextChoices):
        SIGNED = "SIGNED", _("signed on paper")
        MAIL = "MAIL", _("by e-mail")
        ORAL = "ORAL", _("by word of mouth")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("person", "agreed_on", "withdrawn_on"),
        purpose="Nachweis der Einwilligung in die Veröffentlichung",
        legal_basis="Art. 7 Abs. 1 DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange die Ansprechperson eingetragen ist",
        subject="person",
    )

    person = LocalForeignKey(
        ContactPerson, on_delete=models.CASCADE, related_name="consents"
    )
    text_version = models.CharField(_("version of the text"), max_length=20)
    agreed_on = models.DateField(_("agreed on"))
    agreed_how = models.CharField(_("how"), max_length=10, choices=How)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    recorded_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("consent to publication")
        verbose_name_plural = _("consents to publication")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_open_consent_per_person",
            ),
            models.CheckConstraint(
                name="a_consent_is_not_withdrawn_before_it_is_given",
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("agreed_on")),
            ),
        ]
