"""Two rows that are one: what was brought together, so that it can be undone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models._organisations import Organisation
from hafen.network.organisations.models._people import ContactPerson


class Merge(MunicipalityRow):
    """That a row was joined to another; it holds all it takes to part them.

    Either two organisations or two contact persons are named. `moved` lists by
    relation the keys of the rows that pointed to the loser; `told` keeps the
    values of the winner before and after, encrypted since persons have some.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("person", "lost_person", "told"),
        purpose="Rücknahme einer Zusammenführung doppelter Einträge",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange die Ansprechperson oder Organisation eingetragen ist",
        subject="person",
    )

    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="merges",
        null=True,
        editable=False,
    )
    lost_organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True
    )
    person = LocalForeignKey(
        ContactPerson,
        on_delete=models.CASCADE,
        related_name="merges",
        null=True,
        editable=False,
    )
    lost_person = LocalForeignKey(
        ContactPerson, on_delete=models.CASCADE, related_name="+", null=True
    )
    moved = models.JSONField(default=dict, editable=False)
    told = EncryptedTextField(default="", editable=False)
    merged_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)

    class Meta:
        verbose_name = _("merge of two entries")
        verbose_name_plural = _("merges of entries")
        constraints = [
            models.CheckConstraint(
                name="a_merge_joins_two_of_one_kind",
                condition=Q(
                    organisation__isnull=False,
                    lost_organisation__isnull=False,
                    person__isnull=True,
                    lost_person__isnull=True,
                )
                | Q(
                    organisation__isnull=True,
                    lost_organisation__isnull=True,
                    person__isnull=False,
                    lost_person__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["lost_organisation"],
                condition=Q(undone_at__isnull=True),
                name="an_organisation_is_lost_once",
            ),
            models.UniqueConstraint(
                fields=["lost_person"],
                condition=Q(undone_at__isnull=True),
                name="a_person_is_lost_once",
            ),
        ]


class Distinct(MunicipalityRow):
    """That two organisations look alike and are not the same: not proposed again."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    first = LocalForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = LocalForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="one_entry_per_pair"
            ),
            models.CheckConstraint(
                name="a_pair_is_written_in_order", condition=Q(first__lt=F("second"))
            ),
        ]
