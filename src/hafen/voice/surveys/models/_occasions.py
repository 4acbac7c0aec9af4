"""Asking by itself after a service, and whom not to ask again so soon."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow
from hafen.voice.surveys.models._surveys import Survey

_PURPOSE = "Frage nach einer Leistung, ohne Angabe, wer geantwortet hat"
_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO; nach einer Beratung Buchst. a"


class AfterService(MunicipalityRow):
    """A survey that goes out by itself after services of one sort.

    Its row is the lock: a night that begins twice asks once.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    survey = LocalForeignKey(Survey, on_delete=models.CASCADE, related_name="after")
    # The name of an `Occasion`.
    occasion = models.CharField(_("after which service"), max_length=20)
    days_after = models.PositiveSmallIntegerField(_("days afterwards"), default=1)
    # Nobody is asked twice within so many days, whatever the services were.
    rest_days = models.PositiveSmallIntegerField(_("days of rest"), default=180)
    is_on = models.BooleanField(_("switched on"), default=True)
    # Services up to this day are done with.
    asked_until = models.DateField(editable=False)
    # How many had a service and no mailbox, since the survey was last opened here.
    unreached = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("question after a service")
        verbose_name_plural = _("questions after a service")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "occasion"],
                name="one_question_after_a_service",
            ),
            models.CheckConstraint(
                name="people_have_a_rest_between_questions",
                condition=Q(rest_days__range=(30, 730), days_after__range=(1, 60)),
            ),
        ]


class Served(MunicipalityRow):
    """Where to ask somebody soon; nothing says who it is or what it was about.

    The room that served them leaves it here, and the night after takes it away.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("occasion", "email", "language"),
        purpose=_PURPOSE,
        legal_basis=_LAW,
        data_class=DataClass.C3,
        keep_for=0,
        keep_from="forget_on",
        keep_because="Bis zur Frage, längstens bis zum genannten Tag",
        goes_by_itself=True,
        subject="email",
    )
    is_audited: ClassVar[bool] = False

    occasion = models.CharField(_("after which service"), max_length=20)
    served_on = models.DateField()
    email = EncryptedTextField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12)
    forget_on = models.DateField()

    class Meta:
        verbose_name = _("somebody to ask after a service")
        verbose_name_plural = _("people to ask after a service")


def digest_of(municipality: UUID, email: str) -> str:
    """Return what an address is remembered by; no address can be read from it."""
    told = f"{municipality}:{email.strip().casefold()}"
    return salted_hmac("hafen.surveys.asked", told, algorithm="sha256").hexdigest()


class Asked(MunicipalityRow):
    """That a mailbox was asked, as a keyed digest of its address, for a while."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("who",),
        purpose="Niemanden zu oft fragen, und nicht, wer das nicht möchte",
        legal_basis="Art. 6 Abs. 1 Buchst. e, Art. 21 DSGVO",
        data_class=DataClass.S,
        keep_for=0,
        keep_from="forget_on",
        keep_because="Bis wieder gefragt werden darf; ein Widerspruch bleibt",
        subject="who",
        digest=digest_of,
        on_erasure=OnErasure.KEEP,
    )
    is_audited: ClassVar[bool] = False

    who = models.CharField(_("key of a mailbox"), max_length=64)
    asked_on = models.DateField()
    # None: asks for no more questions.
    forget_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("mailbox that was asked")
        verbose_name_plural = _("mailboxes that were asked")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "who"], name="a_mailbox_is_remembered_once"
            )
        ]
