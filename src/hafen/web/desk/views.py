from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires, signed_in
from hafen.mechanisms.todos.queries import today_of
from hafen.mechanisms.todos.rules import REASSIGN_MANY, SEE_TODAY
from hafen.web.desk import search as searching


@require_http_methods(["GET", "HEAD"])
@requires(SEE_TODAY)
def today(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is late, due, coming and waiting; read from the todos alone."""
    del municipality
    day = timezone.localdate()
    found = today_of(request.user, today=day)
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
