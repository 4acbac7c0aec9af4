"""Towns with invented offers, one with 60, one with 10 and 100 times as many."""

import random
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from hafen.core.db.names import slug_of, sort_key
from hafen.core.places.models import District, Municipality
from hafen.core.taxonomy.models import Term
from hafen.information.directory import models as directory
from hafen.network.organisations.models import Organisation

LANGUAGES = ["de", "en", "ar", "fa", "uk", "ru", "tr", "fr"]
BASE = 60
FACTORS = (1, 10, 100)
SEED = 4711
_BATCH = 2_000
_WORDS = ("Sprachkurs", "Beratung", "Treffpunkt", "Begleitung", "Werkstatt", "Chor")
_HOURS = {"rrule": "FREQ=WEEKLY;BYDAY=MO,TH", "opens_at": "09:00", "closes_at": "12:00"}


def slug(factor):
    return f"bench{factor}"


def make_all():
    """Make the towns that are missing; the trail is not part of what is measured."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname='hafen_audit'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER hafen_audit")
    for factor in FACTORS:
        if not Municipality.objects.filter(slug=slug(factor)).exists():
            make(factor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def make(factor):
    rng = random.Random(SEED)
    town = Municipality.objects.create(
        slug=slug(factor), name="Benchstadt", languages=LANGUAGES, is_published=True
    )
    bridge = Organisation.objects.create(
        municipality=town, name="Brücke e. V.", sort_key="bruecke"
    )
    districts = District.objects.bulk_create(
        District(
            municipality=town, name=f"Bezirk {n}", sort_key=f"bezirk {n:02}", layer="b"
        )
        for n in range(20)
    )
    topics = list(Term.objects.filter(vocabulary__code="needs", parent__isnull=False))
    groups = list(Term.objects.filter(vocabulary__code="target_groups"))
    rest = iter(range(BASE * factor))
    while numbers := list(islice(rest, _BATCH)):
        _make_offers(town, bridge, districts, topics, groups, numbers, rng)


def _make_offers(town, bridge, districts, topics, groups, numbers, rng):
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    own = {"municipality": town}
    services = directory.Service.objects.bulk_create(
        _service(own, bridge, number, rng, now) for number in numbers
    )
    locations = directory.Location.objects.bulk_create(
        directory.Location(
            **own, street="Kaistraße", house_number=str(n), postal_code="00123",
            city="Benchstadt", address_key=f"{n}", district=rng.choice(districts),
            latitude=51 + rng.random() / 10, longitude=7 + rng.random() / 10,
        )
        for n in numbers
    )  # fmt: skip
    parts = [
        (directory.ServiceAtLocation, [{"location": at} for at in locations]),
        (directory.ServiceTopic, [{"term": rng.choice(topics)} for _ in numbers]),
        (directory.ServiceTargetGroup, [{"term": rng.choice(groups)} for _ in numbers]),
        (directory.ServiceLanguage, [{"language_id": "ar"}] * len(numbers)),
        (directory.ServiceLanguage, [{"language_id": "en"}] * len(numbers)),
        (directory.Schedule, [_HOURS] * len(numbers)),
    ]
    for model, values in parts:
        model.objects.bulk_create(
            model(**own, service=service, **value)
            for service, value in zip(services, values, strict=True)
        )
    directory.ServiceTranslation.objects.bulk_create(
        directory.ServiceTranslation(
            **own, service=service, language=language, state="CHECKED",
            name=f"{language} {service.name}", summary=service.summary,
        )
        for service in services
        for language in ("en", "ar")
    )  # fmt: skip
    directory.ServiceOpening.objects.bulk_create(
        directory.ServiceOpening(
            **own, service=service, starts_at=start, ends_at=start + timedelta(hours=3)
        )
        for service in services
        for day in range(10)
        for start in [now + timedelta(days=day, hours=rng.randrange(12))]
    )


def _service(own, bridge, number, rng, now):
    name = f"{rng.choice(_WORDS)} {number}"
    return directory.Service(
        **own,
        organisation=bridge,
        name=name,
        slug=slug_of(name),
        sort_key=sort_key(name),
        summary="Kommen Sie vorbei, es kostet nichts und hilft weiter.",
        description="Hier steht, was Sie wissen müssen. " * 8,
        state="PUBLISHED",
        published_at=now,
        last_checked_on=now.date(),
        is_free=True,
    )
