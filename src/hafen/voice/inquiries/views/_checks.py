from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.people import ChecklistForm
from hafen.voice.inquiries.rules import MANAGE_CONTACT_POINT, WORK_ON_INQUIRY
from hafen.voice.inquiries.views._common import workable


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_CONTACT_POINT)
@of_feature(FEATURE)
def checklist(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    rows = queries.checklists_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    said = {"name": found.name, "lines": "\n".join(found.lines)} if found else None
    form = ChecklistForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_checklist(
                municipality=request.municipality,
                checklist=found,
                name=form.cleaned_data["name"],
                lines=form.cleaned_data["lines"],
                by=request.user,
            )
        except services.TemplateExists:
            form.add_error("name", _("Another checklist has this name."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("inquiries:settings", municipality)
    context = {"form": form, "title": _("Checklist")}
    status = 422 if form.errors else 200
    return render(request, "inquiries/setting.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def lay_checklist(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Choose a checklist for an inquiry."""
    inquiry = workable(request, pk)
    rows = queries.checklists_visible_to(request.user)
    if request.method == "POST":
        found = next(
            (row for row in rows if str(row.pk) == request.POST.get("checklist")), None
        )
        if found is None:
            raise Http404
        try:
            services.lay_checklist(inquiry=inquiry, checklist=found, by=request.user)
        except services.NotLiving:
            messages.error(request, _("It is closed; open it again first."))
        return redirect("inquiries:detail", municipality, pk)
    context = {"inquiry": inquiry, "checklists": rows}
    return render(request, "inquiries/checklist.html", context)


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def tick(
    request: SignedInRequest, municipality: str, pk: UUID, check: UUID
) -> HttpResponse:
    """Tick a line of the checklist, or take the tick away."""
    inquiry = workable(request, pk)
    services.tick(
        check=get_object_or_404(inquiry.checks, pk=check),
        is_done=request.POST.get("done") == "yes",
        by=request.user,
        now=timezone.now(),
    )
    return redirect("inquiries:detail", municipality, pk)
