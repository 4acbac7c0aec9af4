"""Districts and sites of the demo municipality."""

import json
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places import services
from hafen.core.places.models import District, Municipality, Site
from hafen.core.places.services.hours import HoursRow

LAYER = "Stadtteile"
OWN = (
    "kind", "name", "names", "summaries", "directions", "street", "house_number",
    "postal_code", "city", "phone", "email", "partner", "is_accessible",
)  # fmt: skip


def register() -> None:
    demo_seeds.register(DemoSeed("districts", 10, load_districts))
    demo_seeds.register(DemoSeed("sites", 20, load_sites))


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
