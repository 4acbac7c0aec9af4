"""Who takes part in a network, who speaks for it, and who of the unit sits there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.network.organisations import queries, services
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import (
    EndForm,
    MemberForm,
    SeatForm,
    SpeakerForm,
)
from hafen.network.organisations.models import Network
from hafen.network.organisations.rules import EDIT_COOPERATION

_REFUSED = {
    services.TakesPartAlready: gettext_lazy("The organisation takes part already."),
    services.InOfficeAlready: gettext_lazy("This person has it already."),
    services.EndsBeforeBegin: gettext_lazy("The last day lies before the first one."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def add_member(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    actors = queries.organisations_visible_to(request.user).present().sorted()
    form = MemberForm(
        request.POST or None,
        initial={"joined_on": timezone.localdate()},
        organisations=actors,
    )
    found = _network(request, pk)
    return _asked(request, found, form, _("Add a member"), services.join)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def name_speaker(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    people = queries.contact_persons_visible_to(request.user)
    form = SpeakerForm(
        request.POST or None,
        initial={"since": timezone.localdate()},
        people=people.select_related("organisation").prefetch_related(None),
    )
    found = _network(request, pk)
    title = _("Name a spokesperson")
    return _asked(request, found, form, title, services.name_speaker)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def take_seat(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    form = SeatForm(
        request.POST or None,
        initial={"since": timezone.localdate(), "user": request.user.pk},
        colleagues=queries.colleagues_of(request.user),
    )
    found = _network(request, pk)
    return _asked(request, found, form, _("Enter a seat"), services.take_seat)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def end_membership(
    request: SignedInRequest, municipality: str, pk: UUID, row: UUID
) -> HttpResponse:
    del municipality
    rows = queries.memberships_editable_by(request.user)
    membership = get_object_or_404(
        rows.select_related("organisation", "network"), pk=row, network=pk
    )

    def end(*, last_day: Any, by: User, **_network: Any) -> None:
        services.leave(membership=membership, left_on=last_day, by=by)

    return _ended(request, membership.network, membership.organisation.name, end)


@require_POST
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def take_back_membership(
    request: SignedInRequest, municipality: str, pk: UUID, row: UUID
) -> HttpResponse:
    rows = queries.memberships_editable_by(request.user).select_related("network")
    services.take_back_membership(
        membership=get_object_or_404(rows, pk=row, network=pk), by=request.user
    )
    messages.success(request, _("The changes were saved."))
    return redirect("organisations:network", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def end_speaker(
    request: SignedInRequest, municipality: str, pk: UUID, row: UUID
) -> HttpResponse:
    del municipality
    rows = queries.speakers_editable_by(request.user)
    found = get_object_or_404(
        rows.select_related("person", "network"), pk=row, network=pk
    )

    def end(*, last_day: Any, by: User, **_network: Any) -> None:
        services.end_term(row=found, until=last_day, by=by)

    return _ended(request, found.network, found.person.name, end)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def end_seat(
    request: SignedInRequest, municipality: str, pk: UUID, row: UUID
) -> HttpResponse:
    del municipality
    rows = queries.seats_editable_by(request.user)
    found = get_object_or_404(
        rows.select_related("user", "network"), pk=row, network=pk
    )

    def end(*, last_day: Any, by: User, **_network: Any) -> None:
        services.end_term(row=found, until=last_day, by=by)

    return _ended(request, found.network, found.user.name, end)


def _network(request: SignedInRequest, pk: UUID) -> Network:
    rows = queries.networks_editable_by(request.user)
    return get_object_or_404(rows.select_related("municipality"), pk=pk)


def _ended(
    request: SignedInRequest, network: Network, who: str, service: Callable[..., Any]
) -> HttpResponse:
    form = EndForm(request.POST or None, initial={"last_day": timezone.localdate()})
    title = _("%(name)s: the last day") % {"name": who}
    return _asked(request, network, form, title, service)


def _asked(
    request: SignedInRequest,
    network: Network,
    form: Any,
    title: str,
    service: Callable[..., Any],
) -> HttpResponse:
    """Ask, do it, and lead back to the network; what is refused stands in the form."""
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _done(request, network, form, service):
        messages.success(request, _("The changes were saved."))
        slug = request.municipality.slug
        return redirect("organisations:network", slug, network.pk)
    context = {"form": form, "network": network, "title": title}
    status = 422 if form.errors else 200
    return render(request, "organisations/network_asked.html", context, status=status)


def _done(
    request: SignedInRequest, network: Network, form: Any, service: Callable[..., Any]
) -> bool:
    try:
        service(network=network, **form.content, by=request.user)
    except DomainError as refused:
        if type(refused) not in _REFUSED:
            raise
        asked: Form = form
        asked.add_error(None, str(_REFUSED[type(refused)]))
        return False
    return True
