"""What a third party does without an account: read, confirm, answer."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.voice.inquiries import keys, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.more import AnswerForm
from hafen.voice.inquiries.models import ThirdParty


@by_link(FEATURE)
def party(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Show the question; a button confirms, answers, or says who is not meant."""
    rows = ThirdParty.objects.select_related("inquiry", "municipality")
    found = rows.filter(pk=pk, municipality=request.municipality).first()
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


def _page(request: PlaceRequest, found: ThirdParty, form: AnswerForm) -> HttpResponse:
    said = (
        found.conversation.messages.select_related("party").order_by("said_at", "id")
        if found.conversation
        else []
    )
    shown = {"party": found, "form": form, "said": said}
    status = 422 if form.errors else 200
    return render(request, "inquiries/party.html", shown, status=status)
