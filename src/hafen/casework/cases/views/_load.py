"""How much there is to do, what cases weigh, and who stands in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import DeputyForm, ProfileForm, WeightsForm
from hafen.casework.cases.rules import (
    MANAGE_PROGRAMMES,
    VIEW_CASES,
    WORK_ON_CASES,
)
from hafen.casework.cases.views._households import found_household
from hafen.casework.cases.views._refusals import refusal
from hafen.casework.cases.words import language_choices
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def load(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The own load, and for who leads a team that of its people, by name."""
    del municipality
    today = timezone.localdate()
    context = {
        "teams": queries.caseload(request.user, today=today),
        "weights": queries.weights_on(request.user, today=today),
    }
    return render(request, "cases/load.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def about_me(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What I say of myself for the assigning of cases."""
    profile = queries.profile_of(request.user)
    form = ProfileForm(
        request.POST or None,
        languages=language_choices(timezone.localdate()),
        initial={
            "languages": profile.languages if profile else [],
            "gender": profile.gender if profile else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        services.save_profile(by=request.user, **form.content)
        messages.success(request, _("The changes were saved."))
        return redirect("cases:load", municipality)
    status = 422 if form.errors else 200
    return render(request, "cases/about_me.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def away(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Somebody stands in on all my cases while I am away."""
    user, today = request.user, timezone.localdate()
    form = DeputyForm(
        request.POST or None,
        rows={"user": queries.colleagues_of(user, today=today)},
        initial={"valid_from": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = services.stand_in_for_all(by=user, **form.content)
        except DomainError as refused:
            form.add_error("user", refusal(refused))
        else:
            said = _("Cases on which somebody stands in: %(number)s")
            messages.success(request, said % {"number": len(done)})
            return redirect("cases:load", municipality)
    status = 422 if form.errors else 200
    return render(request, "cases/away.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def weights(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What cases weigh from which day on; nothing that held before is changed."""
    programmes = list(queries.programmes_visible_to(request.user))
    rows = list(queries.weights_visible_to(request.user))
    initial: dict[str, Any] = {"valid_from": timezone.localdate()}
    if rows:
        kept = ("light", "intensive", "further_person", "source")
        initial |= {name: getattr(rows[0], name) for name in kept}
        initial["limit"] = rows[0].limit // 100
        known = rows[0].programmes
        initial |= {f"programme_{pk}": percent for pk, percent in known.items()}
    form = WeightsForm(request.POST or None, programmes=programmes, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.content)
        services.set_weights(
            municipality=request.municipality,
            valid_from=facts.pop("valid_from"),
            facts=facts,
            by=request.user,
        )
        messages.success(request, _("The changes were saved."))
        return redirect("cases:weights", municipality)
    names = {str(row.pk): row.name for row in programmes}
    context = {
        "form": form,
        "rows": [
            (row, row.limit // 100, _named(row.programmes, names)) for row in rows
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "cases/weights.html", context, status=status)


def _named(percents: dict[str, int], names: dict[str, str]) -> list[tuple[str, int]]:
    return [(names[pk], each) for pk, each in percents.items() if pk in names]


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def fitting(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who of the team fits a household, each with the reasons in one line."""
    del municipality
    row, today = found_household(request, pk), timezone.localdate()
    names = dict(language_choices(today))
    found = queries.fitting(request.user, row, today=today)
    context = {
        "row": row,
        "proposed": [(each.user, list(_reasons(each, names))) for each in found],
    }
    return render_page(request, "cases/fitting.html", context)


def _reasons(each: queries.Proposal, names: dict[str, Any]) -> Any:
    for tag in each.spoken:
        yield _("speaks %(language)s") % {"language": names.get(tag, tag)}
    if each.as_wished is not None:
        yield _("as wished") if each.as_wished else _("not as wished")
    if each.near:
        yield _("cases in this district: %(number)s") % {"number": each.near}
    if each.hands and each.hands.most is not None:
        load, most = (
            number_format(each.hands.load, 1),
            number_format(each.hands.most, 1),
        )
        yield _("load %(load)s of %(most)s") % {"load": load, "most": most}
    elif each.hands:
        yield _("open cases: %(number)s") % {"number": each.hands.cases}
