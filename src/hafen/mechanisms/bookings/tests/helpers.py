"""What the tests of this room share: an owner, an offer, people who join."""

from datetime import UTC, datetime, timedelta

from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings import registries, services
from hafen.mechanisms.bookings.models import Registration

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _of_the_town(user):
    return Municipality.objects.filter(pk=user.municipality_id).values("pk")


OWNER = registries.Owner(
    name="test.thing",
    label="Sache",
    subjects=_of_the_town,
    address=lambda _bookable: "/there/",
    public_address=lambda _bookable, language: f"/there/{language}/",
)


def offer(town, **changes):
    data = {
        "title": "Elternabend",
        "titles": {"ar": "أمسية الأهل"},
        "place": "Rathaus, Zimmer 1",
        "starts_at": NOW + 10 * DAY,
        "ends_at": NOW + 10 * DAY + 2 * HOUR,
        "places": 1,
    } | changes
    return services.keep_bookable(
        municipality=town,
        owner="test.thing",
        subject_id=town.pk,
        data=services.BookableData(**data),
        by=None,
        now=NOW,
    )


def join(bookable, name="Amal", *, now=NOW, by=None, **changes):
    data = {"name": name, "language": "de", "email": f"{name.lower()}@example.org"}
    registration, _is_new = services.register(
        bookable=bookable,
        data=services.RegistrationData(**data | changes),
        now=now,
        by=by,
    )
    return registration


def state(registration):
    return Registration.objects.get(pk=registration.pk).state
