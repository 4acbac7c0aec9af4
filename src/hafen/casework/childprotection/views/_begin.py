"""A worry is written down, or comes from the coordinator of volunteers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Client
from hafen.casework.childprotection import queries, services
from hafen.casework.childprotection.doors import FEATURE
from hafen.casework.childprotection.forms import BeginForm, DescribeForm, HandOnForm
from hafen.casework.childprotection.rules import PROTECT
from hafen.casework.childprotection.views._procedure import found_procedure
from hafen.casework.childprotection.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.exchange.volunteers import queries as volunteers
from hafen.exchange.volunteers.rules import VIEW_CERTIFICATE


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PROTECT)
@of_feature(FEATURE)
def begin(
    request: SignedInRequest, municipality: str, client: UUID | None = None
) -> HttpResponse:
    """Write a worry down; of somebody with a file the name stands there already."""
    child, today = _child(request, client), timezone.localdate()
    initial: dict[str, Any] = {"on": today}
    if child is not None:
        age = child.age_on(today)
        about = "" if age is None else _("%(years)d years old") % {"years": age}
        initial |= {"name": child.name, "about": about}
    form = BeginForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = services.begin(
            municipality=request.municipality,
            client_key=child.pk if child else None,
            owner=request.user,
            today=today,
            by=request.user,
            **form.parts,
        )
        return redirect("childprotection:procedure", municipality, row.pk)
    context = {"form": form, "client": child}
    status = 422 if form.errors else 200
    return render(request, "childprotection/begin.html", context, status=status)


def _child(request: SignedInRequest, key: UUID | None) -> Client | None:
    if key is None:
        return None
    rows = cases.clients_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, pk=key)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PROTECT)
@of_feature(FEATURE)
def describe(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = found_procedure(request, pk)
    initial = {name: getattr(row, name) for name in ("name", "about", "source")}
    form = DescribeForm(request.POST or None, initial=initial, version=row.version)

    def save(*, expected: int | None) -> object:
        return services.describe(
            procedure=row, facts=form.content, expected=expected, by=request.user
        )

    if not row.is_open:
        raise Http404
    done = edited(request, form, row, save, current=initial)
    if isinstance(done, HttpResponse):
        return done
    if done:
        return redirect("childprotection:procedure", municipality, pk)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "childprotection/describe.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_CERTIFICATE)
@of_feature(FEATURE)
def hand_on(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Give the worry of a volunteer to who assesses it, without typing it again."""
    rows = volunteers.concerns_visible_to(request.user).filter(done_at__isnull=True)
    concern, today = get_object_or_404(rows, pk=pk), timezone.localdate()
    people = queries.people_for(request.municipality, None, today=today)
    form = HandOnForm(request.POST or None, rows={"to": people})
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_on(
                concern=concern,
                note=_("Handed on to be assessed (child protection)"),
                now=timezone.now(),
                by=request.user,
                **form.content,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("It is assessed today."))
            return redirect("volunteers:concerns", municipality)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "childprotection/hand_on.html", context, status=status)
