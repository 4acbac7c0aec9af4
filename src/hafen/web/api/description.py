"""The OpenAPI description: made from one table, so that it never lags behind."""

from typing import Any

from hafen.core.places.models import Municipality
from hafen.web.api.parameters import MOST_PER_PAGE, PER_PAGE
from hafen.web.api.standard.extensions import EXTENSIONS

Said = dict[str, Any]

SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"

_TEXT, _FLAG = {"type": "string"}, {"type": "boolean"}
_NUMBER, _KEY = {"type": "integer"}, {"type": "string", "format": "uuid"}
# Parameter: its schema, and what it does.
PARAMETERS: dict[str, tuple[Said, str]] = {
    "search": (_TEXT, "Words that must all occur, in any language of the entry."),
    "page": (_NUMBER | {"minimum": 1}, "Number of the page."),
    "per_page": (
        _NUMBER | {"minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
        "How many entries a page has.",
    ),
    "format": (
        _TEXT | {"enum": ["json", "ndjson"]},
        "`ndjson` streams all entries, one a line, without pages.",
    ),
    "full": (_FLAG, "Whole entries instead of their one-to-one fields."),
    "minimal": (_FLAG, "Keys and instants of the last change only."),
    "modified_after": (
        _TEXT | {"format": "date-time"},
        "Entries of which anything has changed since; without a zone it is UTC.",
    ),
    "taxonomy_term_id": (_KEY, "Entries with this term."),
    "taxonomy_id": (_KEY, "Entries with any term of this taxonomy."),
    "organization_id": (_KEY, "Entries of this organization."),
    "full_service": (_FLAG, "Organizations with their whole services."),
    "postcode": (
        _TEXT,
        "Places in this postcode; with `proximity`, around the mean of its places.",
    ),
    "proximity": ({"type": "number"}, "Metres around the middle of the postcode."),
    "parent_id": (_KEY, "Terms below this one."),
    "top_only": (_FLAG, "Terms of the first level only."),
    "minimum_age": (_NUMBER, "Services for people of this age or older."),
    "maximum_age": (_NUMBER, "Services for people of this age or younger."),
}
_PAGED = ("search", "page", "per_page", "format")
# Endpoint: what it answers, the schemas of an item and of a whole entry, and its
# parameters.
ENDPOINTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "services": (
        "Services",
        "compiled/service_list.json",
        "compiled/service.json",
        (
            *_PAGED,
            "full",
            "minimal",
            "modified_after",
            "taxonomy_term_id",
            "taxonomy_id",
            "organization_id",
            "minimum_age",
            "maximum_age",
        ),
    ),
    "organizations": (
        "Organizations",
        "compiled/organization_list.json",
        "compiled/organization.json",
        (*_PAGED, "full", "full_service", "modified_after"),
    ),
    "service_at_locations": (
        "Services at locations",
        "compiled/service_at_location_list.json",
        "compiled/service_at_location.json",
        (
            *_PAGED,
            "full",
            "modified_after",
            "taxonomy_term_id",
            "taxonomy_id",
            "organization_id",
            "postcode",
            "proximity",
        ),
    ),
    "taxonomies": ("Taxonomies", "taxonomy.json", "taxonomy.json", _PAGED),
    "taxonomy_terms": (
        "Terms of the taxonomies",
        "taxonomy_term.json",
        "taxonomy_term.json",
        (*_PAGED, "taxonomy_id", "parent_id", "top_only"),
    ),
}
_PAGE = {
    "total_items": _NUMBER,
    "total_pages": _NUMBER,
    "page_number": _NUMBER,
    "size": _NUMBER,
    "first_page": _FLAG,
    "last_page": _FLAG,
    "empty": _FLAG,
}


def document(base: str, here: Municipality | None) -> Said:
    """Return the description of the API at an address.

    :param here: whose entries it answers; None: of all towns
    """
    paths: Said = {"/": {"get": _operation("The version of the standard", {}, ())}}
    for name, (title, item, whole, parameters) in ENDPOINTS.items():
        page = {
            "type": "object",
            "allOf": [{"$ref": "#/components/schemas/Page"}],
            "properties": {"contents": {"type": "array", "items": _ref(item)}},
        }
        paths[f"/{name}"] = {"get": _operation(f"{title}: list", page, parameters)}
        one = ("full_service",) if name == "organizations" else ()
        paths[f"/{name}/{{id}}"] = {
            "parameters": [_path_key()],
            "get": _operation(f"{title}: one entry", _ref(whole), one),
        }
    paths["/datapackage.zip"] = {"get": _package()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"HSDS 3.0 – {here.name}" if here else "HSDS 3.0",
            "version": "1.0",
            "summary": "Open data about services, organizations and places.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": {"Page": {"type": "object", "properties": _PAGE}} | _profile(),
            "parameters": {name: _parameter(name) for name in PARAMETERS},
        },
    }


def _profile() -> Said:
    """Return our fields beyond the standard, by its object."""
    return {
        f"extension_of_{name}": {"type": "object", "properties": fields}
        for name, fields in EXTENSIONS.items()
    }


def _package() -> Said:
    file = {"type": "string", "format": "binary"}
    return {
        "summary": "Everything as CSV tables with their description",
        "parameters": [{"$ref": "#/components/parameters/modified_after"}],
        "responses": {
            "200": {
                "description": "A tabular data package in a ZIP",
                "content": {"application/zip": {"schema": file}},
            }
        },
    }


def _operation(summary: str, schema: Said, parameters: tuple[str, ...]) -> Said:
    named = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    content = {"application/json": {"schema": schema}}
    return {
        "summary": summary,
        "parameters": named,
        "responses": {"200": {"description": summary, "content": content}},
    }


def _parameter(name: str) -> Said:
    schema, description = PARAMETERS[name]
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _path_key() -> Said:
    return {"name": "id", "in": "path", "required": True, "schema": _KEY}


def _ref(schema: str) -> Said:
    return {"$ref": SCHEMAS + schema}
