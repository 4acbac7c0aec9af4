from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.mail.models import Notice
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models import ContactPerson
from hafen.voice.surveys.models._surveys import Wave


class Invitation(MunicipalityRow):
    """Somebody who was asked, and whether the link was used; not what was said.

    It leaves no line in the trail, which would tell when somebody answered; for
    the same reason using it changes nothing but the mark.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email", "address", "contact_person"),
        purpose="Einladung zu einer Befragung und eine Erinnerung",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=0,
        keep_from="forget_on",
        keep_because="Bis zum Ende der Befragung, danach bleibt die Anzahl",
        subject="contact_person",
    )
    is_audited: ClassVar[bool] = False

    wave = LocalForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    group = models.CharField(_("group"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12)
    channel = models.CharField(_("channel"), max_length=10, choices=Notice.Channel)
    contact_person = LocalForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        related_name="survey_invitations",
        verbose_name=_("contact person"),
    )
    is_used = models.BooleanField(_("answered"), default=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    forget_on = models.DateField()

    class Meta:
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to surveys")
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "contact_person"],
                name="nobody_is_invited_twice_to_a_wave",
            )
        ]
