from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.allowances.scales import Line, Reason, Scale
from hafen.exchange.pool.models import Helper

_LAW = "Art. 6 Abs. 1 Buchst. b und c DSGVO, kommunales Haushaltsrecht"
_TEN_YEARS = 3_650
_WHY_TEN = "Zehn Jahre, wie Belege der Kasse"


class Kind(models.TextChoices):
    """Under which allowance of the income tax act an activity falls."""

    GENERAL = "general", _("helping, interpreting, driving")
    TEACHING = "teaching", _("teaching, training, caring")


class Mode(models.TextChoices):
    ON_SITE = "on_site", pgettext_lazy("how a job is done", "on site")
    TELEPHONE = "telephone", pgettext_lazy("how a job is done", "by telephone")
    VIDEO = "video", pgettext_lazy("how a job is done", "by video")
    WRITTEN = "written", pgettext_lazy("how a job is done", "in writing")


class TariffQuerySet(models.QuerySet["Tariff"]):
    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


class Tariff(MunicipalityRow):
    """One version of what is paid; versions of one name follow each other."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.GENERAL)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # Both are read by `Scale.read`; what institutions are charged may be unknown.
    pay = models.JSONField()
    fee = models.JSONField(null=True, blank=True)

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        constraints = [
            ExclusionConstraint(
                name="one_version_of_a_tariff_holds_at_a_time",
                expressions=[
                    ("municipality", "="),
                    ("sort_key", "="),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
            ),
            models.CheckConstraint(
                name="a_tariff_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_tariff_falls_under_an_allowance",
                condition=Q(kind__in=Kind.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pay_scale(self) -> Scale:
        return Scale.read(self.pay)


class Order(MunicipalityRow):
    """A task that the municipality has ordered from a helper; claims need one."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper", "task"),
        purpose="Auslagen und Entschädigung nur für Aufträge der Kommune",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        # Longer than its last claim, which is entered within a year.
        keep_for=_TEN_YEARS + 731,
        keep_from="until",
        keep_because=f"{_WHY_TEN}, und länger als jede Abrechnung dazu",
        subject="helper",
        on_erasure=OnErasure.KEEP,
    )

    helper = LocalForeignKey(Helper, on_delete=models.PROTECT, related_name="orders")
    task = models.CharField(max_length=200)
    # The version at the time; a job is priced by the one of its own day.
    tariff = LocalForeignKey(Tariff, on_delete=models.PROTECT, related_name="orders")
    starts_on = models.DateField()
    until = models.DateField()
    ordered_on = models.DateField()
    ordered_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    # Who checks the claims.
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [models.Index(fields=["municipality", "helper"], name="orders_of")]
        constraints = [
            models.CheckConstraint(
                name="an_order_ends_after_it_begins",
                condition=Q(until__gte=F("starts_on")),
            )
        ]


class Payout(MunicipalityRow):
    """A list that the cash office has paid on one day."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    paid_on = models.DateField()
    paid_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    count = models.PositiveIntegerField()
    cents = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")


class Claim(MunicipalityRow):
    """What a helper gets for one job, with the lines it was made from.

    `pay_cents` counts towards the yearly limit; `refund_cents` (kilometres and
    receipts) is money that was spent, and does not.
    """

    class State(models.TextChoices):
        SUBMITTED = "SUBMITTED", pgettext_lazy("claim", "to be checked")
        APPROVED = "APPROVED", pgettext_lazy("claim", "approved")
        REFUSED = "REFUSED", pgettext_lazy("claim", "refused")
        PAID = "PAID", pgettext_lazy("claim", "paid")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper", "note", "receipts", "reason", "override_reason"),
        purpose="Erstattung und Nachweis der Zahlungen an Ehrenamtliche",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_for=_TEN_YEARS,
        keep_from="decided_at",
        keep_because=_WHY_TEN,
        subject="helper",
        on_erasure=OnErasure.KEEP,
    )

    helper = LocalForeignKey(Helper, on_delete=models.PROTECT, related_name="claims")
    order = LocalForeignKey(Order, on_delete=models.PROTECT, related_name="claims")
    tariff = LocalForeignKey(Tariff, on_delete=models.PROTECT, related_name="claims")
    on = models.DateField()
    mode = models.CharField(max_length=9, choices=Mode, default=Mode.ON_SITE)
    minutes = models.PositiveSmallIntegerField(default=0)
    metres = models.PositiveIntegerField(default=0)
    way_minutes = models.PositiveSmallIntegerField(default=0)
    way_minutes_inside = models.PositiveSmallIntegerField(default=0)
    strokes = models.PositiveIntegerField(default=0)
    notice_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    lines = models.JSONField(default=list)
    receipts = models.JSONField(default=list)
    pay_cents = models.PositiveIntegerField()
    refund_cents = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.SUBMITTED)
    # Claimed by the helper behind the own link, and by nobody at a desk.
    by_helper = models.BooleanField(default=False)
    entered_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    decided_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    override_reason = models.CharField(max_length=300, blank=True)
    payout = LocalForeignKey(
        Payout, on_delete=models.PROTECT, related_name="claims", null=True, blank=True
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [
            models.Index(fields=["municipality", "state", "-on"], name="claims_listed"),
            models.Index(fields=["municipality", "helper"], name="claims_of_helpers"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_claim_is_not_about_nothing",
                condition=Q(pay_cents__gt=0) | Q(refund_cents__gt=0),
            ),
            models.CheckConstraint(
                name="a_refused_claim_says_why",
                condition=~Q(state="REFUSED") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_claim_is_paid_with_a_list",
                condition=Q(state="PAID", payout__isnull=False)
                | (~Q(state="PAID") & Q(payout__isnull=True)),
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_entered",
                condition=Q(state__in=["SUBMITTED", "REFUSED"])
                | Q(entered_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(entered_by=F("decided_by")),
            ),
        ]

    @property
    def cents(self) -> int:
        return self.pay_cents + self.refund_cents

    @property
    def priced(self) -> list[Line]:
        return [Line(Reason(name), amount, cents) for name, amount, cents in self.lines]

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_paid(self) -> bool:
        return self.state == self.State.PAID


class Declaration(MunicipalityRow):
    """What a helper gets from others in a year for the same kind of activity."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper", "cents"),
        purpose="Jahresgrenze über alle Tätigkeiten (§ 3 Nr. 26 und 26a EStG)",
        legal_basis=_LAW,
        data_class=DataClass.V2,
        keep_for=_TEN_YEARS,
        keep_from="declared_on",
        keep_because=_WHY_TEN,
        subject="helper",
        on_erasure=OnErasure.KEEP,
    )

    helper = LocalForeignKey(
        Helper, on_delete=models.PROTECT, related_name="declarations"
    )
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(2021)])
    kind = models.CharField(max_length=8, choices=Kind)
    cents = models.PositiveIntegerField()
    declared_on = models.DateField()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "helper", "year", "kind"],
                name="one_declaration_of_a_helper_per_year_and_kind",
            )
        ]
