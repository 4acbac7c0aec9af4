from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models._undertakings import (
    ConfidentialityUndertaking,
    RoleCondition,
)
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.db.roles import STAFF, Role
from hafen.core.places.models import MunicipalityRow

# Roles of people whom the office does not employ: none of them begins before
# an undertaking is signed, unless the municipality says otherwise.
UNDERTAKING_BY_DEFAULT = (
    Role.VOLUNTEER,
    Role.MENTOR,
    Role.INTEGRATION_GUIDE,
    Role.INTERPRETER,
    Role.INTERN,
    Role.PARTNER_CASE_WORKER,
)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(MunicipalityRow, AbstractBaseUser):
    """Somebody who can sign in to one municipality."""

    class Way(models.TextChoices):
        """How somebody wants to be told things; a part of the ways of a notice."""

        MAIL = "MAIL", _("by e-mail")
        LETTER = "LETTER", _("by letter")
        TELEPHONE = "TELEPHONE", _("by telephone")
        VISIT = "VISIT", _("at the next visit")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("email", "name", "password", "last_login", "postal_address", "phone"),
        purpose="Anmeldung und Zuordnung von Aufgaben",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="left_on",
        keep_because="Ein Jahr nach dem Ausscheiden, für Fragen zur Übergabe",
    )

    # Somebody who signs in names an address before anything else is known.
    visible_also: ClassVar[str] = "id = {actor} OR lower(email) = {sign_in}"

    email = models.EmailField(_("e-mail address"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, default="de")
    way = models.CharField(
        _("how to be told"), max_length=10, choices=Way, default=Way.MAIL
    )
    postal_address = models.TextField(_("postal address"), max_length=400, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    # Part of each session's fingerprint: counting it up ends all of them.
    session_round = models.PositiveIntegerField(default=1, editable=False)
    # What libraries with rights of their own ask for; it follows from the roles.
    groups = models.ManyToManyField(
        Group,
        through="accounts.GroupMembership",
        related_name="user_set",
        related_query_name="user",
        blank=True,
    )

    # Libraries ask; nobody stands above the rules here.
    is_superuser: ClassVar[bool] = False
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email_address"),
            models.CheckConstraint(
                name="email_address_is_kept_in_lower_case",
                condition=Q(email__isnull=True) | Q(email=Lower("email")),
            ),
            models.CheckConstraint(
                name="a_person_has_what_their_way_needs",
                condition=Q(way__in=["MAIL", "VISIT"])
                | (Q(way="LETTER") & ~Q(postal_address=""))
                | (Q(way="TELEPHONE") & ~Q(phone="")),
            ),
        ]

    def __str__(self) -> str:
        return f"User {self.pk}"

    @property
    def roles_now(self) -> frozenset[str]:
        """Return the roles of today; read once per loaded user, so per request."""
        found: frozenset[str] | None = getattr(self, "_roles_now", None)
        if found is None:
            found = self._roles_now = self.roles_on(timezone.localdate())
        return found

    def roles_on(self, day: date) -> frozenset[str]:
        """Return the roles that are assigned and whose conditions are met."""
        if not self.is_active:
            return frozenset()
        assignments = RoleAssignment.objects.filter(user_id=self.pk)
        return frozenset(assignments.in_force(day).values_list("role", flat=True))

    def forget_roles(self) -> None:
        """Read the roles again at the next question; after they were changed."""
        self.__dict__.pop("_roles_now", None)
        self.__dict__.pop("_library_rights", None)

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, right: str, _row: object = None) -> bool:
        """Answer a library that has rights of its own, by the user's groups."""
        if not self.is_active:
            return False
        found: frozenset[str] | None = getattr(self, "_library_rights", None)
        if found is None:
            held = Permission.objects.filter(group__user=self.pk)
            pairs = held.values_list("content_type__app_label", "codename")
            found = frozenset(f"{app}.{name}" for app, name in pairs)
            self._library_rights = found
        return right in found

    def has_perms(self, rights: Iterable[str], _row: object = None) -> bool:
        return all(self.has_perm(right) for right in rights)

    @property
    def is_staff_now(self) -> bool:
        return not STAFF.isdisjoint(self.roles_now)

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        self.forget_roles()
        super().refresh_from_db(*args, **options)

    def get_session_auth_hash(self) -> str:
        return self._fingerprint()

    def get_session_auth_fallback_hash(self) -> Any:
        # Keys that were rotated out still open the sessions made with them.
        for secret in _fallback_secrets():
            yield self._fingerprint(secret=secret)

    def _fingerprint(self, secret: str | None = None) -> str:
        value = f"{self.password}:{self.session_round}"
        salt = "hafen.accounts.session"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


def _fallback_secrets() -> list[str]:
    return list(settings.SECRET_KEY_FALLBACKS)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def valid(self, day: date) -> Self:
        """Keep those whose first day has come and whose last day has not passed."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )

    def in_force(self, day: date) -> Self:
        """Keep the valid ones of people who signed what their role demands."""
        signed = ConfidentialityUndertaking.objects.filter(user=OuterRef("user"))
        conditions = RoleCondition.objects.filter(
            municipality=OuterRef("municipality"), role=OuterRef("role")
        )
        needs = Exists(conditions.filter(needs_undertaking=True)) | (
            Q(role__in=UNDERTAKING_BY_DEFAULT) & ~Exists(conditions)
        )
        return self.valid(day).filter(Exists(signed.valid(day)) | ~needs)


class RoleAssignment(MunicipalityRow):
    """One role of one person, for as long as it lasts.

    Both days count: on the last one access is still there, the day after not.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "role", "valid_from", "valid_until"),
        purpose="Zugriffsrechte nach Aufgabe",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_for=1095,
        keep_from="valid_until",
        keep_because="Drei Jahre, damit nachvollziehbar bleibt, wer was durfte",
        subject="user",
    )

    user = LocalForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=3, choices=Role)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    granted_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("granted by"),
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="nobody_grants_a_role_to_themselves",
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
            ),
            models.CheckConstraint(
                name="a_stored_role_is_a_known_one",
                condition=Q(role__in=[role for role in Role if role != Role.VISITOR]),
            ),
        ]


class GroupMembership(MunicipalityRow):
    """Somebody in a group of a library; kept in step with the roles by its room."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user",),
        purpose="Zugriffsrechte nach Aufgabe in der Redaktion",
        legal_basis="Art. 32 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.A,
        keep_because="Solange das Konto besteht und die Rolle gilt",
        subject="user",
    )

    user = LocalForeignKey(
        User, on_delete=models.CASCADE, related_name="group_memberships"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], name="one_membership_per_person_and_group"
            )
        ]
