"""Networks of the demo municipality: members, speakers, a seat, presentations."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.network.organisations import services
from hafen.network.organisations.models import (
    ContactPerson,
    Network,
    Organisation,
    PublicationConsent,
    Speaker,
)
from hafen.network.organisations.words import CONSENT_VERSION

Said = dict[str, Any]
_LOOKED_UP = frozenset({"days_ago", "translations", "members", "speakers", "seats"})


def load(municipality: Municipality, data: Said) -> None:
    """Make networks and what the unit did there; a second time changes nothing."""
    if Network.objects.filter(municipality=municipality).exists():
        return
    actors = {
        row.name: row for row in Organisation.objects.filter(municipality=municipality)
    }
    people = {
        str(user.email): user for user in User.objects.filter(municipality=municipality)
    }
    for address, name in data["editors"].items():
        if address in people and name in actors:
            services.appoint_editor(
                organisation=actors[name], user=people[address], by=None
            )
    made: dict[str, Network] = {}
    for entry in data["networks"]:
        network = _make(municipality, entry, made)
        made[network.name] = network
        _fill(network, entry, actors, people)
    for entry in data["appearances"]:
        facts: services.AppearanceData = {
            "held_on": _day(entry["days_ago"]),
            "network": made[entry["network"]],
            "people": [people[key] for key in entry["people"] if key in people],
        }
        rest = {name: entry[name] for name in entry.keys() - _LOOKED_UP - set(facts)}
        facts.update(rest)  # type: ignore[typeddict-item]  # the file has its keys
        services.record_appearance(municipality=municipality, data=facts, by=None)


def _make(
    municipality: Municipality, entry: Said, made: Mapping[str, Network]
) -> Network:
    facts: services.NetworkData = {"parent": made.get(entry.get("parent", ""))}
    rest = {name: entry[name] for name in entry.keys() - _LOOKED_UP - set(facts)}
    facts.update(rest)  # type: ignore[typeddict-item]  # the file has its keys
    network = services.create_network(municipality=municipality, data=facts, by=None)
    for language, texts in entry.get("translations", {}).items():
        save_translation(
            row=network,
            language=language,
            texts=texts,
            state=Translation.State.CHECKED,
            by=None,
            now=timezone.now(),
        )
    return network


def _fill(
    network: Network,
    entry: Said,
    actors: Mapping[str, Organisation],
    people: Mapping[str, User],
) -> None:
    for each in entry.get("members", ()):
        left = each.get("left_days_ago")
        services.join(
            network=network,
            organisation=actors[each["organisation"]],
            joined_on=_day(each["days_ago"]),
            left_on=None if left is None else _day(left),
            by=None,
        )
    for each in entry.get("speakers", ()):
        services.name_speaker(
            network=network,
            person=_person(actors[each["organisation"]], each),
            office=each.get("office", Speaker.Office.SPEAKER),
            since=_day(each["days_ago"]),
            by=None,
        )
    for each in entry.get("seats", ()):
        if user := people.get(each["user"]):
            services.take_seat(
                network=network,
                user=user,
                role=each["role"],
                since=_day(each["days_ago"]),
                by=None,
            )


def _person(organisation: Organisation, said: Said) -> ContactPerson:
    person = services.add_contact_person(
        organisation=organisation,
        data={
            "name": said["name"],
            "position": said["position"],
            "phone": said["phone"],
            "email": said["email"],
            "confirmed_on": timezone.localdate(),
        },
        by=None,
    )
    if said.get("is_named"):
        services.record_consent(
            person=person,
            agreed_on=timezone.localdate(),
            agreed_how=PublicationConsent.How.SIGNED,
            text_version=CONSENT_VERSION,
            by=None,
        )
    return person


def _day(days_ago: int) -> date:
    return timezone.localdate() - timedelta(days=days_ago)
