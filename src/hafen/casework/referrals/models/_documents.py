"""Copies of papers that go along with a referral, and are gone with it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import ClientPaper
from hafen.casework.referrals.models._referrals import Referral
from hafen.core.db.encryption import EncryptedFileField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow

MOST_DOCUMENTS = 5
MOST_BYTES = 5_000_000
# So long a draft keeps a copy; the file itself has none.
DRAFT_DAYS = 30


class ReferralDocument(MunicipalityRow):
    """The copy of one paper of the person, for the one office.

    It hangs on a paper of the file, so that no note can ever be one: the file keeps
    kinds and days alone. When the office may read no more, the copy is gone, and
    what stays is that it went along.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("kind", "valid_until", "copy"),
        purpose="Kopien von Papieren, die eine Vermittlung braucht",
        legal_basis="Einwilligung je Empfänger, Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.C2,
        keep_because=(
            "Die Kopie bis zum Ende der Vermittlung, längstens neunzig Tage;"
            " dass sie mitging, so lange wie die Vermittlung"
        ),
        subject="referral",
        recipients=("die genannte Stelle",),
    )
    visible_with: ClassVar[str] = "referral"

    referral = LocalForeignKey(
        Referral, on_delete=models.CASCADE, related_name="documents"
    )
    paper = LocalForeignKey(
        ClientPaper, on_delete=models.SET_NULL, related_name="+", null=True
    )
    # As they stood in that hour.
    kind = models.CharField(_("kind of paper"), max_length=10, choices=ClientPaper.Kind)
    valid_until = models.DateField(_("valid until"))
    content_type = models.CharField(_("content type"), max_length=100)
    # Nothing, once the copy is gone.
    size = models.PositiveIntegerField(_("size in bytes"))
    copy = EncryptedFileField(_("copy"), null=True)

    class Meta:
        verbose_name = _("paper that went along")
        verbose_name_plural = _("papers that went along")
        constraints = [
            models.CheckConstraint(
                name="a_copy_that_is_gone_has_no_size",
                condition=Q(copy__isnull=True, size=0)
                | Q(copy__isnull=False, size__gt=0, size__lte=MOST_BYTES),
            ),
        ]

    @property
    def is_kept(self) -> bool:
        return self.size > 0
