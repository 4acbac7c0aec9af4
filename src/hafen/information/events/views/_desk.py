from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.models import Room, Site
from hafen.core.places.queries import district_tree
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.editing import side_by_side
from hafen.core.ui.conflict import Refusals, edited
from hafen.information.directory import choices
from hafen.information.events import queries, services
from hafen.information.events.forms import EventForm, FilterForm, RegistrationForm
from hafen.information.events.models import Campaign, Event, Wish
from hafen.information.events.queries import StaffFilter
from hafen.information.events.rules import (
    EDIT_EVENT,
    EDIT_EVERY_EVENT,
    PUBLISH_EVENT,
    RUN_CALENDAR,
    VIEW_EVENT,
)
from hafen.information.events.services._registration import OWNER
from hafen.information.events.sheets import EVENTS
from hafen.information.events.views._worklist import key_of
from hafen.information.events.wording import in_words
from hafen.mechanisms.bookings.models import Bookable
from hafen.network.organisations.queries import (
    organisations_editable_by,
    organisations_visible_to,
)

PAGE = 25


@require_safe
@requires(VIEW_EVENT)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    now = timezone.now()
    form = FilterForm(request.GET or {"when": "ahead"})
    form.is_valid()
    values = form.cleaned_data
    wanted = StaffFilter(
        words=values.get("q", ""),
        state=values.get("state", ""),
        kind=values.get("kind", ""),
        when=values.get("when", ""),
        year=values.get("year"),
    )
    rows = (
        queries.filtered(queries.events_visible_to(request.user), wanted, now=now)
        .select_related("organisation", "site")
        .annotate(next_at=Min("dates__starts_at", filter=Q(dates__ends_at__gt=now)))
        .order_by("next_at", "-first_day", "pk")
    )
    if file := answer(request, EVENTS, rows):
        return file
    context = {
        "form": form,
        "filters": sum(bool(value) for value in values.values()),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_edit": EDIT_EVENT.held_by(request.user),
        "may_run": RUN_CALENDAR.held_by(request.user),
        "year": timezone.localdate(now).year,
    }
    return render(request, "events/listing.html", context)


@require_safe
@requires(VIEW_EVENT)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    event = _visible(request, pk)
    now = timezone.now()
    may_edit = queries.events_editable_by(request.user).filter(pk=pk).exists()
    dates = list(event.dates.filter(ends_at__gt=now).in_order()[:15])
    context = {
        "event": event,
        "place": queries.place_line(event),
        "repeats": in_words(event.rule, until=event.until),
        "dates": [
            (row, _bookables(event).get(row.original_day.isoformat())) for row in dates
        ],
        "past": event.dates.filter(ends_at__lte=now).order_by("-starts_at")[:10],
        "translations": _translations(request, event),
        "may_edit": may_edit,
        "may_publish": may_edit and PUBLISH_EVENT.held_by(request.user),
        "submitter": getattr(event, "submitter", None) if event.is_submitted else None,
    }
    return render(request, "events/detail.html", context)


def _bookables(event: Event) -> dict[str, Any]:
    rows = Bookable.objects.filter(owner=OWNER, subject_id=event.pk).annotate(
        people=Count("registrations", filter=Q(registrations__state="CONFIRMED"))
    )
    return {row.slot: row for row in rows}


def _translations(request: SignedInRequest, event: Event) -> list[dict[str, Any]]:
    found = {row.language: row for row in event.translations.all()}
    return [
        {"tag": tag, "name": own_name(tag), "row": found.get(tag)}
        for tag in request.municipality.languages
        if tag != event.source_language
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVENT)
def create(request: SignedInRequest, municipality: str) -> HttpResponse:
    wish = Wish.objects.filter(
        municipality=request.municipality.pk, pk=key_of(request.GET.get("wish", ""))
    ).first()
    form = EventForm(
        request.POST or None,
        initial={"title": wish.title} if wish else None,
        choices=_choices(request),
    )
    if form.is_bound and form.is_valid():
        event = services.create_event(
            municipality=request.municipality,
            data=_data(request, form),
            by=request.user,
            now=timezone.now(),
        )
        if wish is not None:
            services.link_wish(wish=wish, event=event, by=request.user)
        messages.success(request, _("The event was created as a draft."))
        return redirect("events:detail", municipality, event.pk)
    status = 422 if form.errors else 200
    return render(request, "events/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVENT)
def edit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    event = _editable(request, pk)
    form = EventForm(
        request.POST or None,
        initial=EventForm.said_of(event),
        choices=_choices(request),
        version=event.version,
    )

    def save(*, expected: int | None) -> None:
        services.edit_event(
            event=event,
            data=_data(request, form, event),
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    sentence = _("Another event has the room at one of the times.")
    refusals: Refusals = {services.RoomTaken: ("room", sentence)}
    done = edited(request, form, event, save, current=form.initial, refusals=refusals)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("events:detail", municipality, pk)
    if done:
        return done
    context = {"form": form, "event": event}
    status = 422 if form.errors else 200
    return render(request, "events/edit.html", context, status=status)


def _data(
    request: SignedInRequest, form: EventForm, event: Event | None = None
) -> dict[str, Any]:
    data = form.data_of_event()
    keys = data.pop("partners")
    rows = organisations_visible_to(request.user).filter(pk__in=keys)
    if event is not None and not event.rule and not data["rule"]:
        data.pop("count")
    if event is not None and event.rule and not form.initial.get("repeats"):
        # The form cannot say this rule, so it leaves it alone.
        for name in ("rule", "count", "until"):
            data.pop(name, None)
    room = Room.objects.filter(
        municipality=request.municipality, pk=data["room_id"]
    ).first()
    if room is not None:
        data["site_id"] = room.site_id
    return {**data, "partners": list(rows)}


def _choices(request: SignedInRequest) -> dict[str, Any]:
    language, today, town = (
        get_language() or "de",
        timezone.localdate(),
        request.municipality,
    )
    visible = organisations_visible_to(request.user).present().sorted()
    own = visible
    if not EDIT_EVERY_EVENT.held_by(request.user):
        own = organisations_editable_by(request.user).present().sorted()
    sites = Site.objects.filter(municipality=town).order_by("sort_key")
    rooms = Room.objects.filter(municipality=town).select_related("site")
    rooms = rooms.order_by("site__sort_key", "sort_key")
    campaigns = Campaign.objects.filter(municipality=town).order_by("pk")
    return {
        "organisation": [(str(row.pk), row.name) for row in own],
        "partners": [(str(row.pk), row.name) for row in visible],
        "site": [(str(row.pk), row.name) for row in sites],
        "room": [(str(row.pk), f"{row.site.name}: {row.name}") for row in rooms],
        "district": choices.districts(district_tree(town)),
        "campaign": [(str(row.pk), row.title_in(language)) for row in campaigns],
        "topics": choices.every_topic(language=language, today=today),
        "languages": choices.languages_offered(language=language),
    }


@require_POST
@requires(EDIT_EVENT)
def move(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Hand in, publish, decline, call off, withdraw or archive, as the button says."""
    event = _editable(request, pk)
    step = request.POST.get("step", "")
    verbs = {
        "hand_in": services.hand_in_event,
        "publish": services.publish_event,
        "decline": services.decline_event,
        "call_off": services.call_off_event,
        "withdraw": services.withdraw_event,
        "archive": services.archive_event,
    }
    if step not in verbs:
        raise Http404
    if step != "hand_in" and not PUBLISH_EVENT.held_by(request.user):
        raise Http404
    try:
        verbs[step](event=event, by=request.user, now=timezone.now())
    except services.NotReady:
        messages.error(request, _("The event still lacks a place."))
    except services.RoomTaken:
        messages.error(request, _("Another event has the room at one of the times."))
    except services.WrongState:
        messages.error(request, _("Somebody else was faster; please look again."))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("events:detail", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVENT)
def registration(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Whether and how people register."""
    event = _editable(request, pk)
    names = list(RegistrationForm.base_fields)[2:]
    form = RegistrationForm(
        request.POST or None,
        initial={name: getattr(event, name) for name in names},
        version=event.version,
    )
    if form.is_bound and form.is_valid():
        try:
            services.edit_event(
                event=event,
                data={name: form.cleaned_data[name] for name in names},
                expected=form.read_version,
                by=request.user,
                now=timezone.now(),
            )
        except LostUpdate:
            form.add_error(None, _("A colleague has just changed this entry."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("events:detail", municipality, pk)
    context = {"form": form, "event": event}
    status = 422 if form.errors else 200
    return render(request, "events/registration.html", context, status=status)


@require_POST
@requires(EDIT_EVENT)
def ask(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Go to the own questions of the registration; make room for them first."""
    form = services.questions_of(event=_editable(request, pk), by=request.user)
    return redirect("questions:questionnaire", municipality, form.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVENT)
def translate(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    event = _editable(request, pk)
    save = partial(services.translate_event, event=event)
    form = side_by_side(request, event, into, save)
    if form is None:
        return redirect("events:detail", municipality, pk)
    context = {"form": form, "event": event}
    status = 422 if form.errors else 200
    return render(request, "events/translate.html", context, status=status)


def _visible(request: SignedInRequest, pk: UUID) -> Event:
    rows = queries.events_visible_to(request.user).select_related(
        "organisation", "site", "campaign", "municipality", "district"
    )
    return get_object_or_404(rows, pk=pk)


def _editable(request: SignedInRequest, pk: UUID) -> Event:
    rows = queries.events_editable_by(request.user).select_related(
        "organisation", "site", "municipality"
    )
    return get_object_or_404(rows, pk=pk)
