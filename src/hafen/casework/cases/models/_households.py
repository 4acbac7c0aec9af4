from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow

PURPOSE = "Begleitung von Ratsuchenden und ihren Haushalten"
LEGAL_BASIS = "Art. 6 Abs. 1 Buchst. e DSGVO; § 35 SGB I, §§ 67a ff. SGB X"
# Three years after the file was closed; the municipality confirms the period.
KEEP_DAYS = 3 * 365


def declare(
    data_class: DataClass,
    *fields: str,
    subject: str = "self",
    shared_by: str = "",
    since: str = "",
    to_archive: bool = False,
) -> PersonalData:
    """Declare rows of a file; what is not given a day goes with the row above it."""
    return PersonalData(
        fields=fields,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        data_class=data_class,
        keep_for=KEEP_DAYS if since else None,
        keep_from=since,
        keep_because="Drei Jahre nach dem Abschluss der Begleitung",
        subject=subject,
        shared_by=shared_by,
        to_archive=to_archive,
    )


# What did not go along when a file was handed over: kept until its period ends,
# read by nobody who works on cases.
NOT_LEFT_BEHIND = "municipality_id = {opened} OR NOT is_left_behind"


def left_behind() -> Any:
    return models.BooleanField(default=False, editable=False)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
    )


class Household(MunicipalityRow):
    """People who are accompanied together; one person alone is a household too.

    There is no moment without a responsible team. Its members see the household,
    unless it is restricted: then only those see it who are named, as its owner,
    or as owner or deputy of one of its cases.
    """

    class Ending(models.TextChoices):
        MOVED = "MOVED", _("moved away")
        INDEPENDENT = "INDEPENDENT", _("needs no help any more")
        JOINED = "JOINED", _("went into another household")
        UNKNOWN = "UNKNOWN", pgettext_lazy("household", "not known")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1,
        *("name", "sort_key", "address"),
        subject="clients",
        since="ended_on",
        to_archive=True,
    )
    visible_only: ClassVar[str] = (
        "id = ANY (ARRAY(SELECT cases_opened())) OR ("
        "((NOT is_restricted AND team_id = ANY (ARRAY(SELECT cases_my_teams())))"
        " OR id = ANY (ARRAY(SELECT cases_named())))"
        " AND id <> ALL (ARRAY(SELECT cases_kept_out())))"
    )

    name = models.CharField(_("name of the household"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    address = models.CharField(_("address"), max_length=200, blank=True)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    is_restricted = models.BooleanField(default=False)
    arrived_on = models.DateField(_("lives here since"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        indexes = [
            models.Index(fields=["team", "sort_key"], name="households_of_a_team"),
            models.Index(fields=["owner"], name="households_of_an_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_restricted_household_names_somebody",
                condition=Q(is_restricted=False) | Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="a_household_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, ending="")
                | (Q(ended_on__isnull=False) & ~Q(ending="")),
            ),
        ]

    @property
    def is_living(self) -> bool:
        return self.ended_on is None


class Client(MunicipalityRow):
    """A person in a household, with what help needs to know and nothing more.

    Never kept here: how somebody came, why, or with which papers; no number of
    an authority, no photograph. The text of the data-protection notice that the
    person got is named, since nobody is taken in without it.
    """

    class BirthDate(models.TextChoices):
        """How exact the day of birth is; "01.01." is mostly an estimate."""

        EXACT = "EXACT", _("exact")
        YEAR = "YEAR", _("only the year is known")
        ESTIMATED = "ESTIMATED", _("estimated by an authority")

    class Gender(models.TextChoices):
        FEMALE = "FEMALE", _("female")
        MALE = "MALE", _("male")
        DIVERSE = "DIVERSE", _("diverse")
        UNKNOWN = "", _("no statement")

    class Wish(models.TextChoices):
        """By whom somebody wants to be accompanied."""

        FEMALE = "FEMALE", pgettext_lazy("casework", "a woman")
        MALE = "MALE", pgettext_lazy("casework", "a man")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1,
        *("name", "sort_key", "original_name", "other_names", "born_on", "birth"),
        *("gender", "wished_worker", "languages", "phone", "email"),
        *("notice_on", "notice_edition"),
        shared_by="same_as",
    )
    visible_with: ClassVar[str] = "household"

    household = LocalForeignKey(
        Household, on_delete=models.CASCADE, related_name="clients"
    )
    name = models.CharField(_("name as in the document"), max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    original_name = models.CharField(
        _("name in its own script"), max_length=160, blank=True
    )
    other_names = ArrayField(
        models.CharField(max_length=160),
        verbose_name=_("other spellings"),
        default=list,
        blank=True,
    )
    born_on = models.DateField(_("born on"), null=True, blank=True)
    birth = models.CharField(
        _("day of birth"), max_length=10, choices=BirthDate, default=BirthDate.EXACT
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
    # Who shall accompany; empty: no wish.
    wished_worker = models.CharField(
        _("wishes to be accompanied by"), max_length=8, choices=Wish, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages"), default=list
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    notice_on = models.DateField(_("data-protection notice given on"))
    notice_edition = models.CharField(_("edition of the notice"), max_length=40)
    # Entered twice: the file goes on with that person. Nothing is moved, so that
    # both can be separated again as they were.
    same_as = LocalForeignKey(
        "self",
        verbose_name=_("the same person as"),
        on_delete=models.SET_NULL,
        related_name="doubles",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    @property
    def is_double(self) -> bool:
        return self.same_as_id is not None

    def age_on(self, day: date) -> int | None:
        """Return the age in years; None where no day of birth is known."""
        if self.born_on is None:
            return None
        before = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before


class NameKey(MunicipalityRow):
    """A key under which a person is found, in whatever spelling the name is asked.

    Rows instead of an array, since row-level security leaves an index on plain
    text alone usable.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "key", subject="client"
    )
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(
        _("key by which spellings of a name meet"), max_length=200, db_collation="C"
    )
    # False: some words of the name are left out.
    is_whole = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("key of a name")
        verbose_name_plural = _("keys of names")
        indexes = [
            models.Index(fields=["municipality", "key"], name="persons_by_name_key")
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, day: date) -> "MembershipQuerySet":
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


class Membership(MunicipalityRow):
    """Somebody belongs to a household from one day to another."""

    class Kind(models.TextChoices):
        HEAD = "HEAD", _("reference person")
        PARTNER = "PARTNER", _("partner")
        CHILD = "CHILD", _("child")
        PARENT = "PARENT", _("parent")
        OTHER = "OTHER", pgettext_lazy("member", "other person")

    class Came(models.TextChoices):
        FIRST = "FIRST", _("from the beginning")
        BIRTH = "BIRTH", _("by birth")
        LATER = "LATER", _("arrived later")
        CHANGED = "CHANGED", _("from another household")

    class Left(models.TextChoices):
        SEPARATED = "SEPARATED", _("separation")
        OWN = "OWN", _("own household")
        JOINED = "JOINED", _("into another household")
        AWAY = "AWAY", _("moved away")
        DIED = "DIED", _("died")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "client", "kind", subject="client"
    )
    visible_with: ClassVar[str] = "household"

    household = LocalForeignKey(
        Household, on_delete=models.CASCADE, related_name="memberships"
    )
    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="memberships"
    )
    kind = models.CharField(_("position in the household"), max_length=10, choices=Kind)
    valid_from = models.DateField(_("from"))
    came = models.CharField(max_length=10, choices=Came, default=Came.FIRST)
    valid_until = models.DateField(_("last day"), null=True)
    left = models.CharField(max_length=10, choices=Left, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of households")
        constraints = [
            ends_after_it_begins("a_member_leaves_after_coming"),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(valid_until__isnull=True),
                name="one_household_at_a_time",
            ),
        ]

    @property
    def is_child(self) -> bool:
        return self.kind == self.Kind.CHILD


class Guardian(MunicipalityRow):
    """Who acts for a minor by law: a person of the house, or an office outside it."""

    class Kind(models.TextChoices):
        PARENT = "PARENT", pgettext_lazy("guardian", "parent with custody")
        GUARDIAN = "GUARDIAN", _("guardian (Vormund)")
        CARE = "CARE", _("temporary care by the youth office")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "name", "client", subject="client"
    )
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="guardians")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name and way to reach"), max_length=200)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        constraints = [ends_after_it_begins("a_guardian_ends_after_beginning")]


class KeptOut(MunicipalityRow):
    """A colleague who is this person, or a relative: blocked from the file."""

    class Why(models.TextChoices):
        SELF = "SELF", _("is this person")
        RELATIVE = "RELATIVE", _("is a relative")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "user", "why", subject="client"
    )
    visible_only: ClassVar[str] = (
        "user_id = {actor} OR user_id = {opened}"
        " OR EXISTS (SELECT FROM cases_client AS above"
        " WHERE above.id = client_id)"
    )

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="kept_out")
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)

    class Meta:
        verbose_name = _("person kept out of a file")
        verbose_name_plural = _("persons kept out of files")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "client"], name="kept_out_of_a_file_once"
            )
        ]
