from datetime import date, timedelta

from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.calendars import Dated, sources
from hafen.web.desk.models import CalendarFeed, SavedView

BACK = timedelta(days=30)
AHEAD = timedelta(days=365)


def views_visible_to(user: User) -> QuerySet[SavedView]:
    """Return the views that somebody kept; nobody sees those of others."""
    return SavedView.objects.filter(
        municipality=user.municipality_id, user_id=user.pk
    ).order_by("name", "id")


def has_calendar(user: User) -> bool:
    return CalendarFeed.objects.filter(
        municipality=user.municipality_id, user_id=user.pk
    ).exists()


def dates_of(user: User, *, today: date) -> list[Dated]:
    """Return what stands in a person's calendar; one query per source."""
    return [
        found
        for source in sources
        for found in source.find(user, today - BACK, today + AHEAD)
    ]
