"""Reads about groups, news and hand-overs."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality, Site
from hafen.exchange.volunteers.models import (
    Group,
    GroupMember,
    Message,
    Place,
    Receipt,
    StageMove,
    Transition,
    Volunteer,
    VolunteerQuerySet,
)
from hafen.exchange.volunteers.rules import VIEW_VOLUNTEERS


def groups_visible_to(user: User) -> QuerySet[Group]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Group.objects.none()
    return _counted(Group.objects.filter(municipality=user.municipality_id))


def public_groups(town: Municipality) -> QuerySet[Group]:
    """Return the groups that anybody may know, by name; their people are not."""
    rows = Group.objects.filter(
        municipality=town, is_public=True, ended_on__isnull=True
    )
    return rows.select_related("district").order_by("sort_key", "pk")


def _counted(rows: QuerySet[Group]) -> QuerySet[Group]:
    members = Count("members", filter=Q(members__until__isnull=True))
    return (
        rows.select_related("district", "site", "municipality")
        .annotate(size=members)
        .order_by("ended_on", "sort_key", "pk")
    )


def members_of(group: Group) -> QuerySet[GroupMember]:
    rows = GroupMember.objects.filter(group=group)
    return rows.select_related("volunteer__helper").order_by(
        "until", "-is_contact", "volunteer__helper__sort_key", "pk"
    )


def audience(
    rows: VolunteerQuerySet, *, groups: list[UUID], district: UUID | None
) -> list[Volunteer]:
    """
    Return who gets news: members of groups, else those who have agreed to it.

    Whoever wants the news of one district gets those of it and of the whole town.
    """
    found = rows.here().select_related("helper", "municipality").distinct()
    if groups:
        found = found.filter(
            memberships__group__in=groups, memberships__until__isnull=True
        )
    else:
        found = found.filter(news_consent_on__isnull=False)
    if district is not None:
        found = found.filter(Q(district=district) | Q(district__isnull=True))
    return list(found.order_by("pk"))


def ways_of(people: list[Volunteer]) -> Counter[tuple[str, str]]:
    """Return how many get it by which way in which language, for the preview."""
    return Counter((each.helper.channel, each.helper.language) for each in people)


def messages_visible_to(user: User) -> QuerySet[Message]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Message.objects.none()
    rows = Message.objects.filter(municipality=user.municipality_id)
    return (
        rows.select_related("sent_by", "district", "municipality")
        .annotate(
            told=Count("receipts"),
            written=Count("receipts", filter=~Q(receipts__way="")),
            read=Count("receipts", filter=Q(receipts__acknowledged_at__isnull=False)),
        )
        .order_by("-sent_at", "-pk")
    )


@dataclass(frozen=True)
class GroupReply:
    """What a group has said: who acknowledged, and who has not."""

    group: Group
    read: int
    told: int

    @property
    def is_read(self) -> bool:
        return self.read > 0


def replies_of(message: Message) -> list[GroupReply]:
    """Return for each group that was written to whether somebody acknowledged."""
    groups = Group.objects.filter(pk__in=message.groups).order_by("sort_key", "pk")
    members = GroupMember.objects.filter(
        group__in=message.groups, until__isnull=True
    ).values_list("group", "volunteer")
    told = dict(message.receipts.values_list("volunteer", "acknowledged_at"))
    by_group: dict[UUID, list[Any]] = {}
    for group, volunteer in members:
        if volunteer in told:
            by_group.setdefault(group, []).append(told[volunteer])
    return [
        GroupReply(
            group,
            sum(at is not None for at in by_group.get(group.pk, [])),
            len(by_group.get(group.pk, [])),
        )
        for group in groups
    ]


def receipts_of(message: Message) -> QuerySet[Receipt]:
    return message.receipts.select_related("volunteer__helper").order_by(
        "acknowledged_at", "volunteer__helper__sort_key", "pk"
    )


def news_for(volunteer: Volunteer, *, language: str) -> list[dict[str, Any]]:
    """Return the news on somebody's own page, the newest first."""
    rows = Receipt.objects.filter(volunteer=volunteer, message__is_archived=False)
    found = []
    for row in rows.select_related("message__municipality").order_by(
        "-message__sent_at"
    )[:20]:
        town = row.message.municipality
        subject, text = row.message.said_in(language, town.default_language)
        found.append({"receipt": row, "subject": subject, "text": text})
    return found


def transitions_visible_to(user: User) -> QuerySet[Transition]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Transition.objects.none()
    rows = Transition.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "site", "volunteer__helper", "from_group", "to_group"
    ).order_by("done_on", "site__sort_key", "volunteer__helper__sort_key", "pk")


@dataclass(frozen=True)
class StageCount:
    """How many tasks there are at a stage now, and how many came and went."""

    label: str
    now: int
    came: int
    went: int


def stages(user: User, *, since: datetime) -> list[StageCount]:
    """Return the tasks by stage of accommodation, and the moves since a day."""
    if not VIEW_VOLUNTEERS.held_by(user):
        return []
    here = {"municipality": user.municipality_id}
    places = Place.objects.filter(**here, state="OPEN", site__isnull=False)
    now = Counter(places.values_list("site__stage", flat=True))
    moves = StageMove.objects.filter(**here, on__gte=timezone.localdate(since))
    pairs = list(moves.values_list("before", "after"))
    came, went = Counter(b for _a, b in pairs), Counter(a for a, _b in pairs)
    return [
        StageCount(
            str(stage.label), now[stage.value], came[stage.value], went[stage.value]
        )
        for stage in Site.Stage
    ]
