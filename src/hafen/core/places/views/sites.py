"""Sites of the staff side: list, page, and everything that is edited there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.db.permissions import requires
from hafen.core.places import parts, queries, rules, services
from hafen.core.places.forms import (
    DecisionForm,
    RoomForm,
    ShortcomingForm,
    SiteForm,
)
from hafen.core.places.models import Room, Shortcoming, Site
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.views.pages import Crumb, crumbs, form_page, to, typed
from hafen.core.places.wording import status_text, week_lines


@require_safe
@requires(rules.VIEW_PLACES)
def sites(request: PlaceRequest, municipality: str) -> HttpResponse:
    """List the sites with their state of the moment."""
    del municipality
    kind, text = typed(request, "kind"), typed(request, "q")
    found = queries.sites_matching(
        queries.sites_visible_to(request.user), kind=kind, text=text
    )
    now = timezone.now()
    rows = list(found)
    hours = queries.hours_of(request.municipality, rows)
    lines = [
        (site, status_text(hours[site.pk], hours[site.pk].status(now), now))
        for site in rows
    ]
    return render(
        request,
        "places/sites.html",
        {
            "lines": lines,
            "kinds": Site.Kind.choices,
            "kind": kind,
            "text": text,
            "may_edit": rules.EDIT_SITES.held_by(request.user),
        },
    )


@require_safe
@requires(rules.VIEW_PLACES)
def site(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show a site: hours, exceptions, rooms, shortcomings, delegated powers."""
    del municipality
    found = _site(request, pk)
    hours = queries.hours_of_site(request.municipality, found)
    now = timezone.now()
    today = timezone.localdate()
    user = request.user
    return render(
        request,
        "places/site.html",
        {
            "site": found,
            "status": hours.status(now),
            "status_text": status_text(hours, hours.status(now), now),
            "lines": week_lines(hours, today),
            "exceptions": queries.coming_exceptions(found, on=today),
            "regions": queries.target_regions_of(found, on=today),
            "rooms": queries.rooms_of(found),
            "shortcomings": queries.shortcomings_of(found),
            "delegations": queries.delegations_visible_to(user).filter(site=found),
            "crumbs": crumbs(request, (_("Sites"), "sites")),
            "facts": parts.facts_of(found, user, today),
            "lacks": parts.lacks_of(found),
            "may_edit": rules.EDIT_SITES.held_by(user),
            "may_edit_hours": rules.EDIT_HOURS.held_by(user),
        },
    )


@requires(rules.EDIT_SITES)
def add_site(request: PlaceRequest, municipality: str) -> HttpResponse:
    del municipality
    return _edit(request, Site(municipality=request.municipality), _("New site"), [])


@requires(rules.EDIT_SITES)
def edit_site(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    found = _site(request, pk)
    return _edit(request, found, _("Edit site"), [_crumb(request, found)])


@require_POST
@requires(rules.EDIT_SITES)
def publish_site(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show the site to the public, or hide it again."""
    del municipality
    found = _site(request, pk)
    change = (
        services.publish_site
        if request.POST.get("public") == "yes"
        else services.withdraw_site
    )
    change(found)
    return redirect(to(request, "site", found.pk))


@requires(rules.EDIT_SITES)
def add_room(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    found = _site(request, pk)
    room = Room(municipality=request.municipality, site=found)
    return _edit_room(request, room, _("New room"))


@requires(rules.EDIT_SITES)
def edit_room(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    room = get_object_or_404(queries.rooms_visible_to(request.user), pk=pk)
    return _edit_room(request, room, _("Edit room"))


@requires(rules.EDIT_HOURS)
def add_shortcoming(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Record that something at a site is not good enough."""
    del municipality
    found = _site(request, pk)
    row = Shortcoming(
        municipality=request.municipality, site=found, noticed_on=timezone.localdate()
    )
    form = ShortcomingForm(request.POST or None, row=row)

    def save() -> str:
        services.record_shortcoming(site=found, **form.content)
        return to(request, "site", found.pk)

    return form_page(
        request,
        form,
        save,
        title=_("New shortcoming"),
        crumbs=[*crumbs(request, (_("Sites"), "sites")), _crumb(request, found)],
    )


@requires(rules.EDIT_SITES)
def decide_shortcoming(
    request: PlaceRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Record what was decided about a shortcoming."""
    del municipality
    row = get_object_or_404(queries.shortcomings_visible_to(request.user), pk=pk)
    initial = {"on": timezone.localdate(), "decision": row.decision}
    form = DecisionForm(request.POST or None, initial=initial, version=row.version)

    def save() -> str:
        services.decide_shortcoming(row, **form.content, expected=form.read_version)
        return to(request, "site", row.site_id)

    return form_page(
        request,
        form,
        save,
        title=row.title,
        crumbs=[*crumbs(request, (_("Sites"), "sites")), _crumb(request, row.site)],
    )


def _site(request: PlaceRequest, pk: UUID) -> Site:
    return get_object_or_404(queries.sites_visible_to(request.user), pk=pk)


def _crumb(request: PlaceRequest, site: Site) -> Crumb:
    return Crumb(site.name, to(request, "site", site.pk))


def _edit(
    request: PlaceRequest, row: Site, title: str, more: list[Crumb]
) -> HttpResponse:
    form = SiteForm(request.POST or None, row=row)

    def save() -> str:
        saved = services.save_site(row, values=form.content, expected=form.read_version)
        if saved.opens_on is not None:
            for lack in parts.lacks_of(saved):
                messages.warning(request, str(lack))
        return to(request, "site", saved.pk)

    return form_page(
        request,
        form,
        save,
        title=title,
        crumbs=[*crumbs(request, (_("Sites"), "sites")), *more],
        groups=grouped(form),
    )


def _edit_room(request: PlaceRequest, room: Room, title: str) -> HttpResponse:
    form = RoomForm(request.POST or None, row=room)

    def save() -> str:
        services.save_room(room, values=form.content, expected=form.read_version)
        return to(request, "site", room.site_id)

    return form_page(
        request,
        form,
        save,
        title=title,
        crumbs=[*crumbs(request, (_("Sites"), "sites")), _crumb(request, room.site)],
    )


def grouped(form: SiteForm) -> list[tuple[Any, list[Any]]]:
    """Return the fields of a long form under headings; "names__" means all such."""
    return [
        (
            label,
            [
                field
                for name in names
                for field in form.unfolded
                if field.name == name
                or (name.endswith("__") and field.name.startswith(name))
            ],
        )
        for label, names in form.groups
    ]
