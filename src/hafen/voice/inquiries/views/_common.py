from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.mechanisms.todos.queries import receivers_for
from hafen.voice.inquiries import queries, words
from hafen.voice.inquiries.forms.desk import FilterForm
from hafen.voice.inquiries.models import Inquiry, InquiryQuerySet
from hafen.voice.inquiries.queries import InquiryFilter
from hafen.voice.inquiries.words import Words

PARTS = (
    "living",
    "late",
    "unanswered",
    "waiting",
    "call_back",
    "closed",
    "counted",
    "all",
)


def today() -> date:
    return timezone.localdate()


def visible(request: SignedInRequest) -> InquiryQuerySet:
    return queries.inquiries_visible_to(request.user, today=today())


def workable(request: SignedInRequest, pk: UUID) -> Inquiry:
    rows = queries.workable_by(request.user, today=today())
    return get_object_or_404(joined(rows), pk=pk)


def joined(rows: InquiryQuerySet) -> QuerySet[Inquiry]:
    found: QuerySet[Inquiry] = queries.with_surroundings(rows)
    return found


def chosen_inquiries(
    request: SignedInRequest, known: Words
) -> tuple[FilterForm, InquiryFilter, InquiryQuerySet]:
    """Return the filter form, what it means, and the inquiries that fit."""
    form = FilterForm(
        request.GET or None,
        topics=known.topic_choices,
        legal_areas=known.legal_choices,
        points=queries.points_visible_to(request.user),
        teams=receivers_for(request.user)[1],
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    part = values.get("part", "")
    topic = values.get("topic", "")
    chosen = InquiryFilter(
        part=part if part in PARTS else "living",
        words=values.get("q", ""),
        kind=values.get("kind", ""),
        who=values.get("who", ""),
        channel=values.get("channel", ""),
        success=values.get("success", ""),
        topics=known.below(topic) if topic else (),
        legal_area=values.get("legal_area", ""),
        point=values.get("point"),
        **_whose(request, values.get("whose", "")),
        first=values.get("first"),
        last=values.get("last"),
    )
    rows = visible(request)
    return form, chosen, queries.filtered(rows, chosen, today=today())


def _whose(request: SignedInRequest, asked: str) -> dict[str, Any]:
    """Return whose inquiries are meant: one's own, nobody's, a team's, or all."""
    if asked == "me":
        return {"owner": request.user.pk}
    if asked == "nobody":
        return {"is_unassigned": True}
    return {"team": UUID(asked)} if asked else {}


def known_words() -> Words:
    return words.words(today())
