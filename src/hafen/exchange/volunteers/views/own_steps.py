"""What the buttons of somebody's own page do."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils import timezone

from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.models import Exit, Volunteer

Step = Callable[[Volunteer, Any, Any], None]


def _save(row: Volunteer, form: Any, _sent: Any) -> None:
    services.edit(
        volunteer=row,
        person=form.person,
        about=form.about,
        expected=None,
        by=None,
        now=timezone.now(),
    )


def _change_times(row: Volunteer, form: Any, _sent: Any) -> None:
    services.change_offers(
        volunteer=row, facts=form.changes, by=None, now=timezone.now()
    )


def _pause(row: Volunteer, form: Any, _sent: Any) -> None:
    until = form.cleaned_data["until"]
    services.pause(volunteer=row, until=until, by=None, now=timezone.now())


def _go_on(row: Volunteer, _form: Any, _sent: Any) -> None:
    services.go_on(volunteer=row, by=None, now=timezone.now())


def _leave(row: Volunteer, form: Any, _sent: Any) -> None:
    reason = form.cleaned_data["reason"] or Exit.NOT_SAID
    services.leave(volunteer=row, reason=reason, by=None, now=timezone.now())


def _stop_news(row: Volunteer, _form: Any, _sent: Any) -> None:
    services.edit(
        volunteer=row,
        person={},
        about={"news_consent_on": None},
        expected=None,
        by=None,
        now=timezone.now(),
    )


def _acknowledge(row: Volunteer, _form: Any, sent: Any) -> None:
    for profile in queries.standards_to_read(row):
        if str(profile.pk) == sent.get("profile"):
            services.acknowledge(
                volunteer=row, profile=profile, by=None, now=timezone.now()
            )


def _shift(rows: Any, sent: Any) -> Any:
    """Return the shift that was meant, out of those that are on the page."""
    for row in rows:
        if str(row.pk) == sent.get("shift"):
            return row
    raise Http404


def _sign_up(row: Volunteer, _form: Any, sent: Any) -> None:
    now = timezone.now()
    shift = _shift(queries.coming_shifts(row, now=now), sent)
    services.sign_up(shift=shift, volunteer=row, by=None, now=now)


def _sign_off(row: Volunteer, _form: Any, sent: Any) -> None:
    now = timezone.now()
    shift = _shift(queries.coming_shifts(row, now=now), sent)
    if shift.mine is not None:
        services.sign_off(signup=shift.mine, by=None, now=now)


def _log(row: Volunteer, form: Any, _sent: Any) -> None:
    services.log_hours(
        volunteer=row,
        on=form.cleaned_data["on"],
        minutes=form.whole,
        what=form.cleaned_data["what"],
        by=None,
        now=timezone.now(),
    )


def _log_shift(row: Volunteer, _form: Any, sent: Any) -> None:
    now = timezone.now()
    shift = _shift(queries.past_shifts(row, now=now), sent)
    services.log_hours(
        volunteer=row,
        on=timezone.localdate(shift.starts_at),
        minutes=int((shift.ends_at - shift.starts_at).total_seconds() // 60),
        what=shift.task.title,
        shift=shift,
        by=None,
        now=now,
    )


def _concern(row: Volunteer, form: Any, _sent: Any) -> None:
    services.report_concern(
        municipality=row.municipality,
        volunteer=row,
        text=form.cleaned_data["text"],
        now=timezone.now(),
    )


def _read(row: Volunteer, _form: Any, sent: Any) -> None:
    for receipt in row.receipts.filter(acknowledged_at__isnull=True):
        if str(receipt.pk) == sent.get("receipt"):
            services.acknowledge_news(receipt=receipt, now=timezone.now())


STEPS: dict[str, Step] = {
    "save": _save,
    "times": _change_times,
    "pause": _pause,
    "go-on": _go_on,
    "leave": _leave,
    "stop-news": _stop_news,
    "acknowledge": _acknowledge,
    "sign-up": _sign_up,
    "sign-off": _sign_off,
    "log": _log,
    "log-shift": _log_shift,
    "concern": _concern,
    "read": _read,
}
