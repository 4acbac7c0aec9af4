from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.mechanisms.feedback.services import TooManyMessages
from hafen.voice.inquiries import services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.more import CorrectionForm, FaqForm
from hafen.voice.inquiries.rules import WORK_ON_INQUIRY
from hafen.voice.inquiries.views._common import workable


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def onward(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Make a public question of an inquiry, or have a public page corrected."""
    inquiry = workable(request, pk)
    is_faq = "question" in request.POST
    faq = FaqForm(request.POST if is_faq else None)
    correction = CorrectionForm(
        request.POST if request.method == "POST" and not is_faq else None
    )
    if faq.is_bound and faq.is_valid():
        values = faq.content
        services.draft_faq(inquiry=inquiry, by=request.user, **values)
        messages.success(request, _("The draft waits for the editors."))
        return redirect("inquiries:detail", municipality, pk)
    if correction.is_bound and correction.is_valid():
        try:
            services.tell_editors(
                inquiry=inquiry,
                text=correction.cleaned_data["text"],
                by=request.user,
                now=timezone.now(),
            )
        except TooManyMessages:
            correction.add_error(None, _("Too many in this hour; try again later."))
        else:
            messages.success(request, _("The editors know it now."))
            return redirect("inquiries:detail", municipality, pk)
    context = {"inquiry": inquiry, "faq": faq, "correction": correction}
    status = 422 if faq.errors or correction.errors else 200
    return render(request, "inquiries/onward.html", context, status=status)
