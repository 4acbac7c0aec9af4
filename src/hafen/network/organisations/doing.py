from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Activity, activities
from hafen.network.organisations.models import Agreement


def register() -> None:
    """Say what of this room counts for a task of a job description."""
    activities.register(
        Activity("organisations.agreement", _("Agreements concluded"), _concluded)
    )


def _concluded(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return Agreement.objects.filter(owner__in=people, signed_on__range=(first, last))
