"""Small towns for the tests of places."""

import json
from datetime import time

from hafen.core.places import services
from hafen.core.places.models import Site, StreetRange, Territory, Unit
from hafen.core.places.services.hours import HoursRow


def square(west, south, side):
    return [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]


def feature(name, ring, **properties):
    return {
        "type": "Feature",
        "properties": {"Name": name, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write(path, *features, **more):
    document = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def site(municipality, name="Brackeler Hellweg", **values):
    filled = {"name": name, "kind": Site.Kind.OFFICE, "is_published": True, **values}
    return services.save_site(Site(municipality=municipality), values=filled)


def unit(municipality, name, **values):
    return services.save_unit(
        Unit(municipality=municipality), values={"name": name, **values}
    )


def region(municipality, name, kind, districts, **values):
    return services.save_territory(
        Territory(municipality=municipality),
        values={"name": name, "kind": kind, **values},
        districts=districts,
    )


def street(municipality, name, **values):
    return services.save_street(
        StreetRange(municipality=municipality), values={"street": name, **values}
    )


def hours(weekday, text, **more):
    opens, closes = text.split("-")
    return HoursRow(
        weekday, time.fromisoformat(opens), time.fromisoformat(closes), **more
    )
