from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.core.taxonomy.models import Language
from hafen.information.directory.models._services import Service
from hafen.network.organisations.models import ContactPerson


class ServicePhone(MunicipalityRow):
    """A telephone number of a function ("registration"), never of a person."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(_("telephone"), max_length=40)
    extension = models.CharField(_("extension"), max_length=12, blank=True)
    label = models.CharField(_("what for"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("telephone number of an offer")
        verbose_name_plural = _("telephone numbers of offers")


class ServiceEmail(MunicipalityRow):
    """A mail address of a function, never of a person."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(Service, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField(_("e-mail address"))
    label = models.CharField(_("what for"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("e-mail address of an offer")
        verbose_name_plural = _("e-mail addresses of offers")


class ServicePerson(MunicipalityRow):
    """Whom colleagues of the network may ask about a service.

    The public reads of the person only since the day that they agreed to it.
    """

    class Agreed(models.TextChoices):
        WRITTEN = "WRITTEN", _("in writing")
        MAIL = "MAIL", _("by e-mail")
        ORAL = "ORAL", _("in conversation")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("person", "agreed_on", "agreed_how"),
        purpose="Erreichbarkeit der Partner im Integrationsnetzwerk",
        legal_basis=(
            "Art. 6 Abs. 1 Buchst. e DSGVO;"
            " öffentlich nur nach Art. 6 Abs. 1 Buchst. a DSGVO"
        ),
        data_class=DataClass.P1,
        keep_because="Solange die Ansprechperson eingetragen ist",
        subject="person",
    )

    service = LocalForeignKey(Service, on_delete=models.CASCADE, related_name="persons")
    person = LocalForeignKey(
        ContactPerson, on_delete=models.CASCADE, related_name="services"
    )
    agreed_on = models.DateField(_("agreed to publication on"), null=True, blank=True)
    agreed_how = models.CharField(
        _("how the person agreed"), max_length=10, choices=Agreed, blank=True
    )
    # All questions go to this person; nobody else is named to the public.
    is_single = models.BooleanField(_("single point of contact"), default=False)

    class Meta:
        verbose_name = _("contact person of an offer")
        verbose_name_plural = _("contact persons of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "person"], name="one_entry_per_service_and_person"
            ),
            models.CheckConstraint(
                name="agreement_of_a_person_is_whole",
                condition=models.Q(agreed_on__isnull=True, agreed_how="")
                | (models.Q(agreed_on__isnull=False) & ~models.Q(agreed_how="")),
            ),
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(is_single=True),
                name="one_single_point_of_contact_per_service",
            ),
            models.CheckConstraint(
                name="a_single_point_of_contact_is_public",
                condition=models.Q(is_single=False) | models.Q(agreed_on__isnull=False),
            ),
        ]

    @property
    def is_public(self) -> bool:
        return self.agreed_on is not None


class ServiceLanguage(MunicipalityRow):
    """A language in which the service is given, and how ("with an interpreter")."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="languages"
    )
    language = models.ForeignKey(
        Language, on_delete=models.PROTECT, to_field="tag", related_name="+"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("language of an offer")
        verbose_name_plural = _("languages of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "language"],
                name="one_entry_per_service_and_language",
            )
        ]


class CostOption(MunicipalityRow):
    """One price of a service, in euros."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="cost_options"
    )
    amount = models.DecimalField(_("amount in euros"), max_digits=9, decimal_places=2)
    option = models.CharField(_("for what or whom"), max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("price of an offer")
        verbose_name_plural = _("prices of offers")
        constraints = [
            models.CheckConstraint(
                name="price_is_not_negative", condition=models.Q(amount__gte=0)
            )
        ]


class RequiredDocument(MunicipalityRow):
    """One paper that people bring along."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="required_documents"
    )
    name = models.CharField(_("document"), max_length=200)
    website = models.URLField(_("form to print"), max_length=500, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")
