"""The change from one law to another: a checklist, and one day that costs money."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Case, Client
from hafen.casework.referrals.models._referrals import SEEN_BY
from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow

_CODE = r"^[a-z0-9._-]+$"
_PURPOSE = "Wechsel des Rechtskreises ohne Monat ohne Einkommen"
_BASIS = "Art. 6 Abs. 1 Buchst. e DSGVO; § 35 SGB I, §§ 67a ff. SGB X"


class AreaSwitch(MunicipalityRow):
    """One person changes from one legal area to another, after a decision.

    What is due when follows from dated reference data, never from here.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            *("client", "before", "after", "decided_on", "ends_on", "apply_by"),
            *("applied_on", "granted_from"),
        ),
        purpose=_PURPOSE,
        legal_basis=_BASIS,
        data_class=DataClass.C2,
        keep_for=3 * 365,
        keep_from="closed_on",
        keep_because="Drei Jahre nach dem Wechsel",
        subject="client",
    )
    visible_only: ClassVar[str] = SEEN_BY

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="switches")
    case = LocalForeignKey(
        Case, on_delete=models.SET_NULL, related_name="switches", null=True, blank=True
    )
    team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    before = models.CharField(_("from which law"), max_length=40)
    after = models.CharField(_("to which law"), max_length=40)
    decided_on = models.DateField(_("decided on"))
    # The last day of the former benefits, and the last day to apply for the new
    # ones without losing a month; empty where no application is needed.
    ends_on = models.DateField(_("former benefits end on"))
    apply_by = models.DateField(_("apply at the latest on"), null=True)
    applied_on = models.DateField(_("applied on"), null=True)
    granted_from = models.DateField(_("granted from"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)

    class Meta:
        verbose_name = _("change of the legal area")
        verbose_name_plural = _("changes of the legal area")
        indexes = [
            models.Index(fields=["owner", "closed_on"], name="switches_of_an_owner")
        ]
        constraints = [
            models.CheckConstraint(
                name="a_switch_changes_the_law", condition=~Q(before=F("after"))
            ),
            models.CheckConstraint(
                name="a_switch_names_areas_by_code",
                condition=Q(before__regex=_CODE, after__regex=_CODE),
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(closed_on__isnull=True),
                name="one_open_switch_of_a_person",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_pressing(self) -> bool:
        """Return whether the application is still to be made."""
        return self.is_open and self.apply_by is not None and self.applied_on is None

    def is_missed(self, today: date) -> bool:
        """Return whether the day to apply has passed without an application."""
        by = self.apply_by
        return self.is_pressing and by is not None and by < today

    @property
    def gap_days(self) -> int:
        """Return how many days lie between the former benefits and the new ones."""
        if self.granted_from is None:
            return 0
        return max((self.granted_from - self.ends_on).days - 1, 0)


class SwitchStep(MunicipalityRow):
    """One thing to do in a change: done, or said not to be needed."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("step", "to do")
        DONE = "DONE", pgettext_lazy("step", "done")
        SPARED = "SPARED", pgettext_lazy("step", "not needed")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("code", "state", "due_on", "settled_on"),
        purpose=_PURPOSE,
        legal_basis=_BASIS,
        data_class=DataClass.C2,
        keep_because="So lange wie der Wechsel",
        subject="switch",
    )
    visible_with: ClassVar[str] = "switch"

    switch = LocalForeignKey(AreaSwitch, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(_("step"), max_length=40)
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("due on"), null=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN
    )
    settled_on = models.DateField(_("settled on"), null=True)

    class Meta:
        verbose_name = _("step of a change")
        verbose_name_plural = _("steps of changes")
        constraints = [
            models.UniqueConstraint(
                fields=["switch", "code"], name="each_step_of_a_switch_once"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today
