"""What people do without an account: ask for a time, confirm, move or cancel it."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from hafen.casework.consultations import keys, queries, services
from hafen.casework.consultations.calendars import calendar_of, place
from hafen.casework.consultations.doors import FEATURE
from hafen.casework.consultations.errors import AdviserBusy
from hafen.casework.consultations.forms import (
    TAKEN,
    AskForm,
    OtherTimeForm,
    WishForm,
)
from hafen.casework.consultations.models import Appointment, OnlineRequest
from hafen.casework.consultations.words import Words, words
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Site
from hafen.core.places.queries import site_by_path
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.errors import too_many
from hafen.core.ui.visitors import by_link, language_of
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.services import (
    MOST_PER_MUNICIPALITY,
    MOST_PER_SENDER,
    WINDOW_SECONDS,
    TooManyMessages,
    count_sending,
)


@by_link(FEATURE)
def ask(request: PlaceRequest, path: str) -> HttpResponse:
    """Say what about and in which language; then choose a time that is free."""
    site = _site(request, path)
    if "sent" in request.GET:
        return render(request, "consultations/asked.html", {"site": site})
    known = words(timezone.localdate())
    wish = WishForm(
        request.POST or None, known=known, initial={"language": language_of(request)}
    )
    if not wish.is_valid():
        context = {"site": site, "name": _named(request, site), "form": wish}
        status = 422 if wish.errors else 200
        return render(request, "consultations/wish.html", context, status=status)
    return _times(request, site, known, wish.cleaned_data)


def _site(request: PlaceRequest, path: str) -> Site:
    today = timezone.localdate()
    site = site_by_path(request.municipality, path, on=today)
    if site is None or not queries.online_hours(site, first=today, last=today).exists():
        raise Http404
    return site


def _named(request: PlaceRequest, site: Site) -> str:
    return site.name_in(language_of(request))


def _times(
    request: PlaceRequest, site: Site, known: Words, wish: dict[str, Any]
) -> HttpResponse:
    """Show the free times, or take the one that was chosen."""
    times = _free(request, site, wish)
    form = AskForm(initial=wish | {"token": new_token()}, times=times)
    if "slot" in request.POST:
        data = request.POST.copy()
        form = AskForm(data, times=times)
        try:
            if form.is_valid():
                return _ask(request, site, form, wish)
        except TooManyMessages:
            return too_many(request, wait=WINDOW_SECONDS)
        except AdviserBusy:
            times = _free(request, site, wish)
            form = AskForm(data, times=times)
            _say_taken(form)
        data["token"] = new_token(is_corrected=True)
        _choose_next(data, times)
    context = {
        "site": site,
        "name": _named(request, site),
        "form": form,
        "times": times,
        "topic": known.topic(wish["topic"]),
        "spoken": known.language(wish["language"]),
    }
    status = 422 if form.errors else 200
    return render(request, "consultations/times.html", context, status=status)


def _free(
    request: PlaceRequest, site: Site, wish: dict[str, Any]
) -> list[queries.FreeTime]:
    topic, language = wish["topic"], wish["language"]
    return queries.free_times(
        request.municipality, site, topic=topic, language=language, now=timezone.now()
    )


def _ask(
    request: PlaceRequest, site: Site, form: AskForm, wish: dict[str, Any]
) -> HttpResponse:
    """
    Keep the time; a robot is thanked too, and learns nothing.

    :raises TooManyMessages: when somebody asks too often
    :raises AdviserBusy: when somebody else was quicker
    """
    if not form.is_of_a_robot:
        email: str = form.cleaned_data["email"]
        _count(request, email)
        services.ask(
            site=site,
            free=form.cleaned_data["slot"],
            topic=wish["topic"],
            language=wish["language"],
            email=email,
            page_language=language_of(request),
            now=timezone.now(),
        )
    return redirect(f"{request.path}?sent=1")


def _count(request: PlaceRequest, email: str) -> None:
    """
    Count who asks, and the address that a mail would go to.

    :raises TooManyMessages: when somebody asks too often
    """
    now, town = timezone.now(), request.municipality
    # Behind a proxy, who it says; `HAFEN_PROXIES` tells whether to believe it.
    sender = get_adapter().get_client_ip(request)
    count_sending(town, f"appointment:{sender}", MOST_PER_SENDER, now)
    count_sending(town, f"appointment:{email.lower()}", MOST_PER_SENDER, now)
    count_sending(town, "appointment:all", MOST_PER_MUNICIPALITY, now)


def _say_taken(form: OtherTimeForm) -> None:
    if "slot" not in form.errors:
        form.add_error("slot", TAKEN)


def _choose_next(data: QueryDict, times: list[queries.FreeTime]) -> None:
    """Let the next free time stand where the chosen one is gone."""
    free, given = [each.key for each in times], data.get("slot", "")
    if given not in free:
        asked = int(given) if given.isdecimal() else 0
        later = [key for key in free if int(key) > asked]
        data["slot"] = next(iter(later or free), "")


@by_link(FEATURE)
def appointment(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Show somebody's own appointment; looking changes nothing."""
    online = _online(request, pk, code)
    if online is None:
        return render(request, "consultations/gone.html", status=404)
    row = online.appointment
    step, data = request.POST.get("step", ""), request.POST.copy()
    times = _free_beside(request, row)
    form = OtherTimeForm(data if step == "move" else None, times=times)
    if request.method == "POST":
        if (step != "move" or form.is_valid()) and _done(online, step, form):
            return redirect(request.path)
        times = _free_beside(request, row)
        form = OtherTimeForm(data, times=times)
        _say_taken(form)
        _choose_next(data, times)
    context = {
        "row": row,
        "online": online,
        "code": code,
        "is_over": row.ends_at <= timezone.now(),
        "place": place(row.site),
        "times": times,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "consultations/own.html", context, status=status)


def _free_beside(request: PlaceRequest, row: Appointment) -> list[queries.FreeTime]:
    if not row.is_living:
        return []
    return queries.free_times(
        request.municipality,
        row.site,
        topic=row.topic,
        language=row.language,
        now=timezone.now(),
        beside=row.pk,
    )


def _done(online: OnlineRequest, step: str, form: OtherTimeForm) -> bool:
    """Do what the button says; False where the chosen time is gone."""
    row, now = online.appointment, timezone.now()
    try:
        if step == "confirm":
            services.confirm(appointment=row)
        elif step == "cancel":
            services.call_off(appointment=row, by=None, now=now)
        elif step == "move":
            free = form.cleaned_data["slot"]
            first = free.hours[0]
            services.move(
                appointment=row,
                advisers=[hour.adviser_id for hour in free.hours],
                starts_at=free.starts_at,
                minutes=first.online_minutes,
                by=None,
                now=now,
            )
        else:
            raise Http404
    except AdviserBusy:
        return False
    except DomainError:
        return True  # pressed twice: the page shows how it stands
    return True


def _online(request: PlaceRequest, pk: UUID, code: str) -> OnlineRequest | None:
    if not keys.is_code(pk, code):
        raise Http404
    return queries.request_of_link(request.municipality, pk)


@by_link(FEATURE, writes=False)
def calendar(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Give the appointment for a calendar: time and place alone."""
    online = _online(request, pk, code)
    if online is None or not online.appointment.is_arranged:
        raise Http404
    content = calendar_of(online.appointment, now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
