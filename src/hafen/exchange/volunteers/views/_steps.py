"""The steps of a volunteer: one button each, one service each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.mail import letters
from hafen.core.mail.writing import Letter
from hafen.core.places.features import of_feature
from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.steps import (
    CertificateForm,
    DayForm,
    LeaveForm,
    PauseForm,
    ProofForm,
    TalkForm,
)
from hafen.exchange.volunteers.models import Volunteer
from hafen.exchange.volunteers.rules import EDIT_VOLUNTEER, VIEW_CERTIFICATE
from hafen.exchange.volunteers.views._common import found, today
from hafen.exchange.volunteers.views._people import page
from hafen.exchange.volunteers.views._refusals import refusal

Values = dict[str, Any]
Step = Callable[[SignedInRequest, Volunteer, Values, datetime], Any]


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Arrange or hold a talk, note a proof, pause, go on, leave, send the link."""
    row = found(request, pk)
    if name not in _STEPS:
        raise Http404
    return _done(request, municipality, row, name)


@require_POST
@requires(VIEW_CERTIFICATE)
@of_feature(FEATURE)
def certificate(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Note that an extended certificate was looked at, or delete the record."""
    row = found(request, pk)
    if name not in _SEALED:
        raise Http404
    if request.FILES:
        # § 72a (5) SGB VIII: no copy is kept, however it is handed in.
        raise Http404
    return _done(request, municipality, row, name)


def _done(
    request: SignedInRequest, municipality: str, row: Volunteer, name: str
) -> HttpResponse:
    form_class, do = (_STEPS | _SEALED)[name]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return page(request, row, **{name: form})
    try:
        do(request, row, form.cleaned_data if form else {}, timezone.now())
    except DomainError as refused:
        if form is None:
            messages.error(request, refusal(refused))
        else:
            form.add_error(None, refusal(refused))
            return page(request, row, **{name: form})
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("volunteers:volunteer", municipality, row.pk)


def _arrange(request: Any, row: Volunteer, values: Values, now: datetime) -> Any:
    services.arrange_talk(volunteer=row, on=values["on"], by=request.user, now=now)


def _talk(request: Any, row: Volunteer, values: Values, now: datetime) -> Any:
    said = {
        name: values[name]
        for name in ("kind", "on", "decision", "note", "paused_until")
    }
    services.hold_talk(volunteer=row, **said, by=request.user, now=now)


def _proof(request: Any, row: Volunteer, values: Values, now: datetime) -> Any:
    said = {name: values[name] for name in ("kind", "shown_on", "valid_until")}
    services.note_proof(volunteer=row, **said, by=request.user, now=now)


def _pause(request: Any, row: Volunteer, values: Values, now: datetime) -> Any:
    services.pause(volunteer=row, until=values["until"], by=request.user, now=now)


def _go_on(request: Any, row: Volunteer, _values: Values, now: datetime) -> Any:
    services.go_on(volunteer=row, by=request.user, now=now)


def _leave(request: Any, row: Volunteer, values: Values, now: datetime) -> Any:
    services.leave(
        volunteer=row,
        reason=values["reason"],
        may_return=values["may_return"],
        by=request.user,
        now=now,
    )


def _link(request: Any, row: Volunteer, _values: Values, now: datetime) -> Any:
    services.send_link(volunteer=row, by=request.user, now=now, renew=True)


def _join(request: Any, row: Volunteer, _values: Values, now: datetime) -> Any:
    rows = queries.volunteers_visible_to(request.user)
    try:
        key = UUID(request.POST.get("into", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    first = get_object_or_404(rows.select_related("helper", "municipality"), pk=key)
    services.join(volunteer=row, into=first, by=request.user, now=now)


def _inspect(request: Any, row: Volunteer, values: Values, now: datetime) -> Any:
    names = ("inspected_on", "certificate_date", "relevant_conviction")
    said = {name: values[name] for name in names}
    services.inspect_certificate(volunteer=row, **said, by=request.user, now=now)


def _forget(request: Any, row: Volunteer, _values: Values, _now: datetime) -> Any:
    certificate = getattr(row, "certificate", None)
    if certificate is None:
        raise Http404
    services.forget_certificate(certificate=certificate, by=request.user)


_STEPS: dict[str, tuple[Any, Step]] = {
    "arrange": (DayForm, _arrange),
    "talk": (TalkForm, _talk),
    "proof": (ProofForm, _proof),
    "pause": (PauseForm, _pause),
    "go-on": (None, _go_on),
    "leave": (LeaveForm, _leave),
    "link": (None, _link),
    "join": (None, _join),
}
_SEALED: dict[str, tuple[Any, Step]] = {
    "inspect": (CertificateForm, _inspect),
    "forget": (None, _forget),
}


@require_safe
@requires(VIEW_CERTIFICATE)
@of_feature(FEATURE)
def request_letter(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """The request for an extended certificate by § 30a (2) BZRG, as PDF."""
    del municipality
    row = found(request, pk)
    day = date_format(today(), "DATE_FORMAT")
    letter = Letter(
        name=row.helper.name,
        address=row.helper.address,
        language="de",
        subject="Anforderung eines erweiterten Führungszeugnisses (§ 30a BZRG)",
        text=_LETTER.format(
            name=row.helper.name, town=request.municipality.name, day=day
        ),
    )
    paper = letters.letters([letter], request.municipality, today=today())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="anforderung.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


# The registry office reads German, whatever the language of the person.
_LETTER = """{name} soll für {town} ehrenamtlich tätig werden und dabei Minderjährige \
beaufsichtigen, betreuen oder in vergleichbarer Weise Kontakt zu ihnen haben.

Wir bestätigen nach § 30a Absatz 2 BZRG, dass die Voraussetzungen des § 30a Absatz 1 \
BZRG vorliegen, und bitten, ein erweitertes Führungszeugnis zur Vorlage bei uns \
auszustellen. Die Tätigkeit ist unentgeltlich; wir bitten um Befreiung von der Gebühr.

Das Zeugnis wird eingesehen und zurückgegeben; eine Kopie wird nicht aufbewahrt.

{town}, {day}"""
