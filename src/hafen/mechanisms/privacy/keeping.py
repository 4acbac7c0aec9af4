"""What a municipality decides about keeping: releases, holds, periods of its own."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, OnErasure, PersonalData
from hafen.core.places.models import MunicipalityRow


class DeletionRun(MunicipalityRow):
    """Files whose period has ended; they go when two people have released the run.

    It holds keys and no names. The house lists what is due until the first of both
    has released it; what they read is what goes.
    """

    class State(models.TextChoices):
        LISTED = "LISTED", _("waits for two releases")
        FIRST = "FIRST", _("waits for the second release")
        RELEASED = "RELEASED", _("goes in the coming night")
        DONE = "DONE", _("done")

    class Answer(models.TextChoices):
        NOTHING = "NOTHING", _("takes over nothing")
        SOME = "SOME", _("takes over some; they are on hold until then")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("roots", "first_by", "second_by"),
        purpose="Löschung von Akten durch zwei Personen freigeben und nachweisen",
        legal_basis="Art. 5 Abs. 1 Buchst. e und Abs. 2 DSGVO",
        data_class=DataClass.A,
        keep_for=3 * 365,
        keep_from="done_at",
        keep_because="Drei Jahre, die übliche Verjährungsfrist (§ 195 BGB)",
        subject="first_by",
        on_erasure=OnErasure.DETACH,
    )

    state = models.CharField(
        _("State"), max_length=10, choices=State, default=State.LISTED
    )
    # Keys of the rows by kind, until they have gone; then figures alone.
    roots = models.JSONField(_("rows that are due"), default=dict)
    counts = models.JSONField(default=dict)
    first_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Released first by"),
    )
    first_at = models.DateTimeField(_("first release"), null=True)
    second_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Released second by"),
    )
    done_at = models.DateTimeField(_("done at"), null=True)
    archive = models.CharField(
        _("The archive"), max_length=10, choices=Answer, blank=True
    )
    answered_on = models.DateField(_("Answered on"), null=True)

    class Meta:
        verbose_name = _("release of deletions")
        verbose_name_plural = _("releases of deletions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=~models.Q(state="DONE"),
                name="one_deletion_run_at_a_time",
            )
        ]

    @property
    def is_listed(self) -> bool:
        return self.state == self.State.LISTED

    @property
    def is_released_once(self) -> bool:
        return self.state == self.State.FIRST

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED

    @property
    def is_open(self) -> bool:
        return self.state != self.State.DONE

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Hold(MunicipalityRow):
    """What belongs to a person is kept beyond its period, and not erased either."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("roots", "reason", "placed_by", "ended_by"),
        purpose="Daten für Ansprüche oder eine Prüfung über die Frist aufbewahren",
        legal_basis="Art. 17 Abs. 3 Buchst. b und e DSGVO",
        data_class=DataClass.A,
        keep_for=3 * 365,
        keep_from="ended_on",
        keep_because="Drei Jahre nach dem Ende (§ 195 BGB)",
        subject="placed_by",
        on_erasure=OnErasure.DETACH,
    )

    # "cases.Client:…": the rows that are the person, the household or the case.
    roots = ArrayField(models.CharField(max_length=120), verbose_name=_("kept rows"))
    reason = models.CharField(_("Why it is kept"), max_length=300)
    look_again_on = models.DateField(_("Look again on"))
    placed_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Placed by"),
    )
    ended_on = models.DateField(_("Ended on"), null=True)
    ended_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    @property
    def is_in_force(self) -> bool:
        return self.ended_on is None


class KeepingPeriod(MunicipalityRow):
    """How long a municipality keeps one kind of rows, from a day on."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("decided_by",),
        purpose="Nachweis der eigenen Aufbewahrungsfristen",
        legal_basis="Art. 5 Abs. 1 Buchst. e und Abs. 2, Art. 24 DSGVO",
        data_class=DataClass.X,
        keep_because="Solange die Frist gilt",
        on_erasure=OnErasure.KEEP,
    )

    kind = models.CharField(_("Kind of data"), max_length=80)
    days = models.PositiveIntegerField(_("Days kept"))
    valid_from = models.DateField(_("Holds from"))
    reason = models.CharField(_("Why it differs"), max_length=300)
    decided_by = models.CharField(_("Who decided (name, office)"), max_length=200)

    class Meta:
        verbose_name = _("period of the municipality")
        verbose_name_plural = _("periods of the municipality")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "valid_from"],
                name="one_period_per_kind_and_day",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day


class RecipientNotice(MunicipalityRow):
    """A recipient is told that data was erased or corrected, and says that it is there.

    It names no person whose data it was.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email"),
        purpose="Empfänger über eine Löschung oder Berichtigung unterrichten; Nachweis",
        legal_basis="Art. 17 Abs. 2, Art. 19 DSGVO",
        data_class=DataClass.A,
        keep_for=3 * 365,
        keep_from="told_on",
        keep_because="Drei Jahre, die übliche Verjährungsfrist (§ 195 BGB)",
        subject="email",
    )

    request = LocalForeignKey(
        "privacy.RightsRequest", on_delete=models.CASCADE, related_name="notices"
    )
    name = models.CharField(_("Recipient"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    # The model of the rows that were passed on.
    kind = models.CharField(_("Kind of data"), max_length=80)
    passed_on = models.DateField(_("Passed on"))
    reference = models.CharField(_("reference number"), max_length=40)
    told_on = models.DateField(_("told on"), null=True)
    reminded_on = models.DateField(_("reminded on"), null=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True)

    class Meta:
        verbose_name = _("recipient to be told of an erasure or a correction")
        verbose_name_plural = _("recipients to be told of an erasure or a correction")

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None
