"""Who agrees, who is asked, and what is handed out."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from hafen.casework.cases.models import Client, Consent, Household, SpecialNote
from hafen.casework.cases.queries import members_on
from hafen.casework.outreach.machine import BASE, FURTHER, Gate
from hafen.casework.outreach.models import Arrival, HandOver
from hafen.casework.outreach.rules import GO_THERE
from hafen.core.accounts.models import RoleAssignment, User
from hafen.information.knowledge.models import Paper, PaperSheet
from hafen.information.knowledge.queries import papers_visible_to
from hafen.network.organisations.models import Organisation

_ADULT = 18
# So long a norm is taken to hold, until somebody has looked again.
_NORM_HOLDS = timedelta(days=30)
_HANDED_OUT = (Paper.Kind.LEAFLET, Paper.Kind.SHEET)


def who_agrees(household: Household, *, today: date) -> list[Client]:
    """Return the adults, each of whom agrees alone; without any, all members."""
    people = [member.client for member in members_on(household, day=today).now]
    adults = [each for each in people if _is_adult(each, today)]
    return adults or people


def _is_adult(client: Client, today: date) -> bool:
    age = client.age_on(today)
    return age is None or age >= _ADULT


def gate_of(row: HandOver, *, today: date) -> Gate | None:
    """Return what the other team may have today, and until when.

    By a norm all of it; by consent what every adult of the household agreed to,
    for exactly this team.
    """
    if row.ground:
        return Gate(BASE | FURTHER, today + _NORM_HOLDS) if row.ground_note else None
    gates = [gate for _client, gate in consents_for(row, today=today)]
    given = [gate for gate in gates if gate is not None]
    if not given or len(given) < len(gates):
        return None
    parts = frozenset.intersection(*(gate.parts for gate in given))
    return Gate(parts, min(gate.until for gate in given))


def consents_for(row: HandOver, *, today: date) -> list[tuple[Client, Gate | None]]:
    """Return for each adult what they agreed to."""
    people = who_agrees(row.household, today=today)
    rows = Consent.objects.valid(today).filter(
        client__in=people, kind=Consent.Kind.SHARING, team=row.to_team_id
    )
    given: dict[UUID, list[Consent]] = {}
    for consent in rows:
        given.setdefault(consent.client_id, []).append(consent)
    return [(each, _agreed(given.get(each.pk, []))) for each in people]


def _agreed(consents: list[Consent]) -> Gate | None:
    if not consents:
        return None
    parts = frozenset(part for each in consents for part in each.categories)
    return Gate(parts, min(each.valid_until for each in consents))


def special_notes_of(household: Household) -> QuerySet[SpecialNote]:
    """Return which notes of special categories one may read, without their words."""
    rows = SpecialNote.objects.filter(case__household=household).defer("text")
    return rows.select_related("author").order_by("-on", "-id")


def agreed_groups(arrival: Arrival, *, today: date) -> QuerySet[Organisation]:
    """Return the groups of which somebody who arrives agreed that they are told."""
    kinds = (Consent.Kind.MATCHING, Consent.Kind.VOLUNTEER)
    rows = Consent.objects.valid(today).filter(
        client__household=arrival.household_id,
        kind__in=kinds,
        organisation__isnull=False,
    )
    if arrival.household_id is None:
        rows = rows.none()
    return Organisation.objects.filter(pk__in=rows.values("organisation")).order_by(
        "sort_key"
    )


def helpers_of(municipality: UUID, *, today: date) -> QuerySet[User]:
    """Return the volunteers who can be asked to go somewhere."""
    roles = RoleAssignment.objects.in_force(today).filter(role__in=GO_THERE.roles)
    rows = User.objects.filter(municipality=municipality, is_active=True)
    return rows.filter(pk__in=roles.values("user")).order_by("name", "id")


def sheets_on_offer(user: User) -> list[tuple[Paper, str]]:
    """Return the leaflets and information sheets of today, each in its languages."""
    papers = papers_visible_to(user).present()
    rows = (
        PaperSheet.objects.filter(
            edition__paper__in=papers.filter(kind__in=_HANDED_OUT).values("pk"),
            edition__number=F("edition__paper__number"),
        )
        .select_related("edition__paper")
        .defer("content")
        .order_by("edition__paper__sort_key", "language")
    )
    return [(row.edition.paper, row.language) for row in rows]
