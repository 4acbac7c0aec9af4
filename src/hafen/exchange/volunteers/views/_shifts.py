"""Tasks, shifts, hours and worries at the desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
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
from hafen.core.places.models import Site
from hafen.core.ui.conflict import edited
from hafen.core.ui.forms import Form
from hafen.core.ui.pages import render_page
from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.shifts import (
    ConcernForm,
    FeedbackForm,
    HoursForm,
    SettleForm,
    ShiftForm,
    TaskForm,
)
from hafen.exchange.volunteers.models import Shift, Signup, Task
from hafen.exchange.volunteers.registries import concern_actions
from hafen.exchange.volunteers.rules import (
    EDIT_VOLUNTEER,
    EXPORT_VOLUNTEERS,
    VIEW_CERTIFICATE,
    VIEW_VOLUNTEERS,
)
from hafen.exchange.volunteers.sheets import HOURS, TASKS
from hafen.exchange.volunteers.views._common import (
    MOST_EXPORTED,
    PAGE,
    districts,
    found,
    receivers,
)
from hafen.exchange.volunteers.views._current import current_of
from hafen.exchange.volunteers.views._refusals import refusal


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def tasks(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is to be done, and which shifts lack somebody."""
    del municipality
    rows = queries.tasks_visible_to(request.user)
    if file := answer(request, TASKS, rows[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "lacking": queries.lacking_shifts(request.user, now=timezone.now())[:10],
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render_page(request, "volunteers/tasks.html", context)


def _task(request: SignedInRequest, pk: UUID) -> Task:
    return get_object_or_404(queries.tasks_visible_to(request.user), pk=pk)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def task(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _task_page(request, _task(request, pk), ShiftForm())


def _task_page(request: SignedInRequest, row: Task, form: ShiftForm) -> HttpResponse:
    shifts = queries.shifts_visible_to(request.user).filter(task=row)
    context = {
        "task": row,
        "shifts": shifts.filter(ends_at__gt=timezone.now())[:60],
        "past": shifts.filter(ends_at__lte=timezone.now()).reverse()[:20],
        "form": form,
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/task.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_task(request: SignedInRequest, municipality: str) -> HttpResponse:
    return _save_task(request, municipality, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def edit_task(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    return _save_task(request, municipality, _task(request, pk))


def _save_task(request: SignedInRequest, municipality: str, row: Any) -> HttpResponse:
    current = current_of(row, TaskForm)
    form = TaskForm(
        request.POST or None,
        initial=current or {"owner": request.user},
        version=row.version if row else None,
        rows={
            "partner": queries.partners_visible_to(request.user),
            "site": Site.objects.filter(municipality=request.municipality).in_order(),
            "district": districts(request),
            "profile": services.profiles_in_use(request.municipality),
            **receivers(request),
        },
    )
    made: list[Task] = []

    def save(expected: int | None) -> None:
        made.append(
            services.save_task(
                municipality=request.municipality,
                data=form.content,
                by=request.user,
                task=row,
                expected=expected,
                now=timezone.now(),
            )
        )

    done = edited(request, form, row, save, current=current)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:task", municipality, made[0].pk)
    status = 422 if form.errors else 200
    context = {"form": form, "task": row}
    return render(request, "volunteers/task_form.html", context, status=status)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_shifts(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = _task(request, pk)
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return _task_page(request, row, form)
    made = services.add_shifts(
        task=row, **form.content, by=request.user, now=timezone.now()
    )
    said = ngettext("%(n)s shift was added.", "%(n)s shifts were added.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect("volunteers:task", municipality, pk)


def _shift(request: SignedInRequest, pk: UUID) -> Shift:
    rows = queries.shifts_visible_to(request.user).select_related("task__municipality")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def shift(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who is in a shift, and who in the whole town could be booked for it."""
    row = _shift(request, pk)
    if request.method == "POST":
        _book(request, row)
        return redirect("volunteers:shift", municipality, pk)
    return _shift_page(request, row)


def _shift_page(
    request: SignedInRequest, row: Shift, wrong: tuple[UUID, Form] | None = None
) -> HttpResponse:
    """Show a shift; the form of a feedback that was wrong says what is."""
    is_over = row.ends_at <= timezone.now()
    key, form = wrong or (None, None)
    context = {
        "shift": row,
        "signups": [
            (each, form if each.pk == key else _feedback_form(each))
            for each in queries.signups_of(row)
        ],
        "available": queries.available_for(row)
        if row.free > 0 and not is_over  # type: ignore[attr-defined]  # annotated
        else [],
        "is_over": is_over,
    }
    status = 422 if wrong else 200
    return render(request, "volunteers/shift.html", context, status=status)


def _feedback_form(signup: Signup, sent: Any = None) -> FeedbackForm:
    weight = Signup.Weight.WELL if signup.weight is None else signup.weight
    initial = {"weight": weight, "feedback": signup.feedback}
    return FeedbackForm(sent, initial=initial, auto_id=f"id_{signup.pk}_%s")


def _book(request: SignedInRequest, row: Shift) -> None:
    """Book everybody who was ticked: all, or none of them."""
    chosen = set(request.POST.getlist("volunteer"))
    rows = queries.volunteers_visible_to(request.user).active()
    people = [each for each in rows.select_related("helper") if str(each.pk) in chosen]
    if not people:
        messages.error(request, _("Tick at least one helper."))
        return
    try:
        services.book_several(
            shift=row, volunteers=people, by=request.user, now=timezone.now()
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Booked. Everybody is told."))


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def shift_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Call a shift off, or take somebody out of it."""
    row = _shift(request, pk)
    now = timezone.now()
    if name == "cancel":
        services.cancel_shift(shift=row, by=request.user, now=now)
    elif name == "leave":
        services.sign_off(signup=_signup(request, row), by=request.user, now=now)
    elif name == "feedback":
        return _feedback(request, row)
    else:
        raise Http404
    messages.success(request, _("The changes were saved."))
    return redirect("volunteers:shift", municipality, pk)


def _signup(request: SignedInRequest, row: Shift) -> Signup:
    """Return who is meant, out of those that are on the page."""
    for each in queries.signups_of(row):
        if str(each.pk) == request.POST.get("signup"):
            return each
    raise Http404


def _feedback(request: SignedInRequest, row: Shift) -> HttpResponse:
    signup = _signup(request, row)
    form = _feedback_form(signup, request.POST)
    if not form.is_valid():
        return _shift_page(request, row, wrong=(signup.pk, form))
    services.note_feedback(
        signup=signup, by=request.user, now=timezone.now(), **form.content
    )
    messages.success(request, _("The changes were saved."))
    return redirect("volunteers:shift", request.municipality.slug, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def hours(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Hours that were logged: confirm or refuse several at once."""
    rows = queries.hours_visible_to(request.user)
    part = request.GET.get("part", "logged")
    shown = rows.filter(state=part.upper()) if part != "all" else rows
    if request.method == "POST":
        chosen = set(request.POST.getlist("hours"))
        ticked = [row for row in rows.filter(state="LOGGED") if str(row.pk) in chosen]
        number = services.decide_hours(
            rows=ticked,
            approve=request.POST.get("step") == "approve",
            by=request.user,
            now=timezone.now(),
        )
        said = ngettext("%(n)s entry decided.", "%(n)s entries decided.", number)
        messages.success(request, said % {"n": number})
        return redirect("volunteers:hours", municipality)
    if file := answer(request, HOURS, shown[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS):
        return file
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render_page(request, "volunteers/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_hours(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Note hours for somebody who told them on the telephone."""
    row = found(request, pk)
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.log_hours(
            volunteer=row,
            on=form.cleaned_data["on"],
            minutes=form.whole,
            what=form.cleaned_data["what"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:volunteer", municipality, pk)
    context = {"form": form, "volunteer": row, "title": _("Note hours")}
    status = 422 if form.errors else 200
    return render(request, "volunteers/simple_form.html", context, status=status)


@require_safe
@requires(VIEW_CERTIFICATE)
@of_feature(FEATURE)
def concerns(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Worries about children; nobody but the coordinator reads them."""
    del municipality
    rows = list(queries.concerns_visible_to(request.user)[:100])
    for row in rows:
        audit.seen(subject=row, what="volunteers.concern")
    context = {"rows": rows, "form": SettleForm(), "actions": list(concern_actions)}
    return render(request, "volunteers/concerns.html", context)


@require_POST
@requires(VIEW_CERTIFICATE)
@of_feature(FEATURE)
def settle(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.concerns_visible_to(request.user), pk=pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say what was done."))
        return redirect("volunteers:concerns", municipality)
    try:
        services.settle_concern(
            concern=row,
            note=form.cleaned_data["note"],
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("volunteers:concerns", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_concern(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take down a worry that somebody tells on the telephone."""
    row = found(request, pk)
    form = ConcernForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.report_concern(
            municipality=request.municipality,
            volunteer=row,
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
        messages.success(request, _("The coordinator looks at it today."))
        return redirect("volunteers:volunteer", municipality, pk)
    context = {"form": form, "volunteer": row, "title": _("Report a worry")}
    status = 422 if form.errors else 200
    return render(request, "volunteers/simple_form.html", context, status=status)
