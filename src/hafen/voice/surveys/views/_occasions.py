"""The desk: let a survey go out by itself after a service."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import AfterForm
from hafen.voice.surveys.models import Survey
from hafen.voice.surveys.rules import MANAGE_SURVEY
from hafen.voice.surveys.views._common import survey_of

_TAKEN = _("Another survey goes out after these services.")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def add_after(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    survey = survey_of(request, pk)
    form = AfterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_after(
                survey=survey,
                data=form.data_of_after,
                today=timezone.localdate(),
                by=request.user,
            )
        except services.OccasionTaken:
            form.add_error("occasion", _TAKEN)
        else:
            return redirect("surveys:detail", municipality, survey.pk)
    return _form(request, form, survey)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def edit_after(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.after_visible_to(request.user), pk=pk)
    said = AfterForm.said_by(row)
    form = AfterForm(request.POST or None, initial=said, version=row.version)

    def save(*, expected: int | None) -> None:
        services.change_after(
            after=row,
            data=form.data_of_after,
            today=timezone.localdate(),
            expected=expected,
            by=request.user,
        )

    refusals: Refusals = {services.OccasionTaken: ("occasion", str(_TAKEN))}
    done = edited(request, form, row, save, current=said, refusals=refusals)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("surveys:detail", municipality, row.survey_id)
    return done or _form(request, form, row.survey)


def _form(request: SignedInRequest, form: AfterForm, survey: Survey) -> HttpResponse:
    context = {"form": form, "survey": survey}
    status = 422 if form.errors else 200
    return render(request, "surveys/after.html", context, status=status)
