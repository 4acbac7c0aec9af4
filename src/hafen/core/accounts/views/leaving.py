"""When somebody leaves or a team ends: everything gets a new owner first."""

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts import errors, queries, rules, services
from hafen.core.accounts.forms import HandOverForm
from hafen.core.accounts.models import RoleAssignment, Team, User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires


@requires(rules.HAND_OVER)
def leave(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Hand over everything that a person owns, then close the account."""
    found = get_object_or_404(queries.people_visible_to(request.user), pk=pk)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid() and _leave(request, found, form):
        return redirect("accounts:person", municipality, pk)
    return render(
        request,
        "accounts/papers/leave.html",
        {"person": found, "form": form, "ends": services.ending_with(found)},
        status=422 if request.method == "POST" else 200,
    )


def _leave(request: SignedInRequest, found: User, form: HandOverForm) -> bool:
    """Return whether the person has left; say why not."""
    try:
        services.leave(
            user=found,
            receivers=form.receivers,
            now=timezone.now(),
            today=timezone.localdate(),
            by=request.user,
        )
    except errors.NotYourself:
        form.add_error(None, _("Ask a colleague to do this for you."))
    except errors.LastAdministrator:
        form.add_error(
            None, _("This is the last administrator. Name another one first.")
        )
    except _REFUSALS as refusal:
        _explain(form, refusal)
    else:
        messages.success(
            request, _("Everything was handed over; the account is closed.")
        )
    return not form.errors


@requires(rules.EDIT_TEAMS)
def archive_team(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Hand over everything that a team owns, then put it into the archive."""
    found = get_object_or_404(queries.teams_visible_to(request.user), pk=pk)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid() and _archive(request, found, form):
        return redirect("accounts:teams", municipality)
    return render(
        request,
        "accounts/teams/archive.html",
        {"team": found, "form": form},
        status=422 if request.method == "POST" else 200,
    )


def _archive(request: SignedInRequest, found: Team, form: HandOverForm) -> bool:
    try:
        services.archive_team(team=found, receivers=form.receivers, by=request.user)
    except _REFUSALS as refusal:
        _explain(form, refusal)
        return False
    messages.success(request, _("The team is in the archive."))
    return True


_REFUSALS = (errors.StillOwns, errors.ReceiverMissing, errors.ReceiverMayNot)


def _explain(form: HandOverForm, refusal: Exception) -> None:
    """Say why nothing was handed over."""
    if isinstance(refusal, errors.ReceiverMayNot):
        form.refuse(refusal.name)
    elif isinstance(refusal, errors.ReceiverMissing):
        form.add_error(None, _("Whoever takes over must be here."))
    else:
        form.add_error(
            None, _("Something new has arrived meanwhile. Look at the list once more.")
        )


def _form(request: SignedInRequest, holder: User | Team) -> HandOverForm:
    today = timezone.localdate()
    people = list(queries.receivers_for(holder, today))
    held: defaultdict[UUID, set[str]] = defaultdict(set)
    assigned = RoleAssignment.objects.in_force(today).filter(user__in=people)
    for person, role in assigned.values_list("user_id", "role"):
        held[person].add(role)
    return HandOverForm(
        request.POST if request.method == "POST" else None,
        left=services.left_behind(holder),
        people=people,
        teams=queries.receiver_teams(holder, today),
        roles=held,
    )
