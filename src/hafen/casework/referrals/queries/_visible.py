"""Who sees which referral: all other reads start here.

The database says the same once more (`SEEN_BY` of the models).
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import BenefitMember, Case, Client
from hafen.casework.referrals.models import (
    AreaSwitch,
    Duty,
    OpenQuestion,
    Referral,
    ReferralQuerySet,
)
from hafen.casework.referrals.rules import (
    MANAGE_MATRIX,
    VIEW_MATRIX,
    VIEW_REFERRALS,
)
from hafen.core.accounts.models import User


def _seen(user: User, today: date) -> Q:
    """Return that a row is of a case one reads; without a case, that it is one's
    own or of a team one leads. Not, if it is about somebody whom one may not see.
    """
    people = cases.clients_visible_to(user, today=today).values("pk")
    led = Q(team__in=cases.led_by(user, today=today).values("team"))
    loose = Q(case__isnull=True) & (Q(owner=user.pk) | led)
    read = Q(case__in=cases.cases_visible_to(user, today=today).values("pk"))
    return (Q(client__isnull=True) | Q(client__in=people)) & (loose | read)


def referrals_visible_to(user: User, *, today: date) -> ReferralQuerySet:
    if not VIEW_REFERRALS.held_by(user):
        return Referral.objects.none()
    rows = Referral.objects.filter(municipality=user.municipality_id)
    return rows.filter(_seen(user, today)).select_related(
        "client", "owner", "team", "district", "municipality"
    )


def switches_visible_to(user: User, *, today: date) -> QuerySet[AreaSwitch]:
    if not VIEW_REFERRALS.held_by(user):
        return AreaSwitch.objects.none()
    rows = AreaSwitch.objects.filter(municipality=user.municipality_id)
    return rows.filter(_seen(user, today)).select_related("client", "owner")


def duties_visible_to(user: User) -> QuerySet[Duty]:
    if not VIEW_MATRIX.held_by(user):
        return Duty.objects.none()
    return Duty.objects.filter(municipality=user.municipality_id)


def questions_visible_to(user: User) -> QuerySet[OpenQuestion]:
    """Return open questions; what is asked of whom is for those who steer."""
    if not MANAGE_MATRIX.held_by(user):
        return OpenQuestion.objects.none()
    rows = OpenQuestion.objects.filter(municipality=user.municipality_id)
    return rows.select_related("owner")


def referral_by_link(municipality: Any, pk: UUID) -> Referral | None:
    """Return what an office was offered; a draft has no page yet."""
    rows = Referral.objects.exclude(state=Referral.State.DRAFT)
    rows = rows.select_related("municipality", "owner", "district")
    return rows.filter(municipality=municipality, pk=pk).first()


def case_of(client: Client, user: User, *, today: date) -> Case | None:
    """Return the open case in which somebody works with a person: the person's own,
    else that of the household.
    """
    rows = cases.cases_visible_to(user, today=today).open()
    found = rows.filter(household=client.household_id)
    return (
        found.filter(Q(client=client) | Q(client__isnull=True))
        .order_by("client", "-opened_on", "id")
        .first()
    )


def together(switch: AreaSwitch, *, today: date) -> QuerySet[AreaSwitch]:
    """Return the open changes of others of the same benefit community that began with
    this one.
    """
    here = BenefitMember.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today
    )
    own = here.filter(client=switch.client_id).values("community")
    rows = AreaSwitch.objects.filter(
        client__in=here.filter(community__in=own).values("client"),
        before=switch.before,
        after=switch.after,
        decided_on=switch.decided_on,
        closed_on__isnull=True,
    )
    return rows.exclude(pk=switch.pk).select_related("client").order_by("id")
