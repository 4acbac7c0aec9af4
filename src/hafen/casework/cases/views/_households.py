"""Households at the desk: the list, one of them, and who belongs to it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.errors import KeptOutOfFile, NeedsOwner, NotOfTheTeam
from hafen.casework.cases.forms import (
    CommunityForm,
    EndHouseholdForm,
    HouseholdFilterForm,
    HouseholdForm,
    MemberForm,
    PersonForm,
    household_initial,
    notice_given,
    person_of,
)
from hafen.casework.cases.models import Client, Household
from hafen.casework.cases.registries import household_actions
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import HOUSEHOLDS
from hafen.casework.cases.views._asking import asked, offered
from hafen.casework.cases.views._closed import found_or_closed
from hafen.casework.cases.views._doubles import known
from hafen.casework.cases.views._refusals import refusal
from hafen.casework.cases.views._steps import Step, take
from hafen.casework.cases.words import language_choices, words
from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.models import District
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.pages import render_page
from hafen.mechanisms.todos.queries import receivers_for

PAGE = 25
MOST_EXPORTED = 10_000


def found_household(request: SignedInRequest, pk: UUID) -> Household:
    rows = queries.households_visible_to(request.user, today=timezone.localdate())
    return found_or_closed(rows.select_related("team", "district", "owner"), pk)


def districts(request: SignedInRequest) -> Any:
    return District.objects.filter(municipality=request.municipality).order_by("name")


def key_of(row: Any) -> UUID | None:
    return row.pk if row else None


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def households(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Those who live here, by name."""
    del municipality
    today = timezone.localdate()
    teams = queries.own_teams(request.user, today=today)
    rows = {"team": teams, "district": districts(request)}
    form = HouseholdFilterForm(request.GET or None, rows=rows)
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.HouseholdFilter(
        part=values.get("part") or "living",
        words=values.get("q", ""),
        team=key_of(values.get("team")),
        district=key_of(values.get("district")),
        on=values.get("on"),
    )
    seen = queries.households_visible_to(request.user, today=today)
    found = queries.filtered_households(seen, chosen, today=today)
    if file := answer(request, HOUSEHOLDS, found[:MOST_EXPORTED], right=EXPORT_CASES):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": chosen.part,
        "parts": [
            ("living", pgettext("households", "living here")),
            ("without", pgettext("households", "without an open case")),
            ("ended", pgettext("households", "ended")),
            ("all", pgettext("households", "all")),
        ],
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render_page(request, "cases/households.html", context)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def household(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who lives there, how it stands with each, and who accompanies them."""
    del municipality
    return _page(request, found_household(request, pk))


def _page(request: SignedInRequest, row: Household, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="cases.household")
    today = timezone.localdate()
    day = parse_date(request.GET.get("on", "")[:10]) or today
    wording, members = words(day), queries.members_on(row, day=day)
    people = [member.client for member in members.now]
    seen = queries.cases_visible_to(request.user, today=today)
    context = {
        "row": row,
        "day": day,
        "today": today,
        "members": [_line(member, day, wording) for member in members.now],
        "former": members.former,
        "doubles": members.doubles,
        "communities": members.communities,
        "leaving": _leaving(members, today) if day == today else [],
        "cases": seen.filter(household=row).order_by("-opened_on", "id"),
        "community": CommunityForm(clients=people, initial={"valid_from": today}),
        "actions": offered(household_actions, request),
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "cases/household.html", context, status=status)


def _leaving(members: Any, today: date) -> list[tuple[Client, Any]]:
    """Return which children come to the age at which they leave the community."""
    found = [
        (each.client, queries.turning(each.client, today=today))
        for each in members.now
        if each.membership.is_child and each.community and each.community_is_open
    ]
    return [(client, coming) for client, coming in found if coming and coming.leaves]


def _line(member: Any, day: date, wording: Any) -> dict[str, Any]:
    """Return what the page says of a member on a day."""
    return {
        "member": member.membership,
        "client": member.client,
        "age": member.client.age_on(day),
        "facts": [(fact, wording.name(fact.kind, fact.code)) for fact in member.facts],
    }


def _community_form(request: SignedInRequest, row: Household) -> CommunityForm:
    clients = Client.objects.filter(household=row).order_by("sort_key", "id")
    return CommunityForm(request.POST, clients=clients)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_household(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A household with its first person."""
    del municipality
    today = timezone.localdate()
    data = request.POST or None
    household = HouseholdForm(data, rows=_rows(request), initial={"arrived_on": today})
    person = PersonForm(
        data,
        prefix="person",
        languages=language_choices(today),
        today=today,
        initial=notice_given(request.user.municipality, today),
    )
    is_valid = request.method == "POST" and household.is_valid() and person.is_valid()
    alike = known(request, person.content) if is_valid else []
    if is_valid and not alike and (row := _take_in(request, household, person)):
        messages.success(request, _("The household was taken in."))
        return redirect("cases:household", request.municipality.slug, row.pk)
    context = {"form": household, "person": person, "alike": alike}
    status = 422 if household.errors or person.errors or alike else 200
    return render(request, "cases/add_household.html", context, status=status)


def _take_in(
    request: SignedInRequest, household: HouseholdForm, person: PersonForm
) -> Household | None:
    """Take a household in; None where the form says why it was refused."""
    today = timezone.localdate()
    try:
        return services.take_in(
            municipality=request.municipality,
            household=household.content,
            person=person.content,
            on=household.content["arrived_on"] or today,
            today=today,
            by=request.user,
        )
    except DomainError as refused:
        household.add_error("owner", refusal(refused))
        return None


def _rows(request: SignedInRequest, row: Household | None = None) -> dict[str, Any]:
    people, _teams = receivers_for(request.user)
    teams = queries.own_teams(request.user, today=timezone.localdate())
    if row is not None:  # who is named only may belong to another team
        teams = Team.objects.filter(Q(pk__in=teams) | Q(pk=row.team_id))
    return {"team": teams, "owner": people, "district": districts(request)}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def edit_household(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    row = found_household(request, pk)
    initial = household_initial(row)
    form = HouseholdForm(
        request.POST or None,
        rows=_rows(request, row),
        initial=initial,
        version=row.version,
    )

    def save(**version: Any) -> None:
        services.save_household(
            household=row,
            facts=form.content,
            today=timezone.localdate(),
            by=request.user,
            **version,
        )

    refusals: Refusals = {
        error: ("owner", refusal(error()))
        for error in (NeedsOwner, NotOfTheTeam, KeptOutOfFile)
    }
    done = edited(request, form, row, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("cases:household", municipality, pk)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "cases/household_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_member(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A further person: by birth, or arrived later."""
    row, today = found_household(request, pk), timezone.localdate()
    form = MemberForm(
        request.POST or None,
        languages=language_choices(today),
        today=today,
        initial=notice_given(request.user.municipality, today)
        | {"on": today, "kind": "CHILD", "came": "LATER"},
    )
    is_valid = request.method == "POST" and form.is_valid()
    alike = known(request, form.content) if is_valid else []
    if is_valid and not alike:
        values = form.content
        rest = {name: values[name] for name in ("kind", "came", "on")}
        services.add_member(
            household=row, person=person_of(values), by=request.user, **rest
        )
        messages.success(request, _("The person was added."))
        return redirect("cases:household", municipality, pk)
    context = {"form": form, "row": row, "alike": alike}
    status = 422 if form.errors or alike else 200
    return render(request, "cases/add_member.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def end_household(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Close the file, and say what becomes of help that does not end by itself."""
    row, today = found_household(request, pk), timezone.localdate()
    form = EndHouseholdForm(
        request.POST or None,
        staying=queries.staying_with(household=row),
        rows={"help_with": queries.members_of(row.team_id, today=today)},
        initial={"on": today, "help_with": row.owner_id},
    )

    def save() -> None:
        services.end_household(
            household=row, expected=None, by=request.user, **form.content
        )

    return asked(
        request,
        form,
        save,
        title=_("Close the file of the household"),
        back=reverse("cases:household", args=[municipality, pk]),
        lead=row.name,
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def household_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Form a benefit community."""
    row = found_household(request, pk)
    return take(
        request,
        row,
        _STEPS,
        name,
        page=_page,
        done=lambda _result: redirect("cases:household", municipality, pk),
    )


def _form_community(request: SignedInRequest, row: Household, form: Any) -> None:
    services.form_community(household=row, by=request.user, **form.content)


_STEPS = {
    "community": Step(_community_form, _form_community),
}
