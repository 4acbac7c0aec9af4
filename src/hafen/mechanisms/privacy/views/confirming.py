"""What a recipient does without an account: say that the data is erased there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.mechanisms.privacy import telling
from hafen.mechanisms.privacy.rules import HANDLE_RIGHTS


@by_link()
def confirm_erasure(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """The page behind the mailed link; looking changes nothing."""
    notice = telling.notice_by_link(request.municipality, pk, code)
    if notice is None:
        raise Http404
    if request.method == "POST":
        telling.confirm(notice=notice, today=timezone.localdate())
        notice.refresh_from_db()
    return render(request, "privacy/confirm_erasure.html", {"notice": notice})


@require_POST
@requires(HANDLE_RIGHTS)
def note_recipient(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """A letter is in the post, or a recipient has confirmed in another way."""
    notice = get_object_or_404(telling.notices_visible_to(request.user), pk=pk)
    today = timezone.localdate()
    if request.POST.get("step") == "letter":
        telling.note_letter(notice=notice, today=today, by=request.user)
        messages.success(request, _("The letter was noted."))
    else:
        telling.confirm(notice=notice, today=today, by=request.user)
        messages.success(request, _("The confirmation was noted."))
    return redirect("privacy:request", municipality, notice.request_id)
