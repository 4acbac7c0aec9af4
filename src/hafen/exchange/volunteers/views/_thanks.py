"""Recognition, figures and ideas at the desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.volunteers import certificates, queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.thanks import ThankForm
from hafen.exchange.volunteers.models import Award
from hafen.exchange.volunteers.rules import (
    EDIT_VOLUNTEER,
    EXPORT_VOLUNTEERS,
    VIEW_VOLUNTEERS,
)
from hafen.exchange.volunteers.sheets import AWARDS, IDEAS
from hafen.exchange.volunteers.views._common import MOST_EXPORTED, PAGE, found, today
from hafen.exchange.volunteers.views._refusals import refusal


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def thanks(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who was thanked this year and how, and whom it is time to thank."""
    del municipality
    year = _year(request)
    agreed = services.settings_of(request.municipality)
    rows = queries.awards_visible_to(request.user, year=year)
    if file := answer(request, AWARDS, rows, right=EXPORT_VOLUNTEERS):
        return file
    names = dict(Award.Kind.choices)
    earned = queries.to_be_thanked(
        request.user,
        year=year,
        award_hours=agreed.award_hours,
        card_hours=agreed.card_hours,
    )
    context = {
        "year": year,
        "years": range(today().year, today().year - 4, -1),
        "rows": rows,
        "earned": [
            (each, [(kind, names[kind]) for kind in each.kinds]) for each in earned
        ],
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render(request, "volunteers/thanks_list.html", context)


def _year(request: SignedInRequest) -> int:
    given = request.GET.get("year", "")
    return int(given) if given.isdigit() and len(given) == 4 else today().year


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def thank(
    request: SignedInRequest, municipality: str, pk: UUID, year: int
) -> HttpResponse:
    """Note how somebody was thanked."""
    row = found(request, pk)
    form = ThankForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        services.thank(
            volunteer=row,
            year=year,
            kind=form.cleaned_data["kind"],
            occasion=form.cleaned_data["occasion"],
            by=request.user,
            now=timezone.now(),
        )
    except DomainError:
        messages.error(request, _("This was noted already."))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("volunteers:thanks", municipality)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def engagement(
    request: SignedInRequest, municipality: str, pk: UUID, year: int
) -> HttpResponse:
    """The certificate of engagement of a year, as PDF."""
    del municipality
    row = found(request, pk)
    done = queries.tasks_done(row, year=year)
    if not done:
        raise Http404
    paper = certificates.certificate(row, year=year, done=done, today=today())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="engagement-{year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def figures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How many help, how much, on how few shoulders, and who leaves."""
    del municipality
    agreed = services.settings_of(request.municipality)
    context = {
        "figures": queries.figures(
            request.user, today=today(), most_hours=agreed.most_hours_a_week
        ),
        "most_hours": agreed.most_hours_a_week,
        "inactive": queries.inactive_since(request.user, today=today())[:20],
    }
    return render(request, "volunteers/figures.html", context)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def ideas(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Ideas of citizens, how many support each, and what became of them."""
    del municipality
    rows = queries.ideas_visible_to(request.user)
    if file := answer(request, IDEAS, rows[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS):
        return file
    context = {
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "needed": services.settings_of(request.municipality).supporters,
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
    }
    return render(request, "volunteers/ideas.html", context)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def idea_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Publish an idea, make a project of it, or close it."""
    row = get_object_or_404(queries.ideas_visible_to(request.user), pk=pk)
    steps: dict[str, Any] = {
        "publish": services.publish_idea,
        "project": services.make_project,
        "close": services.close_idea,
    }
    if name not in steps:
        raise Http404
    try:
        done = steps[name](idea=row, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
        if name == "project":
            return redirect("volunteers:task", municipality, done.pk)
    return redirect("volunteers:ideas", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_thanks(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Thank somebody by another way than the thresholds propose."""
    row = found(request, pk)
    form = ThankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.thank(
                volunteer=row,
                year=today().year,
                **form.content,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError:
            form.add_error("kind", _("This was noted already."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("volunteers:volunteer", municipality, pk)
    context = {"form": form, "volunteer": row, "title": _("Thank somebody")}
    status = 422 if form.errors else 200
    return render(request, "volunteers/simple_form.html", context, status=status)
