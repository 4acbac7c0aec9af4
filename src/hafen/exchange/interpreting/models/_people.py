from datetime import date, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.interpreting.models._words import (
    Direction,
    Mode,
    Subject,
    Training,
)
from hafen.exchange.pool.models import Level, Offer

LAW = "Art. 6 Abs. 1 Buchst. a und b DSGVO"
CHECKED_FOR = 365
_AS_LONG = "So lange wie das Dolmetschprofil, zu dem es gehört"


def all_modes() -> list[str]:
    return [Mode.ON_SITE, Mode.TELEPHONE]


class InterpreterQuerySet(models.QuerySet["Interpreter"]):
    def checked(self, today: date) -> Self:
        """Those who said within twelve months that all still holds."""
        return self.filter(confirmed_on__gt=today - timedelta(days=CHECKED_FOR))

    def working(self) -> Self:
        return self.filter(offer__state=Offer.State.OPEN)


class Interpreter(MunicipalityRow):
    """What interpreting needs to know beyond an offer of help.

    Name, ways of contact, gender and proofs stand with the helper; district,
    radius and times of the week with the offer.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("offer", "training", "subjects", "avoids", "contract_until"),
        purpose="Vermittlung von Dolmetscherinnen und Dolmetschern",
        legal_basis=LAW,
        data_class=DataClass.V1,
        keep_because="So lange wie das Hilfsangebot, auf dem es steht",
        subject="offer__helper",
    )

    offer = LocalOneToOneField(
        Offer, on_delete=models.CASCADE, related_name="interpreter"
    )
    training = models.CharField(
        _("Training"), max_length=9, choices=Training, default=Training.LAY
    )
    modes = ArrayField(models.CharField(max_length=9, choices=Mode), default=all_modes)
    # What somebody is trained for or knows well, and what they do not want.
    subjects = ArrayField(
        models.CharField(max_length=10, choices=Subject),
        verbose_name=_("Specialised in"),
        default=list,
        blank=True,
    )
    avoids = ArrayField(
        models.CharField(max_length=10, choices=Subject),
        verbose_name=_("Does not want"),
        default=list,
        blank=True,
    )
    most_per_day = models.PositiveSmallIntegerField(default=3)
    most_heavy_per_week = models.PositiveSmallIntegerField(default=2)
    is_on_call = models.BooleanField(default=False)
    contract_on = models.DateField(null=True, blank=True)
    contract_until = models.DateField(_("Contract ends on"), null=True, blank=True)
    secrecy_on = models.DateField(null=True, blank=True)
    # The last time that somebody asked whether all this still holds.
    confirmed_on = models.DateField(null=True, blank=True)

    objects = InterpreterQuerySet.as_manager()

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        constraints = [
            models.CheckConstraint(
                name="an_interpreter_works_one_to_nine_times_a_day",
                condition=Q(most_per_day__range=(1, 9)),
            )
        ]

    @property
    def helper(self) -> "models.Model":
        return self.offer.helper

    @property
    def name(self) -> str:
        return self.offer.helper.name

    def is_to_be_checked(self, today: date) -> bool:
        return self.confirmed_on is None or self.confirmed_on <= today - timedelta(
            days=CHECKED_FOR
        )


class Speech(MunicipalityRow):
    """One language of an interpreter; a dialect is a line of its own."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("language", "dialect"),
        purpose="Vermittlung nach Sprache, Dialekt und Richtung",
        legal_basis=LAW,
        data_class=DataClass.V1,
        keep_because=_AS_LONG,
        subject="interpreter__offer__helper",
    )

    interpreter = LocalForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="speeches"
    )
    language = models.CharField(_("Language"), max_length=12)
    dialect = models.CharField(_("Dialect or country"), max_length=40, blank=True)
    direction = models.CharField(
        max_length=4, choices=Direction, default=Direction.BOTH
    )
    spoken = models.PositiveSmallIntegerField(choices=Level, default=Level.GOOD)
    # 0: writes it not.
    written = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("language of an interpreter")
        verbose_name_plural = _("languages of interpreters")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "interpreter", "language", "dialect"],
                name="a_dialect_of_an_interpreter_stands_once",
            ),
            models.CheckConstraint(
                name="a_language_is_spoken_at_a_level",
                condition=Q(spoken__range=(1, 3), written__range=(0, 3)),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "language"], name="speeches_by_tag")
        ]


class Qualification(MunicipalityRow):
    """A training or an examination of an interpreter, and whether it was shown."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "subject"),
        purpose="Einsatz nach Fachgebiet und Nachweis",
        legal_basis=LAW,
        data_class=DataClass.V1,
        keep_because=_AS_LONG,
        subject="interpreter__offer__helper",
    )

    interpreter = LocalForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="qualifications"
    )
    subject = models.CharField(_("Subject"), max_length=10, choices=Subject)
    title = models.CharField(max_length=120)
    on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    is_shown = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")


class Busy(MunicipalityRow):
    """Hours in which an interpreter has no time: a course, work, holidays."""

    class Why(models.TextChoices):
        COURSE = "COURSE", _("integration course or training")
        WORK = "WORK", _("work or family")
        AWAY = "AWAY", _("away")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("why", "first_day", "last_day", "weekday", "begins", "ends"),
        purpose="Keine Anfragen in Kurs- und Abwesenheitszeiten",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_for=30,
        keep_from="last_day",
        keep_because="Einen Monat nach dem Ende der Zeit",
        subject="interpreter__offer__helper",
    )

    interpreter = LocalForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="busy"
    )
    why = models.CharField(_("What"), max_length=6, choices=Why)
    first_day = models.DateField(_("From"))
    last_day = models.DateField(_("until"))
    # None: every day.
    weekday = models.PositiveSmallIntegerField(
        _("Day of the week"), null=True, blank=True
    )
    begins = models.TimeField(_("From the hour"))
    ends = models.TimeField(_("to the hour"))
    # Own word of the interpreter, with its day; without it nothing is noted.
    consent_on = models.DateField()

    class Meta:
        verbose_name = _("time of absence")
        verbose_name_plural = _("times of absence")
        constraints = [
            models.CheckConstraint(
                name="an_absence_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day"), ends__gt=F("begins")),
            )
        ]


class ReliefTalk(MunicipalityRow):
    """A talk about what weighs on an interpreter; what was said is noted nowhere."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("interpreter", "wished_at", "held_on"),
        purpose="Entlastungsgespräche nach belastenden Einsätzen",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V2,
        keep_for=730,
        keep_from="wished_at",
        keep_because="Zwei Jahre, um Belastung rechtzeitig zu erkennen",
        subject="interpreter__offer__helper",
    )

    interpreter = LocalForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="relief_talks"
    )
    wished_at = models.DateTimeField(_("wished for on"))
    held_on = models.DateField(_("held on"), null=True)

    class Meta:
        verbose_name = _("relief talk")
        verbose_name_plural = _("relief talks")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "interpreter"],
                condition=Q(held_on__isnull=True),
                name="one_talk_is_waited_for",
            )
        ]


class Apart(MunicipalityRow):
    """An interpreter who is not sent to an institution, or to one of its codes."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("interpreter", "code"),
        purpose="Niemand wird zu jemandem geschickt, den er meidet oder der ihn meidet",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V2,
        keep_because="So lange wie Profil und Einrichtung bestehen",
        subject="interpreter__offer__helper",
    )

    interpreter = LocalForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="apart"
    )
    institution = LocalForeignKey(
        "interpreting.Institution", on_delete=models.CASCADE, related_name="apart"
    )
    # Empty: the whole institution.
    code = models.CharField(_("For this code alone"), max_length=20, blank=True)
    wished_by = models.CharField(
        max_length=11,
        choices=[
            ("INTERPRETER", _("the interpreter")),
            ("INSTITUTION", _("the institution")),
            ("DESK", _("the desk")),
        ],
    )

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "interpreter", "institution", "code"],
                name="an_interpreter_is_kept_apart_once",
            )
        ]
