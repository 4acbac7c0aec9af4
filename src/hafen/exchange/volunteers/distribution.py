"""To whom somebody is proposed: in turn, by share, or where most places are free."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hafen.core.places.models import Municipality
from hafen.exchange.volunteers.models import (
    LIVING,
    Partner,
    Referral,
    Volunteer,
    VolunteerSettings,
)

# So far back a rule looks when it counts who had how many.
LOOKED_BACK = timedelta(days=365)
_RULE = VolunteerSettings.Distribution


@dataclass
class Standing:
    """What a rule counts: how many a partner got, has now, and when the last came."""

    got: Counter[UUID] = field(default_factory=Counter)
    has: Counter[UUID] = field(default_factory=Counter)
    last: dict[UUID, datetime] = field(default_factory=dict)

    def give(self, partner: Partner, now: datetime) -> None:
        self.got[partner.pk] += 1
        self.has[partner.pk] += 1
        self.last[partner.pk] = now


def proposed_for(volunteer: Volunteer, *, now: datetime) -> Partner | None:
    """Return whom the rule of the municipality names; None where nobody fits."""
    town = volunteer.municipality
    return choose(volunteer, partners_of(town), standing(town, now), rule_of(town))


def simulate(
    volunteers: Iterable[Volunteer],
    *,
    partners: Iterable[Partner],
    counted: Standing,
    rule: str,
    now: datetime,
) -> list[tuple[Volunteer, Partner | None]]:
    """Return whom the rule would name for each, one after the other; nobody is told.

    :param counted: is counted on as if everybody were forwarded
    """
    active, found = [each for each in partners if each.is_active], []
    for turn, volunteer in enumerate(volunteers):
        partner = choose(volunteer, active, counted, rule)
        if partner is not None:
            counted.give(partner, now + timedelta(seconds=turn))
        found.append((volunteer, partner))
    return found


def choose(
    volunteer: Volunteer, partners: Iterable[Partner], counted: Standing, rule: str
) -> Partner | None:
    fitting = [p for p in partners if _takes(p, volunteer, counted)]
    orders: dict[str, Callable[[Partner], float]] = {
        _RULE.ROTATION: lambda p: counted.got[p.pk],
        _RULE.QUOTA: lambda p: counted.got[p.pk] / p.quota,
        _RULE.CAPACITY: lambda p: -_free(p, counted),
    }

    def place(partner: Partner) -> tuple[float, float, str]:
        last = counted.last.get(partner.pk)
        return orders[rule](partner), last.timestamp() if last else 0, partner.name

    return min(fitting, key=place, default=None)


def _takes(partner: Partner, volunteer: Volunteer, counted: Standing) -> bool:
    is_kind = not partner.kinds or bool({*partner.kinds} & {*volunteer.kinds})
    is_near = not partner.districts or volunteer.district_id in partner.districts
    return is_kind and is_near and _free(partner, counted) > 0


def _free(partner: Partner, counted: Standing) -> float:
    if partner.capacity is None:
        return float("inf")
    return partner.capacity - counted.has[partner.pk]


def partners_of(municipality: Municipality) -> list[Partner]:
    rows = Partner.objects.filter(municipality=municipality, is_active=True)
    return list(rows.select_related("organisation", "municipality"))


def standing(municipality: Municipality, now: datetime) -> Standing:
    rows = Referral.objects.filter(
        municipality=municipality, partner__isnull=False, sent_at__gte=now - LOOKED_BACK
    ).exclude(state__in=["DECLINED", "WITHDRAWN"])
    found = Standing()
    for partner, state, sent_at in rows.values_list("partner", "state", "sent_at"):
        found.got[partner] += 1
        found.has[partner] += state in LIVING
        found.last[partner] = max(sent_at, found.last.get(partner, sent_at))
    return found


def rule_of(municipality: Municipality) -> str:
    row = VolunteerSettings.objects.filter(municipality=municipality).first()
    return row.distribution if row else _RULE.ROTATION.value
