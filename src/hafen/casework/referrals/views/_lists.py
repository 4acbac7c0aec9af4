"""Lists of the desk: what was referred, and how offices answer."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from hafen.casework.cases.words import language_choices
from hafen.casework.referrals import keys, queries
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import PeriodForm, ReferralFilterForm
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.rules import ANSWER, EXPORT_REFERRALS, VIEW_REFERRALS
from hafen.casework.referrals.sheets import ADDRESSED, OFFICES, REFERRALS, hours
from hafen.casework.referrals.views._common import MOST_EXPORTED, PAGE, key_of
from hafen.casework.referrals.words import topics
from hafen.core.accounts.queries import owners_of
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def referrals(request: SignedInRequest, municipality: str) -> HttpResponse:
    """One's own, those of cases that one reads, and those of a team one leads."""
    del municipality
    today = timezone.localdate()
    seen = queries.referrals_visible_to(request.user, today=today)
    known = topics(today)
    form = ReferralFilterForm(
        request.GET or None,
        rows={"owner": owners_of(seen)},
        words={"topic": known.grouped},
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.ReferralFilter(
        part=values.get("part") or "open",
        words=values.get("q", ""),
        topic=values.get("topic", ""),
        owner=key_of(values.get("owner")),
        way=values.get("way", ""),
        first=values.get("first"),
        last=values.get("last"),
    )
    found = queries.filtered_referrals(seen, chosen, today=today)
    lines = (
        [(row, known.name(row.topic)) for row in found[:MOST_EXPORTED]]
        if "as" in request.GET
        else []
    )
    if file := answer(request, REFERRALS, lines, right=EXPORT_REFERRALS):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": chosen.count,
        "page": page,
        "rows": [(row, known.name(row.topic), row.is_late(today)) for row in page],
        "part": chosen.part,
        "parts": [
            ("open", pgettext("referrals", "under way")),
            ("late", pgettext("referrals", "not answered in time")),
            ("ask", pgettext("referrals", "to ask")),
            ("arrived", pgettext("referrals", "arrived")),
            ("refused", pgettext("referrals", "refused")),
            ("ended", pgettext("referrals", "ended")),
            ("all", pgettext("referrals", "all")),
        ],
        "may_export": EXPORT_REFERRALS.held_by(request.user),
    }
    return render_page(request, "referrals/referrals.html", context)


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def offices(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How offices answered in a period, among the referrals that one sees."""
    del municipality
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = queries.office_times(
        queries.referrals_visible_to(request.user, today=today),
        first=values.get("first"),
        last=values.get("last"),
    )
    if file := answer(request, OFFICES, rows, right=EXPORT_REFERRALS):
        return file
    context = {
        "form": form,
        "filters": sum(bool(values.get(name)) for name in ("first", "last")),
        "rows": [(row, hours(row)) for row in rows],
        "may_export": EXPORT_REFERRALS.held_by(request.user),
    }
    return render(request, "referrals/offices.html", context)


@require_safe
@requires(ANSWER)
@of_feature(FEATURE)
def addressed(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What lies with the offices whose entries one looks after; no name."""
    del municipality
    town, today = request.user.municipality, timezone.localdate()
    known, spoken = topics(today), dict(language_choices(today))
    lines = [
        {
            "row": each,
            "topic": known.name(each.topic),
            "language": spoken.get(each.language, each.language),
            "urgency": Referral.Urgency(each.urgency).label,
            "state": Referral.State(each.state).label,
            "is_late": each.is_late(today),
            "address": keys.answer_path(town, each.id),
        }
        for each in queries.addressed_to(request.user)
    ]
    if file := answer(request, ADDRESSED, lines, right=ANSWER):
        return file
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return render_page(request, "referrals/addressed.html", {"page": page})
