"""What a third party does without an account: read, confirm, answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.ui.errors import forbidden
from hafen.core.ui.visitors import comes_from_here
from hafen.voice.inquiries import keys, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.more import AnswerForm
from hafen.voice.inquiries.models import ThirdParty


# No cookie, so no token of Django's: the secret address and the origin count.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def party(
    request: HttpRequest, municipality: str, language: str, pk: UUID, code: str
) -> HttpResponse:
    """Show the question; a button confirms, answers, or says who is not meant."""
    del municipality, language
    if request.method == "POST" and not comes_from_here(request):
        return forbidden(request)
    town = request.municipality  # type: ignore[attr-defined]  # the edge's
    with context.acting(Context(municipality=town.pk)):
        rows = ThirdParty.objects.select_related("inquiry", "municipality")
        found = rows.filter(pk=pk, municipality=town).first()
        if found is None or not keys.is_equal(code, keys.party_code(found)):
            raise Http404
        form = AnswerForm(request.POST or None)
        is_answer = request.method == "POST" and form.is_valid()
        step = request.POST.get("step", "")
        if is_answer and found.is_waited_for and _take(found, step, form):
            return redirect(request.path)
        return _page(request, found, form)


def _take(found: ThirdParty, step: str, form: AnswerForm) -> bool:
    """Do what the button says; False where an answer has no words."""
    now = timezone.now()
    text = form.cleaned_data["message"].strip()
    if step == "received":
        services.confirm_receipt(party=found, now=now)
        return True
    if not text and step != "declined":
        form.add_error("message", form.fields["message"].error_messages["required"])
        return False
    services.hear_party(
        party=found, text=text or "–", is_declined=step == "declined", now=now
    )
    return True


def _page(request: HttpRequest, found: ThirdParty, form: AnswerForm) -> HttpResponse:
    said = (
        found.conversation.messages.select_related("party").order_by("said_at", "id")
        if found.conversation
        else []
    )
    shown = {"party": found, "form": form, "said": said}
    status = 422 if form.errors else 200
    response = render(request, "inquiries/party.html", shown, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
