"""Gaps: reported, released to partners, answered by an offer in preparation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import District, Municipality
from hafen.core.taxonomy.models import Term, Vocabulary
from hafen.information.directory.models import Gap, GapAnswer, Service
from hafen.information.directory.services._errors import AlreadyDecided, UnknownTerm
from hafen.information.directory.services._preparing import add_step
from hafen.information.directory.services._write import create_service
from hafen.information.directory.shapes import OfferedLanguage
from hafen.network.organisations.models import Organisation


@dataclass(frozen=True)
class GapData:
    """What is missing; codes of the vocabularies, and the tag of a language."""

    topic: str
    district: District | None = None
    language: str = ""
    target_group: str = ""
    people: int | None = None
    note: str = ""


@transaction.atomic
def report_gap(*, municipality: Municipality, data: GapData, by: User | None) -> Gap:
    """
    Report that an offer is missing; the same again is one voice more.

    :raises UnknownTerm: when topic or target group is none of the taxonomy
    """
    kind: dict[str, Any] = {
        "municipality": municipality,
        "topic": _term(Vocabulary.NEEDS, data.topic),
        "district": data.district,
        "language": data.language,
        "target_group": _term(Vocabulary.TARGET_GROUPS, data.target_group)
        if data.target_group
        else None,
        "closed_at": None,
    }
    said = {"people": data.people, "note": data.note}
    gap, is_new = Gap.objects.get_or_create(**kind, defaults=said)
    if not is_new:
        Gap.objects.filter(pk=gap.pk).update(
            voices=F("voices") + 1,
            people=data.people if data.people is not None else F("people"),
            version=F("version") + 1,
        )
        gap.refresh_from_db()
    audit.record(action="directory.gap.reported", subject=gap, by=by)
    return gap


def _term(vocabulary: str, code: str) -> Term:
    term = Term.objects.filter(vocabulary__code=vocabulary, code=code).first()
    if term is None:
        raise UnknownTerm([code])
    return term


@transaction.atomic
def support_gap(*, gap: Gap, by: User) -> None:
    """
    Say that one misses it too.

    :raises AlreadyDecided: when it is closed meanwhile
    """
    fresh = _open(gap)
    fresh.voices += 1
    save_next(fresh)
    audit.record(action="directory.gap.supported", subject=fresh, by=by)


@transaction.atomic
def release_gap(*, gap: Gap, by: User, now: datetime) -> None:
    """
    Tell partners of it, or no longer.

    :raises AlreadyDecided: when it is closed meanwhile
    """
    fresh = _open(gap)
    fresh.released_at = None if fresh.released_at else now
    save_next(fresh)
    verb = "released" if fresh.released_at else "withheld"
    audit.record(action=f"directory.gap.{verb}", subject=fresh, by=by)


@transaction.atomic
def close_gap(*, gap: Gap, reason: str, by: User | None, now: datetime) -> None:
    """
    Say that it is no gap any more, and why.

    :raises AlreadyDecided: when it is closed meanwhile
    """
    fresh = _open(gap)
    fresh.closed_at, fresh.reason = now, reason
    save_next(fresh)
    audit.record(action="directory.gap.closed", subject=fresh, by=by)


@transaction.atomic
def answer_gap(
    *,
    gap: Gap,
    organisation: Organisation,
    name: str,
    summary: str,
    by: User | None,
    now: datetime,
) -> Service:
    """
    Answer a gap by an offer in preparation; it is public when an editor says so.

    :param by: None where it came by a mailed link
    :raises AlreadyDecided: when it is closed meanwhile
    """
    fresh = _open(gap)
    data: Any = {
        "organisation": organisation,
        "name": name,
        "summary": summary,
        "topics": [fresh.topic.code],
        "is_initiated": True,
    }
    if fresh.target_group is not None:
        data["target_groups"] = [fresh.target_group.code]
    if fresh.language:
        data["languages"] = [OfferedLanguage(fresh.language)]
    service = create_service(municipality=fresh.municipality, data=data, by=by, now=now)
    GapAnswer.objects.create(
        municipality_id=fresh.municipality_id, gap=fresh, service=service
    )
    where = fresh.district.name if fresh.district else fresh.municipality.name
    add_step(service=service, title=where, support="", due_on=None, by=by)
    audit.record(action="directory.gap.answered", subject=fresh, by=by)
    return service


def close_answered(service: Service, *, by: User | None, now: datetime) -> None:
    """Close the gaps that an offer answers, once the public sees it."""
    rows = Gap.objects.open().filter(
        municipality=service.municipality_id, answers__service=service
    )
    for gap in rows:
        close_gap(gap=gap, reason=service.name, by=by, now=now)


def _open(gap: Gap) -> Gap:
    fresh = locked(gap, expected=None)
    if not fresh.is_open:
        raise AlreadyDecided
    return fresh
