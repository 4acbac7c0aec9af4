"""Networks and bodies: the list, one of them on a day, the matrix, the speakers."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.mail import writing
from hafen.core.places.features import of_feature
from hafen.core.translation.editing import side_by_side
from hafen.core.translation.services import save_translation
from hafen.core.ui.conflict import Refusals, edited
from hafen.network.organisations import addressees, queries, services, sheets, words
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import DayForm, NetworkFilterForm, NetworkForm
from hafen.network.organisations.models import Network
from hafen.network.organisations.rules import EDIT_COOPERATION, VIEW_COOPERATION

PAGE = 50
_FIELDS = (
    "name",
    "kind",
    "parent",
    "purpose",
    "rhythm",
    "is_public",
    "quiet_months",
    "ended_on",
)


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def networks(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List networks and bodies with their working groups and members of today."""
    del municipality
    form = NetworkFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = queries.networks_visible_to(request.user)
    rows = queries.networks_named(rows, chosen.get("q", ""))
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if not chosen.get("ended"):
        rows = rows.filter(ended_on__isnull=True)
    today = timezone.localdate()
    rows = queries.with_members(rows, today).select_related("parent").by_network()
    if file := answer(request, sheets.NETWORKS, rows):
        return file
    context = {
        "form": form,
        "filters": sum(map(bool, chosen.values())),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_edit": EDIT_COOPERATION.held_by(request.user),
    }
    return render(request, "organisations/networks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def network(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show a network with its members, speakers and groups as of a day."""
    del municipality
    found = _network(request, pk)
    day, form = _day(request)
    members, former = queries.taking_part(found, day)
    if file := answer(request, sheets.members_sheet(found, day), members):
        return file
    if paper := writing.answer(
        request, members, addressees.of_member, title=found.name
    ):
        return paper
    user = request.user
    groups = queries.networks_visible_to(user).filter(parent=found)
    context = {
        "network": found,
        "form": form,
        "day": day,
        "members": members,
        "former": former,
        "speakers": queries.speakers_on([found.pk], day),
        "seats": queries.seats_on([found.pk], day),
        "groups": queries.with_members(groups, day).sorted(),
        "translations": _translations(request, found),
        "may_edit": EDIT_COOPERATION.held_by(user),
    }
    return render(request, "organisations/network.html", context)


def _translations(request: SignedInRequest, found: Network) -> list[dict[str, Any]]:
    """Return the languages of the portal, where there is a text for the public."""
    if not found.is_public:
        return []
    tags = [t for t in request.municipality.languages if t != found.source_language]
    return words.translation_states(found, tags)


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def membership_matrix(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Organisations by networks: who takes part where on a day."""
    del municipality
    day, form = _day(request)
    rows = queries.networks_visible_to(request.user).filter(
        kind=Network.Kind.NETWORK, parent__isnull=True
    )
    columns = list(rows.sorted())
    lines = queries.matrix(columns, day)
    if file := answer(request, sheets.matrix_sheet(columns, day), lines):
        return file
    context = {"columns": columns, "lines": lines, "form": form, "day": day}
    return render(request, "organisations/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def speakers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List who speaks today for which network or working group."""
    del municipality
    visible = queries.networks_visible_to(request.user).filter(ended_on__isnull=True)
    rows = queries.speakers_on(visible, timezone.localdate())
    if request.GET.get("groups"):
        rows = rows.filter(network__parent__isnull=False)
    if file := answer(request, sheets.SPEAKERS, rows):
        return file
    if paper := writing.answer(request, rows, addressees.of_speaker):
        return paper
    context = {"rows": rows, "groups": bool(request.GET.get("groups"))}
    return render(request, "organisations/speakers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def create_network(request: SignedInRequest, municipality: str) -> HttpResponse:
    above = words.key(request.GET.get("parent", ""))
    rows = queries.networks_editable_by(request.user)
    parent = rows.filter(pk=above).first() if above else None
    kind = parent.kind if parent else "NETWORK"
    initial = {"parent": parent, "kind": kind, "quiet_months": 6}
    form = _form(request, None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.create_network(
                municipality=request.municipality, data=_data(form), by=request.user
            )
        except services.NoGroupOfGroup:
            form.add_error("parent", _("A working group has no groups below it."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("organisations:network", municipality, row.pk)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def edit_network(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = _editable(request, pk)
    said = {name: getattr(found, name) for name in _FIELDS}
    form = _form(request, found, said)

    def save(*, expected: int | None) -> None:
        services.edit_network(
            network=found, data=_data(form), expected=expected, by=request.user
        )

    sentence = _("A working group has no groups below it.")
    refusals: Refusals = {services.NoGroupOfGroup: ("parent", sentence)}
    done = edited(request, form, found, save, current=said, refusals=refusals)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:network", municipality, pk)
    return done or _page(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def translate_network(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    found = _editable(request, pk)
    save = partial(save_translation, row=found)
    form = side_by_side(request, found, into, save)
    if form is None:
        return redirect("organisations:network", municipality, pk)
    context = {"form": form, "network": found}
    status = 422 if form.errors else 200
    return render(
        request, "organisations/network_translate.html", context, status=status
    )


def _network(request: SignedInRequest, pk: UUID) -> Network:
    rows = queries.networks_visible_to(request.user)
    return get_object_or_404(rows.select_related("parent", "municipality"), pk=pk)


def _editable(request: SignedInRequest, pk: UUID) -> Network:
    rows = queries.networks_editable_by(request.user)
    return get_object_or_404(rows.select_related("parent", "municipality"), pk=pk)


def _day(request: SignedInRequest) -> tuple[date, DayForm]:
    """Return the day that the address asks for, else today."""
    today = timezone.localdate()
    form = DayForm(request.GET if request.GET.get("on") else {"on": today})
    return (form.cleaned_data["on"] or today) if form.is_valid() else today, form


def _form(
    request: SignedInRequest, found: Network | None, initial: dict[str, Any]
) -> NetworkForm:
    parents = queries.networks_visible_to(request.user).filter(parent__isnull=True)
    return NetworkForm(
        request.POST or None,
        initial=initial,
        version=found.version if found else None,
        parents=(parents.exclude(pk=found.pk) if found else parents).sorted(),
        has_groups=found is not None and found.groups.exists(),
    )


def _data(form: NetworkForm) -> services.NetworkData:
    data: services.NetworkData = {}
    data.update(form.content)  # type: ignore[typeddict-item]  # fields are its keys
    return data


def _page(
    request: SignedInRequest, form: NetworkForm, found: Network | None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "network": found}
    return render(request, "organisations/network_edit.html", context, status=status)
