"""What the columns of a list of offers can be, and how offices head them."""

from django.utils.translation import gettext_lazy as _

from hafen.mechanisms.imports.registry import Field

FIELDS = (
    Field(
        "name",
        _("name of the offer"),
        (
            "name",
            "angebot",
            "bezeichnung",
            "titel",
            "name des angebots",
            "angebotsname",
            "titel des angebots",
            "einrichtung",
            "title",
        ),
        is_required=True,
    ),
    Field(
        "organisation",
        _("organisation"),
        (
            "organisation",
            "träger",
            "anbieter",
            "verein",
            "institution",
            "veranstalter",
            "organization",
        ),
    ),
    Field("external_id", _("key in the source"), ("id", "schlüssel", "kennung", "key")),
    Field(
        "address", _("whole address"), ("adresse", "adress", "anschrift", "ort/adresse")
    ),
    Field("street", _("street"), ("straße", "strasse", "str", "straße und hausnummer")),
    Field("house_number", _("number"), ("hausnummer", "hausnr", "hnr", "nr")),
    Field(
        "addition",
        _("floor, room, way in"),
        ("adresszusatz", "zusatz", "gebäude", "raum"),
    ),
    Field("postal_code", _("postal code"), ("plz", "postleitzahl", "zip")),
    Field("town", _("town"), ("ort", "stadt", "wohnort", "gemeinde", "city")),
    Field(
        "longitude",
        _("longitude"),
        ("x", "lon", "lng", "länge", "längengrad", "geometry: longitude", "long"),
    ),
    Field(
        "latitude",
        _("latitude"),
        ("y", "lat", "breite", "breitengrad", "geometry: latitude"),
    ),
    Field("category", _("kind of organisation"), ("kategorie", "art", "trägerart")),
    Field(
        "topics",
        _("topics"),
        ("thema", "themen", "themenfeld", "bereich", "rubrik", "handlungsfeld"),
    ),
    Field(
        "description",
        _("description"),
        ("beschreibung", "inhalt", "kurzbeschreibung", "angebotsbeschreibung", "text"),
    ),
    Field(
        "website",
        _("website"),
        ("website", "webseite", "homepage", "internet", "link", "url", "web"),
    ),
    Field(
        "phone",
        _("telephone"),
        ("telefon", "tel", "telefonnummer", "rufnummer", "fon", "mobil", "phone"),
    ),
    Field(
        "mail",
        _("e-mail address"),
        ("mail", "e-mail", "email", "mailadresse", "e-mail-adresse"),
    ),
    Field(
        "keywords",
        _("keywords"),
        ("schlagworte", "schlagwörter", "stichworte", "tags", "keywords"),
    ),
    Field(
        "languages",
        _("languages"),
        ("sprachen", "sprache", "angebotssprachen", "languages"),
    ),
    Field("opening", _("opening hours"), ("öffnungszeiten", "sprechzeiten", "zeiten")),
    Field("eligibility", _("for whom"), ("zielgruppe", "zielgruppen", "für wen")),
    Field("costs", _("costs"), ("kosten", "preis", "gebühr", "teilnahmegebühr")),
    Field("application", _("how to register"), ("anmeldung", "anmelden")),
    Field("interpreting", _("interpreting"), ("dolmetschen", "verdolmetschung")),
    Field("accessibility", _("accessibility"), ("barrierefreiheit", "barrierefrei")),
    Field(
        "valid_from", _("offered from"), ("gültig ab", "beginn", "von", "startdatum")
    ),
    Field("valid_until", _("offered until"), ("gültig bis", "ende", "bis", "enddatum")),
    Field(
        "last_checked_on",
        _("last checked on"),
        (
            "stand",
            "geprüft am",
            "zuletzt geprüft",
            "prüfdatum",
            "letzte aktualisierung",
            "aktualisiert am",
        ),
    ),
)
