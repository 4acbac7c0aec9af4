"""What persons contest of their files, where the data is read or told."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from hafen.casework.cases.models import (
    CaseQuerySet,
    Client,
    ContestedPoint,
    ContestedPointQuerySet,
)
from hafen.casework.cases.queries._visible import clients_visible_to
from hafen.core.accounts.models import User


def contested_visible_to(user: User, *, today: date) -> ContestedPointQuerySet:
    seen = clients_visible_to(user, today=today)
    rows = ContestedPoint.objects.filter(
        client__in=seen.values("pk"), is_left_behind=False
    )
    return rows.select_related("client").order_by("-since", "-id")


def contested_by(client: Client) -> list[ContestedPoint]:
    """Return what a person contests still, as far as the database shows it."""
    rows = ContestedPoint.objects.of(client).marked()
    return list(rows.select_related("client").order_by("about", "since", "id"))


def contested_in(household: UUID, client: Client | None = None) -> list[ContestedPoint]:
    """Return what is contested still in a household, or by one person of it."""
    if client is not None:
        return contested_by(client)
    rows = ContestedPoint.objects.filter(client__household=household).marked()
    return list(
        rows.select_related("client").order_by("client__sort_key", "about", "id")
    )


def with_marks(cases: CaseQuerySet) -> CaseQuerySet:
    """Say of each case whether those for whom it is contest something."""
    rows = ContestedPoint.objects.marked()
    of_one = Exists(rows.filter(client=OuterRef("client")))
    of_all = Exists(rows.filter(client__household=OuterRef("household")))
    return cases.annotate(is_contested=of_one | Q(of_all, client__isnull=True))


def marks(points: Collection[ContestedPoint], part: str) -> list[str]:
    """Return the mark for each group of data of a part that is contested."""
    found = {
        str(point.get_about_display()): None for point in points if part in point.parts
    }
    return [_("contested by the person: %(what)s") % {"what": what} for what in found]
