from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow, Site
from hafen.network.organisations.models._organisations import Organisation
from hafen.network.organisations.models._people import ContactPerson


class Closeness(models.TextChoices):
    """How close the cooperation is, the looser first."""

    KNOWN = "KNOWN", _("known")
    EXCHANGE = "EXCHANGE", _("exchange")
    COOPERATION = "COOPERATION", _("closer cooperation")
    CONTRACT = "CONTRACT", _("cooperation by contract")
    ENDED = "ENDED", _("cooperation ended")


class CooperationLevel(MunicipalityRow):
    """How close the cooperation with an organisation is from a day on."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="levels"
    )
    level = models.CharField(_("level"), max_length=12, choices=Closeness)
    since = models.DateField(_("since"))
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("level of cooperation")
        verbose_name_plural = _("levels of cooperation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "since"],
                name="one_level_per_organisation_and_day",
            )
        ]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, day: object) -> Self:
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), signed_on__lte=day
        )


class Agreement(MunicipalityRow):
    """A contract or agreement with one or several organisations."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("owner", "contact"),
        purpose="Vertragsregister der Zusammenarbeit und Erinnerung an Fristen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=10 * 365,
        keep_from="ends_on",
        keep_because="Zehn Jahre nach dem Ende, wie andere Verträge der Kommune",
        subject="owner",
    )

    subject = models.CharField(pgettext_lazy("agreement", "subject"), max_length=200)
    terms = models.TextField(_("what was agreed"), blank=True)
    signed_on = models.DateField(_("signed on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    remind_on = models.DateField(_("reminder on"), null=True, blank=True)
    payment = models.CharField(_("payments"), max_length=200, blank=True)
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    contact = LocalForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        related_name="agreements",
        null=True,
        blank=True,
        verbose_name=_("contact person"),
    )
    file = LocalForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("file"),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                name="an_agreement_ends_after_it_is_signed",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("signed_on")),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class AgreementParty(MunicipalityRow):
    """An organisation that an agreement was made with."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    agreement = LocalForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="parties"
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements"
    )

    class Meta:
        verbose_name = _("party to an agreement")
        verbose_name_plural = _("parties to agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                name="one_party_per_agreement_and_organisation",
            )
        ]


class Deliverable(MunicipalityRow):
    """One thing that is owed under an agreement."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    agreement = LocalForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="deliverables"
    )
    title = models.CharField(_("what is owed"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")


class CaseCooperation(MunicipalityRow):
    """That in one case people worked with organisations; the case is unknown.

    Whoever accompanies the case keeps the key of this row, and nobody else.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    month = models.DateField(_("month"))
    level = models.CharField(_("level"), max_length=12, choices=Closeness)

    class Meta:
        verbose_name = _("cooperation in a case")
        verbose_name_plural = _("cooperation in cases")


class CasePartner(MunicipalityRow):
    """An organisation that people worked with in a case."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    cooperation = LocalForeignKey(
        CaseCooperation, on_delete=models.CASCADE, related_name="partners"
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="case_cooperations"
    )

    class Meta:
        verbose_name = _("partner in a case")
        verbose_name_plural = _("partners in cases")
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "organisation"],
                name="one_partner_per_case_and_organisation",
            )
        ]


class Presence(MunicipalityRow):
    """Whom an organisation sends to a site, and for what."""

    class Task(models.TextChoices):
        SOCIAL_WORK = "SOCIAL_WORK", _("social work")
        OPERATION = "OPERATION", _("operation of the site")
        ADVICE = "ADVICE", _("advice")
        VOLUNTEERS = "VOLUNTEERS", _("volunteers")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="presences"
    )
    site = LocalForeignKey(Site, on_delete=models.CASCADE, related_name="presences")
    task = models.CharField(_("task"), max_length=12, choices=Task)

    class Meta:
        verbose_name = _("organisation at a site")
        verbose_name_plural = _("organisations at sites")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "site", "task"],
                name="one_presence_per_organisation_site_and_task",
            )
        ]
