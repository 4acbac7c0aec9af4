"""People who join: invited by mail, or added at the desk where there is none."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts import errors, queries, rules, services
from hafen.core.accounts.forms import InviteForm, NewPersonForm
from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.accounts.services import Details, WantedRole
from hafen.core.db.languages import own_names
from hafen.core.db.permissions import requires


@requires(rules.INVITE)
def invite(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Ask somebody to join, with the roles that they will have."""
    form = InviteForm(
        request.POST or None,
        roles=rules.grantable_by(request.user),
        teams=queries.teams_visible_to(request.user).filter(is_archived=False),
        languages=own_names(),
        initial={"language": request.municipality.default_language},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.invite(
                municipality=request.municipality,
                email=data["email"],
                name=data["name"],
                language=data["language"],
                roles=[WantedRole(role, data["valid_until"]) for role in data["roles"]],
                team=data["team"],
                now=timezone.now(),
                by=request.user,
            )
        except errors.AddressTaken:
            form.add_error("email", _("Somebody with this address is here already."))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:people", municipality)
    return render(
        request,
        "accounts/people/invite.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@requires(rules.INVITE)
def add_person(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Add somebody without e-mail; their card is printed on their page."""
    form = NewPersonForm(
        request.POST or None,
        grantable=rules.grantable_by(request.user),
        teams=queries.teams_visible_to(request.user).filter(is_archived=False),
        languages=own_names(),
        initial={
            "language": request.municipality.default_language,
            "way": User.Way.VISIT,
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = services.add_person(
                municipality=request.municipality,
                details=Details(**{name: data[name] for name in _DETAILS}),
                roles=form.wanted_roles,
                team=data["team"],
                today=timezone.localdate(),
                by=request.user,
            )
        except errors.WayMissing:
            form.refuse_way()
        else:
            messages.success(
                request, _("The person was added. Now print their card below.")
            )
            where = reverse("accounts:person", args=[municipality, person.pk])
            return redirect(f"{where}#access")
    return render(
        request,
        "accounts/people/new.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


_DETAILS = ("name", "language", "way", "postal_address", "phone")


@require_POST
@requires(rules.INVITE)
def withdraw_invitation(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    invitation = get_object_or_404(queries.invitations_visible_to(request.user), pk=pk)
    services.withdraw_invitation(
        invitation=invitation, now=timezone.now(), by=request.user
    )
    messages.success(request, _("The invitation no longer works."))
    return redirect("accounts:people", municipality)
