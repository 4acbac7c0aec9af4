from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class TodoQuerySet(models.QuerySet["Todo"]):
    def open(self) -> Self:
        return self.filter(state__in=[Todo.State.OPEN, Todo.State.WAITING])

    def late(self, today: date) -> Self:
        return self.filter(state=Todo.State.OPEN, due_on__lt=today)

    def due(self, today: date) -> Self:
        return self.filter(state=Todo.State.OPEN, due_on=today)

    def waiting(self) -> Self:
        return self.filter(state=Todo.State.WAITING)

    def by_urgency(self) -> Self:
        """Sort what is due first; what has no day comes last."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "id")


class Todo(MunicipalityRow):
    """One thing that somebody has to do, about one subject, by a day.

    The title is a msgid with parameters, so that everybody reads it in their
    own language; neither holds personal data. Nothing is without an owner: the
    database refuses it.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", _("open")
        WAITING = "WAITING", _("waiting for an answer")
        DONE = "DONE", _("done")
        DROPPED = "DROPPED", _("no longer needed")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("owner", "done_by", "title", "params", "waiting_for"),
        purpose="Zuordnung und Erledigung von Aufgaben",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="done_at",
        keep_because="Ein Jahr nach der Erledigung, für Fragen zum Ablauf",
        subject="owner",
    )
    held_with: ClassVar[str] = "subject_id"

    kind = models.CharField(_("kind"), max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    title = models.CharField(_("what is to be done"), max_length=200)
    params = models.JSONField(default=dict, blank=True)
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="todos",
        null=True,
        blank=True,
        verbose_name=_("who does it"),
    )
    team = LocalForeignKey(
        Team,
        on_delete=models.PROTECT,
        related_name="todos",
        null=True,
        blank=True,
        verbose_name=_("which team does it"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    waiting_for = models.CharField(_("waiting for"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    done_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )

    objects = TodoQuerySet.as_manager()

    class Meta:
        verbose_name = _("todo")
        verbose_name_plural = _("todos")
        constraints = [
            models.CheckConstraint(
                name="no_todo_is_without_an_owner",
                condition=Q(owner__isnull=False) | Q(team__isnull=False),
            ),
            models.CheckConstraint(
                name="a_finished_todo_says_when",
                condition=Q(state__in=["OPEN", "WAITING"], done_at__isnull=True)
                | Q(state__in=["DONE", "DROPPED"], done_at__isnull=False),
            ),
            # The same thing is asked of people once, however often it is found.
            models.UniqueConstraint(
                fields=["municipality", "kind", "subject_id"],
                condition=Q(state__in=["OPEN", "WAITING"], subject_id__isnull=False),
                name="one_open_todo_per_kind_and_subject",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "owner", "state", "due_on"],
                name="todos_of_a_person",
            ),
            models.Index(
                fields=["municipality", "team", "state", "due_on"],
                name="todos_of_a_team",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.OPEN, self.State.WAITING}

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today and not self.is_waiting
