"""Who reads such a wish: who is responsible for the case, and nobody else.

The database says the same once more (`fences`).
"""

from datetime import date

from django.db.models import Q, QuerySet

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Case, Client
from hafen.casework.returns.models import ReturnWish
from hafen.casework.returns.rules import NOTE_WISH
from hafen.core.accounts.models import User


def wishes_visible_to(user: User, *, today: date) -> QuerySet[ReturnWish]:
    if not NOTE_WISH.held_by(user):
        return ReturnWish.objects.none()
    own = cases.cases_visible_to(user, today=today).filter(owner=user.pk)
    rows = ReturnWish.objects.filter(case__in=own.values("pk"))
    return rows.select_related("client")


def own_case(client: Client, user: User, *, today: date) -> Case | None:
    """Return the open case of a person for which somebody is responsible."""
    rows = cases.cases_visible_to(user, today=today).open().filter(owner=user.pk)
    about = Q(client=client) | Q(client__isnull=True)
    found = rows.filter(about, household=client.household_id)
    return found.order_by("client", "-opened_on", "id").first()
