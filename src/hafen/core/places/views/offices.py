"""Offices: who is responsible for what, and what is delegated to whom."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.db.permissions import requires
from hafen.core.places import queries, rules, services, words
from hafen.core.places.errors import WrongStep
from hafen.core.places.forms import (
    ContactForm,
    DelegationForm,
    DoubtForm,
    InForceForm,
    ResponsibilityForm,
    UnitForm,
)
from hafen.core.places.models import Delegation, Responsibility, Unit, UnitContact
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.views.pages import Crumb, crumbs, form_page, to, typed


def vocabulary(name: str, today: date) -> dict[str, words.Word]:
    """Return the words of the taxonomy in the language of the page."""
    return words.words_of(name, language=get_language() or "de", today=today)


@require_safe
@requires(rules.VIEW_PLACES)
def units(request: PlaceRequest, municipality: str) -> HttpResponse:
    """List the offices, and find who is responsible for a topic."""
    del municipality
    today = timezone.localdate()
    text = typed(request, "q")
    legal_area = typed(request, "legal_area")
    topics, areas = (
        vocabulary(words.TOPICS, today),
        words.names(vocabulary(words.LEGAL_AREAS, today)),
    )
    found = None
    if text:
        rows = queries.search_responsibilities(
            request.municipality,
            words=text,
            legal_area=legal_area if legal_area in areas else "",
            topics=words.codes_meant(topics, text),
            on=today,
        )
        found = queries.labelled(rows, words.names(topics), areas)
    return render(
        request,
        "places/units.html",
        {
            "found": found,
            "nodes": queries.unit_tree(queries.units_visible_to(request.user)),
            "text": text,
            "legal_area": legal_area,
            "legal_areas": areas,
            "may_edit": rules.EDIT_OFFICES.held_by(request.user),
        },
    )


@require_safe
@requires(rules.VIEW_PLACES)
def unit(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show an office with its numbers, its colleagues and what it answers for."""
    del municipality
    found = _unit(request, pk)
    today = timezone.localdate()
    rows = queries.responsibilities_visible_to(request.user).filter(unit=found)
    return render(
        request,
        "places/unit.html",
        {
            "unit": found,
            "contacts": queries.contacts_visible_to(request.user).filter(unit=found),
            "responsibilities": queries.labelled(
                rows.order_by("topic", "legal_area", "valid_from"),
                words.names(vocabulary(words.TOPICS, today)),
                words.names(vocabulary(words.LEGAL_AREAS, today)),
            ),
            "today": today,
            "crumbs": crumbs(request, (_("Offices"), "units")),
            "may_edit": rules.EDIT_OFFICES.held_by(request.user),
        },
    )


@requires(rules.EDIT_OFFICES)
def add_unit(request: PlaceRequest, municipality: str) -> HttpResponse:
    del municipality
    return _edit_unit(request, Unit(municipality=request.municipality), _("New office"))


@requires(rules.EDIT_OFFICES)
def edit_unit(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _edit_unit(request, _unit(request, pk), _("Edit office"))


@requires(rules.EDIT_OFFICES)
def add_contact(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    found = _unit(request, pk)
    contact = UnitContact(municipality=request.municipality, unit=found)
    form = ContactForm(request.POST or None, row=contact)

    def save() -> str:
        services.save_contact(contact, values=form.content)
        return to(request, "unit", found.pk)

    way = _way(request, found)
    return form_page(request, form, save, title=_("New colleague"), crumbs=way)


@requires(rules.EDIT_OFFICES)
def edit_contact(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    contact = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    form = ContactForm(request.POST or None, row=contact)

    def save() -> str:
        services.save_contact(contact, values=form.content, expected=form.read_version)
        return to(request, "unit", contact.unit_id)

    way = _way(request, contact.unit)
    return form_page(request, form, save, title=_("Edit colleague"), crumbs=way)


@require_POST
@requires(rules.EDIT_OFFICES)
def remove_contact(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    contact = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    services.remove_contact(contact)
    return redirect(to(request, "unit", contact.unit_id))


@requires(rules.EDIT_OFFICES)
def assign(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Make an office answer for a topic."""
    del municipality
    found = _unit(request, pk)
    today = timezone.localdate()
    form = ResponsibilityForm(
        request.POST or None,
        row=Responsibility(municipality=request.municipality, unit=found),
        topics=words.names(vocabulary(words.TOPICS, today)),
        legal_areas=words.names(vocabulary(words.LEGAL_AREAS, today)),
    )

    def save() -> str:
        values = form.content
        values.pop("words")
        services.assign_responsibility(unit=found, keywords=form.keywords(), **values)
        return to(request, "unit", found.pk)

    way = _way(request, found)
    return form_page(request, form, save, title=_("New responsibility"), crumbs=way)


@requires(rules.VIEW_PLACES)
def doubt(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Propose a change: open to all colleagues; the entry stays in use."""
    del municipality
    row = _responsibility(request, pk)
    form = DoubtForm(request.POST or None, initial={"doubt": row.doubt})

    def save() -> str:
        services.doubt_responsibility(row, doubt=form.content["doubt"])
        return to(request, "unit", row.unit_id)

    way = _way(request, row.unit)
    return form_page(request, form, save, title=_("Propose a change"), crumbs=way)


@require_POST
@requires(rules.EDIT_OFFICES)
def end_responsibility(
    request: PlaceRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Let the responsibility end with yesterday."""
    del municipality
    row = _responsibility(request, pk)
    services.end_responsibility(row, on=timezone.localdate())
    return redirect(to(request, "unit", row.unit_id))


@require_safe
@requires(rules.VIEW_PLACES)
def delegations(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Show the register of acts that authorities handed to sites."""
    del municipality
    return render(
        request,
        "places/delegations.html",
        {
            "delegations": queries.delegations_visible_to(request.user),
            "may_edit": rules.EDIT_DELEGATIONS.held_by(request.user),
        },
    )


@requires(rules.EDIT_DELEGATIONS)
def propose_delegation(request: PlaceRequest, municipality: str) -> HttpResponse:
    del municipality
    row = Delegation(municipality=request.municipality)
    form = DelegationForm(request.POST or None, row=row)

    def save() -> str:
        services.propose_delegation(**form.content)
        return to(request, "delegations")

    way = crumbs(request, (_("Delegated powers"), "delegations"))
    return form_page(request, form, save, title=_("Propose a delegation"), crumbs=way)


@requires(rules.EDIT_DELEGATIONS)
def put_delegation_in_force(
    request: PlaceRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Let the team of the site act from a day on."""
    del municipality
    row = _delegation(request, pk)
    initial = {"valid_from": timezone.localdate()}
    form = InForceForm(request.POST or None, initial=initial)

    def save() -> str:
        _take(request, services.put_delegation_in_force, row, **form.content)
        return to(request, "delegations")

    way = crumbs(request, (_("Delegated powers"), "delegations"))
    return form_page(request, form, save, title=row.act, crumbs=way)


@require_POST
@requires(rules.EDIT_DELEGATIONS)
def agree_delegation(
    request: PlaceRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Record that the authority agrees."""
    del municipality
    _take(request, services.agree_delegation, _delegation(request, pk))
    return redirect(to(request, "delegations"))


@require_POST
@requires(rules.EDIT_DELEGATIONS)
def withdraw_delegation(
    request: PlaceRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """End the delegation with yesterday."""
    del municipality
    row = _delegation(request, pk)
    _take(request, services.withdraw_delegation, row, on=timezone.localdate())
    return redirect(to(request, "delegations"))


def _take(request: PlaceRequest, step: Any, row: Delegation, **values: Any) -> None:
    try:
        step(row, **values)
    except WrongStep:
        text = _("A colleague has changed this delegation meanwhile.")
        messages.warning(request, text)


def _unit(request: PlaceRequest, pk: UUID) -> Unit:
    return get_object_or_404(queries.units_visible_to(request.user), pk=pk)


def _responsibility(request: PlaceRequest, pk: UUID) -> Responsibility:
    rows = queries.responsibilities_visible_to(request.user)
    return get_object_or_404(rows, pk=pk)


def _delegation(request: PlaceRequest, pk: UUID) -> Delegation:
    return get_object_or_404(queries.delegations_visible_to(request.user), pk=pk)


def _way(request: PlaceRequest, unit: Unit) -> list[Crumb]:
    here = Crumb(unit.name, to(request, "unit", unit.pk))
    return [*crumbs(request, (_("Offices"), "units")), here]


def _edit_unit(request: PlaceRequest, row: Unit, title: str) -> HttpResponse:
    form = UnitForm(request.POST or None, row=row)

    def save() -> str:
        saved = services.save_unit(row, values=form.content, expected=form.read_version)
        return to(request, "unit", saved.pk)

    way = crumbs(request, (_("Offices"), "units"))
    return form_page(request, form, save, title=title, crumbs=way)
