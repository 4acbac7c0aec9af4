from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Avg,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.exchange.board.models import Message, Post, PostQuerySet, Subscription, Talk
from hafen.exchange.board.queries._districts import districts_around
from hafen.network.organisations.models import Organisation

_FOUND = [Post.Outcome.PERSON, Post.Outcome.ORGANISATION]


@dataclass(frozen=True)
class BoardFilter:
    """What a reader of the board wants to see; empty fields narrow nothing.

    :param km: how far around the district, from middle to middle
    """

    side: str = ""
    category: str = ""
    district: UUID | None = None
    km: int = 0
    language: str = ""
    words: str = ""

    @property
    def count(self) -> int:
        chosen = (self.side, self.category, self.district, self.language, self.words)
        return sum(bool(each) for each in chosen)


@dataclass(frozen=True)
class Figures:
    """What the board has done for one category, or in all.

    :param hours: from publishing to the first answer, on average
    """

    category: str
    posts: int
    open: int
    found: int
    hours: int | None


def public_posts(municipality: Municipality) -> PostQuerySet:
    """Return what hangs on the board today, even if no job took the rest down."""
    rows = Post.objects.public().filter(
        municipality=municipality, valid_until__gte=_today(municipality)
    )
    return rows.select_related("member__organisation", "district", "municipality")


def filtered(rows: PostQuerySet, wanted: BoardFilter, town: Municipality) -> Any:
    if wanted.side:
        rows = rows.filter(side=wanted.side)
    if wanted.category:
        below = Q(category__startswith=f"{wanted.category}.")
        rows = rows.filter(Q(category=wanted.category) | below)
    if wanted.district:
        rows = rows.filter(
            district__in=districts_around(town, wanted.district, wanted.km)
        )
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.words:
        said = Q(title__icontains=wanted.words) | Q(text__icontains=wanted.words)
        rows = rows.filter(said)
    return rows.prefetch_related("photos__file").newest_first()


def by_short_id(municipality: Municipality, short_id: str) -> Post | None:
    rows = public_posts(municipality).prefetch_related("photos__file")
    return rows.filter(short_id=short_id).first()


def by_number(municipality: Municipality, number: str) -> Post | None:
    """Return the notice of a number from a tear-off strip."""
    if not number.isdigit() or len(number) > 9:
        return None
    return public_posts(municipality).filter(number=int(number)).first()


def counterparts(post: Post) -> Any:
    """Return what could fit a notice: same narrow category first, then district."""
    other = Post.Side.NEED if post.is_offer else Post.Side.OFFER
    rows = public_posts(post.municipality).filter(
        Q(category=post.top) | Q(category__startswith=f"{post.top}."), side=other
    )
    is_same = When(category=post.category, then=Value(2))
    is_near = When(district=post.district_id, then=Value(1))
    nearness = Case(is_same, default=Value(0), output_field=IntegerField()) + Case(
        is_near, default=Value(0), output_field=IntegerField()
    )
    rows = rows.exclude(member=post.member_id)
    return rows.order_by(nearness.desc(), "-published_at", "-id")


def of_organisation(organisation: Organisation) -> PostQuerySet:
    rows = public_posts(organisation.municipality)
    return rows.filter(member__organisation=organisation).newest_first()


def post_of_link(municipality: Municipality, pk: UUID) -> Post | None:
    rows = Post.objects.filter(municipality=municipality).exclude(
        state=Post.State.DELETED
    )
    rows = rows.select_related("member__organisation", "district", "municipality")
    return rows.prefetch_related("photos__file").filter(pk=pk).first()


def talks_of(post: Post) -> QuerySet[Talk]:
    """Return the talks about a notice in which something was said, the newest first."""
    said = Message.objects.filter(talk=OuterRef("pk"))
    rows = Talk.objects.filter(Exists(said), post=post).order_by("-created_at")
    return rows.select_related("asker", "post__member")


def talk_of_link(municipality: Municipality, pk: UUID) -> Talk | None:
    rows = Talk.objects.filter(municipality=municipality).select_related(
        "post__member__organisation", "asker__organisation", "municipality"
    )
    return rows.filter(pk=pk).first()


def subscription_of_link(municipality: Municipality, pk: UUID) -> Subscription | None:
    rows = Subscription.objects.filter(municipality=municipality)
    return rows.select_related("municipality").filter(pk=pk).first()


def next_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when the next notice comes down by itself."""
    zone = ZoneInfo(municipality.time_zone)
    rows = Post.objects.public().filter(
        municipality=municipality, valid_until__gte=now.astimezone(zone).date()
    )
    last = rows.aggregate(last=Min("valid_until"))["last"]
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time(), zone)


def figures(municipality: Municipality) -> list[Figures]:
    """Return what came of the notices that were ever public, by category."""
    waited = ExpressionWrapper(
        F("answered_at") - F("published_at"), output_field=DurationField()
    )
    rows = (
        Post.objects.filter(municipality=municipality, published_at__isnull=False)
        .values("category", "state", "outcome")
        .annotate(number=Count("pk"), answered=Count("answered_at"), wait=Avg(waited))
    )
    totals: dict[str, list[float]] = {}
    for row in rows:
        for top in (row["category"].partition(".")[0], ""):
            sums = totals.setdefault(top, [0, 0, 0, 0, 0])
            sums[0] += row["number"]
            sums[1] += row["number"] if row["state"] == Post.State.PUBLISHED else 0
            sums[2] += row["number"] if row["outcome"] in _FOUND else 0
            sums[3] += row["answered"]
            hours = row["wait"].total_seconds() / 3600 if row["wait"] else 0
            sums[4] += hours * row["answered"]
    return [_figures(code, sums) for code, sums in sorted(totals.items())]


def _figures(code: str, sums: list[float]) -> Figures:
    posts, still_open, found, answered, hours = sums
    return Figures(
        category=code,
        posts=int(posts),
        open=int(still_open),
        found=int(found),
        hours=round(hours / answered) if answered else None,
    )


def _today(municipality: Municipality) -> Any:
    return timezone.now().astimezone(ZoneInfo(municipality.time_zone)).date()
