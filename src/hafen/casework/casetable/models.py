"""The case table: offices talk about cases under a number, and agree who does what."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Case, Client, Consent, GoalStep
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.identifiers import uuid7
from hafen.core.db.personal_data import DataClass, OnErasure, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models import Organisation

# Whoever sits at the table reads until the day after it; a guest, who comes for one
# case, an hour before and after the time of this case. `fences` says the same.
AFTERWARDS = timedelta(days=1)
AROUND = timedelta(hours=1)
_PURPOSE = "Fallkonferenz: Absprache von Stellen über freigegebene Fälle"
_BECAUSE = "Ein Jahr nach dem Termin; was beschlossen wurde, steht im Fall"


def party_of(organisation: Organisation | None, office: str) -> str:
    """Return who an office is, alike in a consent and at the table.

    An office of the house is no organisation: its name says who it is.
    """
    return str(organisation.pk) if organisation else " ".join(office.split()).casefold()


def party_field() -> Any:
    return models.CharField(max_length=200, editable=False)


class Meeting(MunicipalityRow):
    """A case table on one day, called by somebody who is responsible for it."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "place", "owner"),
        purpose=_PURPOSE,
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="ends_at",
        keep_because=_BECAUSE,
        subject="owner",
        on_erasure=OnErasure.KEEP,
    )

    title = models.CharField(_("title"), max_length=120)
    place = models.CharField(_("place"), max_length=200)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # From then on nobody reads what was told there.
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("case table")
        verbose_name_plural = _("case tables")
        indexes = [
            models.Index(
                fields=["municipality", "starts_at"], name="case_tables_by_day"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_case_table_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            )
        ]

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.ends_at + AFTERWARDS


class Item(MunicipalityRow):
    """A case on the table: a number that was drawn, and the words written for it.

    It names nobody and leads to no file: the way goes from the file to it alone
    (`Origin`).
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("topic", "summary"),
        purpose=_PURPOSE,
        legal_basis=(
            "Einwilligung je Empfänger, Art. 6 Abs. 1 Buchst. a DSGVO,"
            " § 67b Abs. 2 SGB X"
        ),
        data_class=DataClass.C2,
        keep_because=_BECAUSE,
        subject="origin",
        recipients=("die genannten Stellen der Fallkonferenz",),
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR id = {opened} OR meeting_id = {opened}"
        " OR id IN (SELECT casetable_shown())"
        " OR EXISTS (SELECT FROM casetable_origin AS above WHERE above.id = origin)"
    )

    meeting = LocalForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    # The key of the row that knows whose case it is.
    origin = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=12)
    topic = models.CharField(_("topic"), max_length=40)
    summary = EncryptedTextField(_("what the table is told"))
    # What is told rests on data that the person contests (§ 84 Abs. 2 SGB X).
    is_contested = models.BooleanField(_("rests on contested data"), default=False)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    released_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)

    class Meta:
        verbose_name = _("case at a case table")
        verbose_name_plural = _("cases at case tables")
        constraints = [
            models.CheckConstraint(
                name="a_case_at_the_table_has_its_time",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["meeting", "number"], name="one_number_per_case_table"
            ),
        ]


class Origin(MunicipalityRow):
    """Whose case it is: read by whoever reads the case, and by nobody at the table."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("client",),
        purpose=_PURPOSE,
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO, § 67b Abs. 2 SGB X",
        data_class=DataClass.C2,
        keep_because=_BECAUSE,
        subject="client",
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR client_id = {opened} OR item_id = {opened}"
        " OR EXISTS (SELECT FROM cases_case AS above WHERE above.id = case_id)"
    )

    item = LocalOneToOneField(Item, on_delete=models.CASCADE, related_name="origin_row")
    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("origin of a case at a case table")
        verbose_name_plural = _("origins of cases at case tables")


class Release(MunicipalityRow):
    """One office may read one case, by the consent that names this office."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("office",),
        purpose=_PURPOSE,
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO, § 67b Abs. 2 SGB X",
        data_class=DataClass.C2,
        keep_because=_BECAUSE,
        subject="consent",
    )
    visible_with: ClassVar[str] = "item"

    item = LocalForeignKey(Item, on_delete=models.CASCADE, related_name="releases")
    consent = LocalForeignKey(Consent, on_delete=models.CASCADE, related_name="+")
    office = models.CharField(_("office"), max_length=200)
    party = party_field()
    valid_until = models.DateField(_("valid until"))
    ended_on = models.DateField(_("ended on"), null=True)

    class Meta:
        verbose_name = _("release for a case table")
        verbose_name_plural = _("releases for case tables")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "consent"], name="a_consent_releases_a_case_once"
            )
        ]


class Seat(MunicipalityRow):
    """An office that is invited: to the table, or as a guest for one case of it."""

    class Answer(models.TextChoices):
        COMES = "COMES", pgettext_lazy("invitation", "comes")
        CANNOT = "CANNOT", pgettext_lazy("invitation", "cannot come")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email", "office", "answer"),
        purpose=_PURPOSE,
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because=_BECAUSE,
        subject="email",
    )

    meeting = LocalForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    # Empty: a member of the table.
    item = LocalForeignKey(
        Item, on_delete=models.CASCADE, related_name="guests", null=True, blank=True
    )
    # Empty: somebody without an account, who has the mailed link.
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    office = models.CharField(_("office"), max_length=200)
    party = party_field()
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)

    class Meta:
        verbose_name = _("seat at a case table")
        verbose_name_plural = _("seats at case tables")
        indexes = [models.Index(fields=["user"], name="seats_of_a_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "item", "office", "name"],
                nulls_distinct=False,
                name="one_seat_each_at_a_case_table",
            )
        ]

    @property
    def is_guest(self) -> bool:
        return self.item_id is not None


class Measure(MunicipalityRow):
    """What the table agreed: who does what by when. In the case it is a step."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text",),
        purpose=_PURPOSE,
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO, § 67b Abs. 2 SGB X",
        data_class=DataClass.C2,
        keep_because=_BECAUSE,
        subject="item",
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR seat_id IN (SELECT casetable_seats())"
        " OR EXISTS (SELECT FROM casetable_item AS above WHERE above.id = item_id)"
    )

    item = LocalForeignKey(Item, on_delete=models.CASCADE, related_name="measures")
    seat = LocalForeignKey(Seat, on_delete=models.CASCADE, related_name="measures")
    # Of the case at the table, which whoever took this on reads no longer.
    number = models.CharField(_("number"), max_length=12)
    text = EncryptedTextField(_("what is done"))
    due_on = models.DateField(_("until"))
    done_on = models.DateField(_("done on"), null=True)
    step = LocalForeignKey(
        GoalStep, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("measure of a case table")
        verbose_name_plural = _("measures of case tables")
        indexes = [models.Index(fields=["seat"], name="measures_of_a_seat")]

    @property
    def who(self) -> str:
        return f"{self.seat.office}: {self.seat.name}"
