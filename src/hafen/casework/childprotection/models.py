"""When somebody is worried about a child: looked at step by step, by two people."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, OnErasure, PersonalData
from hafen.core.places.models import MunicipalityRow

# After the closing; the municipality confirms the periods.
KEEP_DAYS = 3 * 365
KEEP_UNFOUNDED_DAYS = 365


def person(**options: Any) -> Any:
    return LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


class Procedure(MunicipalityRow):
    """Whether a child is in danger, and what follows: § 8a SGB VIII, § 4 KKG.

    Two people read it, who answer for it, and nobody who leads them. It stands
    beside the file and outlives it: what is erased or forgotten there takes nothing
    from here, and what ends here leaves nothing there. The family's copy tells of it
    when the second person has released it.
    """

    class Source(models.TextChoices):
        OWN = "OWN", _("own observation")
        CHILD = "CHILD", _("the child told it")
        VOLUNTEER = "VOLUNTEER", _("a volunteer told it")
        OTHER = "OTHER", _("somebody else told it")

    class Judgement(models.TextChoices):
        UNFOUNDED = "UNFOUNDED", _("the worry was not confirmed")
        HELP = "HELP", _("no danger, but the family needs help")
        DANGER = "DANGER", _("the child is in danger")
        ACUTE = "ACUTE", _("the child is in danger now")

    class Parents(models.TextChoices):
        TALKED = "TALKED", _("we talked with them")
        NOT_YET = "ENDANGERS", _("not yet: a talk would endanger the child")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            *("name", "about", "judgement", "reasons", "parents", "parents_note"),
            *("adviser", "advice", "report_to", "reported", "closing"),
        ),
        purpose="Kinderschutz: Einschätzung und Meldung einer Gefährdung",
        legal_basis="§ 8a SGB VIII, § 4 KKG; Art. 6 Abs. 1 Buchst. c, e DSGVO",
        data_class=DataClass.C3,
        keep_for=0,
        keep_from="delete_on",
        keep_because=(
            "Drei Jahre nach dem Abschluss, ein Jahr, wenn sich nichts bestätigt hat"
        ),
        subject="client_key",
        on_erasure=OnErasure.KEEP,
        recipients=("das Jugendamt, mit dem vermerkten Grund",),
    )
    visible_only: ClassVar[str] = (
        "(municipality_id = {opened} AND released_on IS NOT NULL)"
        " OR owner_id = {actor} OR second_id = {actor}"
        " OR owner_id = {opened} OR second_id = {opened}"
    )

    # What advice is asked with: neither name nor file.
    number = models.CharField(_("number"), max_length=12)
    # Of the file, where there is one; no relation, since each ends by itself.
    client_key = models.UUIDField(null=True, editable=False)
    name = EncryptedTextField(_("who the child is"))
    about = EncryptedTextField(_("age, and with whom the child lives"))
    source = models.CharField(_("from whom"), max_length=10, choices=Source)
    owner = person()
    second = person(null=True, blank=True)
    opened_on = models.DateField(_("since"))

    # Never blank, so that an erasure leaves what has to be kept as it is.
    adviser = models.CharField(
        _("experienced professional (insoweit erfahrene Fachkraft)"),
        max_length=200,
        default="",
    )
    advised_on = models.DateField(_("advised on"), null=True)
    advice = EncryptedTextField(_("what was advised"), default="")

    parents = models.CharField(
        _("talk with the parents"), max_length=10, choices=Parents, default=""
    )
    parents_on = models.DateField(_("day"), null=True)
    parents_note = EncryptedTextField(_("why, or what came of it"), default="")

    judgement = models.CharField(
        _("assessment"), max_length=10, choices=Judgement, default=""
    )
    reasons = EncryptedTextField(_("reasons"), default="")
    judged_on = models.DateField(_("assessed on"), null=True)
    judged_by = person(null=True)
    # The second pair of eyes, on the assessment.
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    confirmed_by = person(null=True)

    report_to = models.CharField(_("youth office"), max_length=200, default="")
    ground = models.CharField(_("by which norm"), max_length=20, default="")
    reported_at = models.DateTimeField(_("reported at"), null=True)
    reported = EncryptedTextField(_("what was reported"), default="")
    parents_told = models.BooleanField(_("the parents were told before"), null=True)
    received_on = models.DateField(_("receipt confirmed on"), null=True)

    closed_on = models.DateField(_("closed on"), null=True)
    closing = EncryptedTextField(_("how it ended"), default="")
    delete_on = models.DateField(_("to be deleted on"), null=True)
    # By the second person: from then on the family's copy tells of it.
    released_on = models.DateField(_("released for the family on"), null=True)

    class Meta:
        verbose_name = _("procedure of child protection")
        verbose_name_plural = _("procedures of child protection")
        indexes = [
            models.Index(fields=["owner"], name="child_protection_of_an_owner"),
            models.Index(fields=["second"], name="child_protection_of_a_second"),
        ]
        constraints = [
            models.CheckConstraint(
                name="two_people_look_at_a_worry",
                condition=Q(second__isnull=True) | ~Q(second=F("owner")),
            ),
            models.CheckConstraint(
                name="nobody_confirms_their_own_assessment",
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("judged_by")) & ~Q(judgement=""),
            ),
            models.CheckConstraint(
                name="a_report_names_norm_and_receiver",
                condition=Q(reported_at__isnull=True)
                | ~Q(ground="") & ~Q(report_to="") & Q(parents_told__isnull=False),
            ),
            models.CheckConstraint(
                name="only_danger_is_reported",
                condition=Q(reported_at__isnull=True)
                | Q(judgement__in=["DANGER", "ACUTE"]),
            ),
            models.CheckConstraint(
                name="a_closed_worry_was_confirmed_and_has_its_end",
                condition=Q(closed_on__isnull=True, delete_on__isnull=True)
                | Q(confirmed_on__isnull=False, delete_on__gt=F("closed_on")),
            ),
            models.UniqueConstraint(
                fields=["municipality", "number"], name="one_number_per_worry"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None

    @property
    def is_danger(self) -> bool:
        return self.judgement in {self.Judgement.DANGER, self.Judgement.ACUTE}

    @property
    def is_acute(self) -> bool:
        return self.judgement == self.Judgement.ACUTE

    def is_late(self, today: date) -> bool:
        return self.is_open and not self.judgement and self.opened_on < today


class Sign(MunicipalityRow):
    """What was seen or heard, as it was seen: the fact, its day, no guess."""

    class Kind(models.TextChoices):
        CARE = "CARE", pgettext_lazy("sign", "care, food, clothing, a doctor")
        SUPERVISION = "SUPERVISION", pgettext_lazy("sign", "left alone, in danger")
        BODY = "BODY", pgettext_lazy("sign", "injuries, blows")
        MIND = "MIND", pgettext_lazy("sign", "threats, humiliation, fear")
        SEXUAL = "SEXUAL", pgettext_lazy("sign", "sexual assault")
        HOME = "HOME", pgettext_lazy("sign", "violence between adults")
        OTHER = "OTHER", pgettext_lazy("sign", "something else")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("kind", "text"),
        purpose="Kinderschutz: gewichtige Anhaltspunkte",
        legal_basis="§ 8a SGB VIII, § 4 KKG",
        data_class=DataClass.C3,
        keep_because="Mit dem Vorgang",
        subject="procedure",
        on_erasure=OnErasure.KEEP,
    )
    visible_with: ClassVar[str] = "procedure"

    procedure = LocalForeignKey(
        Procedure, on_delete=models.CASCADE, related_name="signs"
    )
    on = models.DateField(_("seen on"))
    kind = models.CharField(_("what it is about"), max_length=12, choices=Kind)
    is_weighty = models.BooleanField(_("weighty sign"), default=False)
    text = EncryptedTextField(_("what was seen or heard"))

    class Meta:
        verbose_name = _("sign of a danger to a child")
        verbose_name_plural = _("signs of a danger to a child")
