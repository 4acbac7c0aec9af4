"""Letters with deadlines and papers that run out, of one household and of all."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import DeadlineForm, PaperForm
from hafen.casework.cases.models import Client, Household
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import DEADLINES
from hafen.casework.cases.views._asking import asked, taken
from hafen.casework.cases.views._households import (
    MOST_EXPORTED,
    PAGE,
    found_household,
)
from hafen.casework.cases.words import NOT_ASSESSED, domain_choices, words
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy import queries as taxonomy


def _people(household: Household) -> Any:
    rows = Client.objects.filter(household=household, same_as__isnull=True)
    return rows.order_by("sort_key", "id")


def _named(rows: Any) -> list[tuple[Any, str]]:
    names = dict(domain_choices(timezone.localdate()))
    return [(row, str(names.get(row.topic, _("something else")))) for row in rows]


def _of_household(municipality: str, pk: UUID) -> str:
    return reverse("cases:household_days", args=[municipality, pk])


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def household_days(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """The letters of a household, and the papers of its people."""
    del municipality
    row, today = found_household(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.household")
    letters = queries.deadlines_visible_to(request.user, today=today)
    papers = queries.papers_visible_to(request.user, today=today)
    found = letters.filter(household=row).order_by("-done_on", "due_on", "id")
    context = {
        "row": row,
        "letters": _named(found),
        "papers": papers.filter(client__household=row, settled_on=None).order_by(
            "valid_until", "id"
        ),
        "soon": today + queries.PAPER_NOTICE,
        "today": today,
    }
    return render(request, "cases/household_days.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_deadline(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A letter came: day and topic, and it goes to whoever is responsible."""
    row, today = found_household(request, pk), timezone.localdate()
    labels = taxonomy.topics_tree(language=get_language() or "de", today=today)
    form = DeadlineForm(
        request.POST or None,
        rows={"client": _people(row)},
        topics=[
            (label.code, label.name)
            for label in labels
            if not queries.is_special(label) and label.code not in NOT_ASSESSED
        ],
        today=today,
        initial={"received_on": today},
    )

    def save() -> None:
        services.note_deadline(
            household=row, today=today, by=request.user, **form.content
        )

    back = _of_household(municipality, pk)
    title = _("A letter with a deadline")
    return asked(request, form, save, title=title, back=back, lead=row.name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_paper(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A paper that runs out; its number is not asked for."""
    row = found_household(request, pk)
    form = PaperForm(request.POST or None, rows={"client": _people(row)})

    def save() -> None:
        services.note_paper(by=request.user, **form.content)

    back = _of_household(municipality, pk)
    title = _("A paper that runs out")
    return asked(request, form, save, title=title, back=back, lead=row.name)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def day_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Say that a letter is dealt with, or that a paper needs no more looking after."""
    today, by = timezone.localdate(), request.user
    if name == "letter":
        letters = queries.deadlines_visible_to(by, today=today)
        letter = get_object_or_404(letters, pk=pk)
        back = _of_household(municipality, letter.household_id)
        now = timezone.now()
        return taken(
            request,
            None,
            lambda: services.meet_deadline(deadline=letter, on=today, now=now, by=by),
            back,
        )
    if name != "paper":
        raise Http404
    papers = queries.papers_visible_to(by, today=today)
    paper = get_object_or_404(papers, pk=pk)
    back = _of_household(municipality, paper.client.household_id)
    return taken(
        request,
        None,
        lambda: services.settle_paper(paper=paper, on=today, by=by),
        back,
    )


def _beside(request: SignedInRequest, part: str, today: date) -> dict[str, Any]:
    """Return what stands below the letters, or in place of them."""
    if part != "coming":
        papers = queries.papers_visible_to(request.user, today=today)
        due = queries.filtered_applications(
            queries.applications_visible_to(request.user, today=today),
            queries.ApplicationFilter(part="due"),
            request.user,
            today=today,
        )
        return {
            "papers": queries.running_out(papers, today=today)[:PAGE],
            "applications": due.prefetch_related(None)[:PAGE],
        }
    known = words(today)
    expiring = queries.expiring_visible_to(request.user, today=today)[:PAGE]
    people = queries.turning_visible_to(request.user, today=today)[:PAGE]
    return {
        "expiring": [(row, known.name(row.kind, row.code)) for row in expiring],
        "turning": [(row, queries.turning(row, today=today)) for row in people],
    }


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def deadlines(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which letters and papers come next, in all households that one sees."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "due")
    seen = queries.deadlines_visible_to(request.user, today=today)
    found = queries.filtered_deadlines(seen, part, today=today)
    exported = _named(found[:MOST_EXPORTED]) if "as" in request.GET else []
    if file := answer(request, DEADLINES, exported, right=EXPORT_CASES):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _named(page),
        **_beside(request, part, today),
        "part": part,
        "parts": [
            ("due", pgettext("letters", "due within fourteen days")),
            ("open", pgettext("letters", "all open ones")),
            ("done", pgettext("letters", "done")),
            ("coming", pgettext("letters", "what changes soon")),
        ],
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render(request, "cases/deadlines.html", context)
