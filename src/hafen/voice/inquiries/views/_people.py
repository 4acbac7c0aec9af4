from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.people import KnownAsForm, PersonForm
from hafen.voice.inquiries.models import Inquiry
from hafen.voice.inquiries.rules import WORK_ON_INQUIRY
from hafen.voice.inquiries.views._common import today, visible, workable
from hafen.voice.inquiries.words import language_choices

_FIELDS = ("name", "reply_by", "phone", "address", "language")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def person(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who asks: name, ways to be reached, and the other inquiries."""
    inquiry = workable(request, pk)
    audit.seen(subject=inquiry, what="inquiries.person")
    form = _person_form(inquiry, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data: services.PersonData = {}
        data.update(form.content)  # type: ignore[typeddict-item]  # fields are its keys
        try:
            services.save_person(
                inquiry=inquiry, data=data, expected=form.read_version, by=request.user
            )
        except LostUpdate:
            form.add_error(None, _("Somebody else was faster; please look again."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("inquiries:detail", municipality, pk)
    return _page(request, inquiry, form=form)


def _person_form(inquiry: Inquiry, sent: Any = None) -> PersonForm:
    asks = inquiry.requester
    said = {name: getattr(asks, name) for name in _FIELDS} if asks else {}
    return PersonForm(
        sent,
        initial=said or {"language": inquiry.language},
        version=asks.version if asks else None,
        languages=language_choices(today()),
    )


def _page(
    request: SignedInRequest,
    inquiry: Inquiry,
    *,
    form: PersonForm,
    known_as: KnownAsForm | None = None,
) -> HttpResponse:
    asks = inquiry.requester
    context: dict[str, Any] = {
        "inquiry": inquiry,
        "form": form,
        "known_as": known_as or KnownAsForm(),
        "emails": asks.emails.order_by("created_at", "id") if asks else [],
        "merges": queries.merges_of(asks) if asks else [],
        "others": queries.newest_first(queries.others_of(inquiry, visible(request))),
    }
    status = 422 if form.errors or known_as else 200
    return render(request, "inquiries/person.html", context, status=status)


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def known_as(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The same person writes from another address, or asked elsewhere too."""
    inquiry = workable(request, pk)
    form = KnownAsForm(request.POST)
    if form.is_valid():
        try:
            _add(request, inquiry, form.cleaned_data["known_as"])
        except _NoSuchInquiry:
            form.add_error("known_as", _("There is no such inquiry."))
        except services.SamePerson:
            form.add_error("known_as", _("These two are one person already."))
        except services.SomebodyElse:
            form.add_error("known_as", _("This address belongs to somebody else."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("inquiries:person", municipality, pk)
    return _page(request, inquiry, form=_person_form(inquiry), known_as=form)


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def part_people(
    request: SignedInRequest, municipality: str, pk: UUID, merge: UUID
) -> HttpResponse:
    """They are two people after all."""
    inquiry = workable(request, pk)
    if inquiry.requester is None:
        raise Http404
    row = get_object_or_404(queries.merges_of(inquiry.requester), pk=merge)
    try:
        services.part_people(merge=row, by=request.user, today=today())
    except services.NotJoined:
        raise Http404 from None
    except services.SomebodyElse:
        messages.error(
            request, _("One of their inquiries is not yours to read; ask who may.")
        )
    else:
        messages.success(request, _("These are two people again."))
    return redirect("inquiries:person", municipality, pk)


class _NoSuchInquiry(Exception):
    """No inquiry with this number that has a person and may be read."""


def _add(request: SignedInRequest, inquiry: Inquiry, said: str) -> None:
    asks = inquiry.requester
    number = KnownAsForm.number(said)
    if asks is None:
        raise _NoSuchInquiry
    if number is None:
        services.add_address(
            requester=asks, address=said, by=request.user, today=today()
        )
        return
    found = visible(request).filter(year=number[0], serial=number[1]).first()
    if found is None or found.requester is None:
        raise _NoSuchInquiry
    services.join_people(
        requester=asks, other=found.requester, by=request.user, today=today()
    )
