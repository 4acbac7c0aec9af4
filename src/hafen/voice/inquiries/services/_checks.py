"""Checklists: laid beside an inquiry from a template, ticked line by line."""

from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.voice.inquiries.models import Check, Checklist, Inquiry
from hafen.voice.inquiries.services._errors import NotLiving, TemplateExists


@transaction.atomic
def save_checklist(
    *,
    municipality: Municipality,
    checklist: Checklist | None,
    name: str,
    lines: list[str],
    by: User,
) -> Checklist:
    """
    Make a checklist, or change one; what is laid already stays as it is.

    :raises TemplateExists: if another one has this name
    """
    row = checklist or Checklist(municipality=municipality)
    others = Checklist.objects.filter(municipality=municipality, name=name)
    if others.exclude(pk=row.pk).exists():
        raise TemplateExists
    row.name, row.sort_key, row.lines = name, sort_key(name), lines
    save_next(row)
    audit.record(action="inquiries.checklist.saved", subject=row, by=by)
    return row


@transaction.atomic
def lay_checklist(*, inquiry: Inquiry, checklist: Checklist, by: User) -> None:
    """
    Lay the lines of a checklist beside an inquiry, each of them once.

    :raises NotLiving: if it is closed or merged
    """
    fresh = locked(inquiry, expected=None)
    if not fresh.is_living:
        raise NotLiving
    known = set(fresh.checks.values_list("text", flat=True))
    new = [line for line in dict.fromkeys(checklist.lines) if line not in known]
    for place, line in enumerate(new, start=len(known)):
        Check.objects.create(
            municipality_id=fresh.municipality_id, inquiry=fresh, text=line, place=place
        )
    audit.record(action="inquiries.checklist.laid", subject=fresh, by=by)


@transaction.atomic
def tick(*, check: Check, is_done: bool, by: User, now: datetime) -> Check:
    """Note that a line is done, or that it is not after all."""
    row = locked(check, expected=None)
    row.done_at = now if is_done else None
    row.done_by = by if is_done else None
    save_next(row)
    return row
