"""People who come: the list of the team, the clerk's own, and one of them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from hafen.casework.cases import queries as files
from hafen.casework.cases.words import language_choices
from hafen.casework.outreach import queries, services, words
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import (
    ArrivalFilterForm,
    ArrivalForm,
    arrival_initial,
    chosen_sheet,
)
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.rules import (
    ANNOUNCE_ARRIVALS,
    EXPORT_OUTREACH,
    VIEW_OUTREACH,
    WORK_OUTSIDE,
)
from hafen.casework.outreach.sheets import ARRIVALS, SENT
from hafen.casework.outreach.views._arrival_steps import SAID, STEPS
from hafen.casework.outreach.views._refusals import refusal
from hafen.casework.outreach.views._sheets import sheet_choices
from hafen.casework.outreach.views._steps import step_page
from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.models import District, Site
from hafen.core.ui import drafts
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.information.knowledge.queries import current_sheets

PAGE = 25
MOST_EXPORTED = 10_000


def key_of(row: Any) -> UUID | None:
    return row.pk if row else None


def seen(request: SignedInRequest) -> Any:
    return queries.arrivals_visible_to(request.user, today=timezone.localdate())


def found_arrival(request: SignedInRequest, pk: UUID) -> Arrival:
    row: Arrival = get_object_or_404(seen(request), pk=pk)
    return row


def _places(request: SignedInRequest) -> dict[str, Any]:
    here = {"municipality": request.municipality}
    return {
        "district": District.objects.filter(**here).order_by("name"),
        "site": Site.objects.filter(**here, kind=Site.Kind.ACCOMMODATION).in_order(),
    }


@require_safe
@requires(VIEW_OUTREACH)
@of_feature(FEATURE)
def arrivals(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who has come: first those whom nobody has approached yet."""
    del municipality
    today = timezone.localdate()
    teams = files.own_teams(request.user, today=today)
    rows = {"team": teams, "district": _places(request)["district"]}
    form = ArrivalFilterForm(request.GET or None, rows=rows)
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.ArrivalFilter(
        part=values.get("part") or "due",
        words=values.get("q", ""),
        team=key_of(values.get("team")),
        district=key_of(values.get("district")),
        kind=values.get("kind", ""),
        first=values.get("first"),
        last=values.get("last"),
    )
    found = queries.filtered_arrivals(seen(request), chosen)
    if file := answer(request, ARRIVALS, found[:MOST_EXPORTED], right=EXPORT_OUTREACH):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": chosen.part,
        "parts": [
            ("due", pgettext("arrivals", "first approach due")),
            ("not_reached", pgettext("arrivals", "not reached yet")),
            ("reached", pgettext("arrivals", "reached")),
            ("ended", pgettext("arrivals", "ended")),
            ("came", pgettext("arrivals", "came")),
            ("all", pgettext("arrivals", "all")),
        ],
        "today": today,
        "may_export": EXPORT_OUTREACH.held_by(request.user),
    }
    return render_page(request, "outreach/arrivals.html", context)


@require_safe
@requires(ANNOUNCE_ARRIVALS)
@of_feature(FEATURE)
def sent(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What a clerk announces, and has announced within the last thirty days."""
    del municipality
    rows = queries.sent_by(request.user)
    if file := answer(request, SENT, rows[:MOST_EXPORTED], right=EXPORT_OUTREACH):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may_export = EXPORT_OUTREACH.held_by(request.user)
    kinds = Arrival.Kind.choices
    context = {"page": page, "kinds": kinds, "may_export": may_export}
    return render(request, "outreach/sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANNOUNCE_ARRIVALS)
@of_feature(FEATURE)
def announce(request: SignedInRequest, municipality: str, kind: str) -> HttpResponse:
    """Write down that people come; their team sees it with that."""
    code = kind.upper()
    if code not in Arrival.Kind.values:
        raise Http404
    today = timezone.localdate()
    choices, papers = sheet_choices(request, words.language_names())
    teams = Team.objects.filter(municipality=request.municipality, is_archived=False)
    households = files.households_visible_to(request.user, today=today)
    households = households.filter(ended_on=None).order_by("sort_key", "id")
    form = ArrivalForm(
        request.POST or None,
        kind=code,
        languages=language_choices(today),
        sheets=choices,
        rows=_places(request)
        | {"team": teams.order_by("name"), "household": households},
        initial={"on": today},
    )
    if request.method == "POST" and form.is_valid():
        values = form.content
        try:
            row = services.announce(
                municipality=request.municipality,
                facts=form.facts | {"kind": code},
                team=values["team"],
                household=values.get("household"),
                sheet=chosen_sheet(values["sheet"], papers),
                today=today,
                by=request.user,
            )
        except DomainError as refused:
            form.add_error("district", refusal(refused))
        else:
            drafts.saved(request, _("The team has it on its list."))
            if code == Arrival.Kind.ASSIGNMENT:
                return redirect("outreach:notice", municipality, row.pk)
            return redirect("outreach:sent", municipality)
    context = {"form": form, "kind": Arrival.Kind(code).label}
    status = 422 if form.errors else 200
    return render(request, "outreach/announce.html", context, status=status)


@require_safe
@requires(ANNOUNCE_ARRIVALS)
@of_feature(FEATURE)
def notice(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The notice of an assignment, in their language and in German, with the sheet."""
    del municipality
    mine = queries.sent_by(request.user).filter(pk=pk).first()
    row = mine or found_arrival(request, pk)
    given = row.sheets.select_related("paper").order_by("-on", "-id").first()
    sheet = None
    if given is not None:
        sheet = current_sheets([given.paper]).get((given.paper_id, given.language))
    audit.seen(subject=row, what="outreach.arrival")
    context = {
        "row": row,
        "texts": words.notice(row),
        "sheet": sheet.content if sheet else None,
        "given": given,
    }
    return render(request, "outreach/notice.html", context)


@require_safe
@requires(VIEW_OUTREACH)
@of_feature(FEATURE)
def arrival(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Where people live, who approached them, visits, sheets, and who was told."""
    del municipality
    row = get_object_or_404(queries.with_notices(seen(request)), pk=pk)
    audit.seen(subject=row, what="outreach.arrival")
    today = timezone.localdate()
    visits = row.visits.select_related("visitor").order_by("-on", "-id")
    context = {
        "row": row,
        "today": today,
        "spoken": words.spoken(row.languages),
        "visits": visits,
        "sheets": row.sheets.select_related("paper").order_by("-on", "-id"),
        "steps": [(name, SAID[name][0]) for name in _open_steps(row)],
    }
    return render(request, "outreach/arrival.html", context)


def _open_steps(row: Arrival) -> list[str]:
    """Return what can be done now; the first one is what mostly comes next."""
    if not row.is_open:
        return []
    closed = set()
    if row.reached_on is not None:
        closed |= {"approach", "helper"}
    closed.add("group" if row.household_id is None else "recognise")
    return [name for name in STEPS if name not in closed]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def edit_arrival(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row, today = found_arrival(request, pk), timezone.localdate()
    initial = arrival_initial(row)
    form = ArrivalForm(
        request.POST or None,
        kind=row.kind,
        languages=language_choices(today),
        sheets=None,
        rows=_places(request),
        initial=initial,
        version=row.version,
    )

    def save(**version: Any) -> None:
        services.save_arrival(
            arrival=row,
            facts=form.facts | {"due_on": form.content["due_on"] or row.due_on},
            by=request.user,
            **version,
        )

    done = edited(request, form, row, save, current=initial)
    if isinstance(done, HttpResponse):
        return done
    if done:
        drafts.saved(request, _("The changes were saved."))
        return redirect("outreach:arrival", municipality, pk)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "outreach/arrival_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def arrival_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """One of the small steps from the page of an arrival, each on its own page."""
    row = found_arrival(request, pk)

    def show(form: Any) -> HttpResponse:
        context = {"row": row, "said": SAID[name], "form": form}
        status = 422 if form.errors else 200
        return render(request, "outreach/arrival_step.html", context, status=status)

    def done(_result: Any) -> HttpResponse:
        return redirect("outreach:arrival", municipality, pk)

    return step_page(request, row, STEPS, name, show=show, done=done)
