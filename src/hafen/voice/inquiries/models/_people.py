import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.mail.models import Notice
from hafen.core.places.models import MunicipalityRow, NamedRow


class ContactPoint(NamedRow):
    """Whom the public may ask: an office, or a person such as a commissioner.

    With an addressee, what is asked there is read by that person and whoever
    acts for them, and by nobody else.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    mandates = models.JSONField(default=dict, blank=True)
    funding = models.CharField(max_length=200, blank=True)
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    team = LocalForeignKey(
        Team,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    addressee = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    is_public = models.BooleanField(default=True)
    answer_days = models.PositiveSmallIntegerField(default=5)
    urgent_days = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_contact_point_per_name"
            )
        ]

    def mandate_in(self, language: str) -> str:
        found: str = self.mandates.get(language) or self.mandates.get("de", "")
        return found


class Requester(MunicipalityRow):
    """Somebody who asked, with the way by which this person wants the answer."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "sort_key", "phone", "address"),
        purpose="Beantwortung von Anfragen auf dem gewünschten Weg",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_because="Sechs Monate nach Abschluss der letzten Anfrage; löscht der Raum",
    )

    name = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    language = models.CharField(max_length=12, default="de")
    reply_by = models.CharField(max_length=10, choices=Notice.Channel, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)

    class Meta:
        verbose_name = _("requester")
        verbose_name_plural = _("requesters")


class RequesterEmail(MunicipalityRow):
    """One of somebody's addresses; a verified one has answered a mail of ours.

    Nothing is sent by itself to an address that nobody has verified: whoever
    wrote it into a form may have meant to have somebody else flooded.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("address",),
        purpose="Beantwortung von Anfragen per E-Mail",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die anfragende Person",
        subject="requester",
    )

    requester = LocalForeignKey(
        Requester, on_delete=models.CASCADE, related_name="emails"
    )
    address = models.EmailField()
    verified_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("e-mail address of a requester")
        verbose_name_plural = _("e-mail addresses of requesters")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "address"],
                name="one_requester_per_email_address",
            )
        ]


class PersonMerge(MunicipalityRow):
    """That two people were taken for one; it holds all it takes to part them.

    `moved` lists the keys of what belonged to the other person, `told` how that
    person was called and reached, and what the first one got from there.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("told", "joined_by"),
        purpose="Rücknahme einer Zusammenführung zweier anfragender Personen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_for=180,
        keep_from="created_at",
        keep_because="Wer sich geirrt hat, merkt es bei den nächsten Anfragen",
        subject="requester",
    )

    requester = LocalForeignKey(
        Requester, on_delete=models.CASCADE, related_name="merges"
    )
    moved = models.JSONField(default=dict)
    told = EncryptedTextField()
    joined_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("two requesters made one")
        verbose_name_plural = _("requesters made one")

    @property
    def name(self) -> str:
        """How the other person was called, or where this person wrote from."""
        said: str = json.loads(self.told)["other"]["name"]
        return said
