from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.audit.models import Event
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.mail import letters, notices, queries, services
from hafen.core.mail.models import Notice, OutgoingMail
from hafen.core.mail.rules import CARRY_NOTICES, TRY_AGAIN, VIEW_OUTBOX
from hafen.core.mail.sheets import OUTBOX

PAGE = 50
_STATES = {"waiting": "QUEUED", "sent": "SENT", "failed": "FAILED"}
_PAPERS = {"letters", "labels"}


@require_safe
@requires(VIEW_OUTBOX)
def outbox(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    found = queries.mails_visible_to(request.user)
    asked = request.GET.get("state", "failed")
    state = _STATES.get(asked, "FAILED")
    mails = found.filter(state=state).order_by("-pk")
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    audit.record(action="mail.outbox.read", kind=Event.Kind.READ)
    if file := answer(request, OUTBOX, mails):
        return file
    context = {
        "page": page,
        "state": state,
        "failed": found.filter(state=OutgoingMail.State.FAILED).count(),
        "waiting": found.filter(state=OutgoingMail.State.QUEUED).count(),
    }
    return render(request, "mail/outbox.html", context)


@require_POST
@requires(TRY_AGAIN)
def try_again(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    mail = get_object_or_404(queries.mails_visible_to(request.user), pk=pk)
    try:
        services.try_again(mail=mail, actor=request.user.pk, now=timezone.now())
    except services.NotFailed:
        messages.info(request, _("This mail is on its way already."))
    else:
        messages.success(request, _("The mail is sent once more."))
    return redirect("mail:outbox", municipality=municipality)


@require_safe
@requires(CARRY_NOTICES)
def open_notices(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    found = queries.notices_visible_to(request.user)
    waiting = found.filter(state=Notice.State.OPEN).order_by("due_at", "pk")
    audit.record(action="mail.notices.read", kind=Event.Kind.READ)
    context = {
        "letters": waiting.filter(channel=Notice.Channel.LETTER),
        "calls": waiting.filter(channel=Notice.Channel.TELEPHONE),
        "visits": waiting.filter(channel=Notice.Channel.VISIT),
        "batches": queries.batches_visible_to(request.user)[:10],
    }
    return render(request, "mail/notices.html", context)


@require_POST
@requires(CARRY_NOTICES)
def close_notice(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    notice = get_object_or_404(queries.notices_visible_to(request.user), pk=pk)
    try:
        notices.close(notice=notice, by=request.user.pk, now=timezone.now())
    except notices.AlreadyDone:
        messages.info(request, _("A colleague has done this already."))
    else:
        messages.success(request, _("Noted: the person has been told."))
    return redirect("mail:notices", municipality=municipality)


@require_POST
@requires(CARRY_NOTICES)
def print_letters(request: SignedInRequest, municipality: str) -> HttpResponse:
    try:
        notices.print_letters(
            municipality=request.user.municipality_id,
            by=request.user.pk,
            now=timezone.now(),
        )
    except notices.NothingToPrint:
        messages.info(request, _("No letter waits to be printed."))
    else:
        messages.success(request, _("The letters are ready: print them below."))
    return redirect("mail:notices", municipality=municipality)


@require_safe
@requires(CARRY_NOTICES)
def paper(
    request: SignedInRequest, municipality: str, pk: UUID, kind: str
) -> HttpResponse:
    """Give the letters or the labels of a batch as PDF."""
    del municipality
    batch = get_object_or_404(queries.batches_visible_to(request.user), pk=pk)
    found = list(batch.notices.order_by("pk"))
    if kind not in _PAPERS or not found:
        raise Http404
    audit.seen(subject=batch, what=f"mail.{kind}")
    if kind == "labels":
        data = letters.labels(found)
    else:
        data = letters.letters(
            found, batch.municipality, today=timezone.localdate(batch.created_at)
        )
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
