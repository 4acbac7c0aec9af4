from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.mail import writing
from hafen.core.places.queries import districts_of
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.editing import side_by_side
from hafen.core.translation.services import save_translation
from hafen.core.ui.conflict import edited
from hafen.core.ui.history import history_of
from hafen.core.ui.pages import render_page
from hafen.network.organisations import addressees, queries, services, words
from hafen.network.organisations.forms import OrganisationForm
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.rules import (
    EDIT_EVERY_ORGANISATION,
    EDIT_ORGANISATION,
    PUBLISH_ORGANISATION,
    VIEW_ORGANISATION,
)
from hafen.network.organisations.sheets import organisations_sheet
from hafen.network.organisations.views._choosing import (
    filter_form,
    may_cooperate,
    wanted_by,
)
from hafen.network.organisations.words import ACTIONS

PAGE = 25
_FIELDS = (
    "name",
    "kind",
    "description",
    "legal_form",
    "workforce",
    "topics",
    "is_city_wide",
    "languages",
    "website",
    "phone",
    "email",
    "street",
    "postal_code",
    "city",
    "way",
    "is_verified",
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_ORGANISATION)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    labels = words.topics(timezone.localdate())
    form = filter_form(request, labels)
    wanted = wanted_by(request, form, labels)
    sort = _sort(request, form.cleaned_data.get("sort", "") if form.is_valid() else "")
    rows = queries.filtered(
        queries.organisations_visible_to(request.user), wanted
    ).order_by(*queries.SORTS[sort])
    sheet = organisations_sheet(labels)
    listed = rows.prefetch_related(queries.DISTRICTS)
    if file := answer(request, sheet, listed):
        return file
    if paper := writing.answer(request, rows, addressees.of_organisation):
        return paper
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filters": wanted.count,
        "may_edit": EDIT_EVERY_ORGANISATION.held_by(request.user),
    }
    return render_page(request, "organisations/listing.html", context)


def _sort(request: SignedInRequest, wanted: str) -> str:
    """Return the order of the list; the last choice holds until the next one."""
    if wanted in queries.SORTS:
        request.session["organisations.sort"] = wanted
    kept: str = request.session.get("organisations.sort", "name")
    return kept if kept in queries.SORTS else "name"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVERY_ORGANISATION)
def create(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        organisation = services.create_organisation(
            municipality=request.municipality, data=_data(form), by=request.user
        )
        messages.success(request, _("The organisation was created as a draft."))
        return redirect("organisations:detail", municipality, organisation.pk)
    status = 422 if form.is_bound else 200
    return render(request, "organisations/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_ORGANISATION)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    organisation = _visible(request, pk)
    if organisation.merged_into_id:
        return redirect(
            "organisations:detail", municipality, organisation.merged_into_id
        )
    user = request.user
    labels = words.topics(timezone.localdate())
    language = get_language() or "de"
    context = {
        "organisation": organisation,
        "actions": queries.page_actions_of(organisation, user),
        "usages": queries.usages(organisation, user),
        "topics": words.topic_names(organisation.topics, labels),
        "districts": queries.district_names(organisation, language),
        "spoken": [own_name(tag) for tag in organisation.languages],
        "members": queries.organisations_visible_to(user)
        .filter(parent=organisation)
        .present()
        .sorted(),
        "translations": _translations(organisation),
        "may_edit": _may_edit(request, organisation),
        "may_cooperate": may_cooperate(request),
        "may_publish": PUBLISH_ORGANISATION.held_by(user),
    }
    return render(request, "organisations/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_ORGANISATION)
def edit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    organisation = _editable(request, pk)
    form = _form(request, organisation)

    def save(*, expected: int | None) -> None:
        services.edit_organisation(
            organisation=organisation,
            data=_data(form),
            expected=expected,
            by=request.user,
        )

    sentence = _("That organisation already belongs to this.")
    done = edited(
        request,
        form,
        organisation,
        save,
        current=_said(organisation),
        refusals={services.InCircle: ("parent", sentence)},
    )
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:detail", municipality, organisation.pk)
    if done:
        return done
    status = 422 if form.errors else 200
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/edit.html", context, status=status)


@require_POST
@requires(EDIT_ORGANISATION)
def move(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Publish, archive or restore, as the button says."""
    organisation = _editable(request, pk)
    step = request.POST.get("step", "")
    steps: dict[str, Any] = {
        "publish": (services.publish_organisation, _("The organisation is public.")),
        "archive": (services.archive_organisation, _("The organisation is archived.")),
        "restore": (services.restore_organisation, _("It is a draft again.")),
    }
    if step not in steps or not PUBLISH_ORGANISATION.held_by(request.user):
        raise Http404
    service, done = steps[step]
    try:
        service(organisation=organisation, expected=None, by=request.user)
    except services.StillUsed:
        messages.error(request, _("Published offers still name this organisation."))
    except services.WrongState:
        messages.error(request, _("Somebody else was faster; please look again."))
    else:
        messages.success(request, done)
    return redirect("organisations:detail", municipality, organisation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_ORGANISATION)
def translate(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    organisation = _editable(request, pk)
    save = partial(save_translation, row=organisation)
    form = side_by_side(request, organisation, into, save)
    if form is None:
        return redirect("organisations:detail", municipality, organisation.pk)
    context = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "organisations/translate.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_ORGANISATION)
def history(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    organisation = _visible(request, pk)
    moments = history_of(organisation, actions=ACTIONS)
    context = {"organisation": organisation, "moments": moments}
    return render(request, "organisations/history.html", context)


def _visible(request: SignedInRequest, pk: UUID) -> Organisation:
    rows = queries.organisations_visible_to(request.user).select_related(
        "parent", "municipality"
    )
    return get_object_or_404(rows, pk=pk)


def _editable(request: SignedInRequest, pk: UUID) -> Organisation:
    rows = queries.organisations_editable_by(request.user).select_related(
        "parent", "municipality"
    )
    return get_object_or_404(rows, pk=pk)


def _may_edit(request: SignedInRequest, organisation: Organisation) -> bool:
    if EDIT_EVERY_ORGANISATION.held_by(request.user):
        return True
    rows = queries.organisations_editable_by(request.user)
    return rows.filter(pk=organisation.pk).exists()


def _form(
    request: SignedInRequest, organisation: Organisation | None
) -> OrganisationForm:
    parents = queries.organisations_visible_to(request.user)
    if organisation is not None:
        parents = parents.exclude(pk=organisation.pk)
    today = timezone.localdate()
    return OrganisationForm(
        request.POST or None,
        districts=districts_of(request.municipality),
        topics=words.topic_choices(words.topics(today)),
        languages=words.language_choices(today),
        initial=_said(organisation) if organisation else None,
        version=organisation.version if organisation else None,
        parents=parents,
        may_verify=EDIT_EVERY_ORGANISATION.held_by(request.user),
    )


def _said(organisation: Organisation) -> dict[str, Any]:
    said = {name: getattr(organisation, name) for name in _FIELDS}
    districts = organisation.districts.values_list("district", flat=True)
    return {**said, "parent": organisation.parent, "districts": list(districts)}


def _data(form: OrganisationForm) -> services.OrganisationData:
    data: services.OrganisationData = {}
    data.update(form.content)  # type: ignore[typeddict-item]  # fields are its keys
    return data


def _translations(organisation: Organisation) -> list[dict[str, Any]]:
    """Return each language of the portal with the state of its text."""
    found = {row.language: row for row in organisation.translations.all()}
    return [
        {
            "tag": tag,
            "name": own_name(tag),
            "row": found.get(tag),
            "address": reverse(
                "organisations:translate",
                args=[organisation.municipality.slug, organisation.pk, tag],
            ),
        }
        for tag in organisation.municipality.languages
        if tag != organisation.source_language
    ]
