from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.exchange.board.models import Post, PostQuerySet, Report, Talk
from hafen.exchange.board.rules import MODERATE, POST_FOR_OTHERS
from hafen.network.organisations.queries import own_organisations

# What waits for the desk stands in the first part.
TO_LOOK_AT = Q(state=Post.State.WAITING) | Q(
    state=Post.State.PUBLISHED, checked_at__isnull=True
)


@dataclass(frozen=True)
class DeskFilter:
    """What the list of the desk shows.

    :param part: look, reported, public, over or all
    """

    part: str = "look"
    category: str = ""
    words: str = ""

    @property
    def count(self) -> int:
        return sum(bool(each) for each in (self.category, self.words))


def posts_visible_to(user: User) -> PostQuerySet:
    """Return the notices this user may see at the desk; nothing for others."""
    rows = Post.objects.filter(municipality=user.municipality_id)
    if MODERATE.held_by(user):
        return rows
    if POST_FOR_OTHERS.held_by(user):
        own = own_organisations(user).values("organisation")
        return rows.filter(Q(owner=user) | Q(member__organisation__in=own))
    return Post.objects.none()


def moderated_by(user: User) -> PostQuerySet:
    """Return the notices on which this user decides."""
    return posts_visible_to(user) if MODERATE.held_by(user) else Post.objects.none()


def talks_visible_to(user: User) -> QuerySet[Talk]:
    """Return talks that this user leads for somebody, or that were reported.

    A moderator reads no other talk: what two people write is theirs.
    """
    mine = Q(post__in=posts_visible_to(user)) & (
        Q(post__owner=user)
        | Q(
            post__member__organisation__in=own_organisations(user).values(
                "organisation"
            )
        )
    )
    if MODERATE.held_by(user):
        mine |= Q(reports__isnull=False)
    rows = Talk.objects.filter(
        mine, municipality=user.municipality_id, messages__isnull=False
    )
    return rows.select_related("post__member", "asker").distinct()


def desk_filtered(rows: PostQuerySet, wanted: DeskFilter) -> Any:
    """Return what fits, the oldest first where somebody has to look."""
    parts = {
        "look": TO_LOOK_AT,
        "reported": Q(reports__done_at__isnull=True, reports__isnull=False),
        "public": Q(state=Post.State.PUBLISHED),
        "over": Q(
            state__in=[Post.State.EXPIRED, Post.State.CLOSED, Post.State.REFUSED]
        ),
        "all": ~Q(state=Post.State.DELETED),
    }
    rows = rows.filter(parts.get(wanted.part, parts["look"]))
    if wanted.category:
        below = Q(category__startswith=f"{wanted.category}.")
        rows = rows.filter(Q(category=wanted.category) | below)
    if wanted.words:
        said = Q(title__icontains=wanted.words) | Q(text__icontains=wanted.words)
        if wanted.words.isdigit():
            said |= Q(number=int(wanted.words[:9]))
        rows = rows.filter(said)
    counted = rows.annotate(
        open_reports=Count(
            "reports", filter=Q(reports__done_at__isnull=True), distinct=True
        )
    )
    listed = counted.select_related("member__organisation", "district", "owner")
    if wanted.part in {"look", "reported"}:
        return listed.order_by("created_at", "id")
    return listed.order_by("-created_at", "-id")


def open_reports(user: User) -> QuerySet[Report]:
    if not MODERATE.held_by(user):
        return Report.objects.none()
    return Report.objects.filter(
        municipality=user.municipality_id, done_at__isnull=True
    )
