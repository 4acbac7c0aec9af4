from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Client, Consent
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow

MOST_TRIES = 5


class OwnAccessQuerySet(models.QuerySet["OwnAccess"]):
    def living(self) -> Self:
        return self.filter(ended_on__isnull=True)


class OwnAccess(MunicipalityRow):
    """One adult reads the own file, by a link from the desk and six chosen digits.

    It holds no copy of the file and no link: that one is derived from its key. What
    the link opens is said by the database (`fences.py`).
    """

    class Ending(models.TextChoices):
        DESK = "DESK", pgettext_lazy("own view", "ended at the desk")
        PERSON = "PERSON", pgettext_lazy("own view", "ended by the person")
        OVER = "OVER", pgettext_lazy("own view", "case closed, or time over")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("client", "language", "interpreted", "code", "session_key"),
        purpose="Eigene Einsicht der Person in ihre Begleitung, auf ihren Wunsch",
        legal_basis="Art. 6 Abs. 1 Buchst. a, Art. 15 DSGVO",
        data_class=DataClass.C1,
        keep_for=365,
        keep_from="ended_on",
        keep_because="Ein Jahr nach dem Ende, für Rückfragen",
        subject="client",
    )
    is_own_door: ClassVar[bool] = True
    # The link of a person opens the one row that it names, and no person.
    visible_only: ClassVar[str] = (
        "id = {opened} OR EXISTS (SELECT FROM cases_client AS above"
        " WHERE above.id = client_id)"
    )

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=12)
    interpreted = models.CharField(
        _("who translated"), max_length=12, choices=Consent.Interpreted, blank=True
    )
    opened_on = models.DateField(_("opened on"))
    until = models.DateField(_("until"))
    code = models.CharField(_("secret (encrypted)"), max_length=128)
    failures = models.PositiveSmallIntegerField(default=0)
    # Of the one visit that runs: a digest, so that nobody here can go on with it.
    session_key = models.CharField(_("visit that runs"), max_length=64, blank=True)
    session_since = models.DateTimeField(_("last entered"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    objects = OwnAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("own view of a person")
        verbose_name_plural = _("own views of persons")
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(ended_on__isnull=True),
                name="one_own_view_of_a_person",
            ),
            models.CheckConstraint(
                name="an_own_view_ends_for_a_reason",
                condition=Q(ended_on__isnull=True, ending="")
                | Q(ended_on__gte=F("opened_on")) & ~Q(ending="") & Q(session_key=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "session_key"],
                condition=~Q(session_key=""),
                name="own_view_of_a_visit",
            )
        ]

    @property
    def is_locked(self) -> bool:
        return self.failures >= MOST_TRIES

    def opens_on(self, day: date) -> bool:
        return self.ended_on is None and self.until >= day
