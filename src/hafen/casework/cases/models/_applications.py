"""Applications to authorities: what is asked for, by when, and what is missing."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._deadlines import Deadline
from hafen.casework.cases.models._households import Client, declare
from hafen.casework.cases.models._needs import AboutDomain
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models import Organisation


class Application(AboutDomain):
    """A person asks an authority for something, and the office helps with it."""

    class State(models.TextChoices):
        PREPARED = "PREPARED", pgettext_lazy("application", "being prepared")
        HANDED_IN = "HANDED_IN", pgettext_lazy("application", "handed in")
        ASKED = "ASKED", pgettext_lazy("application", "the authority has asked back")
        GRANTED = "GRANTED", pgettext_lazy("application", "granted")
        PARTLY = "PARTLY", pgettext_lazy("application", "granted in part")
        REFUSED = "REFUSED", pgettext_lazy("application", "refused")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("application", "withdrawn")

    class Interpreter(models.TextChoices):
        NONE = "", pgettext_lazy("interpreter", "not needed")
        WANTED = "WANTED", pgettext_lazy("interpreter", "still to be arranged")
        ARRANGED = "ARRANGED", pgettext_lazy("interpreter", "arranged")

    LIVING = (State.PREPARED, State.HANDED_IN, State.ASKED)
    # Where the authority waits for the person, so that a deadline runs.
    WAITING = (State.PREPARED, State.ASKED)

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2,
        *("client", "domain", "agency", "form", "state", "due_on", "interpreter"),
        subject="client",
    )

    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="applications"
    )
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    agency = models.CharField(_("authority"), max_length=160)
    form = models.CharField(_("what is applied for"), max_length=120)
    due_on = models.DateField(_("until"), null=True, blank=True)
    # The letter from which the day comes.
    letter = LocalForeignKey(
        Deadline, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    interpreter = models.CharField(
        _("interpreter"), max_length=8, choices=Interpreter, blank=True, default=""
    )
    interpreter_on = models.DateField(_("interpreter on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PREPARED
    )
    since = models.DateField(_("since"))
    handed_in_on = models.DateField(_("handed in on"), null=True)
    asked_on = models.DateField(_("asked back on"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("casework", "application")
        verbose_name_plural = pgettext_lazy("casework", "applications")
        indexes = [
            models.Index(
                fields=["municipality", "due_on"],
                condition=Q(ended_on__isnull=True),
                name="open_applications_by_day",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="an_application_ends_with_a_state",
                condition=Q(
                    ended_on__isnull=True,
                    state__in=["PREPARED", "HANDED_IN", "ASKED"],
                )
                | Q(
                    ended_on__isnull=False,
                    ended_on__gte=F("since"),
                    state__in=["GRANTED", "PARTLY", "REFUSED", "WITHDRAWN"],
                ),
            )
        ]

    @property
    def is_living(self) -> bool:
        return self.ended_on is None

    @property
    def is_waited_for(self) -> bool:
        """Return whether its deadline runs."""
        return self.state in self.WAITING

    @property
    def may_be_objected_to(self) -> bool:
        return self.state in {self.State.REFUSED, self.State.PARTLY}

    @property
    def missing(self) -> list["ApplicationPaper"]:
        """Return the papers that are not there yet, of those that are loaded."""
        papers = sorted(self.papers.all(), key=lambda each: each.pk)
        return [each for each in papers if each.got_on is None]


class ApplicationPaper(MunicipalityRow):
    """A paper that an application needs: its short name, and since when it is there."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "name", "got_on", subject="application"
    )
    visible_with: ClassVar[str] = "application"

    application = LocalForeignKey(
        Application, on_delete=models.CASCADE, related_name="papers"
    )
    name = models.CharField(_("paper"), max_length=80)
    got_on = models.DateField(_("there since"), null=True)

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "name"], name="one_paper_of_an_application"
            )
        ]
