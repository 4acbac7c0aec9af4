from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked
from hafen.core.places.services import content_changed
from hafen.information.directory.models import Service
from hafen.information.directory.services._telling import KIND
from hafen.mechanisms.search.services import index_soon


@transaction.atomic
def discard_service(*, service: Service, expected: int, by: User | None) -> None:
    """
    Remove a service for good; only for an import that is taken back.

    Everything else archives, so that a mistake can be mended.

    :raises LostUpdate: when somebody went on with it since version `expected`
    """
    fresh = locked(service, expected=expected)
    audit.record(action="directory.service.discarded", subject=fresh, by=by)
    content_changed(fresh.municipality_id)
    index_soon(municipality=fresh.municipality, kind=KIND, ids=[fresh.pk])
    fresh.delete()
