from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.events.models._events import Event
from hafen.mechanisms.bookings.models import Registration
from hafen.network.organisations.models import Organisation


class NeedKind(models.TextChoices):
    CHILDCARE = "CHILDCARE", _("childcare")
    INTERPRETER = "INTERPRETER", _("an interpreter")
    STEP_FREE = "STEP_FREE", _("step-free access")


class ParticipantNeed(MunicipalityRow):
    """What somebody needs to be able to come; a team sees to it."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("kind", "detail"),
        purpose="Teilnahme ermöglichen: Kinderbetreuung, Dolmetschen, Barrierefreiheit",
        legal_basis="Art. 6 Abs. 1 Buchst. a, Art. 9 Abs. 2 Buchst. a DSGVO",
        data_class=DataClass.C3,
        keep_for=0,
        keep_from="forget_on",
        keep_because="So lange wie der Name der angemeldeten Person",
        goes_by_itself=True,
        subject="registration__registrant",
    )

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="needs")
    registration = LocalForeignKey(
        Registration, on_delete=models.CASCADE, related_name="needs"
    )
    kind = models.CharField(max_length=12, choices=NeedKind)
    detail = EncryptedTextField(blank=True)
    forget_on = models.DateField()

    class Meta:
        verbose_name = _("need of a participant")
        verbose_name_plural = _("needs of participants")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"], name="one_need_per_registration_kind"
            )
        ]


class NeedTeam(MunicipalityRow):
    """Which team sees to a kind of need."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    kind = models.CharField(max_length=12, choices=NeedKind)
    team = LocalForeignKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind"], name="one_team_per_kind_of_need"
            )
        ]


class VisitorQuestion(MunicipalityRow):
    """What somebody asked about an event, before it or afterwards."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text", "email"),
        purpose="Fragen zu Veranstaltungen beantworten",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=90,
        keep_from="closed_at",
        keep_because="Drei Monate nach der Antwort, für Rückfragen",
    )

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(max_length=2_000)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("question about an event")
        verbose_name_plural = _("questions about events")


class EventAnswer(MunicipalityRow):
    """A question with its answer as everybody may read it, without who asked."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="answers")
    question = models.TextField(max_length=2_000)
    answer = models.TextField(max_length=5_000)

    class Meta:
        indexes = [
            models.Index(
                fields=["municipality", "event", "created_at"], name="answers_in_order"
            )
        ]


class Invitation(MunicipalityRow):
    """An organisation is invited to an event."""

    class State(models.TextChoices):
        INVITED = "INVITED", _("no answer yet")
        ACCEPTED = "ACCEPTED", pgettext_lazy("invitation", "accepted")
        DECLINED = "DECLINED", _("declined")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], name="one_invitation_per_event"
            )
        ]
