"""Who else must know of a change: the trail, the pages, the search, translators."""

from datetime import datetime
from typing import Any

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.services import content_changed
from hafen.core.translation.services import original_changed
from hafen.information.directory.models import Service
from hafen.information.directory.services._openings import lay_openings
from hafen.mechanisms.search.services import index_soon
from hafen.network.organisations.models import Organisation

KIND = "service"


def tell(
    service: Service,
    verb: str,
    *,
    by: User | None,
    details: dict[str, Any] | None = None,
) -> None:
    """Record what was done, let pages be built anew and the search find it."""
    audit.record(
        action=f"directory.service.{verb}", subject=service, by=by, details=details
    )
    content_changed(service.municipality_id)
    index_soon(municipality=service.municipality, kind=KIND, ids=[service.pk])


def tell_content(service: Service, *, now: datetime) -> None:
    """After texts or hours changed: mark translations, lay the openings anew."""
    original_changed(row=service)
    lay_openings(services=[service], now=now)


def follow_organisation(organisation: Organisation) -> None:
    """Let the search know the new name of an organisation beside its offers."""
    keys = Service.objects.filter(organisation=organisation).values_list(
        "pk", flat=True
    )
    index_soon(municipality=organisation.municipality, kind=KIND, ids=list(keys))
