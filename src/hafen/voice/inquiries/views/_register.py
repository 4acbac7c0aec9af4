from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries import queries, services, words
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.desk import NOTED, NoteForm
from hafen.voice.inquiries.models import Inquiry
from hafen.voice.inquiries.rules import (
    EXPORT_INQUIRY,
    MANAGE_CONTACT_POINT,
    NOTE_INQUIRY,
    VIEW_FIGURES,
    VIEW_INQUIRY,
)
from hafen.voice.inquiries.sheets import register_sheet
from hafen.voice.inquiries.views._common import (
    chosen_inquiries,
    known_words,
    today,
    visible,
)

PAGE = 25
MOST_EXPORTED = 10_000
CALL_BACK_DAYS = 1


@require_safe
@requires(VIEW_INQUIRY)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The register, what is urgent first."""
    del municipality
    known = known_words()
    form, chosen, rows = chosen_inquiries(request, known)
    is_past = chosen.part in {"closed", "counted", "all"}
    ordered = queries.newest_first(rows) if is_past else queries.by_urgency(rows)
    sheet = register_sheet(known)
    if file := answer(request, sheet, ordered[:MOST_EXPORTED], right=EXPORT_INQUIRY):
        return file
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    parts = {
        "living": _("Open"),
        "late": _("Late"),
        "unanswered": _("Without an answer"),
        "waiting": _("Third parties asked"),
        "call_back": _("To call back"),
        "closed": pgettext("inquiries", "Closed"),
        "counted": pgettext("inquiries", "All but merged ones"),
        "all": pgettext("inquiries", "All"),
    }
    context = {
        "form": form,
        "filters": chosen.count,
        "page": page,
        "rows": [_row(inquiry, known) for inquiry in page],
        "part": chosen.part,
        "parts": parts.items(),
        "today": today(),
        "may_note": NOTE_INQUIRY.held_by(request.user),
        "may_export": EXPORT_INQUIRY.held_by(request.user),
        "may_count": VIEW_FIGURES.held_by(request.user),
        "may_manage": MANAGE_CONTACT_POINT.held_by(request.user),
    }
    return render_page(request, "inquiries/listing.html", context)


def _row(inquiry: Inquiry, known: words.Words) -> dict[str, Any]:
    return {
        "inquiry": inquiry,
        "topics": known.topic_names(inquiry.topics),
        "legal_areas": known.legal_names(inquiry.legal_areas),
        "is_late": inquiry.is_late(today()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(NOTE_INQUIRY)
@of_feature(FEATURE)
def note(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Note a call or somebody at the counter, in twenty seconds."""
    asked = request.GET.get("channel", "")
    initial = {
        "channel": asked if asked in NOTED else Channel.TELEPHONE,
        "language": "de",
    }
    languages = words.language_choices(today())
    form = NoteForm(request.POST or None, initial=initial, languages=languages)
    if request.method == "POST" and form.is_valid():
        inquiry = services.receive_inquiry(
            municipality=request.municipality,
            new=_noted(form),
            now=timezone.now(),
            by=request.user,
        )
        said = _("Noted as inquiry %(number)s.") % {"number": inquiry.number}
        messages.success(request, said)
        if visible(request).filter(pk=inquiry.pk).exists():
            return redirect("inquiries:detail", municipality, inquiry.pk)
        return redirect("inquiries:note", municipality)
    status = 422 if form.errors else 200
    return render(request, "inquiries/note.html", {"form": form}, status=status)


def _noted(form: NoteForm) -> services.NewInquiry:
    values = form.cleaned_data
    must_call = values["is_call_back"] or values["channel"] == Channel.MACHINE
    return services.NewInquiry(
        kind=values["kind"],
        channel=values["channel"],
        language=values["language"],
        text=values["text"],
        person=services.Person(
            name=values["name"],
            email=values["email"],
            phone=values["phone"],
            address=values["address"],
            reply_by=values["reply_by"] or ("TELEPHONE" if values["phone"] else ""),
        ),
        who=values["who"] if values["who"] != Inquiry.Who.UNKNOWN else "",
        is_urgent=values["is_urgent"],
        call_back_days=CALL_BACK_DAYS if must_call else None,
    )
