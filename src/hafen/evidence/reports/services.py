from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.evidence.reports import queries
from hafen.evidence.reports.measuring import Frame, Template
from hafen.evidence.reports.models import (
    OpenDataset,
    OutsideFigure,
    Release,
    Share,
)
from hafen.evidence.reports.telling import digest

# A link opens a report so long at most.
LONGEST = timedelta(days=366)


class NoAgreement(DomainError):
    """Figures per employee are shown with an agreement of the staff council."""


class FigureExists(DomainError):
    """The figure of this region and day stands there already."""


class ReleasedMeanwhile(DomainError):
    """Another report was released at the same moment; this one does not know it."""


class TellsHidden(DomainError):
    """The report hides nothing, and would tell what an earlier one hid."""


class NotSoLong(DomainError):
    """A link opens a report for a year at most, from today on."""


class NothingHidden(DomainError):
    """A report that hides no small counts is no open data."""


@transaction.atomic
def release(
    *, template: Template, frame: Frame, title: str, by: User, now: datetime
) -> Release:
    """
    Keep a report as it is now, in the main language of the town.

    It hides more than the report on live rows where an earlier release would tell.

    :raises TellsHidden: when it hides nothing by its settings, and would tell it
    :raises ReleasedMeanwhile: when another report was released since this one began
    """
    town = frame.municipality
    with words_in(town.default_language):
        there = queries.beside(template, frame)
        if there.tells:
            raise TellsHidden
        state = queries.data_state(template, frame)
        found = queries.measured(
            template, frame, now=now, data_hash=state, gone=there.gone
        )
        result, shaped = found.as_json(), queries.shaped(template, frame)
    row = Release(
        municipality=town,
        template=template.key,
        title=title,
        first=frame.first,
        last=frame.last,
        result=result,
        shaped=shaped,
        cells=there.counts.as_json(),
        number=there.number,
        data_hash=state,
        result_hash=digest([result, shaped]),
        released_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ReleasedMeanwhile from error
    audit.record(
        action="reports.report.released",
        subject=row,
        by=by,
        details={"template": template.key, "hash": row.result_hash},
    )
    return row


@transaction.atomic
def share(
    *, release: Release, label: str, expires_on: date, by: User, today: date
) -> Share:
    """
    Give a link to a released report, which opens it until a day.

    :raises NotSoLong: for a day that has passed, or is more than a year away
    """
    if not today <= expires_on <= today + LONGEST:
        raise NotSoLong
    row = Share.objects.create(
        municipality=release.municipality,
        release=release,
        label=label,
        expires_on=expires_on,
    )
    audit.record(action="reports.link.given", subject=row, by=by)
    return row


@transaction.atomic
def withdraw(*, share: Share, by: User, now: datetime) -> None:
    """Close a link; again changes nothing."""
    row = Share.objects.select_for_update().get(pk=share.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save()
        audit.record(action="reports.link.withdrawn", subject=row, by=by)


@transaction.atomic
def open_up(*, release: Release, licence: str, by: User) -> OpenDataset:
    """
    Let everybody use the tables of a release, under a licence.

    :raises NothingHidden: when the release hides no small counts
    """
    if release.result["smallest_count_shown"] <= 1:
        raise NothingHidden
    row, _is_new = OpenDataset.objects.update_or_create(
        municipality=release.municipality,
        release=release,
        defaults={"licence": licence},
    )
    audit.record(
        action="reports.data.opened", subject=row, by=by, details={"licence": licence}
    )
    return row


@transaction.atomic
def close_up(*, dataset: OpenDataset, by: User) -> None:
    """Take a data set back; whoever has it keeps it."""
    audit.record(action="reports.data.closed", subject=dataset, by=by)
    dataset.delete()


@transaction.atomic
def save_settings(
    *,
    municipality: Municipality,
    template: Template,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> None:
    """
    Decide which figures a report shows, and from which count on.

    :raises NoAgreement: for figures per employee without a recorded agreement
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    found = queries.settings_of(municipality, template)
    is_new = found.created_at is None
    row = found if is_new else locked(found, expected=expected)
    for name, value in facts.items():
        setattr(row, name, value)
    if row.shows_staff and not (row.staff_agreement and row.staff_agreed_on):
        raise NoAgreement
    save_next(row)
    audit.record(
        action="reports.settings.saved",
        subject=row,
        by=by,
        details={
            "template": template.key,
            "least": row.least,
            "off": row.off,
            "shows_staff": row.shows_staff,
        },
    )


@transaction.atomic
def save_outside_figure(
    *,
    municipality: Municipality,
    figure: OutsideFigure | None,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> OutsideFigure:
    """
    Write down what another office publishes, with its source and day.

    :raises FigureExists: when it stands there already
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = locked(figure, expected=expected) if figure else OutsideFigure()
    row.municipality = municipality
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    try:
        with transaction.atomic():
            save_next(row)
    except IntegrityError as error:
        raise FigureExists from error
    audit.record(action="reports.outside.saved", subject=row, by=by)
    return row


@transaction.atomic
def remove_outside_figure(*, figure: OutsideFigure, by: User) -> None:
    audit.record(action="reports.outside.removed", subject=figure, by=by)
    figure.delete()
