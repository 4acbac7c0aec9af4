from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, OnErasure, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.interpreting.models._institutions import Institution
from hafen.exchange.pool.models import Helper


class Voucher(MunicipalityRow):
    """A statement or an invoice of a month, with the paper as it was issued.

    The database refuses a change, and a number that does not follow the last one.
    """

    class Kind(models.TextChoices):
        STATEMENT = "STATEMENT", _("statement")
        INVOICE = "INVOICE", _("invoice")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper", "name", "pdf", "xml"),
        purpose="Abrechnung von Dolmetscheinsätzen als Beleg der Kasse",
        legal_basis="Art. 6 Abs. 1 Buchst. b und c DSGVO, kommunales Haushaltsrecht",
        data_class=DataClass.V1,
        keep_for=3_650,
        keep_from="issued_at",
        keep_because="Zehn Jahre, wie Belege der Kasse",
        subject="helper",
        on_erasure=OnErasure.KEEP,
    )

    kind = models.CharField(max_length=9, choices=Kind)
    # Numbers follow each other within a kind and the year of issue.
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    first_day = models.DateField()
    helper = LocalForeignKey(
        Helper, on_delete=models.PROTECT, related_name="+", null=True
    )
    institution = LocalForeignKey(
        Institution, on_delete=models.PROTECT, related_name="vouchers", null=True
    )
    name = models.CharField(max_length=160)
    jobs = models.PositiveIntegerField()
    cents = models.IntegerField()
    pdf = models.BinaryField(_("paper"))
    # The same for a public office, and by which Leitweg-ID; see `xrechnung`.
    xml = models.BinaryField(_("electronic invoice"), default=b"")
    leitweg_id = models.CharField(max_length=46, blank=True)
    cancels = LocalOneToOneField(
        "self", on_delete=models.PROTECT, related_name="cancelled_by", null=True
    )
    issued_at = models.DateTimeField()
    issued_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("statement or invoice")
        verbose_name_plural = _("statements and invoices")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "year", "number"],
                name="a_voucher_has_a_number_of_its_own",
            ),
            models.CheckConstraint(
                name="a_voucher_is_for_one_side",
                condition=Q(
                    kind="STATEMENT", helper__isnull=False, institution__isnull=True
                )
                | Q(kind="INVOICE", helper__isnull=True, institution__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "first_day"], name="vouchers_of_months"
            )
        ]

    @property
    def code(self) -> str:
        """The number as people write it: R-2026-0007."""
        return numbered(self.kind, self.year, self.number)

    @property
    def is_invoice(self) -> bool:
        return self.kind == self.Kind.INVOICE

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancelled_by")

    @property
    def may_be_cancelled(self) -> bool:
        return self.cancels_id is None and not self.is_cancelled


def numbered(kind: str, year: int, number: int) -> str:
    letter = "R" if kind == Voucher.Kind.INVOICE else "A"
    return f"{letter}-{year}-{number:04}"
