"""What there is against what is missing: topic, district and language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.core.places.queries import district_tree
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.information.directory.models import Gap, GapQuerySet, Service
from hafen.information.directory.rules import RELEASE_GAP, REPORT_GAP, VIEW_BULLETIN
from hafen.mechanisms.search.gaps import language_name, missed_cells

SEARCHED_DAYS = 90
# Fewer people than these are told of no number outside of the house.
FEWEST = 5

Key = tuple[str, UUID | None, str]


@dataclass(frozen=True)
class GapLine:
    """One topic in one district and language: what is asked for, what there is.

    :param district: its name; empty for the whole town
    :param language: its name; empty where any will do
    :param gaps: what was reported and is open
    """

    topic: str
    district: str
    language: str
    searches: int
    voices: int
    people: int
    offers: int
    gaps: tuple[Gap, ...] = ()

    @property
    def demand(self) -> int:
        return self.searches + max(self.voices, self.people)

    @property
    def is_gap(self) -> bool:
        return not self.offers


@dataclass
class _Asked:
    searches: int = 0
    gaps: list[Gap] = field(default_factory=list)


def gaps_visible_to(user: User) -> GapQuerySet:
    """Return all for the house; for partners what was released to them."""
    rows = Gap.objects.filter(municipality=user.municipality_id)
    if REPORT_GAP.held_by(user):
        return rows
    if VIEW_BULLETIN.held_by(user):
        return rows.open().released()
    return rows.none()


def gaps_to_release(user: User) -> GapQuerySet:
    """Return the gaps about which a user decides."""
    if not RELEASE_GAP.held_by(user):
        return Gap.objects.none()
    return Gap.objects.filter(municipality=user.municipality_id).open()


def bulletin(user: User) -> GapQuerySet:
    """Return what partners are told of, what most people need first."""
    rows = gaps_visible_to(user).open().released()
    return rows.select_related("district", "topic", "target_group").order_by(
        "-people", "-voices", "pk"
    )


def gap_lines(
    municipality: Municipality, *, reader: str, now: datetime
) -> list[GapLine]:
    """Return what is asked for, what nobody offers before the rest.

    The number of queries does not depend on the size.

    :param reader: language in which topics and languages are named
    """
    asked = _asked(municipality, now)
    offered = _Offered(municipality, now)
    today = timezone.localdate(now)
    topics = {
        label.code: label.name
        for label in labels(Vocabulary.NEEDS, language=reader, today=today)
    }
    found = []
    for (code, district, language), each in asked.items():
        found.append(
            GapLine(
                topic=topics.get(code, code),
                district=offered.names.get(district, "") if district else "",
                language=language_name(language, reader) if language else "",
                searches=each.searches,
                voices=sum(gap.voices for gap in each.gaps),
                people=sum(gap.people or 0 for gap in each.gaps),
                offers=offered.count(code, district, language),
                gaps=tuple(each.gaps),
            )
        )
    found.sort(key=lambda line: (line.offers > 0, -line.demand, line.topic))
    return found


def _asked(municipality: Municipality, now: datetime) -> dict[Key, _Asked]:
    found: defaultdict[Key, _Asked] = defaultdict(_Asked)
    own = municipality.default_language
    since = timezone.localdate(now) - timedelta(days=SEARCHED_DAYS)
    for key, total in missed_cells(municipality, since=since).items():
        code, district, language = key
        # Who reads the town's own language asks for no other one.
        found[code, district, "" if language == own else language].searches += total
    rows = Gap.objects.filter(municipality=municipality).open()
    for gap in rows.select_related("topic", "target_group").order_by("pk"):
        found[gap.topic.code, gap.district_id, gap.language].gaps.append(gap)
    return dict(found)


class _Offered:
    """The public offers by topic, to be counted by district and language."""

    def __init__(self, municipality: Municipality, now: datetime) -> None:
        public = Service.objects.filter(municipality=municipality).public(
            timezone.localdate(now)
        )
        self._topics: defaultdict[str, set[UUID]] = defaultdict(set)
        self._districts: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._languages: defaultdict[UUID, set[str]] = defaultdict(set)
        self._everywhere: set[UUID] = set()
        cells = public.values_list(
            "pk", "is_city_wide", "topics__term__code", "places__location__district"
        )
        for pk, is_wide, code, district in cells:
            self._add(pk, code or "", district, is_wide=is_wide)
        spoken: Any = public.values_list("pk", "languages__language")
        for pk, tag in spoken:
            self._languages[pk].add(tag)
        nodes = [node for root in district_tree(municipality) for node in root.walk()]
        self.names = {node.district.pk: node.district.name for node in nodes}
        self._below = {
            node.district.pk: {each.district.pk for each in node.walk()}
            for node in nodes
        }

    def _add(
        self, pk: UUID, code: str, district: UUID | None, *, is_wide: bool
    ) -> None:
        parts = code.split(".")
        for length in range(1, len(parts) + 1):
            self._topics[".".join(parts[:length])].add(pk)
        if district is not None:
            self._districts[pk].add(district)
        if is_wide:
            self._everywhere.add(pk)

    def count(self, code: str, district: UUID | None, language: str) -> int:
        """Return how many there are; one for the whole town is in each district."""
        found: Iterable[UUID] = self._topics.get(code, ())
        if district is not None:
            within = self._below.get(district, {district})
            found = [
                pk
                for pk in found
                if pk in self._everywhere or self._districts[pk] & within
            ]
        return sum(not language or language in self._languages[pk] for pk in found)
