"""What people outside the desk are told about events."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.reference import words_in
from hafen.information.events.models import Event, Submitter


def tell_submitter(event: Event, submitter: Submitter, *, now: datetime) -> None:
    """Say what was decided about an event that somebody handed in."""
    del now  # the outbox stamps it
    with words_in(submitter.language):
        values = {"title": event.title, "name": submitter.name}
        greeting = _("Good day %(name)s,") % values
        if event.is_public:
            subject = _("Your event is published: %(title)s") % values
            body = _("Thank you. Everybody can see your event now:")
            address = public_address(
                event.municipality, f"{submitter.language}/events/{event.address}/"
            )
            text = f"{greeting}\n\n{body}\n\n{address}"
        else:
            subject = _("Your event is not published: %(title)s") % values
            body = _("We cannot show your event. Please call us if you have questions.")
            text = f"{greeting}\n\n{body}"
        EmailMessage(subject=subject, body=text, to=[submitter.email]).send()
