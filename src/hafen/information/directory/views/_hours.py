from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.directory import queries, services
from hafen.information.directory.forms import DayOffForm, HoursForm
from hafen.information.directory.models import Service
from hafen.information.directory.queries import HoursLine
from hafen.information.directory.rules import EDIT_SERVICE
from hafen.information.directory.shapes import DayOff, ScheduleData, ServiceData
from hafen.information.directory.views._common import editable, sections

Change = Callable[[tuple[ScheduleData, ...]], tuple[ScheduleData, ...]]


@dataclass(frozen=True)
class Row:
    """One line of hours on the screen.

    :param key: place and number, as the button to remove it sends
    """

    key: str
    where: str
    line: HoursLine


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def edit_hours(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """When the offer is open: add, change or remove a line, name days that differ."""
    service = editable(request, pk)
    data = queries.data_of(service)
    form, day_form = _hours_form(request, data), _day_form(request)
    changed = _changed(data, request, form, day_form)
    if changed is not None:
        _save(request, service, changed)
        return redirect("directory:edit_hours", municipality, pk)
    context = {
        "form": form,
        "day_form": day_form,
        "service": service,
        "rows": list(_rows(data)),
        "days_off": _days_off(data),
        "line": _line(request),
        "sections": sections(service, "when"),
    }
    status = 422 if form.errors or day_form.errors else 200
    return render(request, "directory/when.html", context, status=status)


def _line(request: SignedInRequest) -> str:
    """Return the key of the line that is being changed; "" for a new one."""
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("line", "") if sent.get("step", "add") == "add" else ""


def _hours_form(request: SignedInRequest, data: ServiceData) -> HoursForm:
    places = [
        (str(place.location.pk), place.location.one_line) for place in data["places"]
    ]
    old = _said(data, _line(request))
    where = _line(request).rpartition(":")[0]
    sent = request.POST if request.POST.get("step") == "add" else None
    initial = HoursForm.said(old, where) if old else None
    return HoursForm(sent, places=places, old=old, initial=initial)


def _day_form(request: SignedInRequest) -> DayOffForm:
    return DayOffForm(request.POST if request.POST.get("step") == "day" else None)


def _said(data: ServiceData, key: str) -> ScheduleData | None:
    """Return the line of a key; None where it is gone, or none was named."""
    where, _colon, number = key.rpartition(":")
    for place, schedules in _groups(data):
        if place == where and number.isdecimal() and int(number) < len(schedules):
            return schedules[int(number)]
    return None


def _groups(data: ServiceData) -> Iterator[tuple[str, Sequence[ScheduleData]]]:
    yield "", data["schedules"]
    for place in data["places"]:
        yield str(place.location.pk), place.schedules


def _changed(
    data: ServiceData, request: SignedInRequest, form: HoursForm, day_form: DayOffForm
) -> ServiceData | None:
    """Return the hours as they shall be; None where there is nothing to save."""
    changed: ServiceData | None = None
    match request.POST.get("step", ""):
        case "add" if form.is_valid():
            schedule = form.schedule(ZoneInfo(request.municipality.time_zone))
            rest = _removed(data, _line(request)) if _line(request) else data
            where = form.cleaned_data["where"]
            changed = _at(rest, where, lambda old: (*old, schedule))
        case "remove":
            changed = _removed(data, request.POST.get("line", ""))
        case "day" if day_form.is_valid():
            changed = _everywhere(data, day_form.applied)
        case "forget_day":
            day = request.POST.get("day", "")
            changed = _everywhere(data, lambda old: _as_usual(old, day))
    return changed


def _removed(data: ServiceData, key: str) -> ServiceData:
    where, _colon, number = key.rpartition(":")
    return _at(data, where, lambda old: _without(old, number))


def _as_usual(
    schedules: tuple[ScheduleData, ...], day: str
) -> tuple[ScheduleData, ...]:
    return tuple(
        replace(
            each,
            exceptions=tuple(o for o in each.exceptions if o.day.isoformat() != day),
        )
        for each in schedules
    )


def _days_off(data: ServiceData) -> list[DayOff]:
    """Return the days to come that differ, each once."""
    today = timezone.localdate()
    found = {
        off.day: off
        for _where, schedules in _groups(data)
        for schedule in schedules
        for off in schedule.exceptions
        if off.day >= today
    }
    return sorted(found.values(), key=lambda off: off.day)


def _without(
    schedules: tuple[ScheduleData, ...], number: str
) -> tuple[ScheduleData, ...]:
    return tuple(each for index, each in enumerate(schedules) if str(index) != number)


def _at(data: ServiceData, where: str, change: Change) -> ServiceData:
    """Return the hours with those of one place changed; "" means everywhere."""
    schedules, places = data["schedules"], data["places"]
    if not where:
        schedules = change(tuple(schedules))
    return {
        "schedules": schedules,
        "places": [
            replace(place, schedules=change(place.schedules))
            if str(place.location.pk) == where
            else place
            for place in places
        ],
    }


def _everywhere(data: ServiceData, change: Change) -> ServiceData:
    return {
        "schedules": change(tuple(data["schedules"])),
        "places": [
            replace(place, schedules=change(place.schedules))
            for place in data["places"]
        ],
    }


def _save(request: SignedInRequest, service: Service, data: ServiceData) -> None:
    changed = services.edit_service(
        service=service,
        data=data,
        expected=None,
        by=request.user,
        now=timezone.now(),
    )
    if changed:
        messages.success(request, _("The hours were saved."))


def _rows(data: ServiceData) -> Iterator[Row]:
    groups: list[tuple[str, str, Any]] = [("", _("at every place"), data["schedules"])]
    groups += [
        (str(place.location.pk), place.location.one_line, place.schedules)
        for place in data["places"]
    ]
    today = timezone.localdate()
    for key, where, schedules in groups:
        for number, schedule in enumerate(schedules):
            for line in queries.hours_lines([schedule], today=today):
                yield Row(f"{key}:{number}", where, line)
