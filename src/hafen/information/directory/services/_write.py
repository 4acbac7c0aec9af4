from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.names import slug_of, sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.information.directory.models import Service
from hafen.information.directory.services._openings import lay_openings
from hafen.information.directory.services._parts import PARTS, set_parts
from hafen.information.directory.services._telling import tell, tell_content
from hafen.information.directory.shapes import ServiceData


@transaction.atomic
def create_service(
    *, municipality: Municipality, data: ServiceData, by: User | None, now: datetime
) -> Service:
    """
    Create a service as a draft; `organisation` and `name` must be there.

    :raises UnknownTerm: when a topic or target group is none of the taxonomy
    :raises UnknownLanguage: when a language is none of the list
    """
    service = Service(
        municipality=municipality, source_language=municipality.default_language
    )
    _set_own(service, data, today=timezone.localdate(now))
    service.save(force_insert=True)
    set_parts(service, data)
    tell(service, "created", by=by)
    if data.get("schedules") or any(at.schedules for at in data.get("places", ())):
        lay_openings(services=[service], now=now)
    return service


@transaction.atomic
def edit_service(
    *,
    service: Service,
    data: ServiceData,
    expected: int | None,
    by: User | None,
    now: datetime,
) -> frozenset[str]:
    """
    Change what the data names, and leave the rest.

    The slug follows a new name; addresses with the old one still lead here,
    since only the short id is looked up.

    :param expected: the version that the person read; None for an import that
        has compared the rows itself
    :return: what changed, by the keys of `ServiceData`; none: nothing was written
    :raises LostUpdate: when somebody else changed it since
    :raises UnknownTerm: when a topic or target group is none of the taxonomy
    :raises UnknownLanguage: when a language is none of the list
    """
    fresh = locked(service, expected=expected)
    changed = _set_own(fresh, data, today=timezone.localdate(now))
    changed |= set_parts(fresh, data)
    if "organisation" in changed:
        # They are people of the organisation that gave it before.
        fresh.persons.all().delete()
    if changed:
        save_next(fresh)
        tell(fresh, "edited", by=by, details={"changed": sorted(changed)})
        tell_content(fresh, now=now)
    return changed


def _set_own(service: Service, data: ServiceData, *, today: date) -> frozenset[str]:
    """Give the row its own values; return the names of those that differ."""
    wanted: dict[str, Any] = {
        name: value for name, value in data.items() if name not in PARTS
    }
    if "keywords" in wanted:
        wanted["keywords"] = list(dict.fromkeys(wanted["keywords"]))
    organisation = wanted.pop("organisation", None)
    differing = {
        name: value for name, value in wanted.items() if getattr(service, name) != value
    }
    if organisation is not None and organisation.pk != service.organisation_id:
        differing["organisation"] = organisation
    for name, value in differing.items():
        setattr(service, name, value)
    service.sort_key = sort_key(service.name)
    service.slug = slug_of(service.name)
    service.next_check_on = next_check(service, today=today)
    return frozenset(differing)


def next_check(service: Service, *, today: date) -> date:
    """Return when somebody should look again; an unchecked one counts from today."""
    last = service.last_checked_on
    if last is None and service.next_check_on is not None:
        return service.next_check_on
    return (last or today) + timedelta(days=service.check_every_days)
