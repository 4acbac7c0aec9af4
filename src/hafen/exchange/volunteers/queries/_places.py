"""Reads about partners, places and who was forwarded where."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality, Site
from hafen.exchange.pool import queries as pool
from hafen.exchange.pool.models import Match
from hafen.exchange.training.queries import holding
from hafen.exchange.volunteers.models import (
    AT_WORK,
    LIVING,
    Acknowledgement,
    DeploymentProfile,
    Partner,
    Place,
    Referral,
    Volunteer,
)
from hafen.exchange.volunteers.queries._people import standards
from hafen.exchange.volunteers.rules import ANSWER_REFERRAL, VIEW_VOLUNTEERS
from hafen.network.organisations.queries import organisations_editable_by


def partners_visible_to(user: User) -> QuerySet[Partner]:
    """Return all partners for the desk; for an organisation's editor, its own."""
    rows = Partner.objects.filter(municipality=user.municipality_id)
    rows = rows.select_related("organisation", "municipality").order_by(
        "organisation__sort_key", "pk"
    )
    if VIEW_VOLUNTEERS.held_by(user):
        return rows
    if not ANSWER_REFERRAL.held_by(user):
        return rows.none()
    return rows.filter(organisation__in=organisations_editable_by(user))


def profiles_visible_to(user: User) -> QuerySet[DeploymentProfile]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return DeploymentProfile.objects.none()
    rows = DeploymentProfile.objects.filter(municipality=user.municipality_id)
    return rows.select_related("training").order_by("-is_active", "title", "pk")


def places_visible_to(user: User) -> QuerySet[Place]:
    rows = Place.objects.filter(partner__in=partners_visible_to(user))
    return _with_numbers(rows)


def _with_numbers(rows: QuerySet[Place]) -> QuerySet[Place]:
    working = Count("referrals", filter=Q(referrals__state__in=AT_WORK))
    return (
        rows.select_related(
            "partner__organisation", "need__district", "profile", "site", "municipality"
        )
        .annotate(working=working)
        .order_by("state", "need__title", "pk")
    )


def places_of(partner: Partner) -> QuerySet[Place]:
    return _with_numbers(Place.objects.filter(partner=partner))


def open_places(municipality: UUID, *, site: UUID | None = None) -> QuerySet[Place]:
    """Return the places that take somebody, of one site or of all."""
    rows = Place.objects.open().filter(municipality=municipality)
    return _with_numbers(rows.filter(site=site) if site else rows)


def referrals_visible_to(user: User) -> QuerySet[Referral]:
    return _referrals(Referral.objects.filter(partner__in=partners_visible_to(user)))


def referrals_of(*, partner: Partner | None = None, volunteer: Any = None) -> Any:
    chosen = {"partner": partner, "volunteer": volunteer}
    rows = Referral.objects.filter(**{k: v for k, v in chosen.items() if v is not None})
    return _referrals(rows)


def _referrals(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related(
        "volunteer__helper",
        "partner__organisation",
        "place__need",
        "place__partner__organisation",
        "place__profile",
        "proposed__organisation",
        "match",
        "municipality",
    ).order_by("-sent_at", "-pk")


def by_partner_link(town: Municipality, pk: UUID) -> Partner | None:
    rows = Partner.objects.filter(municipality=town, pk=pk)
    return rows.select_related("organisation", "municipality").first()


@dataclass(frozen=True)
class Suggestion:
    """One offer that fits a place: points, who it is, what stands against it."""

    candidate: Any
    volunteer: Volunteer
    match: Match | None
    against: str


def candidates(
    place: Place, *, today: date, names: dict[str, str]
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return who fits a place, best first, and who has said yes already."""
    ranking = pool.ranked_offers(place.need, today=today, names=names)
    pairs = list(
        Match.objects.active()
        .filter(need=place.need)
        .select_related("offer__helper", "offer__district")
    )
    # Who lacks the training alone stands on the list too, with what is missing.
    untrained = [each for each in ranking.near if each.broken[0].key == "TRAINING"]
    found = [*ranking.candidates, *untrained]
    helpers = [each.offer.helper_id for each in found]
    helpers += [match.offer.helper_id for match in pairs]
    known = {
        row.helper_id: row
        for row in Volunteer.objects.filter(helper__in=helpers).select_related("helper")
    }
    read = set(
        Acknowledgement.objects.filter(
            profile=place.profile, edition=place.profile.edition
        ).values_list("volunteer", flat=True)
    )

    trained = set(
        holding(today)
        .filter(module=place.profile.training_id)
        .values_list("helper", flat=True)
    )

    def against(volunteer: Volunteer) -> str:
        if place.profile.needs_acknowledgement and volunteer.pk not in read:
            return _("The standard is not acknowledged yet.")
        if place.profile.training_id and volunteer.helper_id not in trained:
            return _("The training that this task needs is missing.")
        return ""

    fitting = [
        Suggestion(
            each,
            known[each.offer.helper_id],
            None,
            against(known[each.offer.helper_id]),
        )
        for each in found
        if each.offer.helper_id in known
    ]
    asked = [
        Suggestion(None, known[m.offer.helper_id], m, against(known[m.offer.helper_id]))
        for m in pairs
        if m.offer.helper_id in known
    ]
    return fitting, asked


def standards_to_read(volunteer: Volunteer) -> list[DeploymentProfile]:
    """Return the standards that fit what somebody offers and are not read yet."""
    read = Acknowledgement.objects.filter(
        volunteer=volunteer, profile=OuterRef("pk"), edition=OuterRef("edition")
    )
    rows = standards(volunteer.municipality_id).filter(kind__in=volunteer.kinds)
    return list(rows.exclude(Exists(read)))


def sites_with_places(municipality: UUID) -> QuerySet[Site]:
    """Return the sites at which volunteers are needed now."""
    here = Place.objects.open().filter(site=OuterRef("pk"))
    rows: Any = Site.objects.filter(Exists(here), municipality=municipality)
    found: QuerySet[Site] = rows.in_order()
    return found


def unacknowledged(user: User) -> QuerySet[Any]:
    """Return who works by a profile without having read its present standard."""
    if not VIEW_VOLUNTEERS.held_by(user):
        return Referral.objects.none()
    read = Acknowledgement.objects.filter(
        volunteer=OuterRef("volunteer"),
        profile=OuterRef("place__profile"),
        edition=OuterRef("place__profile__edition"),
    )
    rows = Referral.objects.at_work().filter(
        municipality=user.municipality_id,
        place__profile__needs_acknowledgement=True,
    )
    return _referrals(rows.exclude(Exists(read)))


@dataclass(frozen=True)
class Resource:
    """How many volunteers an association has here, and how many are free."""

    name: str
    here: int
    free: int
    districts: str


def resources(user: User) -> list[Resource]:
    """Return the free capacity of the whole town, by association; two queries."""
    if not VIEW_VOLUNTEERS.held_by(user):
        return []
    busy = Referral.objects.filter(volunteer=OuterRef("pk"), state__in=LIVING)
    rows = (
        Volunteer.objects.active()
        .filter(municipality=user.municipality_id)
        .annotate(is_busy=Exists(busy))
        .select_related("association", "district")
    )
    found: dict[str, list[Volunteer]] = {}
    for row in rows:
        name = row.association.name if row.association else ""
        found.setdefault(name, []).append(row)
    return [
        Resource(
            name,
            len(group),
            sum(not row.is_busy for row in group),  # type: ignore[attr-defined]  # annotated
            ", ".join(sorted({row.district.name for row in group if row.district})),
        )
        for name, group in sorted(found.items())
    ]
