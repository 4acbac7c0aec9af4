"""A report is approved; half a year later only its tables are left."""

from datetime import date, timedelta

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.voice.surveys import queries
from hafen.voice.surveys.models import Statement, Wave
from hafen.voice.surveys.services._errors import NotOver

# Six months.
KEEP_FOR = timedelta(days=183)
KEEP_STATEMENTS_FOR = timedelta(days=365)


@transaction.atomic
def approve_report(*, wave: Wave, by: User, today: date) -> Wave:
    """
    Approve the results; nobody answers any more, and the single sheets will go.

    :raises NotOver: while people can answer, or if it was approved before
    """
    fresh = locked(wave, expected=None)
    if fresh.approved_on or fresh.closes_on >= today:
        raise NotOver
    fresh.approved_on = today
    save_next(fresh)
    audit.record(action="surveys.report.approved", subject=fresh, by=by)
    return fresh


@transaction.atomic
def thin_out(*, municipality: Municipality, today: date) -> int:
    """
    Delete the single sheets of reports whose time is over, and keep the tables.

    :return: how many sheets went
    """
    rows = Wave.objects.filter(
        municipality=municipality, approved_on__lt=today - KEEP_FOR, kept={}
    )
    return sum(_thin_out(wave) for wave in rows)


def _thin_out(wave: Wave) -> int:
    fresh = locked(wave, expected=None)
    fresh.kept = queries.results_of(wave).as_json()
    save_next(fresh)
    sheets = fresh.responses.count()
    fresh.responses.all().delete()
    audit.record(
        action="surveys.sheets.forgotten", subject=fresh, details={"count": sheets}
    )
    return sheets


@transaction.atomic
def forget_statements(*, municipality: Municipality, today: date) -> int:
    """
    Forget the words of a conference that nobody let through, and who said them.

    A year after the meeting they are counted still, and read by nobody.

    :return: how many statements lost words
    """
    rows = Statement.objects.filter(
        municipality=municipality,
        conference__held_on__lt=today - KEEP_STATEMENTS_FOR,
    )
    rows.exclude(group="").update(group="")
    return rows.filter(is_shown=False).exclude(text="").update(text="")
