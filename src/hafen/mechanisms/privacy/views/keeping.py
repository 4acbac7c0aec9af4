"""Periods and deletion: what is due, who releases it, what is kept longer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.places.features import is_on
from hafen.mechanisms.privacy import (
    holding,
    keeping_queries,
    periods,
    releasing,
    retention,
    rights,
)
from hafen.mechanisms.privacy.forms import PersonSearchForm
from hafen.mechanisms.privacy.four_eyes import (
    SMALL_OFFICE,
    NoLongerOpen,
    SecondPersonNeeded,
    TooEarly,
)
from hafen.mechanisms.privacy.keeping_forms import AnswerForm, HoldForm, PeriodForm
from hafen.mechanisms.privacy.models import DeletionRun
from hafen.mechanisms.privacy.rules import DECIDE_KEEPING, RELEASE_DELETION
from hafen.mechanisms.privacy.views._common import searched

LAST = 20


@never_cache
@require_safe
@requires(RELEASE_DELETION)
def overview(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is due in the next weeks, and what waits for a release."""
    user, now = request.user, timezone.now()
    runs = list(keeping_queries.runs_visible_to(user)[: LAST + 1])
    run = next((each for each in runs if each.is_open), None)
    # Figures only: nobody reads a file here.
    with opened_for(user.municipality_id):
        lines = retention.due(now=now)
    is_offered = run is not None and releasing.needs_archive(run)
    today = timezone.localdate(now)
    return render(
        request,
        "privacy/keeping.html",
        {
            "run": run,
            "runs": [each for each in runs if not each.is_open],
            "run_lines": _figures(run, lines),
            "files": [
                (line, line.is_late(today)) for line in lines if line.kind.needs_release
            ],
            "others": [line for line in lines if not line.kind.needs_release],
            "is_offered": is_offered,
            "answer": AnswerForm(initial={"on": today}) if is_offered else None,
            "is_small_office": is_on(user.municipality, SMALL_OFFICE),
            "may_release": keeping_queries.runs_waiting_for(user).exists(),
            "may_decide": DECIDE_KEEPING.held_by(user),
            "may_read": rights.is_officer(user),
        },
    )


def _figures(
    run: DeletionRun | None, lines: list[retention.Due]
) -> list[tuple[Any, int]]:
    """Return how many rows of each kind a run has."""
    names = {line.kind.label: line.kind.name for line in lines}
    counts = run.counts if run else {}
    return [(names.get(label, label), number) for label, number in counts.items()]


@never_cache
@require_safe
@requires(RELEASE_DELETION)
def rows(request: SignedInRequest, municipality: str, label: str) -> HttpResponse:
    """The rows of one kind that are due, for the data protection officer."""
    now = timezone.now()
    found = [
        each for each in retention.kinds(timezone.localdate(now)) if each.label == label
    ]
    if not found or not rights.is_officer(request.user):
        raise Http404
    with rights.opened(request.user):
        lines = keeping_queries.rows_due(request.user, found[0], now)
    audit.record(action="privacy.due.read", details={"kind": label})
    context = {"kind": found[0], "lines": lines}
    return render(request, "privacy/keeping_rows.html", context)


@require_POST
@requires(RELEASE_DELETION)
def step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Release the run, note the answer of the archive, or take the releases back."""
    run = get_object_or_404(keeping_queries.runs_visible_to(request.user), pk=pk)
    sent = request.POST.get("version", "")
    expected = int(sent) if sent.isdecimal() else 0
    try:
        if request.POST.get("step") == "take-back":
            releasing.take_back(run=run, by=request.user)
            messages.success(request, _("The releases were taken back."))
        elif request.POST.get("step") == "answer":
            _note_answer(request, run, expected)
        else:
            run = releasing.release(
                run=run, expected=expected, by=request.user, now=timezone.now()
            )
            messages.success(
                request,
                _("The files go in the coming night.")
                if run.is_released
                else _("Released. A second person has to release it as well."),
            )
    except (DomainError, LostUpdate) as refusal:
        messages.error(request, _words(refusal))
    return redirect("privacy:keeping", municipality)


def _note_answer(request: SignedInRequest, run: DeletionRun, expected: int) -> None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what the archive answered, and the day."))
        return
    releasing.note_answer(run=run, expected=expected, by=request.user, **form.content)
    messages.success(request, _("The answer of the archive was noted."))


@never_cache
@require_safe
@requires(RELEASE_DELETION)
def archive_list(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The list for the archive, without names."""
    run = get_object_or_404(keeping_queries.runs_visible_to(request.user), pk=pk)
    audit.seen(subject=run, what="privacy.run.archive_list")
    with opened_for(request.user.municipality_id):
        content = keeping_queries.archive_list(run, timezone.localdate())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="archiv.xlsx"'
    return response


@never_cache
@require_safe
@requires(DECIDE_KEEPING)
def holds(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is kept beyond its period, and the field that looks for a person."""
    found = keeping_queries.holds_visible_to(request.user)[: keeping_queries.MOST]
    today = timezone.localdate()
    lines = [(each, each.is_in_force and each.look_again_on <= today) for each in found]
    context = {"holds": lines, "form": PersonSearchForm()}
    return render(request, "privacy/holds.html", context)


@never_cache
@require_POST
@requires(DECIDE_KEEPING)
def find_for_hold(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Find the rows that may be the person."""
    form, hits = searched(request)
    return render(
        request,
        "privacy/hold_found.html",
        {"form": form, "hits": hits, "start": HoldForm(hits=hits)},
        status=422 if form.errors else 200,
    )


@require_POST
@requires(DECIDE_KEEPING)
def place_hold(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = HoldForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose who it is, and say why and until when."))
        return redirect("privacy:holds", municipality)
    try:
        holding.place(by=request.user, today=timezone.localdate(), **form.content)
    except DomainError as refusal:
        messages.error(request, _words(refusal))
    else:
        messages.success(request, _("The data is kept until somebody ends the hold."))
    return redirect("privacy:holds", municipality)


@require_POST
@requires(DECIDE_KEEPING)
def change_hold(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """End a hold, or look at it again on another day."""
    hold = get_object_or_404(keeping_queries.holds_visible_to(request.user), pk=pk)
    today = timezone.localdate()
    try:
        if request.POST.get("step") == "end":
            holding.end(hold=hold, by=request.user, today=today)
            messages.success(request, _("The hold has ended; the periods hold again."))
        else:
            on = _day(request.POST.get("on", "")) or today
            holding.prolong(hold=hold, on=on, by=request.user, today=today)
            messages.success(request, _("The data is kept on."))
    except DomainError as refusal:
        messages.error(request, _words(refusal))
    return redirect("privacy:holds", municipality)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@never_cache
@requires(DECIDE_KEEPING)
def own_periods(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Periods that differ from the declared ones, and a form for another."""
    today = timezone.localdate()
    open_to_decide = keeping_queries.settable(today)
    form = PeriodForm(
        request.POST or None,
        kinds=[(each.kind.label, _choice(each)) for each in open_to_decide],
    )
    if request.method == "POST" and form.is_valid():
        try:
            periods.set_period(by=request.user, today=today, **form.content)
        except periods.NotAllowed:
            form.add_error("days", _("The law allows no such period for this kind."))
        except periods.TooLate:
            form.add_error(
                "valid_from",
                _("Choose a day from today on for which no other period was set."),
            )
        else:
            messages.success(request, _("The period was set."))
            return redirect("privacy:own_periods", municipality)
    names = {each.kind.label: each.kind.name for each in open_to_decide}
    found = keeping_queries.periods_visible_to(request.user)
    return render(
        request,
        "privacy/own_periods.html",
        {
            "form": form,
            "periods": [(names.get(row.kind, row.kind), row) for row in found],
        },
        status=422 if form.errors else 200,
    )


def _choice(each: keeping_queries.Settable) -> str:
    return _("%(name)s (now %(days)s days; from %(least)s to %(most)s)") % {
        "name": each.kind.name,
        "days": each.kind.days,
        "least": each.least,
        "most": each.most,
    }


def _words(refusal: Exception) -> str:
    """Return what the person reads of a refusal."""
    words: dict[type[Exception], str] = {
        LostUpdate: _("The list has changed meanwhile. Please read it again."),
        NoLongerOpen: _("A colleague was faster. Please look at it again."),
        SecondPersonNeeded: _("A second person has to release it as well."),
        TooEarly: _(
            "Your office works in small-office mode: you can release it one day"
            " after the first release."
        ),
        releasing.OfficerNeeded: _(
            "One of the two must be the data protection officer."
        ),
        releasing.ArchiveNotAsked: _(
            "First offer the files to the archive and note its answer."
        ),
        holding.NothingNamed: _("Choose at least one entry that is the person."),
        holding.NotInTime: _("Choose a day to come for looking at it again."),
        holding.HoldEnded: _("A colleague was faster. Please look at it again."),
    }
    return words[type(refusal)]
