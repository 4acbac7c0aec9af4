from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class SavedView(MunicipalityRow):
    """A list with its filters and its order, kept under a name by one person.

    `page` is the path below the desk, `query` what stands behind it.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "name", "query"),
        purpose="Gemerkte Ansichten der eigenen Listen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange das Konto besteht",
        subject="user",
    )

    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=60)
    page = models.CharField(max_length=200)
    query = models.CharField(max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user", "page", "name"],
                name="one_view_per_name_and_list",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(MunicipalityRow):
    """The secret address of a person's own calendar; only its hash is kept."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "secret_hash"),
        purpose="Eigene Termine im Kalenderprogramm, ohne Namen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange das Konto besteht",
        subject="user",
    )

    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendars"
    )
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user"], name="one_calendar_address_per_person"
            )
        ]
