"""Needs: a sheet in a talk, over time, the open ones, and which come up most."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services, tallies
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import (
    AssessForm,
    MoveNeedForm,
    NeedFilterForm,
    QuarterForm,
    YearForm,
)
from hafen.casework.cases.models import Case, Client, NeedTopic
from hafen.casework.cases.registries import NeedAction, need_actions
from hafen.casework.cases.rules import (
    EXPORT_CASES,
    VIEW_CASES,
    VIEW_TALLIES,
    WORK_ON_CASES,
)
from hafen.casework.cases.sheets import NEEDS, OUTCOMES, RANKING
from hafen.casework.cases.views._asking import offered, taken
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.views._households import (
    MOST_EXPORTED,
    PAGE,
    districts,
    key_of,
)
from hafen.casework.cases.views._refusals import refusal
from hafen.casework.cases.words import NOT_ASSESSED, domain_choices, quarters
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.ui import drafts, sparse
from hafen.core.ui.pages import render_page

YEARS = 6


def domains_of(request: SignedInRequest, row: Case, today: date) -> list[Any]:
    """Return the areas that this person may rate in a case."""
    found = taxonomy.topics_tree(language=get_language() or "de", today=today)
    is_named = queries.is_named(request.user, row, today=today)
    return [
        label
        for label in found
        if label.code not in NOT_ASSESSED
        and (is_named or not queries.is_special(label))
    ]


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def needs(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What a household needs, sheet beside sheet."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    domains = domains_of(request, row, today)
    compared = queries.comparison(row, domains, request.user, today=today)
    pages = offered(need_actions, request) if row.is_open else []
    whom = queries.in_household(row, today=today)[:1] if pages else []
    context = {
        "row": row,
        "compared": compared,
        "areas": [
            (area, *_steps(row, area.topic, whom, pages, today))
            for area in compared.areas
        ],
    }
    return render(request, "cases/needs.html", context)


def _steps(
    row: Case,
    topic: NeedTopic | None,
    whom: list[Client],
    pages: list[NeedAction],
    today: date,
) -> tuple[MoveNeedForm | None, list[tuple[Any, str]]]:
    """Return what can be said of a need, and where somebody is found who helps."""
    if topic is None or not topic.is_living or not row.is_open:
        return None, []
    form = MoveNeedForm(
        initial={"on": today, "offered_on": topic.offered_on, "offer": topic.offer},
        auto_id=f"need_{topic.pk}_%s",
    )
    asked = urlencode({"topic": topic.domain, "need": topic.pk})
    slug = whom[0].municipality.slug if whom else ""
    return form, [
        (page.label, f"{reverse(page.url_name, args=[slug, client.pk])}?{asked}")
        for page in pages
        for client in whom
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def assess(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Fill in a sheet, in a talk or on a visit."""
    row, today = found_case(request, pk), timezone.localdate()
    form = AssessForm(
        request.POST or None,
        domains=domains_of(request, row, today),
        last=queries.last_ratings(row, request.user, today=today),
        initial={"on": today},
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.assess_needs(
                case=row, today=today, by=request.user, **form.content
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            drafts.saved(request, _("The sheet was saved."))
            sparse.warn(request, form)
            return redirect("cases:needs", municipality, pk)
    audit.seen(subject=row, what="cases.case")
    status = 422 if form.errors else 200
    context = {"row": row, "form": form}
    return render(request, "cases/assess.html", context, status=status)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def need_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Say where a need stands."""
    today = timezone.localdate()
    rows = queries.needs_visible_to(request.user, today=today)
    row: NeedTopic = get_object_or_404(rows, pk=pk)
    form = MoveNeedForm(request.POST)
    return taken(
        request,
        form,
        lambda: services.move_need(need=row, by=request.user, **form.content),
        reverse("cases:needs", args=[municipality, row.case_id]),
    )


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def needs_list(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The needs of all cases that one reads: open, without an offer, ended."""
    del municipality
    today = timezone.localdate()
    domains = domain_choices(today)
    form = NeedFilterForm(
        request.GET or None, rows={"district": districts(request)}, domains=domains
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.NeedFilter(
        part=values.get("part") or "open",
        domain=values.get("domain", ""),
        urgency=values.get("urgency", ""),
        district=key_of(values.get("district")),
    )
    seen = queries.needs_visible_to(request.user, today=today)
    found = queries.filtered_needs(seen, chosen, today=today)
    names = dict(domains)
    exported = found[:MOST_EXPORTED] if "as" in request.GET else []
    rows = [(row, names.get(row.domain, row.domain)) for row in exported]
    if file := answer(request, NEEDS, rows, right=EXPORT_CASES):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": chosen.count,
        "page": page,
        "rows": [(row, names.get(row.domain, row.domain)) for row in page],
        "part": chosen.part,
        "parts": [
            ("open", pgettext("needs", "open")),
            ("late", pgettext("needs", "too long without an offer")),
            ("ended", pgettext("needs", "ended")),
        ],
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render_page(request, "cases/needs_list.html", context)


@require_safe
@requires(VIEW_TALLIES)
@of_feature(FEATURE)
def needs_ranking(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which needs came up most in a quarter that is over; no person is told."""
    del municipality
    today = timezone.localdate()
    periods = quarters(today)
    form = QuarterForm(
        request.GET or None, quarters=[(each.code, each.name) for each in periods]
    )
    code = form.cleaned_data["quarter"] if form.is_valid() else ""
    period = next((each for each in periods if each.code == code), periods[0])
    days = (period.first, period.last)
    names = dict(domain_choices(today))
    places = {row.pk: row.name for row in districts(request)}
    where = tallies.needs_by_district(*days)
    rows = [
        (
            place,
            names.get(domain, domain),
            number,
            [(places.get(key, "–"), count) for key, count in where.get(domain, [])],
        )
        for place, (domain, number) in enumerate(tallies.needs_ranked(*days), 1)
    ]
    if file := answer(request, RANKING, rows):
        return file
    context = {
        "form": form,
        "period": period,
        "rows": rows,
        "waited": tallies.days_to_offer(*days, day=today, standard=queries.OFFER_DAYS),
        "least": tallies.LEAST,
        "may_export": True,
    }
    return render(request, "cases/needs_ranking.html", context)


@require_safe
@requires(VIEW_TALLIES)
@of_feature(FEATURE)
def outcomes(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What came of the cases that were closed in a year; no person is told."""
    del municipality
    today = timezone.localdate()
    years = [today.year - back for back in range(YEARS)]
    form = YearForm(request.GET or None, years=[(str(year), year) for year in years])
    year = int(form.cleaned_data["year"]) if form.is_valid() else years[0]
    found = tallies.outcomes(date(year, 1, 1), date(year, 12, 31))
    names = dict(domain_choices(today))
    closed = found.pop("", tallies.Reached())
    rows = sorted(
        ((str(names.get(code, code)), count) for code, count in found.items()),
        key=lambda row: row[0],
    )
    if file := answer(request, OUTCOMES, rows):
        return file
    context = {
        "form": form,
        "year": year,
        "closed": closed,
        "rows": rows,
        "least": tallies.LEAST,
        "may_export": True,
    }
    return render(request, "cases/outcomes.html", context)
