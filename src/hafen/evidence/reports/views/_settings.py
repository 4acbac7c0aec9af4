"""The desk: which figures a report shows, and from which count on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.evidence.reports import queries, services
from hafen.evidence.reports.doors import FEATURE
from hafen.evidence.reports.forms import SettingsForm
from hafen.evidence.reports.rules import SET_REPORTS
from hafen.evidence.reports.views._reports import template_of

_FIELDS = ("least", "shows_staff", "staff_agreement", "staff_agreed_on")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_REPORTS)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str, name: str) -> HttpResponse:
    template = template_of(name)
    row = queries.settings_of(request.municipality, template)
    current = {field: getattr(row, field) for field in _FIELDS}
    current["on"] = [key for key in template.figures if key not in row.off]
    form = SettingsForm(
        request.POST or None, initial=current, version=row.version, template=template
    )

    def save(*, expected: int | None) -> None:
        services.save_settings(
            municipality=request.municipality,
            template=template,
            facts=form.facts,
            expected=expected,
            by=request.user,
        )

    sentence = _("Please name the agreement and its day.")
    refusals: Refusals = {services.NoAgreement: ("staff_agreement", sentence)}
    done: Any = edited(request, form, row, save, current=current, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("reports:report", municipality, name)
    context = {"template": template, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reports/settings.html", context, status=status)
