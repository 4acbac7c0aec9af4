from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(MunicipalityRow, AbstractBaseUser):
    """Somebody who can sign in to one municipality."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("email", "name", "password", "last_login"),
        purpose="Anmeldung und Zuordnung von Aufgaben",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_because="Ein Jahr nach dem Ausscheiden, damit Übergaben nachvollziehbar sind",
    )

    email = models.EmailField(_("e-mail address"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, default="de")
    is_active = models.BooleanField(_("may sign in"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email_address")
        ]

    def __str__(self) -> str:
        return f"User {self.pk}"

    @property
    def roles_now(self) -> frozenset[str]:
        return frozenset()
