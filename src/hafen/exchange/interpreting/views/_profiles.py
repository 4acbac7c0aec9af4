"""Interpreters: the list, the form, the page."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
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
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.exchange.interpreting import queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.forms import (
    AbsenceForm,
    ApartForm,
    InterpreterFilterForm,
    InterpreterForm,
    QualificationForm,
    initial_of_interpreter,
)
from hafen.exchange.interpreting.models import Interpreter
from hafen.exchange.interpreting.queries import InterpreterFilter
from hafen.exchange.interpreting.rules import (
    EDIT_INTERPRETER,
    EXPORT,
    VIEW_INTERPRETERS,
)
from hafen.exchange.interpreting.sheets import INTERPRETERS
from hafen.exchange.interpreting.views._common import (
    MOST_EXPORTED,
    PAGE,
    districts,
    interpreter_of,
    of_messages,
    today,
    tried,
)
from hafen.exchange.interpreting.views._refusals import refusal
from hafen.exchange.pool import times


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def interpreters(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who interprets what; those whose details grow old stand apart."""
    del municipality
    languages = words.language_choices(today())
    form = InterpreterFilterForm(
        request.GET or None,
        languages=languages,
        tree=places.district_tree(request.municipality),
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = InterpreterFilter(
        part=values.get("part") or "working",
        words=values.get("q", ""),
        language=values.get("language", ""),
        level=values.get("level") or 0,
        subject=values.get("subject", ""),
        on=values.get("on"),
        district=values.get("district"),
        km=values.get("km"),
    )
    visible = queries.interpreters_visible_to(request.user)
    rows = queries.filtered_interpreters(visible, chosen, today=today())
    if file := answer(request, INTERPRETERS, rows[:MOST_EXPORTED], right=EXPORT):
        return file
    page = Paginator(rows.prefetch_related("speeches"), PAGE)
    context = {
        "form": form,
        "filters": chosen.count,
        "page": page.get_page(request.GET.get("page")),
        "names": dict(languages),
        "part": chosen.part,
        "parts": _parts().items(),
        "may_edit": EDIT_INTERPRETER.held_by(request.user),
        "may_export": EXPORT.held_by(request.user),
    }
    return render_page(request, "interpreting/interpreters.html", context)


def _parts() -> dict[str, str]:
    return {
        "working": pgettext("interpreters", "Can be asked"),
        "check": _("To be checked"),
        "all": pgettext("interpreters", "All"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_INTERPRETER)
@of_feature(FEATURE)
def add_interpreter(request: SignedInRequest, municipality: str) -> HttpResponse:
    initial = {"person_language": "de", "confirmed_on": today(), "slots": []}
    form = _form(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_interpreter(
                municipality=request.municipality,
                person=form.person,
                offer=form.offer,
                data=form.profile,
                speeches=form.speeches,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("interpreting:interpreter", municipality, made.pk)
    return _form_page(request, form)


def _form(request: SignedInRequest, **options: Any) -> InterpreterForm:
    return InterpreterForm(
        request.POST or None,
        languages=words.language_choices(today()),
        of_messages=of_messages(request.municipality),
        districts=districts(request),
        **options,
    )


def _form_page(
    request: SignedInRequest, form: InterpreterForm, found: Interpreter | None = None
) -> HttpResponse:
    chosen = {str(value) for value in form["slots"].value() or []}
    parts = times.PARTS_PER_DAY
    grid = [
        (
            WEEKDAYS[day],
            [
                (place, times.name_of(place), str(place) in chosen)
                for place in range(day * parts, (day + 1) * parts)
            ],
        )
        for day in range(7)
    ]
    context = {
        "form": form,
        "interpreter": found,
        "grid": grid,
        "parts_of_day": list(zip(times.PARTS, times.HOURS, strict=True)),
    }
    status = 422 if form.errors else 200
    return render(request, "interpreting/interpreter_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_INTERPRETER)
@of_feature(FEATURE)
def edit_interpreter(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found = interpreter_of(request, pk)
    current = initial_of_interpreter(found, times.bits_in(found.offer.slots))
    form = _form(request, initial=current, version=found.version)

    def save(*, expected: int) -> None:
        services.edit_interpreter(
            interpreter=found,
            person=form.person,
            offer=form.offer,
            data=form.profile,
            speeches=form.speeches,
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    done = edited(request, form, found, save, current=current)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("interpreting:interpreter", municipality, pk)
    return done or _form_page(request, form, found)


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def interpreter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    rows = queries.with_talks(queries.interpreters_visible_to(request.user))
    return _page(request, get_object_or_404(rows, pk=pk))


def _page(request: SignedInRequest, found: Interpreter) -> HttpResponse:
    audit.seen(subject=found, what="interpreting.interpreter")
    names = dict(words.language_choices(today()))
    jobs = list(queries.recent_jobs_of(found, now=timezone.now()))
    context = {
        "interpreter": found,
        "helper": found.offer.helper,
        "is_old": found.is_to_be_checked(today()),
        "speeches": [
            (names.get(row.language, row.language), row)
            for row in found.speeches.order_by("language", "dialect")
        ],
        "slots": times.names(found.offer.slots),
        "jobs": jobs,
        "subjects": _labels(found, "subjects"),
        "avoids": _labels(found, "avoids"),
        "modes": _labels(found, "modes"),
        "load": queries.load_of(found, jobs, today=today()),
        "may_edit": EDIT_INTERPRETER.held_by(request.user),
    }
    return render(request, "interpreting/interpreter.html", context)


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def interpreter_more(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Qualifications, hours without time, and from whom somebody is kept apart."""
    del municipality
    return _more(request, interpreter_of(request, pk))


def _institutions(request: SignedInRequest, found: Interpreter) -> Any:
    return queries.with_apart(queries.institutions_visible_to(request.user), found)


def _more(request: SignedInRequest, found: Interpreter, **forms: Any) -> HttpResponse:
    institutions = list(_institutions(request, found))
    context = {
        "interpreter": found,
        "qualifications": found.qualifications.order_by("-on"),
        "absences": [
            (row, WEEKDAYS[row.weekday] if row.weekday is not None else "")
            for row in found.busy.filter(last_day__gte=today()).order_by("first_day")
        ],
        "apart": [row for row in institutions if row.apart_codes],
        "may_edit": EDIT_INTERPRETER.held_by(request.user),
        "qualification": forms.get("qualification") or QualificationForm(),
        "absence": forms.get("absence") or _absence_form(None),
        "apart_form": forms.get("apart") or ApartForm(institutions=institutions),
    }
    wrong = any(form.errors for form in forms.values())
    return render(
        request,
        "interpreting/interpreter_more.html",
        context,
        status=422 if wrong else 200,
    )


def _labels(found: Interpreter, name: str) -> str:
    field: Any = Interpreter._meta.get_field(name)
    labels = dict(field.base_field.choices)
    return ", ".join(str(labels[code]) for code in getattr(found, name))


def _absence_form(data: Any) -> AbsenceForm:
    return AbsenceForm(data, weekdays=list(WEEKDAYS.items()))


@require_POST
@requires(EDIT_INTERPRETER)
@of_feature(FEATURE)
def interpreter_step(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Note that all still holds, pause and go on, or note that a talk was held."""
    found = interpreter_of(request, pk)
    steps: dict[str, Any] = {
        "confirm": services.confirm_profile,
        "pause": services.pause_interpreter,
        "talked": partial(services.note_talk, on=today()),
    }
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404

    def run() -> None:
        step(interpreter=found, by=request.user, now=timezone.now())

    tried(request, run, _("Saved."))
    return redirect("interpreting:interpreter", municipality, pk)


@require_POST
@requires(EDIT_INTERPRETER)
@of_feature(FEATURE)
def add_to_interpreter(
    request: SignedInRequest, municipality: str, pk: UUID, what: str
) -> HttpResponse:
    """Add a qualification, hours without time, or an exclusion."""
    found = interpreter_of(request, pk)
    institutions = list(_institutions(request, found))
    makers: dict[str, Any] = {
        "qualification": lambda: QualificationForm(request.POST),
        "absence": lambda: _absence_form(request.POST),
        "apart": lambda: ApartForm(request.POST, institutions=institutions),
    }
    if what not in makers:
        raise Http404
    form = makers[what]()
    if not form.is_valid():
        return _more(request, found, **{what: form})
    by, now = request.user, timezone.now()
    if what == "qualification":
        services.note_qualification(interpreter=found, data=form.content, by=by)
    elif what == "absence":
        services.note_absence(interpreter=found, data=form.content, by=by, now=now)
    else:
        services.keep_apart(interpreter=found, **form.content, by=by)
    messages.success(request, _("Saved."))
    return redirect("interpreting:interpreter_more", municipality, pk)
