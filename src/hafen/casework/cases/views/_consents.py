"""Consents of a person: asked, signed, withdrawn; and what a recipient gets."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import agreeing, queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import PrepareForm, SignForm
from hafen.casework.cases.models import Client, Consent
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import CONSENTS
from hafen.casework.cases.views._households import MOST_EXPORTED, PAGE
from hafen.casework.cases.views._refusals import refusal
from hafen.casework.cases.words import (
    NOT_ASSESSED,
    domain_choices,
    language_choices,
    words,
)
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import direction
from hafen.core.ui import drafts
from hafen.network.organisations.queries import organisations_visible_to


def _client(request: SignedInRequest, pk: UUID) -> Client:
    rows = queries.clients_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows.select_related("household__team"), pk=pk)


def _seen(request: SignedInRequest) -> QuerySet[Consent]:
    return queries.consents_visible_to(request.user, today=timezone.localdate())


def _named(rows: Any) -> list[tuple[Consent, str]]:
    """Return consents, each with what it is for, in words."""
    names = dict(domain_choices(timezone.localdate()))
    return [(row, str(names.get(row.purpose, ""))) for row in rows]


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def consents(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Those of all people that one sees: valid, running out, and to be told."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "valid")
    found = queries.filtered_consents(_seen(request), part, today=today)
    rows = _named(found[:MOST_EXPORTED]) if "as" in request.GET else []
    if file := answer(request, CONSENTS, rows, right=EXPORT_CASES):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _named(page),
        "part": part,
        "parts": [
            ("valid", pgettext("consents", "valid")),
            ("ending", pgettext("consents", "run out within thirty days")),
            ("soon", pgettext("consents", "end within a fortnight")),
            ("to_tell", pgettext("consents", "recipient to be told")),
            ("ended", pgettext("consents", "ended")),
        ],
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render(request, "cases/consents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def agreed(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What a person was asked and agreed to; what was ticked is written down."""
    row, today = _client(request, pk), timezone.localdate()
    rows = _named(row.consents.select_related("released").order_by("-given_on", "id"))
    prepared = [
        (each, f"{each.get_kind_display()} · {purpose or each.recipient}")
        for each, purpose in rows
        if not each.is_given
    ]
    form = SignForm(request.POST or None, prepared=prepared, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            given = services.sign_consents(client=row, by=request.user, **form.content)
        except DomainError as refused:
            form.add_error("given_by", refusal(refused))
        else:
            messages.success(
                request,
                _("What was signed is written down.")
                if given
                else _("Nothing was agreed to. The person is helped as before."),
            )
            return redirect("cases:agreed", municipality, pk)
    audit.seen(subject=row, what="cases.client")
    context = {
        "row": row,
        "form": form,
        "prepared": prepared,
        "given": [each for each in rows if each[0].is_given],
        "today": today,
    }
    status = 422 if form.errors else 200
    return render(request, "cases/agreed.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def prepare(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write down what a person shall be asked, for the sheet to sign."""
    row, today = _client(request, pk), timezone.localdate()
    rows = {
        "organisation": organisations_visible_to(request.user).order_by("sort_key"),
        "released": queries.members_of(row.household.team, today=today),
    }
    # A wish to return is told of to nobody.
    domains = [each for each in domain_choices(today) if each[0] not in NOT_ASSESSED]
    form = PrepareForm(request.POST or None, rows=rows, domains=domains)
    if request.method == "POST" and form.is_valid():
        services.prepare_consents(
            client=row, today=today, by=request.user, **form.content
        )
        drafts.saved(request, _("Print the sheet now, and let it be signed."))
        return redirect("cases:agreed", municipality, pk)
    status = 422 if form.errors else 200
    context = {"row": row, "form": form}
    return render(request, "cases/prepare_consent.html", context, status=status)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def sheet(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The sheet to sign, in the person's language and in German side by side."""
    del municipality
    row, today = _client(request, pk), timezone.localdate()
    prepared = list(row.consents.prepared().select_related("released").order_by("id"))
    if not prepared:
        raise Http404
    languages = agreeing.languages_of(prepared[0])
    context = {
        "row": row,
        "today": today,
        "languages": [
            (tag, direction(tag), agreeing.headings(tag)) for tag in languages
        ],
        "asked": [
            [
                (tag, direction(tag), agreeing.wording(each, tag, today=today))
                for tag in languages
            ]
            for each in prepared
        ],
    }
    return render(request, "cases/consent_sheet.html", context)


@require_safe
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def told(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What the recipient gets; without a valid consent there is no such page."""
    del municipality
    today = timezone.localdate()
    row = get_object_or_404(_seen(request), pk=pk, kind=Consent.Kind.SHARING)
    if not row.holds_on(today):
        raise Http404
    audit.seen(subject=row.client, what="cases.consent")
    context = {
        "row": row,
        "today": today,
        "purpose": _named([row])[0][1],
        "told": queries.told(
            row, day=today, wording=words(today), spoken=dict(language_choices(today))
        ),
    }
    response = render(request, "cases/told.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def letter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask a recipient to delete what it got (Art. 19 GDPR)."""
    del municipality
    rows = _seen(request).filter(withdrawn_on__isnull=False)
    row = get_object_or_404(rows, pk=pk)
    context = {"row": row, "purpose": _named([row])[0][1]}
    return render(request, "cases/consent_letter.html", context)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def consent_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Withdraw a consent, or write down that its recipient was told."""
    row = get_object_or_404(_seen(request), pk=pk)
    today, now = timezone.localdate(), timezone.now()
    try:
        if name == "withdraw":
            services.withdraw_consent(consent=row, on=today, by=request.user)
        elif name == "told":
            services.recipient_told(consent=row, on=today, now=now, by=request.user)
        else:
            raise Http404
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("cases:agreed", municipality, row.client_id)
