from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.exchange.allowances.models import Tariff
from hafen.exchange.interpreting.models._words import Subject


class Taxed(models.TextChoices):
    """How the fees of institutions are taxed; they contain the tax."""

    OUTSIDE = "OUTSIDE", _("not taxable: the task of an authority (§ 2b UStG)")
    SMALL = "SMALL", _("exempt as a small business (§ 19 UStG)")
    EXEMPT = "EXEMPT", _("exempt by the rule named below")
    STANDARD = "STANDARD", _("taxed with the percentage below")


class Service(MunicipalityRow):
    """How a municipality runs its pool: who looks after it, and its periods."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    tariff = LocalForeignKey(
        Tariff, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    buffer_minutes = models.PositiveSmallIntegerField(default=15)
    answer_hours = models.PositiveSmallIntegerField(default=48)
    urgent_hours = models.PositiveSmallIntegerField(default=4)
    kilometres_per_hour = models.PositiveSmallIntegerField(default=25)
    # Account, period to pay and tax; without it no invoice is issued.
    invoice_note = models.TextField(max_length=600, blank=True)
    # What an electronic invoice says in fields of its own.
    taxed = models.CharField(max_length=8, choices=Taxed, blank=True)
    tax_rule = models.CharField(max_length=120, blank=True)
    tax_percent = models.DecimalField(
        max_digits=4, decimal_places=2, null=True, blank=True
    )
    tax_number = models.CharField(max_length=30, blank=True)
    iban = models.CharField(max_length=34, blank=True)

    class Meta:
        verbose_name = _("settings of interpreting")
        verbose_name_plural = _("settings of interpreting")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_setting_of_interpreting"
            ),
            models.CheckConstraint(
                name="an_interpreter_has_time_to_answer_and_to_travel",
                condition=Q(
                    answer_hours__range=(1, 240),
                    urgent_hours__range=(1, 48),
                    buffer_minutes__lte=120,
                    kilometres_per_hour__range=(5, 100),
                ),
            ),
            models.CheckConstraint(
                name="what_is_taxed_has_a_percentage",
                condition=~Q(taxed="STANDARD") | Q(tax_percent__gt=0),
            ),
        ]


class Institution(MunicipalityRow):
    """An office, school or practice that may book interpreters once approved."""

    class State(models.TextChoices):
        REGISTERED = "REGISTERED", pgettext_lazy("institution", "to be approved")
        APPROVED = "APPROVED", pgettext_lazy("institution", "may book")
        CLOSED = "CLOSED", pgettext_lazy("institution", "may not book")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("contact", "email", "phone"),
        purpose="Bestellung und Abrechnung von Dolmetscheinsätzen",
        legal_basis="Art. 6 Abs. 1 Buchst. b und e DSGVO",
        data_class=DataClass.P1,
        keep_for=3_650,
        keep_from="closed_at",
        keep_because="Zehn Jahre, wie Belege der Kasse",
    )

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    contact = models.CharField(_("Contact person"), max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    invoice_address = models.TextField(blank=True)
    # With one, invoices are electronic too (E-Rechnungsverordnung).
    leitweg_id = models.CharField(_("Leitweg-ID"), max_length=46, blank=True)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    language = models.CharField(max_length=12, default="de")
    # The municipality's own offices: its staff book for them at the desk.
    is_own = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.REGISTERED, editable=False
    )
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    # A new number makes old links worthless.
    link_number = models.PositiveIntegerField(default=1, editable=False)
    # Who said yes is confirmed by itself, for these subjects and hours.
    confirms_alone = models.BooleanField(default=False)
    alone_subjects = ArrayField(
        models.CharField(max_length=10, choices=Subject), default=list, blank=True
    )
    alone_from = models.TimeField(null=True, blank=True)
    alone_until = models.TimeField(null=True, blank=True)
    budget_cents = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sort_key"],
                name="an_institution_has_a_name_of_its_own",
            ),
            models.CheckConstraint(
                name="an_institution_says_when_it_was_closed",
                condition=Q(state="CLOSED", closed_at__isnull=False)
                | (~Q(state="CLOSED") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="hours_of_confirming_alone_have_an_end",
                condition=Q(alone_from__isnull=True, alone_until__isnull=True)
                | Q(alone_until__gt=F("alone_from")),
            ),
        ]

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_registered(self) -> bool:
        return self.state == self.State.REGISTERED
