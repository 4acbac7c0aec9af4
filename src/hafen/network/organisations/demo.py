"""Organisations of the demo municipality."""

from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality
from hafen.core.places.queries import districts_of
from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.network.organisations import demo_networks, services
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.services import OrganisationData


def register() -> None:
    demo_seeds.register(DemoSeed("organisations", 30, load_organisations))
    # The people of the house and its teams are there by then.
    demo_seeds.register(DemoSeed("networks", 35, demo_networks.load))


def load_organisations(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make the organisations that are not there yet and show them to the public."""
    entries = {entry["code"]: entry for entry in data["organisations"]}
    rows = {
        row.name: row for row in Organisation.objects.filter(municipality=municipality)
    }
    parts = {row.name: row for row in districts_of(municipality)}
    for entry in entries.values():
        if entry["name"] not in rows:
            # A parent stands before its members in the file.
            above = entries[entry["parent"]]["name"] if "parent" in entry else ""
            row = _make(municipality, entry, rows.get(above), parts)
            rows[entry["name"]] = row


def _make(
    municipality: Municipality,
    entry: dict[str, Any],
    parent: Organisation | None,
    parts: dict[str, District],
) -> Organisation:
    row = services.create_organisation(
        municipality=municipality,
        data=OrganisationData(
            name=entry["name"],
            kind=entry["kind"],
            description=entry["description"],
            parent=parent,
            phone=entry["phone"],
            email=entry["email"],
            is_verified=True,
            legal_form=entry.get("legal_form", ""),
            workforce=entry.get("workforce", "PROFESSIONAL"),
            topics=entry.get("topics", []),
            languages=entry.get("languages", ["de"]),
            is_city_wide=not entry.get("districts"),
            districts=[parts[number] for number in entry.get("districts", [])],
            street=entry.get("street", ""),
            postal_code="00000" if "street" in entry else "",
            city="Musterhafen" if "street" in entry else "",
        ),
        by=None,
    )
    services.publish_organisation(organisation=row, expected=None, by=None)
    for language, text in entry.get("translations", {}).items():
        save_translation(
            row=row,
            language=language,
            texts={"description": text},
            state=Translation.State.CHECKED,
            by=None,
            now=timezone.now(),
        )
    return row
