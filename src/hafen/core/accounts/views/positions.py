"""Posts with their job descriptions, and what was done for each of their tasks."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts import queries, rules, services
from hafen.core.accounts.forms import PositionForm, said_of_position
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.accounts.sheets import TASKS
from hafen.core.accounts.views.teams import about, team_of
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer

_YEARS_BACK = 5


@require_POST
@requires(rules.EDIT_TEAMS)
def add_position(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = team_of(request, pk)
    form = PositionForm(request.POST)
    if not form.is_valid():
        context = about(request, found, position_form=form)
        return render(request, "accounts/teams/team.html", context, status=422)
    services.save_position(team=found, by=request.user, **form.content)
    messages.success(request, _("The post was added."))
    return redirect("accounts:team", municipality, pk)


@requires(rules.EDIT_TEAMS)
def edit_position(
    request: SignedInRequest, municipality: str, pk: UUID, position: UUID
) -> HttpResponse:
    """Change a post, its tasks, and what is counted for each of them."""
    team = team_of(request, pk)
    found = get_object_or_404(team.positions, pk=position)
    form = PositionForm(
        request.POST or None, position=found, initial=said_of_position(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_position(
                team=team,
                position=found,
                expected=form.cleaned_data["version"],
                by=request.user,
                **form.content,
            )
        except LostUpdate:
            form.add_error(
                None,
                _("Somebody changed this meanwhile. Open it again and compare."),
            )
        else:
            messages.success(request, _("The post was saved."))
            return redirect("accounts:edit_position", municipality, pk, position)
    return render(
        request,
        "accounts/teams/position.html",
        {"team": team, "position": found, "form": form},
        status=422 if form.errors else 200,
    )


@requires(rules.VIEW_TEAMS)
def activity_report(request: SignedInRequest, /, pk: UUID, **_: str) -> HttpResponse:
    """Show what the team did in a year, task by task; nobody is counted alone."""
    team, today = team_of(request, pk), timezone.localdate()
    years = [today.year - back for back in range(_YEARS_BACK)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(known) for known in years} else today.year
    rows = queries.task_coverage(team, date(year, 1, 1), date(year, 12, 31))
    if file := answer(request, TASKS, rows):
        return file
    return render(
        request,
        "accounts/teams/report.html",
        {"team": team, "rows": rows, "year": year, "years": years, "today": today},
    )
