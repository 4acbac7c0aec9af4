"""The services of lower rooms after which people can be asked."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.mail.models import Notice
from hafen.core.places.models import Municipality
from hafen.exchange.interpreting.models import Appointment, Institution
from hafen.exchange.pool.models import Kind, Match
from hafen.information.events.services._registration import OWNER as EVENT
from hafen.mechanisms.bookings.models import Registrant
from hafen.voice.surveys.registries import Occasion, Person, occasions


def register() -> None:
    for occasion in (
        Occasion("event", _("an event that somebody came to"), _visitors),
        Occasion(
            "interpreting", _("a job of an interpreter (whoever booked)"), _bookers
        ),
        Occasion("placement", _("a placement or sponsorship that ended"), _placed),
    ):
        occasions.register(occasion)


def _visitors(town: Municipality, first: date, last: date) -> Iterator[Person]:
    rows = Registrant.objects.filter(
        municipality=town,
        registration__attended=True,
        bookable__owner=EVENT,
        bookable__ends_at__date__range=(first, last),
    )
    for row in rows.select_related("registration").order_by("id"):
        yield Person(row.email, row.registration.language)


def _bookers(town: Municipality, first: date, last: date) -> Iterator[Person]:
    held = Appointment.objects.filter(
        state=Appointment.State.DONE,
        outcome=Appointment.Outcome.HELD,
        ends_at__date__range=(first, last),
    )
    rows = Institution.objects.filter(
        municipality=town, pk__in=held.values("institution")
    )
    for row in rows.order_by("id"):
        yield Person(row.email, row.language)


def _placed(town: Municipality, first: date, last: date) -> Iterator[Person]:
    """Both sides; where a colleague speaks for somebody, only the other one."""
    rows = Match.objects.filter(
        municipality=town,
        state=Match.State.ENDED,
        closed_at__date__range=(first, last),
    ).exclude(need__kind=Kind.INTERPRETING)
    staff = set(User.objects.filter(municipality=town).values_list("email", flat=True))
    for row in rows.select_related("offer__helper", "need__seeker").order_by("id"):
        for person in (row.offer.helper, row.need.seeker):
            if person.email in staff and person == row.need.seeker:
                continue
            # Whoever wants letters or calls gets no mail.
            is_by_mail = person.channel == Notice.Channel.MAIL
            yield Person(person.email if is_by_mail else "", person.language)
