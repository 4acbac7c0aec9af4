from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.places.models import Site
from hafen.core.ui import drafts
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.pages import is_partial
from hafen.network.contacts import queries, services
from hafen.network.contacts.dialog import contact_form, key_of, usual
from hafen.network.contacts.doors import FEATURE
from hafen.network.contacts.forms import ContactForm
from hafen.network.contacts.models import GROUPS, Channel, Contact
from hafen.network.contacts.rules import RECORD_CONTACT

_FIELDS = (
    "held_on",
    "channel",
    "setting",
    "occasion",
    "topics",
    "minutes",
    "language",
    "interpreting",
    "result",
    "site",
    "organisation",
    "contact_person",
    "task",
    "has_cooperation",
    "note",
)


@require_POST
@requires(RECORD_CONTACT)
@of_feature(FEATURE)
def tally(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Count a short enquiry: one click says whom and by which way."""
    group, _colon, channel = request.POST.get("tally", "").partition(":")
    if group not in GROUPS or channel not in Channel.values:
        raise Http404
    today = timezone.localdate()
    site = queries.site_of(request.user, today=today)
    services.record_contact(
        municipality=request.municipality,
        data={
            "held_on": today,
            "group": group,
            "channel": channel,
            "is_tally": True,
            "site": _site(request, site),
        },
        by=request.user,
    )
    messages.success(request, _("Counted. A mistake can be taken back below."))
    return redirect("contacts:listing", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECORD_CONTACT)
@of_feature(FEATURE)
def record(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The quick dialog: as a page of its own, or as the inside of a dialog."""
    today = timezone.localdate()
    form = _form(request, today, initial=_prefilled(request, today))
    back = _back(request, municipality)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_contact(
                municipality=request.municipality,
                data=form.data_of_contact,
                by=request.user,
            )
        except services.ForeignPerson:
            form.add_error("contact_person", _("This person works elsewhere."))
        else:
            drafts.saved(request, _("The contact was recorded."))
            return redirect(back)
    context = {"form": form, "back": back, "contact": None}
    template = "contacts/edit.html"
    name = f"{template}#dialog" if is_partial(request) else template
    return render(request, name, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECORD_CONTACT)
@of_feature(FEATURE)
def edit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    contact = _contact(request, pk)
    said = {name: getattr(contact, name) for name in _FIELDS}
    said["whom"] = contact.subtype or contact.group
    today = timezone.localdate()
    form = _form(request, today, initial=said, version=contact.version)

    def save(*, expected: int | None) -> None:
        services.edit_contact(
            contact=contact,
            data=form.data_of_contact,
            expected=expected,
            by=request.user,
        )

    sentence = _("This person works elsewhere.")
    refusals: Refusals = {services.ForeignPerson: ("contact_person", sentence)}
    done = edited(request, form, contact, save, current=said, refusals=refusals)
    if done is True:
        drafts.saved(request, _("The changes were saved."))
        return redirect("contacts:listing", municipality)
    if done:
        return done
    back = reverse("contacts:listing", args=[municipality])
    context = {"form": form, "contact": contact, "back": back}
    status = 422 if form.errors else 200
    return render(request, "contacts/edit.html", context, status=status)


@require_POST
@requires(RECORD_CONTACT)
@of_feature(FEATURE)
def take_back(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    try:
        services.take_back(contact=_contact(request, pk), by=request.user, today=today)
    except services.NotOwnOfToday:
        messages.error(request, _("Only what you recorded today can be taken back."))
    else:
        messages.success(request, _("The contact is taken back."))
    return redirect("contacts:listing", municipality)


def _site(request: SignedInRequest, pk: UUID | None) -> Site | None:
    if pk is None:
        return None
    return places.sites_visible_to(request.user).filter(pk=pk).first()


def _contact(request: SignedInRequest, pk: UUID) -> Contact:
    rows = queries.contacts_visible_to(request.user)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


def _form(
    request: SignedInRequest, today: date, *, initial: dict[str, Any], **options: Any
) -> ContactForm:
    return contact_form(
        request.user, request.POST or None, today, initial=initial, **options
    )


def _prefilled(request: SignedInRequest, today: date) -> dict[str, Any]:
    asked = request.GET if request.method != "POST" else request.POST
    organisation = key_of(asked.get("organisation"))
    actor = {"organisation": organisation, "whom": "a"} if organisation else {}
    return usual(request.user, today) | actor


def _back(request: SignedInRequest, municipality: str) -> str:
    """Return where to go afterwards: a page of this desk, never elsewhere."""
    wanted = urlsplit(request.GET.get("back", "")).path
    is_desk = wanted.startswith(f"/{municipality}/desk/")
    return wanted if is_desk else reverse("contacts:listing", args=[municipality])
