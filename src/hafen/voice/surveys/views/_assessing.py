"""The joint assessment: partners say what they think, and approve one text."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.network.organisations.queries import organisations_visible_to
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import AssessmentForm, ContributionForm, PartnerForm
from hafen.voice.surveys.models import Assessment
from hafen.voice.surveys.rules import ASSESS, MANAGE_SURVEY
from hafen.voice.surveys.sheets import ASSESSMENTS
from hafen.voice.surveys.views._common import wave_of

PAGE = 25


def _assessment(request: SignedInRequest, pk: UUID) -> Assessment:
    return get_object_or_404(queries.assessments_visible_to(request.user), pk=pk)


@require_safe
@requires(ASSESS)
@of_feature(FEATURE)
def assessments(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.assessments_visible_to(request.user)
    if file := answer(request, ASSESSMENTS, rows, right=ASSESS):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render_page(request, "surveys/assessments.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def add_partner(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Begin a joint assessment of a round, or take one more partner in."""
    wave = wave_of(request, pk)
    form = PartnerForm(
        request.POST or None, organisations=organisations_visible_to(request.user)
    )
    if request.method == "POST" and form.is_valid():
        partner = services.add_partner(
            wave=wave,
            organisation=form.cleaned_data["organisation"],
            by=request.user,
        )
        return redirect("surveys:assessment", municipality, partner.assessment_id)
    context = {"form": form, "heading": _("Assess together"), "survey": wave.survey}
    status = 422 if form.errors else 200
    return render(request, "surveys/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASSESS)
@of_feature(FEATURE)
def assessment(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What each partner says, the joint text, and who has approved it."""
    found = _assessment(request, pk)
    own = queries.spoken_for(request.user, found)
    form = ContributionForm(request.POST or None, partners=own)
    if request.method == "POST" and form.is_valid():
        services.contribute(
            partner=form.cleaned_data["partner"],
            topic=form.cleaned_data["topic"],
            text=form.cleaned_data["text"],
            by=request.user,
        )
        messages.success(request, _("The statement is kept."))
        return redirect("surveys:assessment", municipality, pk)
    context = {
        "assessment": found,
        "partners": queries.partners_of(found),
        "own": {partner.pk for partner in own},
        "form": form,
        "may_manage": MANAGE_SURVEY.held_by(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/assessment.html", context, status=status)


@require_POST
@requires(ASSESS)
@of_feature(FEATURE)
def take_back(
    request: SignedInRequest, municipality: str, pk: UUID, contribution: UUID
) -> HttpResponse:
    found = _assessment(request, pk)
    rows = queries.contributions_of(request.user, found)
    row = get_object_or_404(rows, pk=contribution)
    services.take_contribution_back(contribution=row, by=request.user)
    return redirect("surveys:assessment", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def write_assessment(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found = _assessment(request, pk)
    said = {"text": found.text}
    form = AssessmentForm(request.POST or None, initial=said, version=found.version)

    def save(*, expected: int | None) -> None:
        services.write_assessment(
            assessment=found,
            text=form.cleaned_data["text"],
            expected=expected,
            by=request.user,
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        messages.success(request, _("The text is kept; now the partners approve it."))
        return redirect("surveys:assessment", municipality, pk)
    if done:
        return done
    survey = found.wave.survey
    context = {"form": form, "heading": _("Joint text"), "survey": survey}
    status = 422 if form.errors else 200
    return render(request, "surveys/form.html", context, status=status)


@require_POST
@requires(ASSESS)
@of_feature(FEATURE)
def approve_assessment(
    request: SignedInRequest, municipality: str, pk: UUID, partner: UUID
) -> HttpResponse:
    """Approve the text as it was read, for one partner."""
    found = _assessment(request, pk)
    row = get_object_or_404(queries.spoken_for(request.user, found), pk=partner)
    edition = request.POST.get("edition", "")
    try:
        services.approve_assessment(
            partner=row,
            edition=int(edition) if edition.isdecimal() else 0,
            is_on_behalf=not queries.is_own(request.user, row),
            today=timezone.localdate(),
            by=request.user,
        )
    except services.OtherText:
        messages.error(request, _("The text has changed; please read it again."))
    else:
        messages.success(request, _("Approved."))
    return redirect("surveys:assessment", municipality, pk)
