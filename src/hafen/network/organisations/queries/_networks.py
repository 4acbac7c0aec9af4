"""Reads of networks: who takes part on a day, who speaks, where the unit sits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.names import short_id_in, spellings
from hafen.core.places.models import Municipality
from hafen.core.translation.texts import Text, text_in, with_texts
from hafen.network.organisations.models import (
    Appearance,
    AppearanceMaterial,
    AppearancePerson,
    AppearanceQuerySet,
    Membership,
    Network,
    NetworkQuerySet,
    Organisation,
    PublicationConsent,
    Seat,
    Speaker,
)
from hafen.network.organisations.rules import EDIT_COOPERATION, VIEW_COOPERATION


@dataclass(frozen=True)
class NamedNetwork:
    """A network with its name for a reader."""

    network: Network
    name: Text


def networks_visible_to(user: User) -> NetworkQuerySet:
    if not VIEW_COOPERATION.held_by(user):
        return Network.objects.none()
    return Network.objects.filter(municipality=user.municipality_id)


def networks_editable_by(user: User) -> NetworkQuerySet:
    if not EDIT_COOPERATION.held_by(user):
        return Network.objects.none()
    return Network.objects.filter(municipality=user.municipality_id)


def appearances_visible_to(user: User) -> AppearanceQuerySet:
    if not VIEW_COOPERATION.held_by(user):
        return Appearance.objects.none()
    return Appearance.objects.filter(municipality=user.municipality_id)


def appearances_editable_by(user: User) -> AppearanceQuerySet:
    if not EDIT_COOPERATION.held_by(user):
        return Appearance.objects.none()
    return Appearance.objects.filter(municipality=user.municipality_id)


def materials_editable_by(user: User) -> QuerySet[AppearanceMaterial]:
    return AppearanceMaterial.objects.filter(
        appearance__in=appearances_editable_by(user)
    )


def memberships_editable_by(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(network__in=networks_editable_by(user))


def speakers_editable_by(user: User) -> QuerySet[Speaker]:
    return Speaker.objects.filter(network__in=networks_editable_by(user))


def seats_editable_by(user: User) -> QuerySet[Seat]:
    return Seat.objects.filter(network__in=networks_editable_by(user))


def _holding(first: str, last: str, day: date) -> Q:
    return Q(**{f"{first}__lte": day}) & (
        Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day})
    )


def networks_named(rows: NetworkQuerySet, words: str) -> NetworkQuerySet:
    """Keep those whose name holds the words, whatever accents they have."""
    found = Q()
    for spelling in spellings(words):
        found |= Q(sort_key__contains=spelling)
    return rows.filter(found)


def colleagues_of(user: User) -> QuerySet[User]:
    """Return whom somebody can name as having been there: those of the house."""
    return User.objects.filter(
        municipality=user.municipality_id, is_active=True
    ).order_by("name", "id")


def with_members(rows: NetworkQuerySet, day: date) -> NetworkQuerySet:
    """Count as `members` who took part on a day."""
    held = _holding("memberships__joined_on", "memberships__left_on", day)
    held &= Q(memberships__organisation__merged_into__isnull=True)
    return rows.annotate(members=Count("memberships", filter=held))


def members_on(networks: Any, day: date) -> QuerySet[Membership]:
    """Return who took part in one or several networks on a day, by name.

    An entry that turned out to be another one's stands under that one.
    """
    return (
        Membership.objects.filter(
            _holding("joined_on", "left_on", day),
            network__in=networks,
            organisation__merged_into__isnull=True,
        )
        .select_related("organisation", "network")
        .order_by("organisation__sort_key", "organisation__id")
    )


def speakers_on(networks: Any, day: date) -> QuerySet[Speaker]:
    """Return who speaks for one or several networks on a day."""
    return (
        Speaker.objects.filter(
            _holding("since", "until", day),
            network__in=networks,
            person__merged_into__isnull=True,
        )
        .select_related("person__organisation", "network__parent")
        .order_by("network__sort_key", "-office", "person__name", "id")
    )


def seats_on(networks: Any, day: date) -> QuerySet[Seat]:
    """Return who of the unit sits in one or several bodies on a day."""
    return (
        Seat.objects.filter(_holding("since", "until", day), network__in=networks)
        .select_related("user", "network__parent")
        .order_by("network__sort_key", "user__name", "id")
    )


def taking_part(
    network: Network, day: date
) -> tuple[list[Membership], list[Membership]]:
    """Return who takes part on a day, and who had left before it; one query."""
    rows = (
        network.memberships.filter(
            joined_on__lte=day, organisation__merged_into__isnull=True
        )
        .select_related("organisation")
        .order_by("organisation__sort_key", "organisation__id", "joined_on")
    )
    present: list[Membership] = []
    former: list[Membership] = []
    for row in rows:
        is_former = row.left_on is not None and row.left_on < day
        (former if is_former else present).append(row)
    return present, former


def matrix(
    networks: Iterable[Network], day: date
) -> list[tuple[Organisation, list[bool]]]:
    """Return for each member on a day in which of the networks it takes part."""
    columns = [network.pk for network in networks]
    found: defaultdict[Organisation, set[UUID]] = defaultdict(set)
    for row in members_on(columns, day):
        found[row.organisation].add(row.network_id)
    return [(who, [key in keys for key in columns]) for who, keys in found.items()]


def public_network(
    municipality: Municipality, address: str, language: str
) -> Network | None:
    """Return the network of a public address, by its short id alone."""
    rows = Network.objects.filter(municipality=municipality).public()
    found = rows.filter(short_id=short_id_in(address)).select_related("parent")
    return with_texts(found, language).first()


def public_networks(municipality: Municipality, language: str) -> list[NamedNetwork]:
    """Return the networks that show themselves, without their working groups."""
    rows = Network.objects.filter(municipality=municipality, parent__isnull=True)
    return _named(rows.public().sorted(), language)


def public_groups(network: Network, language: str) -> list[NamedNetwork]:
    """Return the working groups of a network that show themselves."""
    return _named(network.groups.public().sorted(), language)


def _named(rows: NetworkQuerySet, language: str) -> list[NamedNetwork]:
    found = with_texts(rows, language)
    return [NamedNetwork(row, text_in(row, language)) for row in found]


def public_speakers(network: Network, day: date) -> list[Speaker]:
    """Return who speaks for a network and agreed to be named to the public.

    Whose organisation is not public is not named either: it would be, too.
    """
    with acting(Context(municipality=network.municipality_id)):
        holds = PublicationConsent.objects.filter(
            person=OuterRef("person"), withdrawn_on__isnull=True
        )
        return list(
            speakers_on([network.pk], day).filter(
                Exists(holds),
                person__organisation__state=Organisation.State.PUBLISHED,
            )
        )


def with_people(rows: AppearanceQuerySet) -> AppearanceQuerySet:
    """Read along what a list of appearances shows, the newest first."""
    people = AppearancePerson.objects.select_related("attended_by").order_by(
        "attended_by__name"
    )
    return (
        rows.select_related("network__parent", "organisation")
        .prefetch_related(Prefetch("people", people))
        .newest_first()
    )


def with_papers(rows: AppearanceQuerySet) -> AppearanceQuerySet:
    """Read along the materials as well, for one of them and for files."""
    materials = AppearanceMaterial.objects.select_related("file").order_by("id")
    return with_people(rows).prefetch_related(Prefetch("materials", materials))


def appearances_meant(
    rows: AppearanceQuerySet,
    *,
    kind: str = "",
    network: Network | None = None,
    first: date | None = None,
    last: date | None = None,
) -> AppearanceQuerySet:
    """Keep what a list asks for; a body is meant with its working groups."""
    exact = {"kind": kind, "held_on__gte": first, "held_on__lte": last}
    found = rows.filter(**{name: value for name, value in exact.items() if value})
    if network is None:
        return found
    return found.filter(Q(network=network) | Q(network__parent=network))


def appearances_by_group(rows: AppearanceQuerySet) -> list[tuple[str, int]]:
    """Return how often each network, body and working group was met, by name."""
    counted = (
        rows.filter(network__isnull=False)
        .order_by()
        .values_list("network", "network__name", "network__parent__name")
        .annotate(number=Count("pk"))
    )
    return sorted(
        (f"{above} – {name}" if above else name, number)
        for _pk, name, above, number in counted
    )
