"""Cases at the desk: one's own and those deputised, one of them, and its steps."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import (
    CaseFilterForm,
    CaseForm,
    CloseForm,
    ExtendForm,
    NoteForm,
    OpenCaseForm,
    ReopenForm,
)
from hafen.casework.cases.models import Case, CaseQuerySet, Client
from hafen.casework.cases.registries import case_actions
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import CASES
from hafen.casework.cases.views._asking import asked, offered
from hafen.casework.cases.views._closed import found_or_closed
from hafen.casework.cases.views._hints import hints_for, residences_in
from hafen.casework.cases.views._households import (
    MOST_EXPORTED,
    PAGE,
    found_household,
    key_of,
)
from hafen.casework.cases.views._refusals import refusal
from hafen.casework.cases.views._steps import Step, take
from hafen.core.accounts.queries import owners_of
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import is_on, of_feature
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.ui.pages import render_page
from hafen.voice.surveys.doors import FEATURE as SURVEYS
from hafen.voice.surveys.queries import waves_to_ask

# So long after the end of a case it offers to ask how content people are.
ASKED_FOR = timedelta(days=30)


def _seen(request: SignedInRequest) -> CaseQuerySet:
    return queries.cases_visible_to(request.user, today=timezone.localdate())


def found_case(request: SignedInRequest, pk: UUID) -> Case:
    return found_or_closed(_seen(request), pk)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def cases(request: SignedInRequest, municipality: str) -> HttpResponse:
    """One's own, those deputised, and those of a team one leads."""
    del municipality
    today = timezone.localdate()
    seen = _seen(request)
    rows = {
        "owner": owners_of(seen),
        "programme": queries.programmes_visible_to(request.user),
    }
    form = CaseFilterForm(request.GET or None, rows=rows)
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.CaseFilter(
        part=values.get("part") or "open",
        words=values.get("q", ""),
        owner=key_of(values.get("owner")),
        programme=key_of(values.get("programme")),
        first=values.get("first"),
        last=values.get("last"),
    )
    found = queries.filtered_cases(seen, chosen, today=today)
    exported = queries.with_marks(found)[:MOST_EXPORTED]
    if file := answer(request, CASES, exported, right=EXPORT_CASES):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": chosen.part,
        "parts": [
            ("open", pgettext("cases", "open")),
            ("opened", pgettext("cases", "opened")),
            ("ending", pgettext("cases", "close to the end of the period")),
            ("follow_up", pgettext("cases", "to ask again")),
            ("closed", pgettext("cases", "closed")),
            ("all", pgettext("cases", "all")),
        ],
        "alarm": today + queries.ALARM,
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
        "refuses": bool(queries.refusing(queries.programmes_visible_to(request.user))),
        "closed": queries.closed_files(),
    }
    return render_page(request, "cases/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def open_case(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Begin to accompany a household, or one person of it."""
    household, today = found_household(request, pk), timezone.localdate()
    clients = Client.objects.filter(household=household).order_by("sort_key", "id")
    rows = {
        "client": clients,
        "owner": queries.members_of(household.team, today=today),
        "programme": queries.programmes_visible_to(request.user),
    }
    initial = {"owner": request.user, "on": today}
    form = OpenCaseForm(request.POST or None, rows=rows, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.open_case(
                household=household, today=today, by=request.user, **form.content
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The case was opened."))
            return redirect("cases:household", municipality, pk)
    context = {"form": form, "row": household}
    status = 422 if form.errors else 200
    return render(request, "cases/open_case.html", context, status=status)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def case(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """How far it is, who is responsible, and until when it may last."""
    del municipality
    return _page(request, found_case(request, pk))


def _page(request: SignedInRequest, row: Case, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="cases.case")
    today = timezone.localdate()
    initial = {
        "stage": row.stage,
        "intensity": row.intensity,
        "programme": row.programme_id,
        "criteria": row.criteria,
    }
    context = {
        "row": row,
        "notes": queries.notes_of(row),
        "note": NoteForm(initial={"on": today}, auto_id="note_%s"),
        "is_named": queries.is_named(request.user, row, today=today),
        "save": CaseForm(
            case=row, rows=_programmes(request), initial=initial, version=row.version
        ),
        "extend": ExtendForm(),
        "reopen": ReopenForm(),
        "actions": offered(case_actions, request),
        "hints": (
            hints_for(request, residences_in(row, today), today)
            if row.is_open
            else None
        ),
        "contested": queries.contested_in(row.household_id, row.client),
        "asks": _asks(request, row, today),
        "is_ending": _is_ending(row, today),
        "warned": _warned(row, today),
        "may_extend": _may_extend(row),
        "today": today,
        **shown,
    }
    return render(request, "cases/case.html", context, status=422 if shown else 200)


def _asks(request: SignedInRequest, row: Case, today: date) -> bool:
    """Return whether people can be asked how content they are, now that it closed."""
    is_over = row.closed_on is not None and row.closed_on + ASKED_FOR >= today
    if not (is_over and is_on(request.municipality, SURVEYS)):
        return False
    return waves_to_ask(request.user, today).exists()


def _is_ending(row: Case, today: date) -> bool:
    return row.is_open and row.until is not None and row.until <= today + queries.ALARM


def _warned(row: Case, today: date) -> int | None:
    """Return after how many months of a case its programme warns by now."""
    programme = row.programme
    allowed = programme and (
        programme.longest_months if row.is_extended else programme.months
    )
    if not (row.is_open and row.until and programme and allowed):
        return None
    since = programme.months or 0 if row.is_extended else 0
    shipped = programme.shipped
    over = [
        months
        for months in (shipped.warn_months if shipped else ())
        if months > since
        and services.months_later(row.until, months - allowed) <= today
    ]
    return max(over, default=None)


def _may_extend(row: Case) -> bool:
    programme = row.programme
    return bool(programme and programme.longest_months) and not row.is_extended


def _programmes(request: SignedInRequest) -> dict[str, Any]:
    return {"programme": queries.programmes_visible_to(request.user)}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def close(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Close a case with what came of it, in each area of life."""
    row, today = found_case(request, pk), timezone.localdate()
    codes = queries.areas_to_close(row, request.user, today=today)
    found = taxonomy.topics_tree(language=get_language() or "de", today=today)
    shipped = row.programme.shipped if row.programme else None
    form = CloseForm(
        request.POST or None,
        areas=[label for label in found if label.code in codes],
        ends=shipped.ends if shipped else (),
        staying=queries.staying_with(case=row, household=row.household),
        rows={"help_with": queries.members_of(row.team_id, today=today)},
        initial={"on": today, "help_with": row.owner_id},
    )

    def save() -> None:
        services.close_case(case=row, by=request.user, **form.content)

    return asked(
        request,
        form,
        save,
        title=_("Close the case"),
        back=reverse("cases:case", args=[municipality, pk]),
        lead=row.household.name,
        warning=_open_applications(row, request, today),
    )


def _open_applications(row: Case, request: SignedInRequest, today: date) -> str:
    """Name what the case would leave undecided."""
    seen = queries.applications_visible_to(request.user, today=today)
    found = seen.filter(case=row, ended_on__isnull=True).order_by("due_on", "id")
    if not found:
        return ""
    named = "; ".join(f"{each.form} ({each.agency})" for each in found)
    return _("Applications are open still: %(named)s") % {"named": named}


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def case_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Do one step: save, write a note, extend, open again."""
    return take(
        request,
        found_case(request, pk),
        _STEPS,
        name,
        page=_page,
        done=lambda _result: redirect("cases:case", municipality, pk),
    )


def _save(request: SignedInRequest, row: Case, form: Any) -> None:
    services.save_case(
        case=row, expected=form.read_version, by=request.user, **form.content
    )


def _note(request: SignedInRequest, row: Case, form: Any) -> None:
    services.write_note(case=row, by=request.user, **form.content)


def _extend(request: SignedInRequest, row: Case, form: Any) -> None:
    services.extend_case(case=row, by=request.user, **form.content)


def _reopen(request: SignedInRequest, row: Case, form: Any) -> None:
    on = timezone.localdate()
    services.reopen_case(case=row, on=on, by=request.user, **form.content)


def _follow_up(request: SignedInRequest, row: Case, _form: Any) -> None:
    services.follow_up(case=row, by=request.user)


_STEPS = {
    "save": Step(
        lambda request, row: CaseForm(
            request.POST, case=row, rows=_programmes(request)
        ),
        _save,
    ),
    "note": Step(lambda request, _row: NoteForm(request.POST), _note),
    "extend": Step(lambda request, _row: ExtendForm(request.POST), _extend),
    "reopen": Step(lambda request, _row: ReopenForm(request.POST), _reopen),
    "follow-up": Step(None, _follow_up),
}
