from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.mail import writing
from hafen.core.ui.conflict import edited
from hafen.network.organisations import addressees, queries, services, words
from hafen.network.organisations.forms import (
    ConsentForm,
    ContactPersonForm,
    EditorForm,
)
from hafen.network.organisations.models import ContactPerson, OrganisationEditor
from hafen.network.organisations.rules import (
    APPOINT_EDITOR,
    EDIT_ORGANISATION,
    VIEW_CONTACT_PERSON,
    VIEW_ORGANISATION,
)
from hafen.network.organisations.sheets import PERSONS
from hafen.network.organisations.views._choosing import (
    filter_form,
    may_cooperate,
    wanted_by,
)

PAGE = 50
_FIELDS = ("name", "position", "phone", "email", "confirmed_on")


@require_safe
@requires(VIEW_ORGANISATION)
def people(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Whom to ask at an organisation, and who looks after its entries."""
    del municipality
    user = request.user
    organisation = get_object_or_404(queries.organisations_visible_to(user), pk=pk)
    persons = queries.contact_persons_visible_to(user)
    listed = list(persons.filter(organisation=organisation))
    context = {
        "organisation": organisation,
        "people": listed,
        "pairs": queries.likely_persons(listed),
        "merges": queries.person_merges_of(pk, user),
        "may_edit": queries.organisations_editable_by(user).filter(pk=pk).exists(),
        "may_cooperate": may_cooperate(request),
        "may_appoint": APPOINT_EDITOR.held_by(user),
        "editors": organisation.editors.select_related("user").order_by("user__name"),
    }
    return render(request, "organisations/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_CONTACT_PERSON)
def persons(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List the contact persons of the organisations that the filter names."""
    del municipality
    labels = words.topics(timezone.localdate())
    form = filter_form(request, labels)
    wanted = wanted_by(request, form, labels)
    visible = queries.organisations_visible_to(request.user)
    rows = queries.contact_persons_visible_to(request.user)
    rows = rows.filter(organisation__in=queries.filtered(visible, wanted))
    rows = rows.select_related("organisation").order_by(
        "organisation__sort_key", "name", "id"
    )
    if file := answer(request, PERSONS, rows):
        return file
    if paper := writing.answer(request, rows, addressees.of_person):
        return paper
    context = {
        "form": form,
        "filters": wanted.count,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "organisations/persons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_ORGANISATION)
def add_person(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    organisation = get_object_or_404(
        queries.organisations_editable_by(request.user), pk=pk
    )
    form = ContactPersonForm(
        request.POST or None, initial={"confirmed_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        services.add_contact_person(
            organisation=organisation, data=_data(form), by=request.user
        )
        messages.success(request, _("The contact person was added."))
        return redirect("organisations:people", municipality, organisation.pk)
    context = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "organisations/person.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_ORGANISATION)
def edit_person(
    request: SignedInRequest, municipality: str, pk: UUID, person: UUID
) -> HttpResponse:
    found = _person(request, pk, person)
    said = {name: getattr(found, name) for name in _FIELDS}
    form = ContactPersonForm(request.POST or None, initial=said, version=found.version)

    def save(*, expected: int | None) -> None:
        services.edit_contact_person(
            person=found, data=_data(form), expected=expected, by=request.user
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:people", municipality, pk)
    if done:
        return done
    context = {"form": form, "organisation": found.organisation, "person": found}
    status = 422 if form.errors else 200
    return render(request, "organisations/person.html", context, status=status)


@require_POST
@requires(EDIT_ORGANISATION)
def remove_person(
    request: SignedInRequest, municipality: str, pk: UUID, person: UUID
) -> HttpResponse:
    services.remove_contact_person(person=_person(request, pk, person), by=request.user)
    messages.success(request, _("The contact person was removed."))
    return redirect("organisations:people", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_ORGANISATION)
def consent(
    request: SignedInRequest, municipality: str, pk: UUID, person: UUID
) -> HttpResponse:
    """Record that a contact person agreed to be named publicly."""
    found = _person(request, pk, person)
    today = timezone.localdate()
    form = ConsentForm(request.POST or None, initial={"agreed_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_consent(
                person=found,
                **form.content,
                text_version=words.CONSENT_VERSION,
                by=request.user,
            )
        except services.AgreedAlready:
            messages.info(request, _("This person has agreed already."))
        else:
            messages.success(request, _("The public pages now name this person."))
        return redirect("organisations:people", municipality, pk)
    context = {
        "form": form,
        "organisation": found.organisation,
        "person": found,
        "consents": found.consents.order_by("-agreed_on", "-id"),
        "text": words.CONSENT_TEXT,
        "text_version": words.CONSENT_VERSION,
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/consent.html", context, status=status)


@require_POST
@requires(EDIT_ORGANISATION)
def withdraw(
    request: SignedInRequest, municipality: str, pk: UUID, person: UUID
) -> HttpResponse:
    """Take a name off the public pages."""
    try:
        services.withdraw_consent(
            person=_person(request, pk, person),
            withdrawn_on=timezone.localdate(),
            by=request.user,
        )
    except services.NotAgreed:
        messages.info(request, _("There is no consent that holds today."))
    else:
        messages.success(request, _("The public pages no longer name this person."))
    return redirect("organisations:people", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPOINT_EDITOR)
def appoint(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    organisation = get_object_or_404(
        queries.organisations_editable_by(request.user), pk=pk
    )
    people = User.objects.filter(
        municipality=request.user.municipality_id, is_active=True
    ).order_by("name", "id")
    form = EditorForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        services.appoint_editor(
            organisation=organisation, user=form.cleaned_data["user"], by=request.user
        )
        messages.success(request, _("From now on this person looks after the entries."))
        return redirect("organisations:people", municipality, organisation.pk)
    context = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "organisations/appoint.html", context, status=status)


@require_POST
@requires(APPOINT_EDITOR)
def dismiss(
    request: SignedInRequest, municipality: str, pk: UUID, editor: UUID
) -> HttpResponse:
    rows = OrganisationEditor.objects.filter(
        organisation__in=queries.organisations_editable_by(request.user)
    )
    found = get_object_or_404(rows, pk=editor, organisation=pk)
    services.dismiss_editor(editor=found, by=request.user)
    messages.success(request, _("This person no longer looks after the entries."))
    return redirect("organisations:people", municipality, pk)


def _person(request: SignedInRequest, pk: UUID, person: UUID) -> ContactPerson:
    organisations = queries.organisations_editable_by(request.user).filter(pk=pk)
    rows = ContactPerson.objects.filter(organisation__in=organisations)
    return get_object_or_404(rows.select_related("organisation"), pk=person)


def _data(form: ContactPersonForm) -> services.ContactPersonData:
    values = form.content
    return services.ContactPersonData(
        name=values["name"],
        position=values["position"],
        phone=values["phone"],
        email=values["email"],
        confirmed_on=values["confirmed_on"],
    )
