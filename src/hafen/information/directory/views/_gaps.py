"""What is missing: the analysis, what is reported, and the bulletin of partners."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.models import District
from hafen.core.places.queries import district_tree
from hafen.core.taxonomy.queries import labels_of
from hafen.information.directory import choices, queries, services
from hafen.information.directory.forms import GapAnswerForm, GapForm
from hafen.information.directory.models import Gap
from hafen.information.directory.rules import (
    EDIT_SERVICE,
    RELEASE_GAP,
    REPORT_GAP,
    VIEW_BULLETIN,
)
from hafen.information.directory.sheets import GAPS
from hafen.mechanisms.search.gaps import language_name
from hafen.network.organisations.queries import organisations_editable_by

PAGE = 50


@require_http_methods(["GET", "HEAD"])
@requires(REPORT_GAP)
def gaps(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is asked for, beside how much of it there is."""
    del municipality
    lines = queries.gap_lines(
        request.municipality, reader=_reader(), now=timezone.now()
    )
    shows_all = bool(request.GET.get("all"))
    shown = lines if shows_all else [line for line in lines if line.is_gap]
    if file := answer(request, GAPS, shown):
        return file
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "shows_all": shows_all,
        "may_release": RELEASE_GAP.held_by(request.user),
    }
    return render(request, "directory/gaps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(REPORT_GAP)
def report_gap(request: SignedInRequest, municipality: str) -> HttpResponse:
    reader, today = _reader(), timezone.localdate()
    form = GapForm(
        request.POST or None,
        choices={
            "topic": choices.topics(language=reader, today=today),
            "district": choices.districts(district_tree(request.municipality)),
            "language": choices.languages_offered(language=reader),
            "target_group": choices.target_groups(language=reader, today=today),
        },
    )
    if form.is_bound and form.is_valid():
        data = services.GapData(
            **{**form.content, "district": _district(request, form)}
        )
        services.report_gap(
            municipality=request.municipality, data=data, by=request.user
        )
        messages.success(request, _("Thank you. The gap is noted."))
        return redirect("directory:gaps", municipality)
    status = 422 if form.errors else 200
    return render(request, "directory/gap_report.html", {"form": form}, status=status)


def _district(request: SignedInRequest, form: GapForm) -> District | None:
    key = form.cleaned_data["district"]
    rows = District.objects.filter(municipality=request.municipality)
    return get_object_or_404(rows, pk=key) if key else None


@require_POST
@requires(REPORT_GAP)
def move_gap(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Support it, tell partners or no longer, or close it, as the button says."""
    step, by, now = request.POST.get("step", ""), request.user, timezone.now()
    rows = queries.gaps_to_release(by)
    if step == "support":
        rows = queries.gaps_visible_to(by)
    gap = get_object_or_404(rows.select_related("municipality"), pk=pk)
    try:
        if step == "support":
            services.support_gap(gap=gap, by=by)
        elif step == "release":
            services.release_gap(gap=gap, by=by, now=now)
        elif step == "close":
            reason = request.POST.get("reason", "")[:300]
            services.close_gap(gap=gap, reason=reason, by=by, now=now)
        else:
            raise Http404
    except services.AlreadyDecided:
        messages.info(request, _("A colleague has decided already."))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("directory:gaps", municipality)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_BULLETIN)
def bulletin(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What partners are told: topic, district and numbers, and nobody's name."""
    del municipality
    rows = list(queries.bulletin(request.user))
    context = {
        "lines": _named(rows),
        "fewest": queries.FEWEST,
        "may_answer": EDIT_SERVICE.held_by(request.user),
    }
    return render(request, "directory/bulletin.html", context)


def _named(rows: list[Gap]) -> list[tuple[Gap, dict[str, str]]]:
    """Return each gap with the words of its codes, in the reader's language."""
    reader = _reader()
    terms = [row.topic_id for row in rows]
    terms += [row.target_group_id for row in rows if row.target_group_id]
    names = {
        key: label.name for key, label in labels_of(terms, language=reader).items()
    }
    return [
        (
            row,
            {
                "topic": names.get(row.topic_id, ""),
                "group": names.get(row.target_group_id, "")
                if row.target_group_id
                else "",
                "language": language_name(row.language, reader) if row.language else "",
            },
        )
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def answer_gap(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A partner sets an offer up that closes the gap once it is public."""
    rows = queries.bulletin(request.user).select_related("municipality")
    gap = get_object_or_404(rows, pk=pk)
    own = organisations_editable_by(request.user).present().sorted()
    form = GapAnswerForm(request.POST or None, organisations=own)
    if form.is_bound and form.is_valid():
        try:
            service = services.answer_gap(
                gap=gap, by=request.user, now=timezone.now(), **form.content
            )
        except services.AlreadyDecided:
            messages.info(request, _("A colleague has decided already."))
            return redirect("directory:bulletin", municipality)
        messages.success(request, _("Thank you. Your offer is in preparation."))
        return redirect("directory:prepare", municipality, service.pk)
    [(_gap, words)] = _named([gap])
    context: dict[str, Any] = {"form": form, "gap": gap, "words": words}
    status = 422 if form.errors else 200
    return render(request, "directory/gap_answer.html", context, status=status)


def _reader() -> str:
    return get_language() or "de"
