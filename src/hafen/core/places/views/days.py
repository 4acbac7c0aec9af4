"""The working calendar: closures, team days, holidays here, school holidays."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hafen.core.db.permissions import requires
from hafen.core.places import queries, rules, services
from hafen.core.places.calendar import public_holidays
from hafen.core.places.forms import ClosedDayForm, HolidayForm, SchoolYearForm
from hafen.core.places.models import ClosedDay, HolidayOverride
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.views.pages import crumbs, form_page, to


@require_safe
@requires(rules.VIEW_PLACES)
def calendar(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Show the days of a year on which nobody works, and the school holidays."""
    del municipality
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else today.year
    found = queries.working_calendar(request.municipality)
    of_land = public_holidays(request.municipality.land, year)
    return render(
        request,
        "places/calendar.html",
        {
            "year": year,
            "today": today,
            "closed_days": queries.closed_days_of(request.municipality, year=year),
            "holidays": [
                (day, name, not found.holiday(day)) for day, name in of_land.items()
            ],
            "overrides": queries.overrides_of(request.municipality, year=year),
            "school_holidays": queries.school_holidays_of(
                request.municipality, year=year
            ),
            "form": SchoolYearForm(initial={"year": year}),
            "may_edit": rules.EDIT_CALENDAR.held_by(request.user),
        },
    )


@requires(rules.EDIT_CALENDAR)
def close_days(request: PlaceRequest, municipality: str) -> HttpResponse:
    del municipality
    row = ClosedDay(municipality=request.municipality)
    form = ClosedDayForm(request.POST or None, row=row)

    def save() -> str:
        services.close_days(request.municipality, **form.content)
        return to(request, "calendar")

    way = crumbs(request, (_("Calendar"), "calendar"))
    return form_page(request, form, save, title=_("Close for some days"), crumbs=way)


@require_POST
@requires(rules.EDIT_CALENDAR)
def reopen_days(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = get_object_or_404(queries.closed_days_visible_to(request.user), pk=pk)
    services.reopen_days(row)
    return redirect(to(request, "calendar"))


@requires(rules.EDIT_CALENDAR)
def set_holiday(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Add a holiday of this town, or say that one of the Land is none here."""
    del municipality
    row = HolidayOverride(municipality=request.municipality)
    form = HolidayForm(request.POST or None, row=row)

    def save() -> str:
        services.set_holiday(request.municipality, **form.content)
        return to(request, "calendar")

    way = crumbs(request, (_("Calendar"), "calendar"))
    return form_page(request, form, save, title=_("Holiday of this town"), crumbs=way)


@require_POST
@requires(rules.EDIT_CALENDAR)
def unset_holiday(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = get_object_or_404(queries.overrides_visible_to(request.user), pk=pk)
    services.unset_holiday(row)
    return redirect(to(request, "calendar"))


@require_POST
@requires(rules.EDIT_CALENDAR)
def load_school_holidays(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Enter the school holidays of the Land that begin in a year."""
    del municipality
    form = SchoolYearForm(request.POST)
    address = to(request, "calendar")
    if form.is_valid():
        year = form.content["year"]
        count = services.load_school_holidays(request.municipality, year=year)
        text = ngettext("%(n)s period was added.", "%(n)s periods were added.", count)
        messages.success(request, text % {"n": count})
        address = f"{address}?year={year}"
    return redirect(address)
