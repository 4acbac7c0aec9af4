from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.public_addresses import public_address
from hafen.information.events.models import Event, Invitation
from hafen.network.organisations.models import Organisation

State = Invitation.State


@transaction.atomic
def invite(*, event: Event, organisations: Iterable[Organisation], by: Any) -> int:
    """Invite organisations once each, by mail where they have an address.

    :return: how many are new on the list
    """
    present = set(event.invitations.values_list("organisation_id", flat=True))
    new = [row for row in organisations if row.pk not in present]
    for organisation in new:
        Invitation.objects.create(
            municipality_id=event.municipality_id,
            event=event,
            organisation=organisation,
        )
        _write(event, organisation, is_reminder=False)
    audit.record(
        action="events.event.invited",
        subject=event,
        by=by,
        details={"count": len(new)},
    )
    return len(new)


@transaction.atomic
def remind_silent(*, event: Event, by: Any, now: datetime) -> int:
    """Remind those who were invited and have not answered; return how many."""
    rows = event.invitations.select_for_update(of=("self",)).filter(state=State.INVITED)
    count = 0
    for row in rows.select_related("organisation"):
        _write(event, row.organisation, is_reminder=True)
        row.reminded_at = now
        save_next(row)
        count += 1
    audit.record(
        action="events.event.reminded",
        subject=event,
        by=by,
        details={"count": count},
    )
    return count


@transaction.atomic
def note_reply(*, invitation: Invitation, state: str, by: Any) -> None:
    """Note whether an organisation comes."""
    fresh = locked(invitation, expected=None)
    fresh.state = State(state)
    save_next(fresh)
    audit.record(action="events.invitation.answered", subject=fresh, by=by)


def _write(event: Event, organisation: Organisation, *, is_reminder: bool) -> None:
    if not organisation.email:
        return
    town = event.municipality
    language = town.default_language
    with translation.override(language):
        values = {"title": event.title, "town": town.name}
        subject = (
            _("Reminder of our invitation: %(title)s")
            if is_reminder
            else _("Invitation: %(title)s")
        )
        text = _("%(town)s invites you. Here is everything about the event:")
        address = public_address(town, f"{language}/events/{event.address}/")
        body = "\n\n".join([_("Good day,"), text % values, address])
        EmailMessage(
            subject=subject % values, body=body, to=[organisation.email]
        ).send()
