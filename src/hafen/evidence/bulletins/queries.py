from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from hafen.casework.cases import tallies
from hafen.casework.cases.queries import is_special
from hafen.casework.cases.words import domain_choices
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.places.models import District, Municipality
from hafen.core.taxonomy import queries as taxonomy
from hafen.evidence.bulletins.models import (
    Bulletin,
    BulletinCopy,
    BulletinLine,
    BulletinRefusal,
    BulletinSettings,
)
from hafen.evidence.bulletins.rules import SEND_BULLETIN, VIEW_BULLETINS
from hafen.information.directory.models import GapAnswer
from hafen.network.organisations.models import Organisation, OrganisationQuerySet


@dataclass(frozen=True)
class Need:
    """How many cases of a district named an area of life for the first time."""

    domain: str
    topic: str
    district: District
    number: int

    @property
    def key(self) -> str:
        return f"{self.domain}:{self.district.pk}"

    def said(self, topic: str) -> str:
        """Return it as a line of text, the area of life in the given words."""
        said = ngettext(
            "%(topic)s, %(district)s: %(number)d case",
            "%(topic)s, %(district)s: %(number)d cases",
            self.number,
        )
        where = {"topic": topic, "district": self.district.name}
        return said % {**where, "number": self.number}


def receiver_of_answers(bulletin: Bulletin, *, today: date) -> User | None:
    """Return who hears of answers: who sent it, else somebody who may send them."""
    sender = bulletin.sent_by
    if sender and sender.is_active and SEND_BULLETIN.held_by(sender):
        return sender
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        user=OuterRef("pk"),
        role__in=SEND_BULLETIN.roles,
        valid_from__lte=today,
    )
    people = User.objects.filter(
        Exists(held), municipality=bulletin.municipality_id, is_active=True
    )
    return people.order_by("created_at", "pk").first()


def bulletins_visible_to(user: User) -> QuerySet[Bulletin]:
    if not VIEW_BULLETINS.held_by(user):
        return Bulletin.objects.none()
    rows = Bulletin.objects.filter(municipality=user.municipality_id)
    rows = rows.annotate(
        needs=Count("lines", distinct=True),
        told=Count("copies", distinct=True),
        answers=Count("lines__gap__answers", distinct=True),
    )
    return rows.order_by("-first")


def needs(municipality: Municipality, first: date, last: date) -> list[Need]:
    """Return the needs of a quarter, most first; small numbers are left out.

    Of special areas, such as health or violence, more is small.
    """
    labels = taxonomy.topics_tree(
        language=get_language() or "de", today=timezone.localdate()
    )
    names = {label.code: label.name for label in labels}
    special = {label.code for label in labels if is_special(label)}
    least = settings_of(municipality).special_least
    places = {row.pk: row for row in District.objects.filter(municipality=municipality)}
    found = [
        Need(domain, names.get(domain, domain), places[district], number)
        for domain, cells in tallies.needs_by_district(first, last).items()
        for district, number in cells
        if district in places and (domain not in special or number >= least)
    ]
    return sorted(found, key=lambda need: (-need.number, need.topic, need.key))


def partners(municipality: Municipality) -> OrganisationQuerySet:
    """Return who stands in the directory with a general address to write to."""
    rows = Organisation.objects.filter(municipality=municipality).published()
    refused = refusals(municipality).values("organisation")
    return rows.exclude(email="").exclude(pk__in=refused).sorted()


def refusals(municipality: Municipality) -> QuerySet[BulletinRefusal]:
    """Return who wants no bulletins, by name."""
    rows = BulletinRefusal.objects.filter(municipality=municipality)
    return rows.select_related("organisation").order_by("organisation__sort_key", "pk")


def is_refused(copy: BulletinCopy) -> bool:
    rows = refusals(copy.municipality)
    return rows.filter(organisation=copy.organisation_id).exists()


def settings_of(municipality: Municipality) -> BulletinSettings:
    """Return what the municipality decided, or what holds until then."""
    found = BulletinSettings.objects.filter(municipality=municipality).first()
    return found or BulletinSettings(municipality=municipality)


def lines_of(bulletin: Bulletin) -> QuerySet[BulletinLine]:
    """Return its needs, each with the offers that answered it."""
    answers = GapAnswer.objects.select_related("service__organisation")
    rows = bulletin.lines.select_related("gap__topic", "gap__district")
    rows = rows.prefetch_related(
        Prefetch("gap__answers", queryset=answers.order_by("created_at", "pk"))
    )
    return rows.order_by("-number", "pk")


def topics() -> dict[str, str]:
    """Return the words of the areas of life in the active language."""
    return {code: str(name) for code, name in domain_choices(timezone.localdate())}


def copy_of(municipality: Municipality, pk: UUID) -> BulletinCopy | None:
    rows = BulletinCopy.objects.filter(municipality=municipality)
    return (
        rows.select_related("bulletin", "organisation", "municipality")
        .filter(pk=pk)
        .first()
    )


def own_answers(copy: BulletinCopy, lines: Sequence[BulletinLine]) -> dict[UUID, str]:
    """Return which needs an organisation has answered, with the name of its offer."""
    return {
        line.pk: answer.service.name
        for line in lines
        for answer in line.gap.answers.all()
        if answer.service.organisation_id == copy.organisation_id
    }
