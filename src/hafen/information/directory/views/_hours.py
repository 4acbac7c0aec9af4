from collections.abc import Callable, Iterator
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
from hafen.information.directory.shapes import ScheduleData, ServiceData
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
    """When the offer is open: add a line, remove one, or name a day that differs."""
    service = editable(request, pk)
    data = queries.data_of(service)
    step = request.POST.get("step", "")
    places = [
        (str(place.location.pk), place.location.one_line) for place in data["places"]
    ]
    form = HoursForm(request.POST if step == "add" else None, places=places)
    day_form = DayOffForm(request.POST if step == "day" else None)
    changed = _changed(data, request, form, day_form)
    if changed is not None:
        _save(request, service, changed)
        return redirect("directory:edit_hours", municipality, pk)
    context = {
        "form": form,
        "day_form": day_form,
        "service": service,
        "rows": list(_rows(data)),
        "sections": sections(service, "when"),
    }
    status = 422 if form.errors or day_form.errors else 200
    return render(request, "directory/when.html", context, status=status)


def _changed(
    data: ServiceData, request: SignedInRequest, form: HoursForm, day_form: DayOffForm
) -> ServiceData | None:
    """Return the hours as they shall be; None where there is nothing to save."""
    step = request.POST.get("step", "")
    if step == "add" and form.is_valid():
        schedule = form.schedule(ZoneInfo(request.municipality.time_zone))
        return _at(data, form.cleaned_data["where"], lambda old: (*old, schedule))
    if step == "remove":
        where, _colon, number = request.POST.get("line", "").rpartition(":")
        return _at(data, where, lambda old: _without(old, number))
    if step == "day" and day_form.is_valid():
        off = day_form.day_off
        return _everywhere(
            data,
            lambda old: tuple(
                replace(
                    each,
                    exceptions=(
                        *(day for day in each.exceptions if day.day != off.day),
                        off,
                    ),
                )
                for each in old
            ),
        )
    return None


def _without(
    schedules: tuple[ScheduleData, ...], number: str
) -> tuple[ScheduleData, ...]:
    return tuple(each for index, each in enumerate(schedules) if str(index) != number)


def _at(data: ServiceData, where: str, change: Change) -> ServiceData:
    """Return the hours with those of one place changed; "" means everywhere."""
    if not where:
        return {"schedules": change(tuple(data["schedules"]))}
    return {
        "places": [
            replace(place, schedules=change(place.schedules))
            if str(place.location.pk) == where
            else place
            for place in data["places"]
        ]
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
