"""What was done: the one contact of the house, and who of casework it was with."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hafen.casework.consultations.errors import Gone, Recorded
from hafen.casework.consultations.models import Visit, Visitor
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.services._queue import know
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality, Site
from hafen.network.contacts import services as contacts
from hafen.network.contacts.models import Channel, Contact
from hafen.network.contacts.services import ContactData

_MOST_MINUTES = 600


@transaction.atomic
def record_visit(
    *, visit: Visit, data: ContactData, who: Who | None, by: User, now: datetime
) -> Contact:
    """
    Record what was done, and finish the visit; all or nothing.

    Minutes that nobody named are those since the call. With a person it is told
    by itself whether it was the first contact.

    :raises Recorded: when somebody did so meanwhile
    :raises Gone: when the number was put back, or its holder has left
    :raises ForeignPerson: if contact person and organisation do not fit
    """
    fresh = locked(visit, expected=None)
    if fresh.contact_id is not None:
        raise Recorded
    if not (fresh.is_called or fresh.is_done):
        raise Gone
    fresh.ended_at = fresh.ended_at or now
    if not data.get("minutes"):
        data = {**data, "minutes": _minutes(fresh)}
    contact = _write(fresh.municipality, data, who, by)
    fresh.state, fresh.contact = Visit.State.DONE, contact
    save_next(fresh)
    if who is None:
        # Whom the recorder may not see stays as the door has noted.
        Visitor.objects.filter(visit=fresh).delete()
    else:
        know(fresh, who)
    audit.record(action="consultations.visit.recorded", subject=fresh, by=by)
    return contact


def _minutes(visit: Visit) -> int:
    assert visit.called_at is not None
    assert visit.ended_at is not None
    spent = (visit.ended_at - visit.called_at).total_seconds() // 60
    return min(max(int(spent), 1), _MOST_MINUTES)


@transaction.atomic
def record_apart(
    *, municipality: Municipality, data: ContactData, who: Who, by: User
) -> Contact:
    """
    Record a contact with somebody of casework beside a consultation hour.

    :raises ForeignPerson: if contact person and organisation do not fit
    """
    contact = _write(municipality, data, who, by)
    Visitor.objects.create(
        municipality=municipality,
        household=who.household,
        client=who.client,
        day=contact.held_on,
        contact=contact,
    )
    return contact


def _write(
    municipality: Municipality, data: ContactData, who: Who | None, by: User
) -> Contact:
    if who is not None and not data.get("occasion"):
        occasion = Contact.Occasion.REPEAT if _was_met(who) else Contact.Occasion.FIRST
        data = {**data, "occasion": str(occasion)}
    return contacts.record_contact(municipality=municipality, data=data, by=by)


def _was_met(who: Who) -> bool:
    about = {"client": who.client} if who.client else {"household": who.household}
    spoken = Q(contact__isnull=False) | Q(visit__contact__isnull=False)
    return Visitor.objects.filter(spoken, **about).exists()


def count_short(*, site: Site, group: str, by: User, now: datetime) -> Contact:
    """
    Count a short question at the counter, with nothing but the target group.

    :raises UnknownGroup: if there is no such target group
    """
    data: ContactData = {
        "held_on": timezone.localdate(now),
        "group": group,
        "channel": Channel.PERSONAL,
        "is_tally": True,
        "site": site,
    }
    return contacts.record_contact(municipality=site.municipality, data=data, by=by)
