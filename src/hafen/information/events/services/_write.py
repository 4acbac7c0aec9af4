from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import slug_of
from hafen.core.db.versions import bump, locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.core.taxonomy.models import Term, Vocabulary
from hafen.core.taxonomy.queries import terms
from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.information.events import recurrence
from hafen.information.events.models import (
    Campaign,
    DateChange,
    Event,
    EventDate,
    EventPartner,
    EventTopic,
    ImportedEvent,
    Submitter,
)
from hafen.information.events.services._review import ask_for_review
from hafen.information.events.services._telling import KIND, tell
from hafen.mechanisms.search.services import index_soon
from hafen.network.organisations.models import Organisation

# `topics`: codes of needs; `partners`: organisations; all else: columns.
EventData = Mapping[str, Any]
_PARTS = ("topics", "partners")


@transaction.atomic
def create_event(
    *,
    municipality: Municipality,
    data: EventData,
    by: User | None,
    now: datetime,
) -> Event:
    """
    Create an event as a draft; `title` and `first_day` must be there.

    :raises UnreadableRule: when the rule falls on no day
    """
    event = Event(
        municipality=municipality,
        source_language=data.get("source_language", municipality.default_language),
        zone=municipality.time_zone,
        last_day=data.get("last_day", data["first_day"]),
    )
    set_values(event, data)
    event.save(force_insert=True)
    _set_parts(event, data)
    tell(event, "created", by=by, now=now)
    return event


@transaction.atomic
def edit_event(
    *,
    event: Event,
    data: EventData,
    expected: int | None,
    by: User | None,
    now: datetime,
) -> frozenset[str]:
    """
    Change what the data names, and leave the rest.

    What a person changes on an imported event is theirs from then on: the next
    import leaves it alone.

    :return: what changed
    :raises LostUpdate: when somebody else changed it since
    :raises UnreadableRule: when the rule falls on no day
    """
    fresh = locked(event, expected=expected)
    changed = set_values(fresh, data) | _set_parts(fresh, data)
    if changed:
        _claim(fresh, changed)
        save_next(fresh)
        details = {"changed": sorted(changed)}
        tell(fresh, "edited", by=by, now=now, details=details)
    return changed


@transaction.atomic
def submit_event(
    *,
    municipality: Municipality,
    data: EventData,
    submitter: Mapping[str, str],
    now: datetime,
    today: date,
) -> Event:
    """Take what a partner handed in; nobody sees it until an editor accepts it."""
    event = create_event(municipality=municipality, data=data, by=None, now=now)
    event.state = Event.State.SUBMITTED
    save_next(event)
    Submitter.objects.create(municipality=municipality, event=event, **submitter)
    ask_for_review(event, by=None, today=today)
    return event


@transaction.atomic
def change_date(
    *,
    event: Event,
    day: date,
    values: Mapping[str, Any] | None,
    by: User | None,
    now: datetime,
) -> None:
    """
    Let one date of a series differ.

    :param values: the fields of `DateChange`; None: it is as the rule says again
    """
    fresh = locked(event, expected=None)
    if values is None:
        fresh.changes.filter(day=day).delete()
    else:
        DateChange.objects.update_or_create(
            municipality_id=fresh.municipality_id,
            event=fresh,
            day=day,
            defaults=dict(values),
        )
    save_next(fresh)
    _claim(fresh, {"dates"})
    tell(fresh, "date_changed", by=by, now=now, details={"day": day.isoformat()})


@transaction.atomic
def note_visitors(*, date: EventDate, visitors: int | None, by: User) -> None:
    """Keep how many people came to one date."""
    date.visitors = visitors
    date.save(update_fields=["visitors", "updated_at"])
    bump(date.event)
    audit.record(
        action="events.event.visited",
        subject=date.event,
        by=by,
        details={"visitors": visitors, "day": date.original_day.isoformat()},
    )


@transaction.atomic
def translate_event(
    *, event: Event, language: str, now: datetime, by: User | None, **said: Any
) -> Translation:
    """
    Save the texts of a whole series in a language, see `save_translation`.

    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    row = save_translation(row=event, language=language, by=by, now=now, **said)
    index_soon(municipality=event.municipality, kind=KIND, ids=[event.pk])
    return row


@transaction.atomic
def keep_campaign(
    *,
    municipality: Municipality,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    by: User | None,
    campaign: Campaign | None = None,
) -> Campaign:
    """Make a motto for several events, or put it in other words."""
    row = campaign or Campaign(municipality=municipality)
    row.titles, row.texts = dict(titles), dict(texts)
    row.save()
    audit.record(action="events.campaign.kept", subject=row, by=by)
    content_changed(municipality.pk)
    return row


def _claim(event: Event, changed: Iterable[str]) -> None:
    """Keep what a person changed on an imported event from the next import."""
    row = ImportedEvent.objects.filter(event=event).first()
    if row is not None:
        row.own = sorted({*row.own, *changed})
        row.save()


def set_values(event: Event, data: EventData) -> frozenset[str]:
    """Give the row its own values; return the names of those that differ."""
    own = {name: value for name, value in data.items() if name not in _PARTS}
    if "rule" in own:
        own["rule"] = recurrence.check(own["rule"])
    differing = {name for name in own if getattr(event, name) != own[name]}
    for name in differing:
        setattr(event, name, own[name])
    if differing & {"first_day", "rule"}:
        _begin_with_the_rule(event)
    event.slug = slug_of(event.title)
    return frozenset(differing)


def _begin_with_the_rule(event: Event) -> None:
    """Let the first day be one of the rule: calendar programs count it anyway."""
    length = event.last_day - event.first_day
    event.first_day = recurrence.first_day_of(event.rule, event.first_day)
    event.last_day = event.first_day + length


def _set_parts(event: Event, data: EventData) -> frozenset[str]:
    changed = set()
    if "topics" in data and _set_topics(event, data["topics"]):
        changed.add("topics")
    if "partners" in data and _set_partners(event, data["partners"]):
        changed.add("partners")
    return frozenset(changed)


def _set_topics(event: Event, codes: Iterable[str]) -> bool:
    wanted: dict[Any, Term] = {
        term.pk: term
        for term in terms(Vocabulary.NEEDS, today=event.first_day).filter(
            code__in=list(codes)
        )
    }
    present = set(event.topics.values_list("term_id", flat=True))
    event.topics.exclude(term__in=list(wanted)).delete()
    for key in wanted.keys() - present:
        EventTopic.objects.create(
            municipality_id=event.municipality_id, event=event, term=wanted[key]
        )
    return wanted.keys() != present


def _set_partners(event: Event, organisations: Iterable[Organisation]) -> bool:
    wanted = {row.pk: row for row in organisations}
    present = set(event.partners.values_list("organisation_id", flat=True))
    event.partners.exclude(organisation__in=list(wanted)).delete()
    for key in wanted.keys() - present:
        EventPartner.objects.create(
            municipality_id=event.municipality_id,
            event=event,
            organisation=wanted[key],
        )
    return wanted.keys() != present
