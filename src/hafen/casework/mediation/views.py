"""Housing advice and mediation: a list, one matter with its sides, and its papers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.cases.rules import (
    EXPORT_CASES,
    VIEW_CASES,
    VIEW_TALLIES,
    WORK_ON_CASES,
)
from hafen.casework.cases.tallies import LEAST
from hafen.casework.cases.views import asked, found_case
from hafen.casework.mediation import queries, services, tallies
from hafen.casework.mediation.doors import FEATURE
from hafen.casework.mediation.forms import (
    CloseMatterForm,
    MatterForm,
    PartyForm,
    StepForm,
)
from hafen.casework.mediation.models import Matter, Party
from hafen.casework.mediation.sheets import COUNTS, MATTERS
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature

PAGE = 25
MOST_EXPORTED = 10_000
_PARTY = ("kind", "name", "address", "view", "part")


def _found(request: SignedInRequest, pk: UUID) -> Matter:
    """Return a matter of a case that one reads, which is noted."""
    seen = queries.matters_visible_to(request.user, today=timezone.localdate())
    row = get_object_or_404(seen, pk=pk)
    audit.seen(subject=row.case, what="cases.case")
    return row


def _found_party(request: SignedInRequest, pk: UUID) -> Party:
    seen = queries.parties_visible_to(request.user, today=timezone.localdate())
    row = get_object_or_404(seen, pk=pk)
    audit.seen(subject=row.matter.case, what="cases.case")
    return row


def _page_of(row: Matter) -> str:
    return reverse("mediation:matter", args=[row.municipality.slug, row.pk])


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def matters(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is open in all cases that one reads, what is due first."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "open")
    seen = queries.matters_visible_to(request.user, today=today)
    found = queries.filtered_matters(seen, part, today=today)
    if file := answer(request, MATTERS, found[:MOST_EXPORTED], right=EXPORT_CASES):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("open", pgettext("matters", "open")),
            ("due", pgettext("matters", "to look at again")),
            ("closed", pgettext("matters", "closed")),
        ],
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render(request, "mediation/matters.html", context)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def of_case(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = found_case(request, pk)
    audit.seen(subject=row, what="cases.case")
    found = Matter.objects.filter(case=row).order_by("-closed_on", "begun_on", "id")
    return render(request, "mediation/of_case.html", {"row": row, "rows": found})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def begin(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Begin a search, a defect, a move, or a mediation in a case."""
    row = found_case(request, pk)
    form = MatterForm(request.POST or None, initial={"begun_on": timezone.localdate()})

    def save() -> None:
        services.begin_matter(case=row, facts=form.content, by=request.user)

    back = reverse("mediation:of_case", args=[municipality, pk])
    title = _("Housing advice")
    return asked(request, form, save, title=title, back=back, lead=row.household.name)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def matter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The sides, what was done, and what came of it."""
    del municipality
    row = _found(request, pk)
    context = {
        "row": row,
        "parties": row.parties.order_by("created_at", "id"),
        "steps": row.steps.select_related("party", "author").order_by("-on", "-id"),
    }
    return render(request, "mediation/matter.html", context)


def _asked(
    request: SignedInRequest,
    row: Matter,
    form: Any,
    save: Callable[[], Any],
    title: str,
) -> HttpResponse:
    lead = f"{row.case.household.name} · {row.get_kind_display()}"
    return asked(request, form, save, title=title, back=_page_of(row), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_party(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row, form = _found(request, pk), PartyForm(request.POST or None)

    def save() -> None:
        services.save_party(matter=row, party=None, facts=form.content, by=request.user)

    return _asked(request, row, form, save, _("Another side"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def edit_party(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    party = _found_party(request, pk)
    initial = {name: getattr(party, name) for name in _PARTY}
    form = PartyForm(request.POST or None, initial=initial)

    def save() -> None:
        services.save_party(
            matter=party.matter, party=party, facts=form.content, by=request.user
        )

    return _asked(request, party.matter, form, save, party.get_kind_display())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write down a talk, or write a letter to a side."""
    del municipality
    row = _found(request, pk)
    form = StepForm(
        request.POST or None,
        rows={"party": row.parties.order_by("created_at", "id")},
        initial={"on": timezone.localdate()},
    )

    def save() -> None:
        facts = form.content
        services.take_step(
            matter=row, again_on=facts.pop("again_on"), facts=facts, by=request.user
        )

    return _asked(request, row, form, save, _("Next step"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def close(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = _found(request, pk)
    form = CloseMatterForm(request.POST or None, initial={"on": timezone.localdate()})

    def save() -> None:
        services.close_matter(matter=row, by=request.user, **form.content)

    return _asked(request, row, form, save, _("What came of it"))


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def letter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A letter to one side, as it was written."""
    del municipality
    seen = queries.letters_visible_to(request.user, today=timezone.localdate())
    row = get_object_or_404(seen, pk=pk)
    audit.seen(subject=row.matter.case, what="cases.case")
    return render(request, "mediation/letter.html", {"row": row})


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def copy(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What one side gets of the agreement: what all agreed, and its own part."""
    del municipality
    party = _found_party(request, pk)
    get_object_or_404(Matter, pk=party.matter_id, outcome=Matter.Outcome.AGREED)
    return render(request, "mediation/copy.html", {"row": party})


@require_safe
@requires(VIEW_TALLIES)
@of_feature(FEATURE)
def counts(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How many began in the last year, and what came of them, without a name."""
    del municipality
    today = timezone.localdate()
    first = today.replace(year=today.year - 1, day=1)
    names = dict(Matter.Kind.choices)
    rows = [
        (names[kind], number, solved)
        for kind, number, solved in tallies.counted(first, today)
    ]
    if file := answer(request, COUNTS, rows, right=VIEW_TALLIES):
        return file
    context = {"rows": rows, "first": first, "least": LEAST, "may_export": True}
    return render(request, "mediation/counts.html", context)
