from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts import signing_in
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import public, requires, signed_in
from hafen.core.places.features import is_on
from hafen.mechanisms.todos.queries import MOST_SHOWN, SHOWN, today_of
from hafen.mechanisms.todos.rules import REASSIGN_MANY, SEE_TODAY
from hafen.network.contacts.doors import FEATURE as CONTACTS
from hafen.network.contacts.rules import RECORD_CONTACT
from hafen.web.desk import queries, services
from hafen.web.desk import search as searching
from hafen.web.desk.calendar import as_calendar
from hafen.web.desk.forms import ViewForm


@require_http_methods(["GET", "HEAD"])
@requires(SEE_TODAY)
def today(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is late, due, coming and waiting; read from the todos alone."""
    del municipality
    day = timezone.localdate()
    shown = MOST_SHOWN if "all" in request.GET else SHOWN
    found = today_of(request.user, today=day, shown=shown)
    # The navigation shows the same number; it need not count again.
    setattr(request, "due_count", found.counts["late"] + found.counts["due"])  # noqa: B010
    headings = {
        "late": _("Late"),
        "due": _("Due today"),
        "waiting": _("Waiting for an answer"),
        "soon": _("Next"),
    }
    parts = [
        (heading, getattr(found, name), found.counts[name])
        for name, heading in headings.items()
        if found.counts[name]
    ]
    context = {
        "day": day,
        "found": found,
        "parts": parts,
        "views": queries.views_visible_to(request.user),
        "may_record": RECORD_CONTACT.held_by(request.user)
        and is_on(request.municipality, CONTACTS),
        "may_reassign": REASSIGN_MANY.held_by(request.user),
    }
    return render(request, "desk/today.html", context)


@require_http_methods(["GET", "HEAD"])
@signed_in
def search(request: SignedInRequest, municipality: str) -> HttpResponse:
    """One field for everything: what the person may see, room by room."""
    words = request.GET.get("q", "")[:100]
    parts = searching.search(request.user, words, today=timezone.localdate())
    return render(request, "desk/search.html", {"words": words, "parts": parts})


@require_POST
@signed_in
def keep_view(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Keep the list that the form names, as it was shown."""
    desk = reverse("desk:today", args=[municipality])
    form = ViewForm(request.POST, desk=desk)
    if not form.is_valid():
        messages.error(request, _("Please give the view a name of at most 60 signs."))
        return redirect(form.cleaned_data.get("page") or desk)
    data = form.cleaned_data
    try:
        services.keep_view(
            user=request.user,
            page=data["page"],
            query=data["query"],
            name=data["name"],
        )
    except services.TooManyViews:
        messages.error(request, _("Please remove a view first; 50 can be kept."))
    else:
        messages.success(request, _("The view is kept; you find it on Today."))
    query = f"?{data['query']}" if data["query"] else ""
    return redirect(data["page"] + query)


@require_POST
@signed_in
def forget_view(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    view = get_object_or_404(queries.views_visible_to(request.user), pk=pk)
    services.forget_view(view=view)
    messages.success(request, _("The view was removed."))
    return redirect("desk:today", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Give out, or end, the address of the person's own calendar."""
    address = ""
    if request.method == "POST" and request.POST.get("step") == "close":
        services.close_calendar(user=request.user)
        messages.success(request, _("The address leads nowhere any more."))
        return redirect("desk:calendar", municipality)
    if request.method == "POST":
        secret = services.open_calendar(user=request.user)
        where = reverse("desk_installation:feed", args=[municipality, secret])
        address = request.build_absolute_uri(where)
    context = {"address": address, "has_one": queries.has_calendar(request.user)}
    response = render(request, "desk/calendar.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@public
@never_cache
def feed(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Answer a calendar program; the secret of the address is all it has."""
    municipality = signing_in.enter_municipality(slug)
    if municipality is None:
        raise Http404
    user = services.reader_of(municipality=municipality, secret=secret)
    if user is None:
        raise Http404
    now = timezone.now()
    with translation.override(user.language):
        content = as_calendar(
            queries.dates_of(user, today=timezone.localdate()),
            title=municipality.name,
            host=f"{request.scheme}://{request.get_host()}",
            now=now,
            again_after=services.CALENDAR_IS_READ_AGAIN,
        )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
