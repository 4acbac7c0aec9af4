"""Two inquiries about one thing become one; both histories stay."""

from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.todos import services as todos
from hafen.mechanisms.todos.models import Todo
from hafen.voice.inquiries.models import Inquiry, Message
from hafen.voice.inquiries.queries import family_of
from hafen.voice.inquiries.services._errors import NotLiving, NotMerged, SameInquiry
from hafen.voice.inquiries.services._receive import ask_for_answer


@transaction.atomic
def merge(*, inquiry: Inquiry, into: Inquiry, by: User, now: datetime) -> Inquiry:
    """
    Merge an inquiry into another one; its link and its mail thread lead there.

    :raises SameInquiry: if both are one, or one of them is merged already
    :raises NotLiving: if the target is closed
    """
    # In one order, whoever is merged into whom: two people at once never wait for
    # each other.
    both = {row.pk: row for row in (inquiry, into)}
    held = {key: locked(both[key], expected=None) for key in sorted(both)}
    source, target = held[inquiry.pk], held[into.pk]
    if source.pk == target.pk or source.is_merged or target.is_merged:
        raise SameInquiry
    if source.is_complaint != target.is_complaint:
        raise SameInquiry  # what is shielded stays apart from what is not
    if not target.is_living:
        raise NotLiving
    source.messages.filter(came_from__isnull=True).update(came_from=source.pk)
    source.messages.update(inquiry=target.pk)
    source.state, source.merged_into = Inquiry.State.MERGED, target
    source.merged_at = now
    save_next(source)
    target.legal_areas = sorted({*target.legal_areas, *source.legal_areas})
    target.topics = sorted({*target.topics, *source.topics})
    save_next(target)
    for todo in Todo.objects.filter(
        municipality=source.municipality_id, subject_id=source.pk
    ).open():
        todos.drop_todo(todo=todo, by=by, now=now)
    audit.record(action="inquiries.inquiry.merged", subject=source, by=by)
    if target.is_answered and not source.is_answered:
        # What was answered before, this person has not read: it is owed still.
        ask_for_answer(target, by=by, now=now)
    return target


@transaction.atomic
def unmerge(*, inquiry: Inquiry, by: User, now: datetime) -> Inquiry:
    """
    Give a merged inquiry its own history back.

    :raises NotMerged: if it stands by itself
    """
    source = locked(inquiry, expected=None)
    if not source.is_merged:
        raise NotMerged
    Message.objects.filter(came_from=source.pk).update(
        inquiry=source.pk, came_from=None
    )
    below = [each.pk for each in family_of(source)[1:]]
    Message.objects.filter(came_from__in=below).update(inquiry=source.pk)
    source.state, source.merged_into = Inquiry.State.OPEN, None
    source.merged_at = None
    save_next(source)
    audit.record(action="inquiries.inquiry.unmerged", subject=source, by=by)
    if not source.is_answered:
        ask_for_answer(source, by=by, now=now)
    return source
