"""Letters, forms and leaflets: put together, handed in, released in editions."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.names import slug_of, sort_key
from hafen.core.db.versions import bump, locked, save_next
from hafen.core.places.models import Unit
from hafen.core.places.services import content_changed
from hafen.core.translation.models import Translation
from hafen.core.translation.services import original_changed, save_translation
from hafen.information.knowledge.models import (
    Paper,
    PaperEdition,
    PaperPart,
    PaperSheet,
    PaperUse,
)
from hafen.information.knowledge.queries import Composed, Gap, composed
from hafen.information.knowledge.readability import Readability
from hafen.information.knowledge.services._checking import editor_of
from hafen.information.knowledge.services._facts import follow_papers
from hafen.information.knowledge.texts import readability_of
from hafen.mechanisms.search.services import index_soon
from hafen.mechanisms.todos.services import create_todo, finish_about

PAPER = "knowledge.paper"
PAPER_TITLE = gettext_noop("Read “%(title)s” and release it")
SUBJECT = "knowledge.Paper"
LEAFLET = "leaflet"
State = Paper.State
PaperData = Mapping[str, Any]


class Incomplete(DomainError):
    """The paper lacks something in a language.

    :param gaps: what, by language
    """

    def __init__(self, gaps: dict[str, tuple[Gap, ...]]) -> None:
        super().__init__(gaps)
        self.gaps = gaps


class NotLegallyChecked(DomainError):
    """A letter or form is released only when somebody checked it by law."""


class IsArchived(DomainError):
    """The paper was put away."""


@transaction.atomic
def write_paper(
    *,
    paper: Paper,
    data: PaperData,
    expected: int | None = None,
    by: User | None,
    now: datetime,
) -> Paper:
    """
    Write what stands above a paper; `uses` are the offices that work with it.

    :raises LostUpdate: if somebody else changed it since
    """
    is_new = paper.is_new
    fresh = paper if is_new else locked(paper, expected=expected)
    was_public = fresh.is_public
    uses = data.get("uses")
    for name, value in data.items():
        if name != "uses":
            setattr(fresh, name, value)
    fresh.sort_key, fresh.slug = sort_key(fresh.title), slug_of(fresh.title)
    if is_new:
        fresh.save(force_insert=True)
    else:
        save_next(fresh)
    original_changed(row=fresh)
    if uses is not None:
        _set_uses(fresh, uses)
    if fresh.number and (was_public or fresh.is_public):
        _announce(fresh)
    _record("written", fresh, by)
    follow_papers(fresh.municipality, [fresh], now=now)
    return fresh


def _set_uses(paper: Paper, units: Collection[Unit]) -> None:
    paper.uses.exclude(unit__in=units).delete()
    present = set(paper.uses.values_list("unit_id", flat=True))
    PaperUse.objects.bulk_create(
        PaperUse(municipality=paper.municipality, paper=paper, unit=unit)
        for unit in units
        if unit.pk not in present
    )


@transaction.atomic
def translate_title(
    *,
    paper: Paper,
    language: str,
    texts: Mapping[str, str],
    state: str,
    by: User | None,
    now: datetime,
    expected: int | None = None,
    read_hash: str | None = None,
) -> Translation:
    """
    Write the title in a language.

    :raises UnknownLanguage: if the language is none or that of the original
    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    found = save_translation(
        row=paper,
        language=language,
        texts=texts,
        state=state,
        by=by,
        now=now,
        expected=expected,
        read_hash=read_hash,
    )
    follow_papers(paper.municipality, [paper], now=now)
    return found


@transaction.atomic
def add_part(*, part: PaperPart, by: User | None, now: datetime) -> PaperPart:
    """Put a block, an offer or a site at the end of a paper."""
    paper = locked(part.paper, expected=None)
    last = paper.parts.aggregate(found=Max("place"))["found"]
    part.municipality, part.place = paper.municipality, (last or 0) + 1
    part.save(force_insert=True)
    _parts_changed(paper, by, now)
    return part


@transaction.atomic
def drop_part(*, part: PaperPart, by: User, now: datetime) -> None:
    """Take a part out of a paper."""
    paper = locked(part.paper, expected=None)
    part.delete()
    _parts_changed(paper, by, now)


@transaction.atomic
def move_part(*, part: PaperPart, step: int, by: User, now: datetime) -> None:
    """Move a part one place up (-1) or down (1)."""
    paper = locked(part.paper, expected=None)
    parts = list(paper.parts.order_by("place", "pk"))
    here = next(index for index, present in enumerate(parts) if present.pk == part.pk)
    there = here + step
    if 0 <= there < len(parts):
        parts[here], parts[there] = parts[there], parts[here]
    for place, present in enumerate(parts, start=1):
        if present.place != place:
            present.place = place
            present.save(update_fields=["place", "updated_at"])
    _parts_changed(paper, by, now)


def _parts_changed(paper: Paper, by: User | None, now: datetime) -> None:
    bump(paper)
    _record("parts_changed", paper, by)
    follow_papers(paper.municipality, [paper], now=now)


@transaction.atomic
def name_variables(
    *, paper: Paper, variables: dict[str, dict[str, str]], by: User | None
) -> Paper:
    """Say what a clerk fills in where, and of which kind it is."""
    fresh = locked(paper, expected=None)
    fresh.variables = variables
    save_next(fresh)
    _record("variables_named", fresh, by)
    return fresh


@transaction.atomic
def hand_in_paper(*, paper: Paper, by: User, today: date) -> None:
    """Put a paper before the editors."""
    fresh = locked(paper, expected=None)
    fresh.state = State.SUBMITTED
    save_next(fresh)
    editor = editor_of(fresh.municipality)
    if editor is not None:
        create_todo(
            municipality=fresh.municipality,
            kind=PAPER,
            title=PAPER_TITLE,
            params={"title": fresh.title},
            owner=editor,
            subject_type=SUBJECT,
            subject_id=fresh.pk,
            due_on=today,
            today=today,
            by=by,
        )
    _record("handed_in", fresh, by)


@transaction.atomic
def release_paper(
    *,
    paper: Paper,
    languages: Collection[str],
    legal_check: str = "",
    by: User | None,
    now: datetime,
) -> PaperEdition:
    """
    Make the next edition, in these languages; it is printed ever after.

    In a language that is left out, the former edition stays, as outdated.

    :raises IsArchived: if the paper was put away
    :raises NotLegallyChecked: if a letter or form names nobody who checked it
    :raises Incomplete: if it lacks anything in one of the languages
    """
    fresh = locked(paper, expected=None)
    if fresh.is_archived:
        raise IsArchived
    if fresh.is_filled_in and not legal_check.strip():
        raise NotLegallyChecked
    found = _complete(fresh, languages, now)

    fresh.number += 1
    fresh.state = State.RELEASED
    save_next(fresh)
    edition = _edition(fresh, found, legal_check, by, now)
    finish_about(
        kind=PAPER,
        subject_id=fresh.pk,
        municipality=fresh.municipality,
        by=by,
        now=now,
    )
    _record("released", fresh, by, {"number": fresh.number})
    if fresh.is_public:
        _announce(fresh)
    follow_papers(fresh.municipality, [fresh], now=now)
    return edition


def _complete(
    paper: Paper, languages: Collection[str], now: datetime
) -> list[Composed]:
    everything = composed([paper], paper.municipality, now=now)
    found = [
        said for (_key, language), said in everything.items() if language in languages
    ]
    gaps = {said.language: said.gaps for said in found if said.gaps}
    if gaps or not found:
        raise Incomplete(gaps)
    return found


def _edition(
    paper: Paper,
    found: Collection[Composed],
    legal_check: str,
    by: User | None,
    now: datetime,
) -> PaperEdition:
    score = _score(paper, found)
    edition = PaperEdition.objects.create(
        municipality=paper.municipality,
        paper=paper,
        number=paper.number,
        released_at=now,
        released_by=by,
        legal_check=legal_check.strip(),
        lix=score.lix if score else None,
        wiener=Decimal(str(score.wiener)) if score else None,
        is_plain=bool(score and score.is_plain),
    )
    PaperSheet.objects.bulk_create(
        PaperSheet(
            municipality=paper.municipality,
            edition=edition,
            language=said.language,
            content=said.content,
            content_hash=said.content_hash,
        )
        for said in found
    )
    return edition


def _score(paper: Paper, found: Collection[Composed]) -> Readability | None:
    own = paper.source_language
    return next(
        (readability_of(said.content) for said in found if said.language == own), None
    )


@transaction.atomic
def archive_paper(*, paper: Paper, by: User) -> None:
    """Put a paper away; its editions stay."""
    fresh = locked(paper, expected=None)
    fresh.state, fresh.outdated_at = State.ARCHIVED, None
    save_next(fresh)
    if fresh.is_public:
        _announce(fresh)
    _record("archived", fresh, by)


@transaction.atomic
def restore_paper(*, paper: Paper, by: User, now: datetime) -> None:
    """Take a paper out of the archive."""
    fresh = locked(paper, expected=None)
    fresh.state = State.RELEASED if fresh.number else State.DRAFT
    save_next(fresh)
    if fresh.is_public:
        _announce(fresh)
    _record("restored", fresh, by)
    follow_papers(fresh.municipality, [fresh], now=now)


def _announce(paper: Paper) -> None:
    """Let pages and search follow what is announced of a paper."""
    content_changed(paper.municipality_id)
    index_soon(municipality=paper.municipality, kind=LEAFLET, ids=[paper.pk])


def _record(
    what: str, paper: Paper, by: User | None, details: dict[str, Any] | None = None
) -> None:
    audit.record(
        action=f"knowledge.paper.{what}", subject=paper, by=by, details=details or {}
    )
