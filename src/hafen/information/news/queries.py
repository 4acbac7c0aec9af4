from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from hafen.core.accounts.models import RoleAssignment, Team, User
from hafen.core.db.names import short_id_in
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.core.taxonomy.reference import direction, own_name
from hafen.core.translation.texts import Text, text_in, texts_in, with_texts
from hafen.information.directory.queries import published_service
from hafen.information.events.queries import event_by_address
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.queries import crumbs
from hafen.information.news.models import NewsItem, NewsQuerySet
from hafen.information.news.rules import EDIT_NEWS, VIEW_NEWS


@dataclass(frozen=True)
class StaffFilter:
    """What the list of the desk shows; without a state, news at work."""

    words: str = ""
    state: str = ""


@dataclass(frozen=True)
class Card:
    """A news item in the words of a reader."""

    item: NewsItem
    title: Text
    text: Text

    @property
    def only_in(self) -> str:
        """Return the name of the language of what is not in the reader's own."""
        for said in (self.title, self.text):
            if said and said.is_fallback:
                return own_name(said.language)
        return ""


@dataclass(frozen=True)
class Linked:
    """A page, offer or event that a news item points to.

    :param path: below the language
    """

    path: str
    title: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


def news_visible_to(user: User) -> NewsQuerySet:
    """Return what this user may see at the desk."""
    if not VIEW_NEWS.held_by(user):
        return NewsItem.objects.none()
    return NewsItem.objects.filter(municipality=user.municipality_id)


def news_editable_by(user: User) -> NewsQuerySet:
    if not EDIT_NEWS.held_by(user):
        return NewsItem.objects.none()
    return news_visible_to(user)


def filtered(rows: NewsQuerySet, wanted: StaffFilter) -> NewsQuerySet:
    """Return what fits; what has no time yet stands first, then the newest."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.filter(state__in=[NewsItem.State.DRAFT, NewsItem.State.PUBLISHED])
    if wanted.words:
        rows = rows.filter(
            Q(title__icontains=wanted.words) | Q(text__icontains=wanted.words)
        )
    return rows.order_by(F("publish_at").desc(nulls_first=True), "-pk")


def public_news(
    municipality: Municipality, *, now: datetime, topic: str = ""
) -> NewsQuerySet:
    """Return what everybody may read now, the newest first."""
    rows = NewsItem.objects.public(municipality, now)
    if topic:
        rows = rows.filter(Q(topic=topic) | Q(topic__startswith=f"{topic}."))
    return rows.order_by("-publish_at", "-pk")


def for_start(municipality: Municipality, *, now: datetime) -> NewsQuerySet:
    """Return the news for the start page, what is important before the rest."""
    rows = public_news(municipality, now=now)
    return rows.order_by("-is_important", "-publish_at", "-pk")


def cards(rows: NewsQuerySet, *, language: str) -> list[Card]:
    """Return items with their words: two queries for any number."""
    return [
        Card(item=row, **texts_in(row, language)) for row in with_texts(rows, language)
    ]


def item_by_address(
    municipality: Municipality, address: str, *, now: datetime
) -> NewsItem | None:
    """Return the public item of an address; the short id at its end decides."""
    rows = public_news(municipality, now=now)
    return rows.filter(short_id=short_id_in(address)).first()


def topics_of(
    municipality: Municipality, *, language: str, now: datetime
) -> list[tuple[str, str]]:
    """Return code and name of the topics that public news have."""
    rows = NewsItem.objects.public(municipality, now).exclude(topic="")
    used = set(rows.values_list("topic", flat=True))
    return [pair for pair in topic_names(language) if pair[0] in used] if used else []


def topic_names(language: str) -> Iterable[tuple[str, str]]:
    """Yield code and name of the topics that news can have."""
    today = timezone.localdate()
    for label in labels(Vocabulary.NEEDS, language=language, today=today):
        if label.parent is None:
            yield label.code, label.name


def next_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when the next item appears or ends."""
    zone = ZoneInfo(municipality.time_zone)
    today = now.astimezone(zone).date()
    rows = NewsItem.objects.of(municipality).filter(state=NewsItem.State.PUBLISHED)
    found = rows.aggregate(
        appears=Min("publish_at", filter=Q(publish_at__gt=now)),
        last_day=Min("ends_on", filter=Q(ends_on__gte=today)),
    )
    instants = [found["appears"]]
    if found["last_day"]:
        after = found["last_day"] + timedelta(days=1)
        instants.append(datetime.combine(after, time(), zone))
    return min((instant for instant in instants if instant), default=None)


def end_of(item: NewsItem, municipality: Municipality) -> datetime | None:
    """Return the instant from which an item is not shown any more."""
    if item.ends_on is None:
        return None
    after = item.ends_on + timedelta(days=1)
    return datetime.combine(after, time(), ZoneInfo(municipality.time_zone))


def linked(
    municipality: Municipality, link: str, *, language: str, now: datetime
) -> Linked | None:
    """Return what a link points to, as long as everybody may see it."""
    kind, _slash, address = link.strip("/").partition("/")
    if kind == "offers":
        service = published_service(municipality, address, now=now)
        return _of_texts("offers", service, "name", language) if service else None
    if kind == "events":
        event = event_by_address(municipality, address)
        return _of_texts("events", event, "title", language) if event else None
    if kind == "knowledge":
        rows = Entry.objects.of(municipality).originals().readable()
        found = list(
            rows.filter(short_id=short_id_in(address)).select_related("municipality")
        )
        for crumb in crumbs(found, language):
            return Linked(f"knowledge/{crumb.address}/", crumb.title, crumb.language)
    return None


def _of_texts(kind: str, row: object, field: str, language: str) -> Linked:
    found = text_in(row, language, field)  # type: ignore[arg-type]  # translatable
    return Linked(f"{kind}/{row.address}/", str(found), found.language)  # type: ignore[attr-defined]


def editors_of(user: User) -> QuerySet[User]:
    """Return the active people of the town who may edit news."""
    valid = RoleAssignment.objects.valid(timezone.localdate())
    holders = valid.filter(role__in=EDIT_NEWS.roles).values("user")
    people = User.objects.filter(municipality=user.municipality_id, is_active=True)
    return people.filter(pk__in=holders).order_by("name", "pk")


def teams_of_town(user: User) -> QuerySet[Team]:
    rows = Team.objects.filter(municipality=user.municipality_id, is_archived=False)
    return rows.order_by("name", "pk")
