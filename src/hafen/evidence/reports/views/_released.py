"""The desk: reports as they were released, and what has changed since."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.context import at_one_moment
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import words_in
from hafen.evidence.reports import keys, papers, queries
from hafen.evidence.reports.doors import FEATURE
from hafen.evidence.reports.forms import OpenForm, ShareForm
from hafen.evidence.reports.measuring import templates
from hafen.evidence.reports.models import Release
from hafen.evidence.reports.rules import RELEASE_REPORT, VIEW_RELEASES, VIEW_REPORTS
from hafen.evidence.reports.sheets import RELEASES
from hafen.evidence.reports.telling import Report, from_json
from hafen.evidence.reports.views._reports import filed

PAGE = 50


@require_safe
@requires(VIEW_RELEASES)
@of_feature(FEATURE)
def releases(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.releases_visible_to(request.user)
    if file := answer(request, RELEASES, rows):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/releases.html", {"page": page})


@require_safe
@at_one_moment
@requires(VIEW_RELEASES)
@of_feature(FEATURE)
def released(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A report as it was released; for those who see live figures, what changed."""
    del municipality
    row = get_object_or_404(queries.releases_visible_to(request.user), pk=pk)
    found = from_json(row.result)
    main = row.municipality.default_language
    if kind := request.GET.get("as", ""):
        with words_in(main):
            return filed(found, row.shaped, kind)
    live = _live(row) if VIEW_REPORTS.held_by(request.user) else None
    context = {
        "release": row,
        "report": found,
        "main": main,
        "kinds": list(papers.TYPES),
        "is_compared": live is not None,
        "differences": queries.differences(found, live) if live else [],
        "versions": queries.versions(found, live) if live else [],
        "others": queries.disagreements(row),
        **_beside(request, row),
    }
    return render(request, "reports/released.html", context)


def _beside(request: SignedInRequest, row: Release) -> dict[str, Any]:
    """Return who else may open it, for those who say so."""
    if not RELEASE_REPORT.held_by(request.user):
        return {"may_share": False}
    today = timezone.localdate()
    shares = queries.shares_visible_to(request.user).filter(release=row)
    datasets = queries.datasets_visible_to(request.user).filter(release=row)
    return {
        "may_share": True,
        "shares": [
            (each, keys.address_of(each), each.is_open_on(today)) for each in shares
        ],
        "share_form": ShareForm(initial={"expires_on": today + timedelta(days=30)}),
        "dataset": datasets.first(),
        "open_form": OpenForm(),
        "may_open": row.result["smallest_count_shown"] > 1,
    }


def _live(row: Release) -> Report | None:
    """Return the same report on the rows of today; None: kind or programme is gone."""
    if row.template not in templates:
        return None
    try:
        frame = queries.frame_of(
            row.municipality,
            first=row.first,
            last=row.last,
            today=timezone.localdate(),
            given=row.result["given"],
        )
    except queries.UnknownProgramme:
        return None
    with words_in(row.municipality.default_language):
        return queries.measured(
            templates[row.template], frame, now=timezone.localtime()
        )
