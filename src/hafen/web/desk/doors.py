"""The start of the staff side in the navigation."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.mechanisms.todos.queries import open_count
from hafen.mechanisms.todos.rules import SEE_TODAY


def register() -> None:
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Today"),
            url_name="desk:today",
            group=navigation.WORK,
            permission=SEE_TODAY,
            order=1,
            icon="home",
            count=_due,
        )
    )


def _due(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return 0
    return open_count(request.user, today=timezone.localdate())
