"""Writing to everybody on a list: letters, labels, a sheet to sign, messages.

A view that shows people or organisations asks `answer()` before it renders its
page, as it asks `core.db.sheets`: the list is meant as it is filtered there.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.audit import services as audit
from hafen.core.db.sheets import EXPORT_LIST
from hafen.core.mail import letters, notices
from hafen.core.mail.forms import LabelsForm, LettersForm, MessageForm, SheetForm
from hafen.core.mail.models import Notice

PARAMETER = "write"
KINDS = {
    "letters": gettext_lazy("Letters"),
    "labels": gettext_lazy("Labels"),
    "sheet": gettext_lazy("Sign-in sheet"),
    "message": gettext_lazy("Message"),
}
_PLACEHOLDER = re.compile(r"\{(name|organisation)\}")


@dataclass(frozen=True)
class Addressee:
    """Somebody on a list: a person, an organisation, or a person at one.

    :param address: the lines below the name on an envelope
    :param person: the row of the person, where there is one
    :param by_letter: whether this addressee wishes letters even with a mailbox
    """

    name: str
    organisation: str = ""
    address: str = ""
    email: str = ""
    language: str = "de"
    person: UUID | None = None
    by_letter: bool = False

    @property
    def lines(self) -> str:
        """What stands below the name on the envelope."""
        return "\n".join(part for part in (self.organisation, self.address) if part)

    @property
    def names(self) -> dict[str, str]:
        return {"name": self.name, "organisation": self.organisation or self.name}


@dataclass(frozen=True)
class Letter:
    """One letter of a series."""

    name: str
    address: str
    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Sent:
    """What became of a message: mails on their way, letters to print, nobody told."""

    mails: int
    letters: int
    without_way: int


def answer(
    request: HttpRequest,
    rows: Iterable[Any],
    addressee: Callable[[Any], Addressee],
    *,
    title: str = "",
    note: str = "",
) -> HttpResponse | None:
    """Return what `?write=` asks for; None where the page is wanted.

    :param rows: what the person may see, filtered and sorted as on the page
    :param addressee: says to whom a row belongs
    :param title: what a sheet to sign is for, offered first
    :param note: day and place, likewise
    :raises Http404: without the right to take lists away
    """
    kind = request.GET.get(PARAMETER, "")
    if kind not in KINDS:
        # The page itself takes nothing that is sent.
        is_sent = request.method == "POST"
        return HttpResponseNotAllowed(["GET", "HEAD"]) if is_sent else None
    if not EXPORT_LIST.held_by(request.user):  # type: ignore[arg-type]  # ours
        raise Http404
    people = [addressee(row) for row in rows]
    known = {"title": title[:150], "note": note[:150]}
    form = _FORMS[kind](request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and people:
        return _DONE[kind](request, people, form)
    context = {
        "form": form,
        "kind": kind,
        "tabs": [(key, label, _at(request, key)) for key, label in KINDS.items()],
        "number": len(people),
        "shown": people[:10],
        "without_address": sum(not each.address for each in people),
        "without_email": sum(not each.email for each in people),
        "back": _at(request, ""),
    }
    status = 422 if form.errors else 200
    return render(request, "mail/writing.html", context, status=status)


def filled(text: str, addressee: Addressee) -> str:
    """Return the text with the names of one addressee in their places."""
    return _PLACEHOLDER.sub(lambda found: addressee.names[found[1]], text)


def send(
    people: Iterable[Addressee],
    *,
    municipality: UUID,
    subject: str,
    text: str,
    language: str,
) -> Sent:
    """Tell everybody by the way that reaches them, each address once.

    Mails go by the outbox; letters wait among those to be printed.
    """
    counted = {Notice.Channel.MAIL: 0, Notice.Channel.LETTER: 0}
    told: set[tuple[str, str]] = set()
    without = 0
    for each in people:
        by_mail = each.email and not (each.by_letter and each.address)
        channel = Notice.Channel.MAIL if by_mail else Notice.Channel.LETTER
        key = (
            channel,
            each.email.casefold() if by_mail else f"{each.name}{each.lines}",
        )
        if not by_mail and not each.address:
            without += 1
            continue
        if key in told:
            continue
        told.add(key)
        notices.notify(
            municipality=municipality,
            recipient=notices.Recipient(
                name=each.name[:120],
                language=language,
                channel=channel,
                person=each.person,
                address=each.lines,
                email=each.email,
            ),
            subject=filled(subject, each)[:200],
            text=filled(text, each),
            now=timezone.now(),
        )
        counted[channel] += 1
    return Sent(counted[Notice.Channel.MAIL], counted[Notice.Channel.LETTER], without)


def _letters(request: Any, people: list[Addressee], form: LettersForm) -> HttpResponse:
    said = form.cleaned_data
    reachable = [each for each in people if each.address]
    if not reachable:
        messages.error(request, _("Nobody on this list has a postal address."))
        return redirect(request.get_full_path())
    series = [
        Letter(
            each.name,
            each.lines,
            said["language"],
            filled(said["subject"], each),
            filled(said["text"], each),
        )
        for each in reachable
    ]
    paper = letters.letters(series, request.municipality, today=timezone.localdate())
    return _paper(request, "letters", paper, len(series))


def _labels(request: Any, people: list[Addressee], form: LabelsForm) -> HttpResponse:
    reachable = [
        letters.Label(each.name, each.lines) for each in people if each.address
    ]
    if not reachable:
        messages.error(request, _("Nobody on this list has a postal address."))
        return redirect(request.get_full_path())
    paper = letters.labels(
        reachable,
        size=letters.SIZES[form.cleaned_data["size"]],
        first=form.cleaned_data["first"],
    )
    return _paper(request, "labels", paper, len(reachable))


def _sheet(request: Any, people: list[Addressee], form: SheetForm) -> HttpResponse:
    said = form.cleaned_data
    paper = letters.sign_in_sheet(
        [(each.name, each.organisation) for each in people],
        title=said["title"],
        note=said["note"],
        empty=said["empty"],
        municipality=request.municipality,
    )
    return _paper(request, "sign-in-sheet", paper, len(people))


def _message(request: Any, people: list[Addressee], form: MessageForm) -> HttpResponse:
    said = form.content
    sent = send(people, municipality=request.user.municipality_id, **said)
    _note(request, "message", sent.mails + sent.letters)
    text = _(
        "%(mails)s mails are on their way, %(letters)s letters wait to be printed,"
        " %(without)s could not be reached."
    )
    named = {"mails": sent.mails, "letters": sent.letters, "without": sent.without_way}
    messages.success(request, text % named)
    return redirect(_at(request, ""))


def _paper(request: HttpRequest, name: str, paper: bytes, number: int) -> HttpResponse:
    _note(request, name, number)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _note(request: Any, what: str, number: int) -> None:
    audit.record(
        action="mail.list.written_to",
        by=request.user,
        details={"what": what, "list": request.path, "number": number},
    )


def _at(request: HttpRequest, kind: str) -> str:
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    if kind:
        query[PARAMETER] = kind
    return f"{request.path}?{query.urlencode()}"


_FORMS: Mapping[str, Any] = {
    "letters": LettersForm,
    "labels": LabelsForm,
    "sheet": SheetForm,
    "message": MessageForm,
}
_DONE: Mapping[str, Callable[..., HttpResponse]] = {
    "letters": _letters,
    "labels": _labels,
    "sheet": _sheet,
    "message": _message,
}
