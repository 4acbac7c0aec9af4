"""The catalogue of open data in DCAT-AP.de 3.0, as JSON-LD."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_base
from hafen.evidence.reports.models import OpenDataset
from hafen.evidence.reports.opening import OpenTable

TYPE = "application/ld+json"
_LICENCES = "http://dcat-ap.de/def/licenses/"
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_LANGUAGES = {"de": "DEU", "en": "ENG", "fr": "FRA"}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(
    town: Municipality,
    title: str,
    found: Iterable[tuple[OpenDataset, str, list[OpenTable]]],
) -> dict[str, Any]:
    """Return the catalogue of a town.

    :param found: each dataset with what it tells, and its tables
    """
    page = _address(town, "open_data")
    publisher = {
        "@id": f"{public_base(town)}/{town.slug}/#publisher",
        "@type": "foaf:Organization",
        "foaf:name": town.name,
    }
    return {
        "@context": _CONTEXT,
        "@id": _address(town, "catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _said(town, f"{title} – {town.name}"),
        "dct:description": _said(town, title),
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": page},
        "dct:language": _language(town),
        "dcat:themeTaxonomy": {"@id": f"{_AUTHORITY}/data-theme"},
        "dcat:dataset": [_dataset(town, publisher, *each) for each in found],
    }


def _dataset(
    town: Municipality,
    publisher: dict[str, Any],
    row: OpenDataset,
    about: str,
    tables: list[OpenTable],
) -> dict[str, Any]:
    release = row.release
    page = f"{_address(town, 'open_data')}#d{row.pk}"
    licence = {"@id": f"{_LICENCES}{row.licence}"}
    mail = {"vcard:hasEmail": {"@id": f"mailto:{email}"}} if (
        email := town.contact.get("email")
    ) else {}  # fmt: skip
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": str(row.pk),
        "dct:title": _said(town, release.title),
        "dct:description": _said(town, about),
        "dct:publisher": {"@id": publisher["@id"]},
        "dcat:contactPoint": {
            "@type": "vcard:Organization", "vcard:fn": town.name, **mail,
        },
        "dcat:theme": {"@id": f"{_AUTHORITY}/data-theme/SOCI"},
        "dct:accessRights": {"@id": f"{_AUTHORITY}/access-right/PUBLIC"},
        "dct:language": _language(town),
        "dct:issued": _day(timezone.localdate(row.created_at)),
        "dct:modified": _day(timezone.localdate(release.created_at)),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(release.first),
            "dcat:endDate": _day(release.last),
        },
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@id": (address := _address(town, "table", row.pk, table.name)),
                "@type": "dcat:Distribution",
                "dct:title": _said(town, table.title),
                "dct:description": _said(town, table.about),
                "dcat:accessURL": {"@id": address},
                "dcat:downloadURL": {"@id": address},
                "dct:format": {"@id": f"{_AUTHORITY}/file-type/CSV"},
                "dcat:mediaType": {
                    "@id": "https://www.iana.org/assignments/media-types/text/csv"
                },
                "dct:license": licence,
                "dcatde:licenseAttributionByText": _said(town, town.name),
                "dct:issued": _day(timezone.localdate(row.created_at)),
            }
            for table in tables
        ],
    }  # fmt: skip


def _address(town: Municipality, name: str, *parts: Any) -> str:
    args = [town.slug, town.default_language, *parts]
    return f"{public_base(town)}{reverse(f'reports_public:{name}', args=args)}"


def _said(town: Municipality, text: str) -> dict[str, str]:
    return {"@value": text, "@language": town.default_language}


def _day(day: Any) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _language(town: Municipality) -> dict[str, str]:
    code = _LANGUAGES.get(town.default_language, "DEU")
    return {"@id": f"{_AUTHORITY}/language/{code}"}
