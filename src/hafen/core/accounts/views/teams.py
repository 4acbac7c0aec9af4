"""Teams with their posts, and who acts for whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts import errors, queries, rules, services
from hafen.core.accounts.forms import (
    AbsenceForm,
    DeputyForm,
    MemberForm,
    PositionForm,
    TeamForm,
)
from hafen.core.accounts.models import Team, TeamMembership, User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.places.models import Site


@requires(rules.VIEW_TEAMS)
def teams(request: SignedInRequest, /, **_parts: str) -> HttpResponse:
    """Show all teams with posts, holders and what is vacant."""
    found = queries.teams_visible_to(request.user).filter(is_archived=False)
    staffing = queries.staffing(found.order_by("name", "id"), timezone.localdate())
    return render(
        request,
        "accounts/teams/list.html",
        {
            "staffing": staffing,
            "total": sum(team.total for team in staffing),
            "vacant": sum(len(team.vacant) for team in staffing),
            "may_edit": rules.EDIT_TEAMS.held_by(request.user),
        },
    )


@requires(rules.VIEW_TEAMS)
def team(request: SignedInRequest, /, pk: UUID, **_parts: str) -> HttpResponse:
    """Show one team."""
    return render(
        request, "accounts/teams/team.html", about(request, team_of(request, pk))
    )


def team_of(request: SignedInRequest, pk: UUID) -> Team:
    return get_object_or_404(queries.teams_visible_to(request.user), pk=pk)


def about(
    request: SignedInRequest,
    found: Team,
    position_form: PositionForm | None = None,
    member_form: MemberForm | None = None,
) -> dict[str, object]:
    today = timezone.localdate()
    [staffing] = queries.staffing([found], today)
    return {
        "team": found,
        "staffing": staffing,
        "position_form": position_form or PositionForm(initial={"valid_from": today}),
        "member_form": member_form or _member_form(request, found),
        "may_edit": rules.EDIT_TEAMS.held_by(request.user),
        "coverage": queries.task_coverage(found, today.replace(month=1, day=1), today),
    }


def _member_form(request: SignedInRequest, found: Team, data: Any = None) -> MemberForm:
    return MemberForm(
        data,
        people=_everybody(request),
        positions=found.positions.valid(timezone.localdate()),
        initial={"valid_from": timezone.localdate()},
    )


def _everybody(request: SignedInRequest) -> QuerySet[User]:
    return User.objects.filter(
        municipality=request.municipality, is_active=True
    ).order_by("name", "id")


@requires(rules.EDIT_TEAMS)
def edit_team(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    """Make a team, or change one."""
    found = team_of(request, pk) if pk else None
    form = TeamForm(
        request.POST or None,
        sites=_sites(request),
        initial=_values(found) if found else None,
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        expected = data.pop("version")
        try:
            saved = services.save_team(
                municipality=request.municipality,
                team=found,
                expected=expected,
                by=request.user,
                **data,
            )
        except LostUpdate:
            form.add_error(
                None,
                _("Somebody changed this meanwhile. Open it again and compare."),
            )
        else:
            messages.success(request, _("The team was saved."))
            return redirect("accounts:team", municipality, saved.pk)
    return render(
        request,
        "accounts/teams/edit.html",
        {"form": form, "team": found},
        status=422 if form.errors else 200,
    )


def _values(found: Team) -> dict[str, object]:
    return {
        "name": found.name,
        "purpose": found.purpose,
        "employers": "\n".join(found.employers),
        "is_walled": found.is_walled,
        "sites": list(found.at_sites.values_list("site_id", flat=True)),
        "version": found.version,
    }


def _sites(request: SignedInRequest) -> QuerySet[Site]:
    return Site.objects.filter(municipality=request.municipality).in_order()


@requires(rules.VIEW_TEAMS)
def serving(request: SignedInRequest, /, **_parts: str) -> HttpResponse:
    """Show who serves where: the town, providers and volunteer groups at each site."""
    rows = queries.serving(_sites(request), timezone.localdate())
    employers = sorted({name for row in rows for name in row.by_employer})
    return render(
        request,
        "accounts/teams/serving.html",
        {
            "rows": [
                (row, [row.by_employer.get(name, []) for name in employers])
                for row in rows
            ],
            "employers": employers,
        },
    )


@require_POST
@requires(rules.EDIT_TEAMS)
def add_member(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = team_of(request, pk)
    form = _member_form(request, found, request.POST)
    if not form.is_valid():
        context = about(request, found, member_form=form)
        return render(request, "accounts/teams/team.html", context, status=422)
    services.add_member(team=found, by=request.user, **form.cleaned_data)
    messages.success(request, _("The person now belongs to the team."))
    return redirect("accounts:team", municipality, pk)


@require_POST
@requires(rules.EDIT_TEAMS)
def end_membership(
    request: SignedInRequest, municipality: str, pk: UUID, membership: UUID
) -> HttpResponse:
    row = get_object_or_404(TeamMembership, pk=membership, team=team_of(request, pk))
    services.end_membership(membership=row, today=timezone.localdate(), by=request.user)
    messages.success(request, _("The person no longer belongs to the team."))
    return redirect("accounts:team", municipality, pk)


@requires(rules.EDIT_ABSENCES)
def absences(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List who is away and who stands in; add both."""
    names = list(_everybody(request).values_list("pk", "name"))
    absence_form = _absence_form(request, names)
    deputy_form = _deputy_form(request, names)
    if request.method == "POST" and request.POST.get("what") == "deputy":
        deputy_form = _deputy_form(request, names, request.POST)
        if deputy_form.is_valid() and _save_deputy(request, deputy_form):
            return redirect("accounts:absences", municipality)
    elif request.method == "POST":
        absence_form = _absence_form(request, names, request.POST)
        if absence_form.is_valid() and _save_absence(request, absence_form):
            return redirect("accounts:absences", municipality)
    today = timezone.localdate()
    return render(
        request,
        "accounts/teams/absences.html",
        {
            "absence_form": absence_form,
            "deputy_form": deputy_form,
            "absences": queries.coming_absences(request.user, today),
            "deputies": queries.current_deputies(request.user, today),
        },
        status=422 if request.method == "POST" else 200,
    )


Names = list[tuple[Any, str]]


def _choosable(request: SignedInRequest) -> QuerySet[User] | None:
    """Return for whom one may enter absences: oneself, or None for all."""
    if rules.EDIT_ALL_ABSENCES.held_by(request.user):
        return None
    return _everybody(request).filter(pk=request.user.pk)


def _absence_form(
    request: SignedInRequest, names: Names, data: Any = None
) -> AbsenceForm:
    return AbsenceForm(
        data,
        people=_everybody(request),
        persons=_choosable(request),
        names=names,
        teams=queries.teams_visible_to(request.user).filter(is_archived=False),
        initial={"user": request.user.pk, "valid_from": timezone.localdate()},
    )


def _deputy_form(
    request: SignedInRequest, names: Names, data: Any = None
) -> DeputyForm:
    return DeputyForm(
        data,
        people=_everybody(request),
        persons=_choosable(request),
        names=names,
        initial={"user": request.user.pk, "valid_from": timezone.localdate()},
    )


def _save_absence(request: SignedInRequest, form: AbsenceForm) -> bool:
    try:
        services.record_absence(by=request.user, **form.cleaned_data)
    except errors.ReceiverMissing:
        form.add_error(None, _("Choose one other person or one team, not both."))
        return False
    messages.success(request, _("The absence was entered."))
    return True


def _save_deputy(request: SignedInRequest, form: DeputyForm) -> bool:
    try:
        services.name_deputy(by=request.user, **form.cleaned_data)
    except errors.ReceiverMissing:
        form.add_error("deputy", _("Choose somebody else who is here."))
        return False
    messages.success(request, _("The deputy was entered."))
    return True


@require_POST
@requires(rules.EDIT_ABSENCES)
def remove_absence(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    row = get_object_or_404(queries.absences_visible_to(request.user), pk=pk)
    services.remove_absence(absence=row, by=request.user)
    messages.success(request, _("The absence was removed."))
    return redirect("accounts:absences", municipality)


@require_POST
@requires(rules.EDIT_ABSENCES)
def remove_deputy(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    row = get_object_or_404(queries.deputies_visible_to(request.user), pk=pk)
    services.remove_deputy(deputy=row, by=request.user)
    messages.success(request, _("The deputy was removed."))
    return redirect("accounts:absences", municipality)
