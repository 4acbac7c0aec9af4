"""Districts and sites of the demo municipality."""

import json
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.timezone import localdate

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places import services
from hafen.core.places.models import (
    District,
    Municipality,
    Site,
    StreetRange,
    Territory,
    Unit,
)
from hafen.core.places.services.hours import HoursRow

LAYER = "Stadtteile"
OWN = (
    "kind", "name", "names", "summaries", "directions", "street", "house_number",
    "postal_code", "city", "phone", "email", "partner", "is_accessible",
)  # fmt: skip


def register() -> None:
    demo_seeds.register(DemoSeed("districts", 10, load_districts))
    demo_seeds.register(DemoSeed("sites", 20, load_sites))
    demo_seeds.register(DemoSeed("offices", 25, load_offices))


def load_districts(municipality: Municipality, data: dict[str, Any]) -> None:
    """Import the districts by the way that offices take, then name them."""
    if District.objects.filter(municipality=municipality).exists():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "districts.geojson"
        path.write_text(json.dumps(_geojson(data["districts"])), encoding="utf-8")
        services.import_districts(path=path, municipality=municipality, layer=LAYER)
    names = {entry["code"]: entry["names"] for entry in data["districts"]}
    for district in District.objects.filter(municipality=municipality):
        services.rename_district(
            district,
            name=district.name,
            names=names[district.number],
            is_active=True,
            expected=None,
        )


def load_sites(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make the sites that are not there yet, with their hours, for the public."""
    present = set(
        Site.objects.filter(municipality=municipality).values_list("name", flat=True)
    )
    for entry in data["sites"]:
        if entry["name"] not in present:
            _make_site(municipality, entry)


def load_offices(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make offices, regions, streets and this year's school holidays, once."""
    if Unit.objects.filter(municipality=municipality).exists():
        return
    sites = {site.name: site for site in Site.objects.filter(municipality=municipality)}
    units: dict[str, Unit] = {}
    for entry in data["units"]:
        values = {**entry, "parent": units.get(entry.get("parent", ""))}
        unit = services.save_unit(Unit(municipality=municipality), values=values)
        units[unit.name] = unit
    for entry in data["responsibilities"]:
        services.assign_responsibility(**{**entry, "unit": units[entry["unit"]]})
    for entry in data["delegations"]:
        named = {"authority": units[entry["authority"]], "site": sites[entry["site"]]}
        services.propose_delegation(**{**entry, **named})
    for entry in data["streets"]:
        values = {**entry, "site": sites[entry["site"]]}
        services.save_street(StreetRange(municipality=municipality), values=values)
    _make_regions(municipality, data["regions"], sites)
    for year in (localdate().year, localdate().year + 1):
        services.load_school_holidays(municipality, year=year)


def _make_regions(
    municipality: Municipality, regions: list[dict[str, Any]], sites: dict[str, Site]
) -> None:
    districts = {
        district.name: district
        for district in District.objects.filter(municipality=municipality)
    }
    for entry in regions:
        services.save_territory(
            Territory(municipality=municipality),
            values={
                "name": entry["name"],
                "kind": entry["kind"],
                "site": sites.get(entry.get("site", "")),
            },
            districts=[districts[name] for name in entry["districts"]],
        )


def _make_site(municipality: Municipality, entry: dict[str, Any]) -> None:
    longitude, latitude = entry["point"]
    values = {name: entry[name] for name in OWN if name in entry}
    site = services.save_site(
        Site(municipality=municipality),
        values={**values, "longitude": longitude, "latitude": latitude},
    )
    services.replace_hours(
        site,
        rows=[
            HoursRow(weekday=weekday, **_times(line))
            for line in entry["hours"]
            for weekday in line["weekdays"]
        ],
    )
    for line in entry.get("exceptions", []):
        services.except_day(site, **{**line, **_times(line)})
    services.publish_site(site)


def _times(line: dict[str, Any]) -> dict[str, Any]:
    return {
        name: time.fromisoformat(line[name])
        for name in ("opens", "closes")
        if name in line
    }


def _geojson(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"number": entry["code"], "name": entry["name"]},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[*entry["ring"], entry["ring"][0]]],
                },
            }
            for entry in entries
        ],
    }
