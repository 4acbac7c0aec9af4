from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models._people import User
from hafen.core.accounts.models._teams import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.db.roles import Role
from hafen.core.places.models import MunicipalityRow


def _access(*fields: str, since: str = "", subject: str = "user") -> PersonalData:
    """Declare a way in; what is not given a day goes with what it belongs to."""
    return PersonalData(
        fields=fields,
        purpose="Zugang zum System",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_for=90 if since else None,
        keep_from=since,
        keep_because="90 Tage, damit ein Missbrauch erkennbar bleibt",
        subject=subject,
    )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(
            redeemed_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
        )


class Invitation(MunicipalityRow):
    """Somebody is asked to join, under one address, once, for at most 72 hours.

    Only the hash of the link's secret is kept.
    """

    personal_data: ClassVar[PersonalData] = _access(
        "email", "name", since="expires_at", subject="self"
    )

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, default="de")
    team = LocalForeignKey(
        Team,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("team"),
    )
    token_hash = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    invited_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("invited by"),
    )
    redeemed_at = models.DateTimeField(_("redeemed at"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], name="one_invitation_per_secret"
            ),
            models.CheckConstraint(
                name="invitation_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("created_at")),
            ),
        ]


class InvitedRole(MunicipalityRow):
    """A role that the invited person will have."""

    personal_data: ClassVar[PersonalData] = _access(
        "role", "valid_until", subject="invitation"
    )

    invitation = LocalForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(_("role"), max_length=3, choices=Role)
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("role of an invitation")
        verbose_name_plural = _("roles of invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "role"], name="one_invited_role_per_invitation"
            )
        ]


class SignInCard(MunicipalityRow):
    """A printed card that opens an account: a code to scan and a PIN to know.

    For people without e-mail. Both secrets are kept as hashes; after five wrong
    PINs the card rests for a quarter of an hour.
    """

    personal_data: ClassVar[PersonalData] = _access(
        "user", "last_used_at", since="revoked_at"
    )

    user = LocalForeignKey(
        User, on_delete=models.CASCADE, related_name="cards", verbose_name=_("person")
    )
    secret_hash = models.CharField(max_length=64, editable=False)
    pin_hash = models.CharField(max_length=128, editable=False)
    issued_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("issued by"),
    )
    valid_until = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    wrong_pins = models.PositiveSmallIntegerField(default=0, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("sign-in card")
        verbose_name_plural = _("sign-in cards")
        constraints = [
            models.UniqueConstraint(fields=["secret_hash"], name="one_card_per_secret")
        ]


class OpenSession(MunicipalityRow):
    """A session of a person, so that they can look at it and end it.

    What browser it is, and no address of a network. The key of the session lies
    sealed: whoever reads this table can sign in as nobody.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "device", "last_seen_at"),
        purpose="Überblick über die eigenen Sitzungen und ihr Ende",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_for=1,
        keep_from="last_seen_at",
        keep_because="Einen Tag; länger als zehn Stunden ist keine Sitzung offen",
        subject="user",
    )

    # The session is looked at before the municipality of its page is known.
    visible_also: ClassVar[str] = "user_id = {actor}"

    user = LocalForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = EncryptedTextField(editable=False)
    device = models.CharField(_("device"), max_length=60, blank=True)
    last_seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")


class SignInLink(MunicipalityRow):
    """A link mailed to a helper or resident that signs in once."""

    personal_data: ClassVar[PersonalData] = _access("user", since="expires_at")

    user = LocalForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, editable=False)
    target = models.CharField(_("leads to"), max_length=500, blank=True)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, editable=False)

    class Meta:
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="one_link_per_secret")
        ]


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def open(self, now: datetime) -> Self:
        return self.filter(
            confirmed_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
        )


class AddressChange(MunicipalityRow):
    """A new e-mail address of a person, which counts once its mailbox has proven it.

    Until then the old one stays; only the hash of the mailed secret is kept.
    """

    personal_data: ClassVar[PersonalData] = _access("user", "email", since="expires_at")

    user = LocalForeignKey(User, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("new e-mail address"))
    token_hash = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    asked_by = LocalForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an e-mail address")
        verbose_name_plural = _("changes of e-mail addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], name="one_address_change_per_secret"
            )
        ]
