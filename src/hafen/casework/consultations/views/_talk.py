"""What is recorded of a talk, with whom of casework, and the talks before."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries as cases
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES
from hafen.casework.consultations import queries, services
from hafen.casework.consultations.doors import FEATURE
from hafen.casework.consultations.forms import ApartForm, TalkForm, WhoFields
from hafen.casework.consultations.models import Visit
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.rules import RECEIVE
from hafen.casework.consultations.sheets import talks_sheet
from hafen.casework.consultations.views._common import hour_address, refusal
from hafen.casework.consultations.words import topics
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.network.contacts.dialog import contact_form, in_person, usual
from hafen.network.contacts.models import Setting

PAGE = 25
_SHORTEST = 2


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECEIVE)
@of_feature(FEATURE)
def talk(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A number that was called: record what was done, in one dialog."""
    del municipality
    rows = queries.visits_with_names(request.user, day=timezone.localdate())
    visit = get_object_or_404(rows, pk=pk)
    if visit.contact_id or not (visit.is_called or visit.is_done):
        messages.info(request, _("Nothing is open at this number."))
        return redirect(hour_address(request, visit.site))
    form = _dialog(request, TalkForm, _begin(visit))
    if request.method == "POST" and form.is_valid():
        try:
            services.record_visit(
                visit=visit,
                data=form.data_of_contact,
                who=form.chosen,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The contact was recorded."))
            return redirect(hour_address(request, visit.site))
    context = {"visit": visit, **shown_people(request, form, _known(visit))}
    status = 422 if form.errors else 200
    return render(request, "consultations/talk.html", context, status=status)


def _known(visit: Any) -> dict[str, str] | None:
    """Return who came with a number, as the page shows it."""
    if not visit.household_key:
        return None
    return {
        "key": queries.key_of(visit.household_key, visit.client_key),
        "name": visit.client_name or visit.household_name,
    }


def _begin(visit: Visit) -> dict[str, Any]:
    return in_person(visit.day, visit.site_id) | {
        "setting": Setting.HOURS,
        "language": visit.language,
        "topics": [visit.topic] if visit.topic else [],
    }


def _dialog(request: SignedInRequest, kind: Any, initial: dict[str, Any]) -> Any:
    return contact_form(
        request.user,
        request.POST or None,
        timezone.localdate(),
        initial=initial,
        kind=kind,
        user=request.user,
    )


def shown_people(
    request: SignedInRequest, form: WhoFields, known: Any
) -> dict[str, Any]:
    """Return the dialog with who is chosen, and who else is called as was typed."""
    chosen, said = known, ""
    if form.is_bound:
        chosen, said = form.cleaned_data.get("who"), form.cleaned_data.get("q", "")
    found = _found(request, said) if not chosen else []
    may_name = VIEW_CASES.held_by(request.user)
    return {
        "form": form,
        "chosen": chosen,
        "said": said,
        "found": found,
        "may_name": may_name,
    }


def _found(request: SignedInRequest, said: str) -> list[Who]:
    if len(said) < _SHORTEST:
        return []
    return queries.find_people(request.user, said, today=timezone.localdate())


@require_POST
@requires(VIEW_CASES)
@of_feature(FEATURE)
def people(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who is called like this; asked while somebody types, and never by address."""
    del municipality
    said = request.POST.get("q", "").strip()[:80]
    context = {"found": _found(request, said), "said": said}
    return render(request, "consultations/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECEIVE)
@of_feature(FEATURE)
def record_apart(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A contact with somebody of casework beside a consultation hour."""
    today = timezone.localdate()
    form = _dialog(request, ApartForm, usual(request.user, today))
    if request.method == "POST" and form.is_valid():
        who = form.chosen
        try:
            services.record_apart(
                municipality=request.municipality,
                data=form.data_of_contact,
                who=who,
                by=request.user,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The contact was recorded."))
            return redirect("consultations:contacts_of", municipality, who.household.pk)
    asked = queries.who_visible_to(
        request.user, request.GET.get("who", ""), today=today
    )
    context = shown_people(request, form, asked)
    status = 422 if form.errors else 200
    return render(request, "consultations/apart.html", context, status=status)


@require_safe
@requires(RECEIVE)
@of_feature(FEATURE)
def contacts_of(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The contacts with a household that one may see, the newest first."""
    del municipality
    today = timezone.localdate()
    seen = cases.households_visible_to(request.user, today=today)
    household = get_object_or_404(seen, pk=pk)
    audit.seen(subject=household, what="cases.household")
    known, user = topics(today), request.user
    rows = queries.talks_with(user, household, today=today)
    if file := answer(request, talks_sheet(known), rows, right=EXPORT_CASES):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "household": household,
        "page": page,
        "rows": [
            {
                "visitor": row,
                "channel": known.channel(row),
                "topics": known.topics_of(row.talk),
                "result": known.result(row),
            }
            for row in page
        ],
        "who": Who(household).key,
        "may_export": EXPORT_CASES.held_by(user),
    }
    return render(request, "consultations/contacts_of.html", context)
