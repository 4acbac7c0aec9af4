"""What is missing, as partners are told of it: numbers, never people."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.core.taxonomy.models import Term
from hafen.information.directory.models._services import Service


class GapQuerySet(models.QuerySet["Gap"]):
    def open(self) -> "GapQuerySet":
        return self.filter(closed_at__isnull=True)

    def released(self) -> "GapQuerySet":
        """Keep what partners are told of."""
        return self.filter(released_at__isnull=False)


class Gap(MunicipalityRow):
    """An offer that somebody reported as missing: what, where, in which language.

    Without a district it is missing in the whole town; an empty language or
    target group means any.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    topic = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="gaps"
    )
    language = models.CharField(max_length=12, blank=True)
    target_group = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    # How many people need it, where somebody knows; and how many reported it.
    people = models.PositiveIntegerField(null=True, blank=True)
    voices = models.PositiveIntegerField(default=1)
    released_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported gap")
        verbose_name_plural = _("reported gaps")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "municipality",
                    "topic",
                    "district",
                    "language",
                    "target_group",
                ],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="one_open_gap_of_a_kind",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class GapAnswer(MunicipalityRow):
    """An offer that a partner sets up, or that is there, because of a gap."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    gap = LocalForeignKey(Gap, on_delete=models.CASCADE, related_name="answers")
    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="gap_answers"
    )

    class Meta:
        verbose_name = _("answer to a gap")
        verbose_name_plural = _("answers to gaps")
        constraints = [
            models.UniqueConstraint(
                fields=["gap", "service"], name="one_answer_per_gap_and_service"
            )
        ]
