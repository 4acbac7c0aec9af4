"""The people of a municipality: who they are, what they may, how they get in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts import errors, queries, rules, services
from hafen.core.accounts.forms import RoleForm, UndertakingForm, role_choices
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.accounts.sheets import PEOPLE
from hafen.core.audit import services as audit
from hafen.core.db.languages import own_names
from hafen.core.db.permissions import requires
from hafen.core.db.roles import Role
from hafen.core.db.sheets import answer

PAGE = 50


@requires(rules.VIEW_PEOPLE)
def people(request: SignedInRequest, /, **_parts: str) -> HttpResponse:
    """List people with their roles, narrowed by name and role."""
    text, role = request.GET.get("q", "")[:100], request.GET.get("role", "")
    role = role if role in set(Role) else ""
    found = queries.find(queries.people_visible_to(request.user), text=text, role=role)
    found = queries.with_roles(found, timezone.localdate())
    if file := answer(request, PEOPLE, found):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    invitations = queries.invitations_visible_to(request.user).open(timezone.now())
    return render(
        request,
        "accounts/people/list.html",
        {
            "page": page,
            "text": text,
            "role": role,
            "roles": role_choices(frozenset(Role) - {Role.VISITOR}),
            "invitations": invitations.order_by("-created_at"),
            "may_invite": rules.INVITE.held_by(request.user),
        },
    )


@requires(rules.VIEW_PEOPLE)
def person(request: SignedInRequest, /, pk: UUID, **_parts: str) -> HttpResponse:
    """Show one person: roles, teams, papers, ways in."""
    found = _person(request, pk)
    audit.seen(subject=found, what="accounts.person")
    return render(request, "accounts/people/person.html", _about(request, found))


def _person(request: SignedInRequest, pk: UUID) -> User:
    return get_object_or_404(queries.people_visible_to(request.user), pk=pk)


def _about(
    request: SignedInRequest,
    found: User,
    role_form: RoleForm | None = None,
    undertaking_form: UndertakingForm | None = None,
) -> dict[str, object]:
    by, today = request.user, timezone.localdate()
    is_self = by.pk == found.pk
    grantable = rules.grantable_by(by)
    return {
        "person": found,
        "is_self": is_self,
        "language": dict(own_names()).get(found.language, found.language),
        "assignments": RoleAssignment.objects.filter(user=found)
        .select_related("granted_by")
        .order_by("-valid_from", "role"),
        "today": today,
        "roles_now": found.roles_now,
        "grantable": grantable,
        "memberships": found.memberships.valid(today).select_related(
            "team", "position"
        ),
        "undertakings": queries.undertakings_visible_to(by).filter(user=found),
        "cards": queries.cards_visible_to(by).filter(user=found, revoked_at=None),
        "has_factor": services.has_second_factor(found),
        "role_form": role_form
        or RoleForm(roles=grantable, initial={"valid_from": today}),
        "undertaking_form": undertaking_form
        or UndertakingForm(
            texts=queries.undertaking_texts(by), initial={"signed_on": today}
        ),
        "may_grant": bool(grantable) and not is_self and rules.EDIT_ROLES.held_by(by),
        "may_edit": rules.may_edit_person(by=by, person=found, today=today),
        "waiting": services.waiting_address(found, now=timezone.now()),
        "may_reset": not is_self and rules.RESET_FACTOR.held_by(by),
        "may_disable": not is_self and rules.DISABLE.held_by(by),
        "may_hand_over": not is_self and rules.HAND_OVER.held_by(by),
        "may_issue_card": not is_self and rules.ISSUE_CARD.held_by(by),
        "may_record": rules.RECORD_UNDERTAKING.held_by(by),
    }


@require_POST
@requires(rules.EDIT_ROLES)
def grant_role(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Give a role; never beyond one's own reach, never to oneself."""
    found = _person(request, pk)
    form = RoleForm(request.POST, roles=rules.grantable_by(request.user))
    if form.is_valid():
        try:
            services.grant_role(user=found, by=request.user, **form.cleaned_data)
        except errors.RoleNotYoursToGive:
            form.add_error("role", _("This role is not yours to give."))
        else:
            messages.success(request, _("The role was given."))
            return redirect("accounts:person", municipality, pk)
    return render(
        request,
        "accounts/people/person.html",
        _about(request, found, role_form=form),
        status=422,
    )


@require_POST
@requires(rules.EDIT_ROLES)
def revoke_role(
    request: SignedInRequest, municipality: str, pk: UUID, role: UUID
) -> HttpResponse:
    assignment = get_object_or_404(
        RoleAssignment.objects.select_related("user"),
        pk=role,
        user=_person(request, pk),
    )
    try:
        services.revoke_role(
            assignment=assignment, today=timezone.localdate(), by=request.user
        )
    except errors.RoleNotYoursToGive:
        messages.error(request, _("This role is not yours to take."))
    except errors.LastAdministrator:
        messages.error(request, _last_administrator())
    else:
        messages.success(request, _("The role has ended."))
    return redirect("accounts:person", municipality, pk)


def _last_administrator() -> str:
    return _(
        "This is the last administrator. Name another one first, so that somebody"
        " can still manage people."
    )


@require_POST
@requires(rules.RESET_FACTOR)
def reset_factor(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Help a colleague who lost their phone or key."""
    try:
        services.reset_second_factor(user=_person(request, pk), by=request.user)
    except errors.NotYourself:
        messages.error(request, _("Ask a colleague to do this for you."))
    else:
        messages.success(
            request,
            _("The second factor was reset; the person sets up a new one at sign-in."),
        )
    return redirect("accounts:person", municipality, pk)


@require_POST
@requires(rules.RESET_FACTOR)
def end_sessions(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    services.end_sessions(user=_person(request, pk), by=request.user)
    messages.success(request, _("All sessions of this person have ended."))
    return redirect("accounts:person", municipality, pk)


@require_POST
@requires(rules.DISABLE)
def set_active(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Close an account at once, or open it again."""
    found = _person(request, pk)
    try:
        if request.POST.get("active") == "yes":
            services.enable(user=found, by=request.user)
        else:
            services.disable(
                user=found,
                now=timezone.now(),
                today=timezone.localdate(),
                by=request.user,
            )
    except errors.NotYourself:
        messages.error(request, _("Ask a colleague to do this for you."))
    except errors.LastAdministrator:
        messages.error(request, _last_administrator())
    else:
        messages.success(request, _("This was saved."))
    return redirect("accounts:person", municipality, pk)
