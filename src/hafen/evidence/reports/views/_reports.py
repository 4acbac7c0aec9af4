"""The desk: a report on live rows, its definitions, and its release."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.context import at_one_moment
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.evidence.reports import papers, queries, services
from hafen.evidence.reports.doors import FEATURE
from hafen.evidence.reports.forms import PeriodForm, ReleaseForm
from hafen.evidence.reports.measuring import (
    Figure,
    Frame,
    Template,
    figures,
    templates,
)
from hafen.evidence.reports.rules import (
    RELEASE_REPORT,
    SET_REPORTS,
    VIEW_REPORTS,
)
from hafen.evidence.reports.telling import Report, Told

_TELLS = gettext_lazy(
    "Together with an earlier release this report would tell numbers that are hidden"
    " there. Hide small counts in its settings, or release a period that shares no day"
    " with the earlier ones."
)


@require_safe
@requires(VIEW_REPORTS)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which reports there are, and what was released last."""
    del municipality
    context = {
        "templates": list(templates),
        "releases": queries.releases_visible_to(request.user)[:5],
        "may_set": SET_REPORTS.held_by(request.user),
    }
    return render(request, "reports/listing.html", context)


@require_safe
@at_one_moment
@requires(VIEW_REPORTS)
@of_feature(FEATURE)
def report(request: SignedInRequest, municipality: str, name: str) -> HttpResponse:
    """A report on live rows: tables, bars, and the way to each definition."""
    del municipality
    template = template_of(name)
    form, frame = _asked(request, template)
    if frame is None:
        context = {"template": template, "form": form, "report": None}
        return render(request, "reports/report.html", context, status=422)
    now = timezone.localtime()
    found = queries.measured(template, frame, now=now)
    if kind := request.GET.get("as", ""):
        return filed(found, queries.shaped(template, frame), kind)
    return _page(request, template, form, found, ReleaseForm())


def _page(
    request: SignedInRequest,
    template: Template,
    form: PeriodForm,
    found: Report,
    release_form: ReleaseForm,
) -> HttpResponse:
    context = {
        "template": template,
        "form": form,
        "report": found,
        "kinds": list(papers.TYPES),
        "release_form": release_form,
        "may_release": RELEASE_REPORT.held_by(request.user),
        "may_set": SET_REPORTS.held_by(request.user),
    }
    status = 422 if release_form.errors else 200
    return render(request, "reports/report.html", context, status=status)


@require_POST
@at_one_moment
@requires(RELEASE_REPORT)
@of_feature(FEATURE)
def release(request: SignedInRequest, municipality: str, name: str) -> HttpResponse:
    """Keep the report as it is now."""
    template = template_of(name)
    form, frame = _asked(request, template)
    if frame is None:
        raise Http404
    said = ReleaseForm(request.POST)
    now = timezone.localtime()
    if not said.is_valid():
        return _refused(request, template, form, frame, said)
    try:
        row = services.release(
            template=template,
            frame=frame,
            title=said.content["title"],
            by=request.user,
            now=now,
        )
    except services.TellsHidden:
        said.add_error(None, _TELLS)
        return _refused(request, template, form, frame, said)
    except services.ReleasedMeanwhile:
        said.add_error(
            None, _("Another report was released just now. Please send it again.")
        )
        return _refused(request, template, form, frame, said)
    messages.success(request, _("The report is released and will never change."))
    return redirect("reports:released", municipality, row.pk)


def _refused(
    request: SignedInRequest,
    template: Template,
    form: PeriodForm,
    frame: Frame,
    said: ReleaseForm,
) -> HttpResponse:
    # What was read for the release is in the language of the town.
    fresh = replace(frame, memory={})
    found = queries.measured(template, fresh, now=timezone.localtime())
    return _page(request, template, form, found, said)


@require_safe
@at_one_moment
@requires(VIEW_REPORTS)
@of_feature(FEATURE)
def definition(
    request: SignedInRequest, municipality: str, name: str, key: str
) -> HttpResponse:
    """What one figure counts, and the way to its rows for those who may."""
    del municipality
    template = template_of(name)
    form, frame = _asked(request, template)
    if key not in template.figures or frame is None:
        raise Http404
    found = queries.measured(template, frame, now=timezone.localtime())
    told = next((each for each in found.figures if each.key == key), None)
    if told is None:
        raise Http404
    context = {
        "template": template,
        "report": found,
        "form": form,
        "told": told,
        "lines": papers.definition(told),
        **_rows(request, figures[key], frame, told),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/definition.html", context)


def _rows(
    request: SignedInRequest, figure: Figure, frame: Frame, told: Told
) -> dict[str, Any]:
    """Return the way to the counted rows, and how many of them the reader sees."""
    door = figure.rows(frame) if figure.rows else None
    town = request.municipality
    if door is None or not door.is_open_to(request.user, town):
        return {"rows": "", "no_rows": figure.no_rows}
    cells = [cell for table in told.tables for cell in table.cells]
    whole = [c for c in cells if c.name == door.of and not c.is_hidden]
    return {
        "rows": door.address(town),
        "door": door,
        "seen": door.seen(request.user) if door.seen else None,
        "whole": whole[0].count if door.of and whole else None,
    }


def template_of(name: str) -> Template:
    """
    Return a kind of report.

    :raises Http404: when there is none of this name
    """
    if name not in templates:
        raise Http404
    return templates[name]


def _asked(
    request: SignedInRequest, template: Template
) -> tuple[PeriodForm, Frame | None]:
    """Return the period and what was set; no frame where they make no sense."""
    today = timezone.localdate()
    asked: Any = request.GET if "first" in request.GET else None
    initial = {"first": today.replace(month=1, day=1), "last": today}
    form = PeriodForm(
        asked, initial=initial, template=template, municipality=request.municipality
    )
    if asked is None:
        return form, _frame(request.municipality, initial, {}, today)
    if not form.is_valid():
        return form, None
    return form, _frame(request.municipality, form.cleaned_data, form.given, today)


def _frame(town: Municipality, days: Any, given: Any, today: date) -> Frame:
    return queries.frame_of(
        town, first=days["first"], last=days["last"], today=today, given=given
    )


def filed(found: Report, shaped: dict[str, Any] | None, kind: str) -> HttpResponse:
    """
    Return a report as a file.

    :raises Http404: for a kind that does not exist
    """
    if kind not in papers.TYPES:
        raise Http404
    content: bytes | str
    if kind == "json":
        content = json.dumps(shaped or found.as_json(), ensure_ascii=False, indent=2)
    else:
        content = papers.made(found, kind)
    response = HttpResponse(content, content_type=papers.TYPES[kind])
    name = slugify(f"{found.template}-{found.first}-{found.last}")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
