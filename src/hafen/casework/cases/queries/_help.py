"""Who agreed that help is looked for, what was looked for, and who looks for it."""

from datetime import date

from django.db.models import QuerySet

from hafen.casework.cases.models import Case, Client, Consent, SoughtHelp
from hafen.core.accounts.models import RoleAssignment, User
from hafen.exchange.pool.rules import PLACE


def consents_to_matching(case: Case, *, today: date) -> QuerySet[Consent]:
    """Return by which consents help may be looked for in a case, without a name."""
    people = Client.objects.filter(household=case.household_id)
    if case.client_id:
        people = people.filter(pk=case.client_id)
    rows = Consent.objects.valid(today).filter(
        kind=Consent.Kind.MATCHING, client__in=people.values("pk")
    )
    return rows.select_related("client__household").order_by("client__sort_key", "id")


def sought_in(case: Case) -> QuerySet[SoughtHelp]:
    rows = SoughtHelp.objects.filter(client__household=case.household_id)
    if case.client_id:
        rows = rows.filter(client=case.client_id)
    return rows.select_related("client", "need__owner").order_by("-created_at", "-id")


def desks_of_help(user: User, *, today: date) -> QuerySet[User]:
    """Return who can look for help in the exchange."""
    roles = RoleAssignment.objects.in_force(today).filter(role__in=PLACE.roles)
    people = User.objects.filter(
        municipality=user.municipality_id, is_active=True, pk__in=roles.values("user")
    )
    return people.order_by("name", "id")
