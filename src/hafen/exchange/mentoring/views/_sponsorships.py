"""Sponsorships at the desk: the list, one of them, its steps, and the figures."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page
from hafen.exchange.mentoring import agreements, queries, services
from hafen.exchange.mentoring.doors import FEATURE
from hafen.exchange.mentoring.forms import (
    AssignForm,
    BehalfForm,
    EndForm,
    EntryForm,
    FilterForm,
    StepsForm,
)
from hafen.exchange.mentoring.models import Side, Sponsorship
from hafen.exchange.mentoring.rules import (
    EXPORT_MENTORING,
    RUN_MENTORING,
    VIEW_MENTORING,
)
from hafen.exchange.mentoring.sheets import FIGURES, SPONSORSHIPS
from hafen.exchange.mentoring.views._refusals import refusal
from hafen.mechanisms.questions.queries import answers_about
from hafen.mechanisms.todos.queries import receivers_for

PAGE = 25
MOST_EXPORTED = 10_000
YEARS = 4


def _choices(request: SignedInRequest) -> dict[str, Any]:
    people, _teams = receivers_for(request.user)
    return {"programme": queries.programmes_visible_to(request.user), "owner": people}


def _key(row: Any) -> UUID | None:
    return row.pk if row else None


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Those that run first, by the day of their next question."""
    del municipality
    form = FilterForm(request.GET or None, rows=_choices(request))
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.SponsorshipFilter(
        part=values.get("part") or "running",
        words=values.get("q", ""),
        programme=_key(values.get("programme")),
        owner=_key(values.get("owner")),
    )
    rows = queries.filtered(queries.sponsorships_visible_to(request.user), chosen)
    right = EXPORT_MENTORING
    if file := answer(request, SPONSORSHIPS, rows[:MOST_EXPORTED], right=right):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "part": chosen.part,
        "parts": [
            ("beginning", pgettext("sponsorships", "beginning")),
            ("running", pgettext("sponsorships", "running")),
            ("ended", pgettext("sponsorships", "ended")),
            ("all", pgettext("sponsorships", "all")),
        ],
        "today": timezone.localdate(),
        "may_export": EXPORT_MENTORING.held_by(request.user),
    }
    return render_page(request, "mentoring/listing.html", context)


def _found(request: SignedInRequest, pk: UUID) -> Sponsorship:
    return get_object_or_404(queries.sponsorships_visible_to(request.user), pk=pk)


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One sponsorship: what comes next, how it goes, and what was written down."""
    del municipality
    return _page(request, _found(request, pk))


def _page(request: SignedInRequest, row: Sponsorship, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="mentoring.sponsorship")
    today = timezone.localdate()
    checks = list(queries.check_ins_of(row))
    may_run = RUN_MENTORING.held_by(request.user)
    initial = {"met_on": row.met_on or today, "signed_on": row.signed_on}
    context = {
        "row": row,
        "match": row.match,
        "checks": checks,
        "open_check": next((c for c in checks if c.is_due(today)), None),
        "entries": queries.entries_of(row),
        "steps": StepsForm(initial=initial, version=row.version),
        "entry": EntryForm(initial={"on": today}),
        "behalf": BehalfForm(),
        "end": EndForm(),
        "may_run": may_run,
        "today": today,
        **shown,
    }  # fmt: skip
    return render(
        request, "mentoring/detail.html", context, status=422 if shown else 200
    )


@require_POST
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Do one step: note, sign, begin, write down, end, look again."""
    row = _found(request, pk)
    if name not in _STEPS:
        raise Http404
    form_class, do = _STEPS[name]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return _page(request, row, **{_SHOWN.get(name, name): form})
    try:
        need = do(request, row, form, timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
        return redirect("mentoring:detail", municipality, pk)
    messages.success(request, _("The changes were saved."))
    if need is not None:
        return redirect("pool:need", municipality, need)
    return redirect("mentoring:detail", municipality, pk)


def _note(request: SignedInRequest, row: Sponsorship, form: Any, now: datetime) -> None:
    values = form.cleaned_data
    services.note_steps(
        sponsorship=row,
        met_on=values["met_on"],
        signed_on=values["signed_on"],
        by=request.user,
        now=now,
        expected=form.read_version,
    )


def _begin(
    request: SignedInRequest, row: Sponsorship, _form: Any, now: datetime
) -> None:
    services.begin_sponsorship(sponsorship=row, by=request.user, now=now)


def _write(
    request: SignedInRequest, row: Sponsorship, form: Any, _now: datetime
) -> None:
    services.note_entry(sponsorship=row, by=request.user, **form.content)


def _said(request: SignedInRequest, row: Sponsorship, form: Any, now: datetime) -> None:
    check = next(
        (c for c in queries.check_ins_of(row) if c.is_due(timezone.localdate(now))),
        None,
    )
    if check is None:
        raise Http404
    services.answer_check_in(check_in=check, by=request.user, now=now, **form.content)


def _end(
    request: SignedInRequest, row: Sponsorship, form: Any, now: datetime
) -> UUID | None:
    need = services.end_sponsorship(
        sponsorship=row, by=request.user, now=now, **form.content
    )
    return need.pk if form.cleaned_data["looks_on"] else None


def _again(
    request: SignedInRequest, row: Sponsorship, _form: Any, now: datetime
) -> UUID:
    return services.look_again(sponsorship=row, by=request.user, now=now).pk


_Step = Callable[[SignedInRequest, Sponsorship, Any, datetime], UUID | None]
_STEPS: dict[str, tuple[Any, _Step]] = {
    "note": (StepsForm, _note),
    "begin": (None, _begin),
    "write": (EntryForm, _write),
    "answer": (BehalfForm, _said),
    "end": (EndForm, _end),
    "again": (None, _again),
}
_SHOWN = {"note": "steps", "write": "entry", "answer": "behalf"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def assign(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The programme, who looks after it, and what both answered to its questions."""
    row = _found(request, pk)
    initial = {"programme": row.programme_id, "owner": row.owner_id}
    form = AssignForm(request.POST or None, rows=_choices(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.assign(sponsorship=row, by=request.user, **form.content)
        messages.success(request, _("The changes were saved."))
        return redirect("mentoring:detail", municipality, pk)
    offer, need = row.match.offer_id, row.match.need_id
    said = answers_about([offer, need], get_language() or "de")
    answers = [
        (Side.HELPER.label, said.get(offer)),
        (Side.SEEKER.label, said.get(need)),
    ]
    context = {"row": row, "form": form, "answers": answers}
    status = 422 if form.errors else 200
    return render(request, "mentoring/assign.html", context, status=status)


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def agreement(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The paper that both sign, in the languages of both."""
    del municipality
    row = _found(request, pk)
    audit.seen(subject=row, what="mentoring.agreement")
    paper = agreements.agreement(row, today=timezone.localdate())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="agreement.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def figures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How many run, begin and end in a year, by programme and association."""
    del municipality
    this_year = timezone.localdate().year
    years = range(this_year, this_year - YEARS, -1)
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isdigit() and int(asked) in years else this_year
    found = queries.figures_of(request.municipality, chosen)
    lines = [*found.lines, found.total]
    if file := answer(request, FIGURES, lines, right=EXPORT_MENTORING):
        return file
    context = {
        "figures": found,
        "chosen": chosen,
        "years": years,
        "may_export": EXPORT_MENTORING.held_by(request.user),
    }
    return render(request, "mentoring/figures.html", context)
