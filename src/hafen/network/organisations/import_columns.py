"""What the columns of a list of actors can be, and how offices head them."""

from django.utils.translation import gettext_lazy as _

from hafen.mechanisms.imports.registry import Field

FIELDS = (
    Field(
        "name",
        _("Name"),
        (
            "name",
            "organisation",
            "akteur",
            "akteurin",
            "träger",
            "verein",
            "einrichtung",
            "institution",
            "name der organisation",
            "bezeichnung",
        ),
        is_required=True,
    ),
    Field("external_id", _("key in the source"), ("id", "kennung", "schlüssel", "key")),
    Field("kind", _("Kind"), ("art", "kategorie", "typ", "trägerart")),
    Field("legal_form", _("Legal form"), ("rechtsform",)),
    Field(
        "workforce", _("Who works there"), ("haupt-/ehrenamt", "ehrenamt", "hauptamt")
    ),
    Field(
        "description",
        _("What the organisation does"),
        ("beschreibung", "schwerpunkt", "aufgaben", "tätigkeit"),
    ),
    Field(
        "topics",
        _("Fields of work"),
        (
            "themen",
            "thema",
            "handlungsfeld",
            "handlungsfelder",
            "arbeitsfelder",
            "bereich",
        ),
    ),
    Field(
        "districts",
        _("Districts"),
        ("stadtteil", "stadtteile", "stadtbezirk", "ortsbezirk", "bezirk"),
    ),
    Field("languages", _("Languages spoken there"), ("sprache", "sprachen")),
    Field("address", _("whole address"), ("adresse", "anschrift")),
    Field(
        "street",
        _("Street and number"),
        ("straße", "strasse", "straße und hausnummer", "straße, hausnummer"),
    ),
    Field("postal_code", _("Postal code"), ("plz", "postleitzahl")),
    Field("city", _("Town"), ("ort", "stadt", "wohnort")),
    Field(
        "phone",
        _("General telephone number"),
        ("telefon", "tel", "telefonnummer", "zentrale"),
    ),
    Field(
        "email",
        _("General e-mail address"),
        ("e-mail", "email", "mail", "e-mail-adresse"),
    ),
    Field(
        "website", _("Website"), ("website", "webseite", "homepage", "internet", "url")
    ),
    Field(
        "person",
        _("Contact person"),
        (
            "ansprechperson",
            "ansprechpartner",
            "ansprechpartnerin",
            "ansprechpartner/in",
            "kontaktperson",
            "kontakt",
        ),
    ),
    Field(
        "position",
        _("Task of the contact person"),
        ("funktion", "position", "aufgabe", "rolle"),
    ),
    Field(
        "person_phone",
        _("Telephone of the contact person"),
        ("telefon ansprechperson", "durchwahl", "telefon ansprechpartner", "mobil"),
    ),
    Field(
        "person_email",
        _("E-mail of the contact person"),
        ("e-mail ansprechperson", "mail ansprechperson", "e-mail ansprechpartner"),
    ),
    Field(
        "consent",
        _("How the contact person agreed to be published"),
        (
            "einwilligung",
            "veröffentlichung",
            "zustimmung",
            "einwilligung veröffentlichung",
        ),
    ),
    Field(
        "consent_on",
        _("Agreed on"),
        ("einwilligung am", "zugestimmt am", "einwilligung vom"),
    ),
)
