import hashlib
from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import context
from hafen.core.db.errors import DomainError
from hafen.core.db.identifiers import token
from hafen.core.places.models import Municipality
from hafen.web.desk.models import CalendarFeed, SavedView

MOST_VIEWS = 50
CALENDAR_IS_READ_AGAIN = timedelta(hours=1)


class TooManyViews(DomainError):
    """Somebody keeps as many views as a menu can show."""


@transaction.atomic
def keep_view(*, user: User, page: str, query: str, name: str) -> SavedView:
    """Keep a list as it is shown; the same name on the same list is replaced.

    :param page: path of the list, checked by the caller
    :raises TooManyViews: at 50
    """
    own = SavedView.objects.filter(municipality=user.municipality_id, user=user)
    known = own.filter(page=page, name=name).select_for_update().first()
    if known is None and own.count() >= MOST_VIEWS:
        raise TooManyViews
    view = known or SavedView(
        municipality_id=user.municipality_id, user=user, page=page, name=name
    )
    view.query = query
    view.save()
    return view


def forget_view(*, view: SavedView) -> None:
    view.delete()


@transaction.atomic
def open_calendar(*, user: User) -> str:
    """Return the secret of a new address; an older one ends."""
    close_calendar(user=user)
    secret = token()
    feed = CalendarFeed.objects.create(
        municipality_id=user.municipality_id, user=user, secret_hash=_hash(secret)
    )
    audit.record(action="desk.calendar.opened", subject=feed, by=user)
    return secret


@transaction.atomic
def close_calendar(*, user: User) -> None:
    own = CalendarFeed.objects.filter(municipality=user.municipality_id, user=user)
    for feed in own:
        audit.record(action="desk.calendar.closed", subject=feed, by=user)
    own.delete()


def reader_of(*, municipality: Municipality, secret: str) -> User | None:
    """Return whose calendar an address opens, and work as this person from here.

    :param municipality: the one that the context names already
    :return: None for an unknown address, and for whoever is no longer active
    """
    feed = (
        CalendarFeed.objects.select_related("user__municipality")
        .filter(
            municipality=municipality,
            secret_hash=_hash(secret),
            user__is_active=True,
        )
        .first()
    )
    if feed is None:
        return None
    user: User = feed.user
    context.enter(replace(context.current(), actor=user.pk))
    return user


def _hash(secret: str) -> str:
    """Return what is kept of a secret; 192 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
