"""Help from the exchange for a household that agreed to it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import SeekForm
from hafen.casework.cases.models import Case, NeedTopic, Urgency
from hafen.casework.cases.registries import need_actions
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._asking import asked, offered
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.words import HELP_KINDS, domain_choices
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page
from hafen.exchange.pool.models import Kind


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def help_sought(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was asked for, and how it stands; or whose consent is missing."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    context = {
        "row": row,
        "sought": queries.sought_in(row),
        "agreed": queries.consents_to_matching(row, today=today),
    }
    return render(request, "cases/help.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def seek(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask the exchange; without a consent there is no such page."""
    row, today = found_case(request, pk), timezone.localdate()
    agreed = queries.consents_to_matching(row, today=today)
    if not agreed:
        raise Http404
    desks = queries.desks_of_help(request.user, today=today)
    topic = _topic(request, row)
    form = SeekForm(
        request.POST or None,
        rows={"consent": agreed, "owner": desks},
        initial=_taken_over(row, topic) if topic else {},
    )

    def save() -> None:
        services.seek_help(
            case=row, topic=topic, now=timezone.now(), by=request.user, **form.content
        )

    return asked(
        request,
        form,
        save,
        title=_("Look for help"),
        back=reverse("cases:help", args=[municipality, pk]),
        lead=_("Told are language, district and times; no name, and nothing else."),
    )


def _topic(request: SignedInRequest, row: Case) -> NeedTopic | None:
    """Return the need that the address names; 404 where it is none of this case."""
    said = request.GET.get("need", "")
    if not said:
        return None
    rows = queries.needs_visible_to(request.user, today=timezone.localdate())
    try:
        return get_object_or_404(
            rows.filter(case=row, ended_on=None, is_special=False), pk=UUID(said)
        )
    except ValueError as wrong:
        raise Http404 from wrong


def _taken_over(row: Case, topic: NeedTopic) -> dict[str, Any]:
    """Return what of a need the form begins with."""
    today = timezone.localdate()
    return {
        "kind": HELP_KINDS.get(topic.domain, Kind.OTHER),
        "title": dict(domain_choices(today)).get(topic.domain, ""),
        "people": len(queries.in_household(row, today=today)),
        "is_urgent": topic.urgency in {Urgency.TODAY, Urgency.WEEK},
    }


@require_safe
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def helpers(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """How many of the exchange fit a need, and why; the desk there knows who."""
    del municipality
    today = timezone.localdate()
    rows = queries.needs_visible_to(request.user, today=today)
    topic: NeedTopic = get_object_or_404(rows, pk=pk)
    people = queries.in_household(topic.case, today=today)
    kind = HELP_KINDS.get(topic.domain, "")
    found = queries.helpers_for(topic, people[0], kind, today=today) if people else []
    context = {
        "row": topic.case,
        "topic": topic,
        "found": found,
        "people": people,
        "pages": offered(need_actions, request) if people[1:] else [],
        "agreed": queries.consents_to_matching(topic.case, today=today).exists(),
    }
    return render_page(request, "cases/helpers.html", context)
