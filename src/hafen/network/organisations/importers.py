"""An office's list of actors with their contact persons, row by row.

Nobody is named to the public because a list was read: consent is recorded only
where the list says how the person agreed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, ProtectedError, Sum
from django.db.models.functions import Coalesce
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.core.places.models import District
from hafen.mechanisms.imports.folding import paragraphs
from hafen.mechanisms.imports.likeness import Entry as LikenessEntry
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Importer,
    Order,
    Return,
    Scope,
    Written,
)
from hafen.network.organisations import import_cleaning, queries, services
from hafen.network.organisations.import_columns import FIELDS
from hafen.network.organisations.models import (
    ContactPerson,
    Organisation,
    PublicationConsent,
)
from hafen.network.organisations.rules import EDIT_EVERY_ORGANISATION

_OWN = (
    "name",
    "kind",
    "legal_form",
    "workforce",
    "description",
    "website",
    "phone",
    "email",
    "street",
    "postal_code",
    "city",
    "topics",
    "languages",
    "is_city_wide",
)
_PERSON = ("name", "position", "phone", "email")
_LISTS = ("topics", "languages", "districts")
# Whom the list names agreed to a text of the office, not to one of ours.
OF_THE_LIST = "list"


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return one organisation of several rows: the first word holds, lists grow."""
    whole = dict(entries[0].values)
    for entry in entries[1:]:
        said = entry.values
        for name in _OWN:
            whole[name] = whole[name] or said[name]
        for name in _LISTS:
            whole[name] = list(dict.fromkeys([*whole[name], *said[name]]))
        if said["description"] != whole["description"]:
            whole["description"] = paragraphs(
                [whole["description"], said["description"]]
            )
        whole["persons"] = [
            *whole["persons"],
            *(each for each in said["persons"] if each not in whole["persons"]),
        ]
    return whole, ()


def write(order: Order, scope: Scope) -> Written:
    """Create an organisation, or change of it what changed in the list."""
    values = order.values
    if order.object_id is None:
        row = services.create_organisation(
            municipality=scope.municipality,
            data=_data(values, values, scope),
            by=scope.by,
        )
        _persons(row, values["persons"], scope)
        if scope.options.get("publish", False):
            services.publish_organisation(organisation=row, expected=None, by=scope.by)
        return Written(row.pk)
    row = Organisation.objects.get(municipality=scope.municipality, pk=order.object_id)
    before = _said(row, order.changed)
    services.edit_organisation(
        organisation=row,
        data=_data(values, order.changed, scope),
        expected=None,
        by=scope.by,
    )
    if "persons" in order.changed:
        before["persons"] = _persons(row, values["persons"], scope)
    return Written(row.pk, before)


def _data(
    values: Mapping[str, Any], names: "Mapping[str, Any] | frozenset[str]", scope: Scope
) -> services.OrganisationData:
    data: services.OrganisationData = {}
    known = {name: values[name] for name in _OWN if name in names}
    data.update(known)  # type: ignore[typeddict-item]  # names come from the table
    if "districts" in names:
        rows = District.objects.filter(municipality=scope.municipality)
        data["districts"] = rows.filter(pk__in=values["districts"])
    return data


def _said(row: Organisation, changed: frozenset[str]) -> dict[str, Any]:
    """Return what the organisation says now under the names that will change."""
    found = {name: getattr(row, name) for name in _OWN if name in changed}
    if "districts" in changed:
        keys = row.districts.values_list("district", flat=True)
        found["districts"] = [str(key) for key in keys]
    return found


def _persons(
    row: Organisation, said: Sequence[Mapping[str, Any]], scope: Scope
) -> dict[str, Any]:
    """Enter who is new, correct who is known; return what it takes to undo it."""
    present = {
        sort_key(each.name): each
        for each in row.contact_persons.filter(merged_into__isnull=True)
    }
    done: dict[str, Any] = {"added": [], "before": {}, "consents": []}
    for each in said:
        person = present.get(sort_key(each["name"]))
        told = _told(each, person, scope)
        if person is None:
            person = services.add_contact_person(
                organisation=row, data=told, by=scope.by
            )
            present[sort_key(person.name)] = person
            done["added"].append(str(person.pk))
        elif any(
            each[name] and each[name] != getattr(person, name) for name in _PERSON
        ):
            done["before"][str(person.pk)] = {n: getattr(person, n) for n in _PERSON}
            services.edit_contact_person(
                person=person, data=told, expected=None, by=scope.by
            )
        done["consents"] += _consent(person, each, scope)
    return done


def _told(
    each: Mapping[str, Any], person: ContactPerson | None, scope: Scope
) -> services.ContactPersonData:
    """Return what the list says of somebody; an empty cell takes nothing away."""

    def said(name: str) -> str:
        return each[name] or (getattr(person, name) if person else "")

    return services.ContactPersonData(
        name=said("name"),
        position=said("position"),
        phone=said("phone"),
        email=said("email"),
        confirmed_on=timezone.localdate(scope.now),
    )


def _consent(person: ContactPerson, each: Mapping[str, Any], scope: Scope) -> list[str]:
    if not each["agreed_how"]:
        return []
    try:
        row = services.record_consent(
            person=person,
            agreed_on=_day(each["agreed_on"], scope),
            agreed_how=each["agreed_how"],
            text_version=OF_THE_LIST,
            by=scope.by,
        )
    except services.AgreedAlready:
        return []
    return [str(row.pk)]


def _day(said: str, scope: Scope) -> date:
    return date.fromisoformat(said) if said else timezone.localdate(scope.now)


def take_back(back: Return, scope: Scope) -> None:
    """Remove a created organisation with its persons, or restore a changed one."""
    row = Organisation.objects.get(municipality=scope.municipality, pk=back.object_id)
    if back.was_created:
        _remove(row)
        return
    said = dict(back.before)
    persons = said.pop("persons", None)
    services.edit_organisation(
        organisation=row, data=_data(said, said, scope), expected=None, by=scope.by
    )
    if persons:
        _return_persons(row, persons)


def _remove(row: Organisation) -> None:
    """Delete the row, unless offers or agreements name it meanwhile."""
    try:
        with atomic():
            row.delete()
    except ProtectedError:
        return


def _return_persons(row: Organisation, done: Mapping[str, Any]) -> None:
    people = ContactPerson.objects.filter(organisation=row)
    PublicationConsent.objects.filter(
        person__in=people, pk__in=done["consents"]
    ).delete()
    people.filter(pk__in=done["added"]).delete()
    for key, before in done["before"].items():
        people.filter(pk=key).update(**before, version=F("version") + 1)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    """Return a number that changes with the organisation or one of its persons."""
    rows = Organisation.objects.filter(municipality=scope.municipality, pk__in=ids)
    counted = rows.present().annotate(
        people=Count("contact_persons"),
        edits=Coalesce(Sum("contact_persons__version"), 0),
    )
    return {
        pk: version + edits + 1_000 * people
        for pk, version, people, edits in counted.values_list(
            "pk", "version", "people", "edits"
        )
    }


def likeness(entry: Entry) -> LikenessEntry:
    said = entry.values
    return _likeness(Organisation(**{name: said[name] for name in _OWN}))


def known(scope: Scope) -> dict[UUID, LikenessEntry]:
    """Return what the register holds already, for comparison."""
    rows = Organisation.objects.filter(municipality=scope.municipality).present()
    return {row.pk: _likeness(row) for row in rows}


def _likeness(row: Organisation) -> LikenessEntry:
    """Return what is compared; a remark names the entry as it is written."""
    return replace(queries.likeness_of(row), name=row.name)


ORGANISATIONS = Importer(
    key="organisations",
    label=_("Organisations"),
    fields=FIELDS,
    clean=import_cleaning.clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    likeness=likeness,
    known=known,
    permission=EDIT_EVERY_ORGANISATION,
)
