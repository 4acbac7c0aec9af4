"""The steps of a hand-over, each with its form and its one call."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.outreach import services
from hafen.casework.outreach.forms import (
    AnswerForm,
    DecideForm,
    GateForm,
    ProtocolForm,
)
from hafen.casework.outreach.machine import Event
from hafen.casework.outreach.models import HandOver, Protocol
from hafen.casework.outreach.views._steps import sent
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.ui.steps import Step


def _on(request: SignedInRequest, row: HandOver) -> dict[str, Any]:
    return {"hand_over": row, "today": timezone.localdate(), "by": request.user}


def _protocol_form(request: SignedInRequest, row: HandOver) -> ProtocolForm:
    text = Protocol.objects.filter(hand_over=row).first()
    names = ("needs", "matters", "documents", "closing")
    initial = {name: getattr(text, name) for name in names} if text else {}
    return ProtocolForm(sent(request), initial=initial)


def _write(request: SignedInRequest, row: HandOver, form: Any) -> None:
    services.write_protocol(hand_over=row, texts=form.content, by=request.user)


def _ask(request: SignedInRequest, row: HandOver, _form: Any) -> None:
    services.ask_consents(**_on(request, row))


def _check(request: SignedInRequest, row: HandOver, form: Any) -> None:
    services.check_gate(**_on(request, row), **form.content)


def _offer(request: SignedInRequest, row: HandOver, _form: Any) -> None:
    services.offer(**_on(request, row))


def _accept(request: SignedInRequest, row: HandOver, _form: Any) -> None:
    services.accept(**_on(request, row), now=timezone.now())


def _answer(request: SignedInRequest, row: HandOver, form: Any) -> None:
    services.answer(**_on(request, row), now=timezone.now(), **form.content)


def _tick(request: SignedInRequest, row: HandOver, _form: Any) -> None:
    services.tick(**_on(request, row), item=request.POST.get("item", ""))


def _decides(event: Event) -> Step:
    def do(request: SignedInRequest, row: HandOver, form: Any) -> None:
        services.decide(
            **_on(request, row), event=event, now=timezone.now(), **form.content
        )

    return Step(lambda request, _row: DecideForm(sent(request)), do)


def _goes_on(event: Event) -> Step:
    def do(request: SignedInRequest, row: HandOver, _form: Any) -> None:
        services.go_on(**_on(request, row), event=event, now=timezone.now())

    return Step(None, do)


STEPS = {
    "protocol": Step(_protocol_form, _write),
    "ask-consents": Step(None, _ask),
    "check": Step(lambda request, _row: GateForm(sent(request)), _check),
    "offer": Step(None, _offer),
    "accept": Step(None, _accept),
    "decline": _decides(Event.DECLINE),
    "ask-back": _decides(Event.ASK_BACK),
    "answer": Step(lambda request, _row: AnswerForm(sent(request)), _answer),
    "tick": Step(None, _tick),
    **{
        event.value: _goes_on(event)
        for event in (Event.BEGIN, Event.CLOSE, Event.WITHDRAW, Event.AGAIN)
    },
}


# What the page of a step says: heading, and button.
SAID: dict[str, tuple[Any, Any]] = {
    "protocol": (_("What the next team has to know"), _("Save")),
    "check": (_("Check whether it may go"), _("Check and continue")),
    "decline": (_("Decline"), _("Send")),
    "ask-back": (_("Ask back"), _("Send")),
    "answer": (_("Answer the former team"), _("Send")),
}
