"""Links that lead nowhere: found at night, told to who keeps the page, replaced."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from html import escape
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.information.directory.models import Service
from hafen.information.knowledge.links import look
from hafen.information.knowledge.models import Document, Entry, Mention
from hafen.information.knowledge.queries import broken
from hafen.information.knowledge.segments import stored
from hafen.information.knowledge.services._checking import ask_keeper, editor_of
from hafen.information.knowledge.services._release import note_mentions, released_as
from hafen.mechanisms.todos.services import finish_about
from hafen.network.organisations.models import Organisation

LINKS = "knowledge.links"
LINKS_TITLE = gettext_noop("Links of the page “%(title)s” lead nowhere")
_EVERY = timedelta(days=7)
_MOST, _SECONDS = 400, 600

Looker = Callable[[str], str]


@transaction.atomic
def check_links(
    *,
    municipality: Municipality,
    now: datetime,
    with_web: bool,
    looker: Looker = look,
) -> int:
    """
    Look where every link of the released pages leads, and ask for the broken ones.

    :param with_web: ask addresses on the web too, each once a week
    :return: how many links lead nowhere
    """
    pages = Entry.objects.of(municipality).filter(live=True)
    for page in pages.iterator(chunk_size=200):
        note_mentions(page)
    rows = Mention.objects.filter(municipality=municipality)
    _check_inner(municipality, rows, now)
    if with_web:
        _check_web(rows, now, looker)
    found = broken(municipality)
    _tell(municipality, timezone.localdate(now), now)
    return len(found)


def _check_inner(municipality: Municipality, rows: Any, now: datetime) -> None:
    """Look for what pages name: there, and to be seen by who reads the page."""
    present = {
        Mention.Kind.PAGE: _keys(Entry.objects.of(municipality).filter(live=True)),
        Mention.Kind.ORGANISATION: _keys(
            Organisation.objects.filter(municipality=municipality).published()
        ),
        Mention.Kind.SERVICE: _keys(
            Service.objects.filter(municipality=municipality).public(
                timezone.localdate(now)
            )
        ),
        Mention.Kind.DOCUMENT: _keys(
            Document.objects.filter(municipality=municipality).kept()
        ),
    }
    for kind, keys in present.items():
        those = rows.filter(kind=kind)
        those.filter(target__in=keys).update(problem="", checked_at=now)
        those.exclude(target__in=keys).update(problem="hidden", checked_at=now)


def _keys(rows: Any) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _check_web(rows: Any, now: datetime, looker: Looker) -> None:
    web = rows.filter(kind=Mention.Kind.WEB)
    due = web.filter(checked_at__isnull=True) | web.filter(checked_at__lt=now - _EVERY)
    # What failed is asked again each night, so that a bad day is none to report.
    due |= web.exclude(problem="")
    targets = due.order_by("target").values_list("target", flat=True).distinct()[:_MOST]
    ends = monotonic() + _SECONDS
    found = {}
    for target in targets:
        if monotonic() > ends:
            break
        found[target] = looker(target)
    for target, problem in found.items():
        those = web.filter(target=target)
        failures = (those.first().failures + 1) if problem else 0
        those.update(problem=problem, failures=min(failures, 99), checked_at=now)


def _tell(municipality: Municipality, today: date, now: datetime) -> None:
    """Ask who keeps a page; what was mended is no work any more."""
    pages = {row.page_id for row in broken(municipality)}
    found = Entry.objects.filter(pk__in=pages).select_related(
        "team", "owner", "municipality", "original", "original__team"
    )
    editor = editor_of(municipality)
    asked = set()
    for page in found:
        kept = page.original or page
        asked.add(kept.translation_key)
        ask_keeper(kept, LINKS, LINKS_TITLE, today, editor)
    originals = Entry.objects.of(municipality).originals()
    for key in originals.exclude(translation_key__in=asked).values_list(
        "translation_key", flat=True
    ):
        finish_about(
            kind=LINKS, subject_id=key, municipality=municipality, by=None, now=now
        )


@transaction.atomic
def replace_link(
    *, municipality: Municipality, old: str, new: str, by: Any
) -> tuple[int, int]:
    """
    Put another address wherever pages have this one, in every language.

    It counts as a small correction: translations stay right. A page with a
    draft gets the new address in its draft.

    :return: how many pages were released anew, and how many drafts changed
    """
    rows = Mention.objects.filter(
        municipality=municipality, kind=Mention.Kind.WEB, target=old
    )
    pages = Entry.objects.filter(
        pk__in=rows.values("page"), is_read_only=False
    ).order_by("path")
    released = drafted = 0
    for entry in pages:
        if _replaced(entry, old, new, by):
            released += 1
        else:
            drafted += 1
    audit.record(
        action="knowledge.link.replaced",
        by=by,
        details={"released": released, "drafts": drafted},
    )
    return released, drafted


def _replaced(entry: Entry, old: str, new: str, by: Any) -> bool:
    """Return whether the page was released with the new address."""
    is_draft = entry.has_unpublished_changes
    page = (
        entry.specific.get_latest_revision_as_object() if is_draft else entry.specific
    )
    page.body = json.dumps(_with(stored(page), old, new))
    page.sources = "\n".join(
        new if line.strip() == old else line for line in page.sources.splitlines()
    )
    page.is_minor = page.is_original
    revision = page.save_revision(user=by)
    if is_draft:
        return False
    with released_as(entry.state):
        revision.publish(user=by, skip_permission_checks=True)
    return True


def _with(value: Any, old: str, new: str) -> Any:
    """Return blocks in which every link to an address leads to another one."""
    if isinstance(value, str):
        for written in _ways(old):
            value = value.replace(f'href="{written}"', f'href="{escape(new)}"')
        return value
    if isinstance(value, list):
        return [_with(each, old, new) for each in value]
    if isinstance(value, dict):
        return {name: _with(each, old, new) for name, each in value.items()}
    return value


def _ways(address: str) -> Iterable[str]:
    """Return how an address may be written in rich text."""
    return {address, escape(address), escape(address, quote=False)}
