"""What people do with events, for the tests of several files."""

from django.test import Client
from django.urls import reverse

from hafen.core.places.models import Site
from hafen.information.events.tests.conftest import NOW
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.feedback.forms import new_token

HERE = {"Origin": "http://testserver"}


def at(event, name, *arguments):
    return reverse(f"events:{name}", args=["hier", event.pk, *arguments])


def page_of(event):
    return reverse("events_public:event", args=["hier", "de", event.address])


def read(path, **query):
    answer = Client().get(path, query)
    assert answer.status_code == 200, path
    return answer.content.decode()


def site(town, name="Begegnungszentrum", **changes):
    data = {"kind": "MEETING_PLACE", "is_published": True, "sort_key": name.lower()}
    return Site.objects.create(municipality=town, name=name, **data | changes)


def ask(event, text):
    sent = {"text": text, "email": "frage@example.org", "token": new_token()}
    return Client().post(f"{page_of(event)}ask/", sent, headers=HERE)


def registered(bookable, *names, now=NOW):
    rows = []
    for name in names:
        data = bookings.RegistrationData(
            name=name, language="de", email=f"{name.lower()}@example.org"
        )
        row, _new = bookings.register(bookable=bookable, data=data, now=now)
        rows.append(row)
    return rows
