from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Activity, activities


def register() -> None:
    """Say what of this room counts for a task of a job description."""
    activities.register(
        Activity(
            "knowledge.page",
            _("Pages written or changed"),
            _written,
            counted="object_id",
        )
    )


def _written(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return Revision.page_revisions.filter(
        user__in=people, created_at__date__range=(first, last)
    )
