"""The start of the staff side in the navigation, and a way to keep every list."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.ui.tools import Tool, tools
from hafen.mechanisms.privacy.keeping_queries import holds_to_look_at, runs_waiting_for
from hafen.mechanisms.privacy.rules import (
    DECIDE_KEEPING,
    HANDLE_RIGHTS,
    RELEASE_DELETION,
)
from hafen.mechanisms.privacy.telling import notices_to_do
from hafen.mechanisms.todos.queries import open_count
from hafen.mechanisms.todos.registries import Lead, Waiting, leads
from hafen.mechanisms.todos.rules import SEE_TODAY
from hafen.web.desk.forms import ViewForm


def register() -> None:
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Today"),
            url_name="desk:today",
            group=navigation.WORK,
            permission=SEE_TODAY,
            order=1,
            icon="home",
            count=_due,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("My calendar"),
            url_name="desk:calendar",
            group=navigation.WORK,
            order=90,
            icon="calendar",
        )
    )
    leads.register(
        Lead(
            "privacy.releases",
            _("Deletions of files that wait for a release"),
            find=_releases,
            icon="lock",
        )
    )
    leads.register(
        Lead(
            "privacy.holds",
            _("Legal holds to look at again"),
            find=_holds,
            icon="lock",
        )
    )
    leads.register(
        Lead(
            "privacy.recipients",
            _("Recipients to tell of an erasure"),
            find=_recipients,
            icon="mail",
        )
    )
    tools.register(Tool("desk.views", draw=_views))


def _releases(user: Any, _today: date) -> tuple[Waiting, str]:
    address = reverse("privacy:keeping", args=[user.municipality.slug])
    may = RELEASE_DELETION.held_by(user)
    return (runs_waiting_for(user), address) if may else (0, "")


def _holds(user: Any, today: date) -> tuple[Waiting, str]:
    address = reverse("privacy:holds", args=[user.municipality.slug])
    may = DECIDE_KEEPING.held_by(user)
    return (holds_to_look_at(user, today), address) if may else (0, "")


def _recipients(user: Any, today: date) -> tuple[Waiting, str]:
    address = reverse("privacy:requests", args=[user.municipality.slug])
    may = HANDLE_RIGHTS.held_by(user)
    return (notices_to_do(user, today), address) if may else (0, "")


def _due(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return 0
    if (counted := getattr(request, "due_count", None)) is not None:
        return int(counted)
    return open_count(request.user, today=timezone.localdate())


def _views(request: HttpRequest) -> SafeString:
    """Draw the way to keep this list as a view; Today shows what was kept."""
    municipality = request.municipality  # type: ignore[attr-defined]  # set by the edge
    query = request.GET.copy()
    query.pop("page", None)
    form = ViewForm(
        desk=reverse("desk:today", args=[municipality.slug]),
        initial={"page": request.path, "query": query.urlencode()},
        auto_id="keep-view-%s",
    )
    return render_to_string("desk/saved_views.html", {"form": form}, request)
