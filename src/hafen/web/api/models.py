"""What entries that came in the words of HSDS say beyond our own columns.

An entry of the catalogue lives in its own tables. What the standard knows and
no screen works with (programmes, fundings, identifiers, keys of the source) is
kept beside it as it came, so that nothing is lost on the way through.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.directory.models import Location, Service, ServiceAtLocation
from hafen.network.organisations.models import Organisation

OWNERS = ("organisation", "service", "location", "at")


def _one_owner() -> Q:
    """Return the condition that exactly one of the owners is named."""
    found = Q()
    for owner in OWNERS:
        alone = {f"{name}__isnull": name != owner for name in OWNERS}
        found |= Q(**alone)
    return found


class StandardRecord(MunicipalityRow):
    """What the source said of one entry, and what our columns made of it.

    `said` holds the object of the source without what is an entry of its own
    and without people; `was` what we would have answered right after the
    import. Where we answer the same today, the source's words are given back;
    where somebody has changed the entry since, ours.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalOneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="standard", null=True
    )
    service = LocalOneToOneField(
        Service, on_delete=models.CASCADE, related_name="standard", null=True
    )
    location = LocalOneToOneField(
        Location, on_delete=models.CASCADE, related_name="standard", null=True
    )
    at = LocalOneToOneField(
        ServiceAtLocation, on_delete=models.CASCADE, related_name="standard", null=True
    )
    source_id = models.CharField(_("key in the source"), max_length=200)
    said = models.JSONField(default=dict)
    was = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("words of the source")
        verbose_name_plural = _("words of the sources")
        constraints = [
            models.CheckConstraint(
                name="standard_record_belongs_to_one_entry", condition=_one_owner()
            ),
            *(
                models.UniqueConstraint(
                    fields=["municipality", "source_id"],
                    condition=Q(**{f"{owner}__isnull": False}),
                    name=f"one_{owner}_per_source_id",
                )
                for owner in OWNERS
            ),
        ]


class PublishedPeople(MunicipalityRow):
    """People whom the source of an entry names in public, as they agreed to.

    Read only where an entry is shown to the public; without an agreement there
    is no row.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("said", "agreement", "agreed_on"),
        purpose="Veröffentlichte Ansprechpersonen von Angeboten",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="agreed_on",
        keep_because="Ein Jahr nach der letzten Bestätigung durch die Quelle",
    )

    record = LocalOneToOneField(
        StandardRecord, on_delete=models.CASCADE, related_name="people"
    )
    said = models.JSONField(default=dict)
    agreement = models.CharField(_("how they agreed"), max_length=300)
    agreed_on = models.DateField(_("agreed on"))

    class Meta:
        verbose_name = _("published contact persons")
        verbose_name_plural = _("published contact persons")
