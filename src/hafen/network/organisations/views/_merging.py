"""Entries that may be one: look at both, decide field by field, part them again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.network.organisations import queries, services, sheets, words
from hafen.network.organisations.forms import MergeForm
from hafen.network.organisations.models import ContactPerson, Merge, Organisation
from hafen.network.organisations.rules import (
    EDIT_EVERY_ORGANISATION,
    EDIT_ORGANISATION,
)

PAGE = 25


@require_safe
@requires(EDIT_EVERY_ORGANISATION)
def duplicates(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List organisations that look alike, and what was brought together."""
    del municipality
    pairs = queries.likely_pairs(request.user)
    if file := answer(request, sheets.DUPLICATES, pairs):
        return file
    context = {
        "page": Paginator(pairs, PAGE).get_page(request.GET.get("page")),
        "merges": queries.merges_visible_to(request.user)[:PAGE],
    }
    return render(request, "organisations/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVERY_ORGANISATION)
def merge(
    request: SignedInRequest, municipality: str, pk: UUID, other: UUID
) -> HttpResponse:
    """Show both organisations side by side; the first one stays."""
    rows = queries.mergeable(request.user).select_related("parent", "municipality")
    winner, loser = (get_object_or_404(rows, pk=key) for key in (pk, other))
    if request.method == "POST" and request.POST.get("apart"):
        services.keep_apart(first=winner, second=loser, by=request.user)
        messages.success(request, _("The two are not proposed again."))
        return redirect("organisations:duplicates", municipality)
    labels = words.topics(timezone.localdate())
    names = services.ORGANISATION_FIELDS
    shown = [words.shown(row, names, labels) for row in (winner, loser)]
    form = _form(request, winner, loser, names, shown)
    if request.method == "POST" and form.is_valid():
        if _merged(request, services.merge_organisations, winner, loser, form):
            return redirect("organisations:detail", municipality, winner.pk)
        return redirect(request.path)
    context = {
        "form": form,
        "winner": winner,
        "loser": loser,
        "back": reverse("organisations:duplicates", args=[municipality]),
        "swapped": reverse("organisations:merge", args=[municipality, other, pk]),
        "moving": queries.pointing_to(loser.pk, services.relations_of(Organisation)),
        "may_keep_apart": True,
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/merge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_ORGANISATION)
def merge_persons(
    request: SignedInRequest, municipality: str, pk: UUID, person: UUID, other: UUID
) -> HttpResponse:
    """Show both contact persons of an organisation side by side."""
    rows = queries.persons_mergeable(pk, request.user).select_related("organisation")
    winner, loser = (get_object_or_404(rows, pk=key) for key in (person, other))
    shown = [words.shown(row, services.PERSON_FIELDS, []) for row in (winner, loser)]
    form = _form(request, winner, loser, services.PERSON_FIELDS, shown)
    back = reverse("organisations:people", args=[municipality, pk])
    if request.method == "POST" and form.is_valid():
        done = _merged(request, services.merge_persons, winner, loser, form)
        return redirect(back if done else request.path)
    context = {
        "form": form,
        "winner": winner,
        "loser": loser,
        "back": back,
        "swapped": reverse(
            "organisations:merge_persons", args=[municipality, pk, other, person]
        ),
        "moving": queries.pointing_to(loser.pk, services.relations_of(ContactPerson)),
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/merge.html", context, status=status)


@require_POST
@requires(EDIT_EVERY_ORGANISATION)
def part(request: SignedInRequest, municipality: str, merge: UUID) -> HttpResponse:
    rows = queries.merges_visible_to(request.user)
    _parted(request, get_object_or_404(rows, pk=merge))
    return redirect("organisations:duplicates", municipality)


@require_POST
@requires(EDIT_ORGANISATION)
def part_persons(
    request: SignedInRequest, municipality: str, pk: UUID, merge: UUID
) -> HttpResponse:
    rows = queries.person_merges_of(pk, request.user)
    _parted(request, get_object_or_404(rows, pk=merge))
    return redirect("organisations:people", municipality, pk)


def _form(
    request: SignedInRequest,
    winner: Any,
    loser: Any,
    fields: tuple[str, ...],
    shown: Sequence[Mapping[str, str]],
) -> MergeForm:
    if winner.pk == loser.pk:
        raise Http404
    return MergeForm(
        request.POST or None,
        initial={"winner_version": winner.version, "loser_version": loser.version},
        fields_of=words.FIELD_NAMES,
        names=fields,
        first=shown[0],
        second=shown[1],
    )


def _merged(
    request: SignedInRequest, service: Any, winner: Any, loser: Any, form: MergeForm
) -> bool:
    try:
        service(
            winner=winner,
            loser=loser,
            chosen=form.chosen,
            expected=form.versions,
            by=request.user,
        )
    except (LostUpdate, services.JoinedAlready):
        messages.error(request, _("Somebody changed it meanwhile; please compare."))
        return False
    messages.success(request, _("The two entries are one now."))
    return True


def _parted(request: SignedInRequest, found: Merge) -> None:
    try:
        done = services.part(merge=found, by=request.user, now=timezone.now())
    except services.CannotPart:
        messages.error(request, _("Somebody else was faster; please look again."))
        return
    messages.success(request, _("They are two entries again, as before."))
    if done.kept:
        names = ", ".join(str(words.FIELD_NAMES[name]) for name in done.kept)
        text = _("Changed since and left as it is: %(names)s") % {"names": names}
        messages.info(request, text)
