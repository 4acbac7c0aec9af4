"""At the desk: open an own view together with the person, print its link, end it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases.models import Client
from hafen.casework.ownview import errors, keys, queries, services
from hafen.casework.ownview.doors import FEATURE
from hafen.casework.ownview.forms import CodeForm, OpenForm
from hafen.casework.ownview.mails import send_link
from hafen.casework.ownview.models import OwnAccess
from hafen.casework.ownview.rules import OPEN_OWN_VIEW
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.files import qr
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import direction, own_name, screen_language
from hafen.core.ui.visitors import private

_SOURCE = "de"
_SAID = {
    errors.NotForThisPerson: _(
        "Only adults with an open case, and no restricted file, have an own view."
    ),
    errors.OpenAlready: _("This person has an own view already."),
    errors.Ended: _("It has ended already."),
}


def _access(request: SignedInRequest, pk: UUID) -> OwnAccess:
    rows = queries.accesses_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows.living(), pk=pk)


def _handed_out(request: SignedInRequest, pk: UUID) -> OwnAccess:
    """Return an own view for whoever may hand it out."""
    access = _access(request, pk)
    if not _reads_a_case(request, access.client):
        raise Http404
    return access


def _reads_a_case(request: SignedInRequest, client: Client) -> bool:
    today = timezone.localdate()
    return queries.reads_a_case_of(request.user, client, today=today)


def _address(request: SignedInRequest, client: UUID) -> str:
    return reverse("ownview:own_view", args=[request.user.municipality.slug, client])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(OPEN_OWN_VIEW)
@of_feature(FEATURE)
def own_view(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The own view of a person: opened here, or how it stands."""
    del municipality
    people = queries.clients_visible_to(request.user, today=timezone.localdate())
    client = get_object_or_404(people, pk=pk)
    rows = queries.accesses_visible_to(request.user, today=timezone.localdate())
    access = rows.living().filter(client=client).first()
    may_open = access is None and _reads_a_case(request, client)
    form = _open_form(request, client) if may_open else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            services.open_own_view(
                client=client,
                today=timezone.localdate(),
                by=request.user,
                **form.content,
            )
        except DomainError as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("Print the sheet with the link now."))
            return redirect(_address(request, client.pk))
    return _page(request, client, access, form)


def _open_form(request: SignedInRequest, client: Client) -> OpenForm:
    tags = request.user.municipality.languages
    spoken = screen_language(next(iter(client.languages), _SOURCE))
    return OpenForm(
        request.POST or None,
        languages=[(tag, own_name(tag)) for tag in tags],
        today=timezone.localdate(),
        initial={"language": spoken if spoken in tags else tags[0]},
    )


def _page(
    request: SignedInRequest,
    client: Client,
    access: OwnAccess | None,
    form: Any,
    code: CodeForm | None = None,
) -> HttpResponse:
    audit.seen(subject=client, what="cases.client")
    context = {
        "row": client,
        "access": access,
        "form": form,
        "code": code or CodeForm(),
        "may_have_one": queries.may_have_one(client),
        "may_hand_out": _reads_a_case(request, client),
    }
    failed = (form is not None and form.errors) or (code is not None and code.errors)
    status = 422 if failed else 200
    return render(request, "ownview/own_view.html", context, status=status)


def _refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _("Meanwhile this has changed; look again.")))


@require_POST
@requires(OPEN_OWN_VIEW)
@of_feature(FEATURE)
def own_view_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Set new digits, send the link by mail, or end the own view at once."""
    del municipality
    # Whoever of the team is asked to ends it.
    access = _access(request, pk) if name == "end" else _handed_out(request, pk)
    form = CodeForm(request.POST) if name == "digits" else None
    if form is not None and not form.is_valid():
        return _page(request, access.client, access, None, form)
    try:
        said = _take(request, access, name, form)
    except DomainError as refused:
        messages.error(request, _refusal(refused))
    else:
        messages.success(request, said)
    return redirect(_address(request, access.client_id))


def _take(
    request: SignedInRequest, access: OwnAccess, name: str, form: CodeForm | None
) -> str:
    if form is not None:
        code = form.cleaned_data["code"]
        services.set_code(access=access, code=code, by=request.user)
        return _("The new digits hold from now on.")
    if name == "end":
        today, ending = timezone.localdate(), OwnAccess.Ending.DESK
        services.end_own_view(access=access, ending=ending, on=today, by=request.user)
        return _("The own view has ended.")
    if name == "mail" and access.client.email:
        send_link(access)
        return _("The link is on its way.")
    raise Http404


@require_safe
@requires(OPEN_OWN_VIEW)
@of_feature(FEATURE)
def sheet(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What the person takes along: the link, and how it works, in two languages."""
    del municipality
    access = _handed_out(request, pk)
    languages = dict.fromkeys((screen_language(access.language), _SOURCE))
    context = {
        "access": access,
        "address": keys.address(access),
        "languages": [(tag, direction(tag)) for tag in languages],
    }
    return private(render(request, "ownview/sheet.html", context))


@require_safe
@requires(OPEN_OWN_VIEW)
@of_feature(FEATURE)
def code(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The link as a code to scan."""
    del municipality
    target = keys.address(_handed_out(request, pk))
    return private(HttpResponse(qr.svg(target), content_type="image/svg+xml"))
