from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Activity, activities
from hafen.voice.inquiries.models import Message, Step


def register() -> None:
    """Say what of this room counts for a task of a job description."""
    activities.register(
        Activity(
            "inquiries.answered", _("Inquiries answered"), _answered, counted="inquiry"
        )
    )
    activities.register(
        Activity("inquiries.step", _("Steps of clarifications"), _steps)
    )


def _answered(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return Message.objects.filter(
        kind=Message.Kind.REPLY, author__in=people, said_at__date__range=(first, last)
    )


def _steps(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return Step.objects.filter(recorded_by__in=people, held_on__range=(first, last))
