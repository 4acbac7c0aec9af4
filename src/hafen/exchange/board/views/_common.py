from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places import queries as places
from hafen.core.places.requests import PlaceRequest
from hafen.exchange.board import categories, words
from hafen.mechanisms.feedback.services import count_sending

MOST_PER_ADDRESS = 10


def today() -> date:
    return timezone.localdate()


@contextmanager
def acting(request: PlaceRequest) -> Iterator[None]:
    """Open the rows of this town: public reading has no transaction of its own."""
    with context.acting(Context(municipality=request.municipality.pk)):
        yield


def choices(request: PlaceRequest) -> dict[str, Any]:
    """Return what the fields of a notice offer."""
    return {
        "categories": categories.choices(today()),
        "languages": words.language_choices(today()),
        "districts": places.districts_of(request.municipality),
    }


def count_address(request: PlaceRequest, email: str) -> None:
    """Let nobody fill another person's mailbox by typing its address.

    :raises TooManyMessages: when an address was typed too often within the hour
    """
    if email:
        name = f"board-address:{email.strip().lower()}"
        count_sending(request.municipality, name, MOST_PER_ADDRESS, timezone.now())
