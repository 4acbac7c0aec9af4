from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Activity, activities
from hafen.information.directory.models import Proposal, ServiceTranslation


def register() -> None:
    """Say what of this room counts for a task of a job description."""
    activities.register(
        Activity("directory.decided", _("Changes of offers decided"), _decided)
    )
    activities.register(
        Activity("directory.translated", _("Translations of offers checked"), _checked)
    )


def _decided(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return Proposal.objects.filter(
        decided_by__in=people, decided_at__date__range=(first, last)
    )


def _checked(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return ServiceTranslation.objects.filter(
        checker__in=people, checked_at__date__range=(first, last)
    )
