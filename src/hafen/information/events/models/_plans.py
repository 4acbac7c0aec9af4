from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow
from hafen.information.events.models._events import Event
from hafen.network.organisations.models import Organisation


class PlanEntry(MunicipalityRow):
    """One line of the planning of an event: what was agreed, what is to be done."""

    class Kind(models.TextChoices):
        AGREEMENT = "AGREEMENT", _("agreed")
        TASK = "TASK", _("task")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="plan")
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    text = models.CharField(max_length=300)
    is_done = models.BooleanField(default=False)


class EventFile(MunicipalityRow):
    """A public paper of an event: documentation, slides, programme."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="papers")
    file = LocalForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)


class CadenceGoal(MunicipalityRow):
    """So many events of a kind in each period, such as one workshop per half-year."""

    class Period(models.TextChoices):
        QUARTER = "QUARTER", _("quarter")
        HALF_YEAR = "HALF_YEAR", _("half-year")
        YEAR = "YEAR", _("year")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    kind = models.CharField(max_length=12, choices=Event.Kind)
    number = models.PositiveSmallIntegerField(default=1)
    period = models.CharField(max_length=10, choices=Period)
    since = models.DateField()


class ForeignCalendar(MunicipalityRow):
    """A calendar of somebody else whose events we show."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(max_length=160)
    address = models.URLField(max_length=500)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField(max_length=12, choices=Event.Kind, default="OTHER")
    # Otherwise an editor looks at each new event.
    is_trusted = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    # A code of the trouble and never the server's words.
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "address"], name="one_calendar_per_address"
            )
        ]


class ImportedEvent(MunicipalityRow):
    """Which event of a foreign calendar became which of ours.

    `own` names what people changed here; the next import leaves that alone.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    calendar = LocalForeignKey(
        ForeignCalendar, on_delete=models.CASCADE, related_name="imported"
    )
    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="sources")
    uid = models.CharField(max_length=250)
    own = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "uid"], name="one_event_per_uid_of_a_calendar"
            ),
            models.UniqueConstraint(
                fields=["event"], name="an_event_comes_from_one_calendar"
            ),
        ]


class Wish(MunicipalityRow):
    """A subject that people would like an event about."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(max_length=200)
    voices = models.PositiveIntegerField(default=1)
    event = LocalForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="wishes"
    )
