"""The register, the call-back list and what one page of an inquiry shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.voice.inquiries.keys import marked_number
from hafen.voice.inquiries.models import (
    Check,
    Complaint,
    ContactPoint,
    Inquiry,
    InquiryQuerySet,
    Message,
    PersonMerge,
    Placed,
    ReplyTemplate,
    Requester,
    Step,
    ThirdParty,
)

_SHORTEST_PHONE = 3
WAITING = (ThirdParty.State.ASKED, ThirdParty.State.RECEIVED)


@dataclass(frozen=True)
class InquiryFilter:
    """Which inquiries are meant; what is empty does not narrow.

    :param part: "living", "late", "waiting", "unanswered", "call_back", "closed",
        "counted": all but those merged into others
    :param words: a number, or a part of name, address or telephone number
    """

    part: str = "living"
    words: str = ""
    kind: str = ""
    who: str = ""
    channel: str = ""
    success: str = ""
    topics: tuple[str, ...] = ()
    legal_area: str = ""
    point: ContactPoint | None = None
    owner: UUID | None = None
    team: UUID | None = None
    is_unassigned: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered(
    rows: InquiryQuerySet, chosen: InquiryFilter, *, today: date
) -> InquiryQuerySet:
    """Keep what the filter names."""
    exact = {
        "kind": chosen.kind,
        "who": chosen.who,
        "channel": chosen.channel,
        "success": chosen.success,
        "point": chosen.point,
        "owner": chosen.owner,
        "team": chosen.team,
        "received_at__date__gte": chosen.first,
        "received_at__date__lte": chosen.last,
    }
    found = part_of(rows, chosen.part, today=today)
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if chosen.is_unassigned:
        found = found.filter(owner__isnull=True, team__isnull=True)
    if chosen.topics:
        found = found.filter(topics__overlap=list(chosen.topics))
    if chosen.legal_area:
        found = found.filter(legal_areas__contains=[chosen.legal_area])
    if chosen.words:
        found = found.filter(_matching(chosen.words))
    return found


def part_of(rows: InquiryQuerySet, part: str, *, today: date) -> InquiryQuerySet:
    """Return one part of the register; all of it where the name is unknown."""
    waits = ThirdParty.objects.filter(inquiry=OuterRef("pk"), state__in=WAITING)
    parts = {
        "living": rows.living(),
        "late": rows.late(today),
        "unanswered": rows.living().filter(answered_at__isnull=True),
        "waiting": rows.living().filter(Exists(waits)),
        "call_back": rows.to_call_back(),
        "closed": rows.filter(state=Inquiry.State.CLOSED),
        "counted": rows.exclude(state=Inquiry.State.MERGED),
    }
    return parts.get(part, rows)


def _matching(words: str) -> Q:
    """Return the condition for what was typed; texts are sealed and not searched."""
    number = marked_number(f"[#{words.strip(' []#')}]")
    if number is not None:
        return Q(year=number[0], serial=number[1])
    found = Q(emails__address__icontains=words)
    for spelling in spellings(words):
        found |= Q(sort_key__contains=spelling)
    digits = "".join(char for char in words if char.isdigit()).lstrip("0")
    if len(digits) > _SHORTEST_PHONE:
        found |= Q(phone__contains=digits)
    people = Requester.objects.filter(found, pk=OuterRef("requester_id"))
    return Q(Exists(people))


def by_urgency(rows: InquiryQuerySet) -> InquiryQuerySet:
    """Return what is urgent first, then by the day on which the answer is due."""
    return rows.select_related("requester", "owner", "team").order_by(
        "-is_urgent", "due_on", "id"
    )


def newest_first(rows: InquiryQuerySet) -> InquiryQuerySet:
    return rows.select_related("requester", "owner", "team").order_by(
        "-received_at", "-id"
    )


def family_of(inquiry: Inquiry) -> list[Inquiry]:
    """Return an inquiry and all that were merged into it, by way of others too."""
    found, level = [inquiry], [inquiry.pk]
    while level:
        rows = list(
            _with_merged(Inquiry.objects.filter(merged_into__in=level))
            .select_related("municipality", "requester")
            .order_by("received_at", "id")
        )
        found += rows
        level = [each.pk for each in rows if each.has_merged]
    return found


def _with_merged(rows: InquiryQuerySet) -> Any:
    """Say of each inquiry whether others were merged into it."""
    merged = Inquiry.objects.filter(merged_into=OuterRef("pk"))
    return rows.annotate(has_merged=Exists(merged))


def with_surroundings(rows: InquiryQuerySet) -> Any:
    """Bring along what stands beside an inquiry on its page, in the same query."""
    checks = Check.objects.filter(inquiry=OuterRef("pk")).order_by("place", "id")
    templates = ReplyTemplate.objects.filter(
        municipality=OuterRef("municipality")
    ).order_by("sort_key", "id")
    is_done = Case(When(done_at__isnull=False, then=True), default=False)
    return (
        _with_merged(rows)
        .select_related(
            *("municipality", "requester", "owner", "team", "point"),
            *("contact", "merged_into"),
        )
        .annotate(
            laid=ArraySubquery(
                checks.values(one=JSONObject(pk="pk", text="text", is_done=is_done))
            ),
            templates=ArraySubquery(
                templates.values(one=JSONObject(pk="pk", name="name"))
            ),
            became=ArraySubquery(
                Placed.objects.filter(inquiry=OuterRef("pk"))
                .order_by("id")
                .values(one=JSONObject(need="need_id", offer="offer_id"))
            ),
        )
    )


def thread_of(inquiry: Inquiry) -> list[Message]:
    """Return what was said about an inquiry, the oldest first."""
    return list(
        inquiry.messages.select_related(
            "author", "party", "came_from__requester"
        ).order_by("said_at", "id")
    )


def parties_of(family: list[Inquiry]) -> QuerySet[ThirdParty]:
    """Return whom was asked about an inquiry, and about those merged into it."""
    return ThirdParty.objects.filter(inquiry__in=family).order_by("asked_at", "id")


def steps_of(family: list[Inquiry]) -> QuerySet[Step]:
    """Return the steps of a clarification; none is looked for before the first."""
    begun = [each.pk for each in family if each.process_started_at]
    rows = Step.objects.filter(inquiry__in=begun) if begun else Step.objects.none()
    return rows.order_by("held_on", "id")


def for_requester(inquiry: Inquiry) -> list[Message]:
    """Return what the requester reads on the own page.

    In a merged inquiry several people may have asked. Nobody reads the words of
    the others, nor what was answered to them before; what is answered since the
    merge, all of them read.
    """
    target = living_target(inquiry)
    own = {
        each.pk
        for each in family_of(target)
        if each.pk == inquiry.pk or _is_same_person(each, inquiry)
    }
    since = _said_since(inquiry)
    rows = Message.objects.filter(inquiry=target).order_by("said_at", "id")
    return [
        message
        for message in rows
        if message.is_for_requester and _is_told(message, own, since)
    ]


def _is_same_person(one: Inquiry, other: Inquiry) -> bool:
    return one.requester_id is not None and one.requester_id == other.requester_id


def _said_since(inquiry: Inquiry) -> dict[UUID, datetime | None]:
    """Return since when answers in which inquiry were meant for its requester too."""
    found: dict[UUID, datetime | None] = {inquiry.pk: None}
    each = inquiry
    while each.merged_into is not None:
        found[each.merged_into.pk] = each.merged_at
        each = each.merged_into
    return found


def _is_told(
    message: Message, own: set[UUID], since: dict[UUID, datetime | None]
) -> bool:
    holder = message.came_from_id or message.inquiry_id
    if holder in own:
        return True
    if message.is_from_requester or holder not in since:
        return False
    first = since[holder]
    return first is None or message.said_at >= first


def merges_of(requester: Requester) -> QuerySet[PersonMerge]:
    """Return with whom a person was made one, the newest first."""
    rows = PersonMerge.objects.filter(requester=requester)
    return rows.select_related("joined_by").order_by("-created_at", "-id")


def others_of(inquiry: Inquiry, rows: InquiryQuerySet) -> InquiryQuerySet:
    """Return the other inquiries of the same requester, out of the visible ones."""
    if inquiry.requester_id is None:
        return rows.none()
    return rows.filter(requester=inquiry.requester_id).exclude(pk=inquiry.pk)


def public_points(municipality: Municipality) -> list[ContactPoint]:
    """Return whom the public may ask, in order."""
    rows = ContactPoint.objects.filter(municipality=municipality, is_public=True)
    return list(rows.select_related("site").order_by("sort_key", "id"))


def by_short_id(municipality: Municipality, short_id: str) -> Inquiry | None:
    """Return an inquiry for its requester; one that was merged leads to its target.

    The caller asks for the secret; the context of the town must be entered.
    """
    rows = Inquiry.objects.select_related("requester", "point")
    return rows.filter(municipality=municipality, short_id=short_id).first()


def by_number(municipality: Municipality, year: int, serial: int) -> Inquiry | None:
    rows = Inquiry.objects.select_related("requester", "point")
    return rows.filter(municipality=municipality, year=year, serial=serial).first()


def is_passed_up(inquiry: Inquiry) -> bool:
    """Whether somebody else was asked to decide about a complaint."""
    rows = Complaint.objects.filter(inquiry=inquiry, escalated_at__isnull=False)
    return inquiry.is_complaint and rows.exists()


def living_target(inquiry: Inquiry) -> Inquiry:
    """Follow merges to the inquiry that is still worked on."""
    found = inquiry
    while found.merged_into is not None:
        found = found.merged_into
    return found
