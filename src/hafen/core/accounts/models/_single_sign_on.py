from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models._people import User
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class SignInProvider(MunicipalityRow):
    """A municipality's own sign-in (OpenID Connect): at most one each."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name on the button"), max_length=80)
    issuer = models.CharField(_("address of the service"), max_length=300)
    client_id = models.CharField(_("client ID"), max_length=200)
    client_secret = EncryptedTextField(_("client secret"))
    # Some services name addresses without saying that they are proven.
    vouches_for_addresses = models.BooleanField(
        _("its addresses are proven"), default=False
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("own sign-in")
        verbose_name_plural = _("own sign-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_own_sign_in_per_municipality"
            )
        ]


class LinkedIdentity(MunicipalityRow):
    """Who a person is at the municipality's own sign-in."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "subject"),
        purpose="Anmeldung über den eigenen Dienst der Kommune",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_because="Solange das Konto besteht",
        subject="user",
    )

    user = LocalForeignKey(User, on_delete=models.CASCADE, related_name="+")
    provider = LocalForeignKey(
        SignInProvider, on_delete=models.CASCADE, related_name="+"
    )
    subject = models.CharField(max_length=255)

    class Meta:
        verbose_name = _("linked identity")
        verbose_name_plural = _("linked identities")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"], name="one_person_per_identity"
            ),
            models.UniqueConstraint(
                fields=["provider", "user"], name="one_identity_per_person"
            ),
        ]
