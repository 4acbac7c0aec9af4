from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError
from hafen.core.db.names import slug_of
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.core.translation.models import Translation
from hafen.core.translation.services import original_changed, save_translation
from hafen.information.news.gaps import Value, filled, gaps_in
from hafen.information.news.models import NewsItem
from hafen.information.news.queries import end_of
from hafen.mechanisms.search.services import index_soon

KIND = "news"
INDEX = "news.index"
State = NewsItem.State
Said = Translation.State


class WrongState(DomainError):
    """The item is in another state by now."""


class AlreadyOver(DomainError):
    """The last day lies before the time at which the item would appear."""


class OpenGap(DomainError):
    """A gap of the template has no value."""


@transaction.atomic
def create_item(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    by: User | None,
    is_template: bool = False,
) -> NewsItem:
    """Write an item as a draft, or a template."""
    item = NewsItem(
        municipality=municipality,
        source_language=municipality.default_language,
        state=State.TEMPLATE if is_template else State.DRAFT,
    )
    _set(item, data)
    item.save(force_insert=True)
    _tell(item, "created", by=by)
    return item


@transaction.atomic
def edit_item(
    *,
    item: NewsItem,
    data: Mapping[str, Any],
    expected: int | None,
    by: User | None,
    now: datetime,
) -> frozenset[str]:
    """
    Change what the data names; translations of other words become outdated.

    :return: what changed
    :raises LostUpdate: when somebody else changed it since
    :raises AlreadyOver: when it is public and would end before it appears
    """
    fresh = locked(item, expected=expected)
    changed = _set(fresh, data)
    if changed:
        if fresh.is_published:
            _schedule(fresh, now=now)
        save_next(fresh)
        _tell(fresh, "edited", by=by, details={"changed": sorted(changed)})
    return changed


@transaction.atomic
def publish_item(*, item: NewsItem, by: User | None, now: datetime) -> NewsItem:
    """
    Show a draft from its time on; at once where it has none.

    :raises WrongState: when it is no draft any more
    :raises AlreadyOver: when it would end before it appears
    """
    fresh = _of(item, State.DRAFT)
    _schedule(fresh, now=now)
    return _move(fresh, State.PUBLISHED, "published", by=by)


@transaction.atomic
def withdraw_item(*, item: NewsItem, by: User | None, now: datetime) -> NewsItem:
    """
    Make a draft again of what is published or archived.

    :raises WrongState: when it is neither
    """
    del now
    fresh = _of(item, State.PUBLISHED, State.ARCHIVED)
    return _move(fresh, State.DRAFT, "withdrawn", by=by)


@transaction.atomic
def archive_item(*, item: NewsItem, by: User | None, now: datetime) -> NewsItem:
    """Take an item or a template out of every list but the archive's."""
    del now
    fresh = locked(item, expected=None)
    return _move(fresh, State.ARCHIVED, "archived", by=by)


@transaction.atomic
def copy_item(
    *,
    item: NewsItem,
    by: User | None,
    now: datetime,
    values: Mapping[str, Value] | None = None,
    is_template: bool = False,
) -> NewsItem:
    """
    Make a new draft of an item or a template, translations and all.

    A translation stays checked where it has the same gaps as the original; one
    that is outdated or has other gaps comes along as a draft.

    :param values: for the gaps of a template
    :param is_template: make a template instead, whose gaps are written then
    :raises OpenGap: when a gap of a template has no value
    """
    said = values or {}
    gaps = set(gaps_in((item.title, item.text)))
    if item.is_template and not is_template and not gaps <= said.keys():
        raise OpenGap
    kept = ("topic", "is_important", "link", "team_id", "owner_id")
    data = {name: getattr(item, name) for name in kept}
    data |= _filled(item, said, item.source_language)
    copy = NewsItem(
        municipality_id=item.municipality_id,
        source_language=item.source_language,
        state=State.TEMPLATE if is_template else State.DRAFT,
    )
    _set(copy, data)
    copy.save(force_insert=True)
    for each in item.translations.order_by("language"):
        has_same_gaps = set(gaps_in((each.title, each.text))) == gaps
        is_kept = has_same_gaps and each.state in (Said.CHECKED, Said.MACHINE)
        save_translation(
            row=copy,
            language=each.language,
            texts=_filled(each, said, each.language),
            state=each.state if is_kept else Said.DRAFT,
            by=None if each.state == Said.MACHINE else by,
            now=now,
        )
    _tell(copy, "copied", by=by, details={"from": str(item.pk)})
    return copy


def _filled(row: Any, values: Mapping[str, Value], language: str) -> dict[str, str]:
    """Return the texts with their gaps filled, as long as their columns are."""
    return {
        name: filled(getattr(row, name), values, language)[
            : row._meta.get_field(name).max_length
        ]
        for name in NewsItem.TRANSLATED_FIELDS
    }


@transaction.atomic
def translate_item(
    *, item: NewsItem, language: str, by: User | None, now: datetime, **said: Any
) -> Translation:
    """
    Save the texts of an item in a language, see `save_translation`.

    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    row = save_translation(row=item, language=language, by=by, now=now, **said)
    index_soon(municipality=item.municipality, kind=KIND, ids=[item.pk])
    return row


def _set(item: NewsItem, data: Mapping[str, Any]) -> frozenset[str]:
    """Give the row its values; return the names of those that differ."""
    differing = {name for name in data if getattr(item, name) != data[name]}
    for name in differing:
        setattr(item, name, data[name])
    item.slug = slug_of(item.title)
    return frozenset(differing)


def _of(item: NewsItem, *states: State) -> NewsItem:
    fresh = locked(item, expected=None)
    if fresh.state not in states:
        raise WrongState
    return fresh


def _schedule(item: NewsItem, *, now: datetime) -> None:
    """Give the item its time, and let the search follow when it comes and ends."""
    item.publish_at = item.publish_at or now
    end = end_of(item, item.municipality)
    if end is not None and end <= max(item.publish_at, now):
        raise AlreadyOver
    for instant in (item.publish_at, end):
        if instant is not None and instant > now:
            work.defer(
                INDEX,
                municipality=item.municipality_id,
                actor=None,
                key=work.stamped(f"{INDEX}:{item.pk}", instant),
                at=instant,
                item=item.pk,
            )


def _move(item: NewsItem, state: State, verb: str, *, by: User | None) -> NewsItem:
    before, item.state = item.state, state
    save_next(item)
    _tell(item, verb, by=by, details={"from": before, "to": str(state)})
    return item


def _tell(
    item: NewsItem, verb: str, *, by: Any, details: dict[str, Any] | None = None
) -> None:
    """Record what was done; pages, search and translators follow."""
    audit.record(action=f"news.item.{verb}", subject=item, by=by, details=details)
    original_changed(row=item)
    content_changed(item.municipality_id)
    index_soon(municipality=item.municipality, kind=KIND, ids=[item.pk])
