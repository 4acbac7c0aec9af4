from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Activity, activities
from hafen.network.contacts.models import Contact


def register() -> None:
    """Say what of this room counts for a task of a job description."""
    for name, label, narrowing in (
        ("all", _("Contacts recorded"), {}),
        ("actors", _("Contacts with actors"), {"group": "a"}),
        ("newcomers", _("Contacts with newcomers"), {"group": "b"}),
        ("residents", _("Contacts with the local society"), {"group": "c"}),
        (
            "referred",
            _("Contacts referred on"),
            {"result": str(Contact.Result.REFERRED)},
        ),
    ):
        activities.register(Activity(f"contacts.{name}", label, _contacts(narrowing)))


def _contacts(
    narrowing: Mapping[str, str],
) -> Callable[[QuerySet[User], date, date], QuerySet[Any]]:
    def rows(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
        return Contact.objects.filter(
            recorded_by__in=people, held_on__range=(first, last), **narrowing
        )

    return rows
