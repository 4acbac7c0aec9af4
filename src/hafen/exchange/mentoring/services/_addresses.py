"""Where mailed links of the room lead."""

from django.conf import settings
from django.urls import reverse

from hafen.exchange.mentoring import keys
from hafen.exchange.mentoring.models import CheckIn, HandOver
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Reachable


def check_in_address(row: CheckIn, side: str, person: Reachable) -> str:
    where = {
        "municipality": person.municipality.slug,
        "language": pool.spoken_to(person, person.municipality),
        "pk": row.pk,
        "code": keys.check_in_code(row, side),
    }
    return f"{settings.PUBLIC_URL}{reverse('mentoring_public:check_in', kwargs=where)}"


def wish_address(row: HandOver) -> str:
    where = {
        "municipality": row.municipality.slug,
        "language": row.municipality.default_language,
        "pk": row.pk,
        "code": keys.wish_code(row),
    }
    return f"{settings.PUBLIC_URL}{reverse('mentoring_public:wish', kwargs=where)}"
