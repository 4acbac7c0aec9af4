"""Editions: the catalogue frozen on a day."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.information.directory.models import (
    TEXT_FIELDS,
    Edition,
    EditionEntry,
    Service,
)
from hafen.information.directory.queries import data_of, hours_lines
from hafen.information.directory.services._errors import TitleTaken


@transaction.atomic
def compile_edition(
    *, municipality: Municipality, title: str, by: User | None, now: datetime
) -> Edition:
    """
    Freeze all that the public reads now; later changes reach the next edition.

    :raises TitleTaken: when there is an edition of this title
    """
    if Edition.objects.filter(municipality=municipality, title=title).exists():
        raise TitleTaken
    today = timezone.localdate(now)
    rows = (
        Service.objects.filter(municipality=municipality)
        .public(today)
        .select_related("organisation")
        .prefetch_related("translations")
        .sorted()
    )
    services = list(rows)
    edition = Edition.objects.create(
        municipality=municipality,
        title=title,
        compiled_on=today,
        count=len(services),
    )
    EditionEntry.objects.bulk_create(_entry(edition, each, now) for each in services)
    audit.record(action="directory.edition.compiled", subject=edition, by=by)
    return edition


def _entry(edition: Edition, service: Service, now: datetime) -> EditionEntry:
    content = _content(service, now)
    topic = content["topics"][0] if content["topics"] else ""
    return EditionEntry(
        municipality_id=edition.municipality_id,
        edition=edition,
        short_id=service.short_id,
        topic=topic.partition(".")[0],
        sort_key=service.sort_key,
        content=content,
    )


def _content(service: Service, now: datetime) -> dict[str, Any]:
    data, today = data_of(service), timezone.localdate(now)
    texts = {service.source_language: _texts(service)}
    texts |= {
        row.language: _texts(row)
        for row in service.translations.all()
        if row.is_readable and row.name
    }
    every = [(at.location.one_line, at.schedules) for at in data["places"]]
    every.append(("", tuple(data["schedules"])))
    return {
        "language": service.source_language,
        "texts": texts,
        "organisation": service.organisation.name,
        "address": service.address,
        "website": service.website,
        "is_free": service.is_free,
        "topics": list(data["topics"]),
        "languages": [spoken.tag for spoken in data["languages"]],
        "phones": [phone.number for phone in data["phones"]],
        "emails": [mail.address for mail in data["emails"]],
        "places": [at.location.one_line for at in data["places"]],
        "hours": [
            _hours(where, line)
            for where, schedules in every
            for line in hours_lines(schedules, today=today)
        ],
        "valid_until": service.valid_until.isoformat() if service.valid_until else "",
    }


def _texts(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in TEXT_FIELDS if getattr(row, name)}


def _hours(where: str, line: Any) -> dict[str, str]:
    """Return what no language changes: the rule and its times."""
    opens = f"{line.opens_at:%H:%M}" if line.opens_at else ""
    closes = f"{line.closes_at:%H:%M}" if line.closes_at else ""
    return {"place": where, "rule": line.rrule, "opens": opens, "closes": closes}
