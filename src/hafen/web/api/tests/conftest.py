"""The schemas of the standard, made strict, and a town that answers."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from hafen.web.api.standard.extensions import EXTENSIONS

REMOTE = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"


def _tighten(part):
    """Let a schema refuse what it does not name, but for our extensions."""
    if isinstance(part, list):
        for one in part:
            _tighten(one)
    if not isinstance(part, dict):
        return
    if isinstance(part.get("properties"), dict):
        for one in part["properties"].values():
            _tighten(one)
        own = EXTENSIONS.get(part.get("name"), {})
        part["properties"] = {**part["properties"], **own}
        part["additionalProperties"] = False
    for name in ("items", "allOf", "$defs"):
        _tighten(part.get(name))


class Standard:
    """HSDS 3.0 as it was published."""

    def __init__(self, folder):
        self.folder = folder / "schema"
        self.api = json.loads((self.folder / "openapi.json").read_text())
        self.schemas = {}
        plain = {path.name: self.schema(path.name) for path in self._objects()}
        found = [
            (prefix + name, Resource.from_contents(content))
            for name, content in plain.items()
            for prefix in ("", REMOTE)
        ]
        # The compiled schemas refer to nothing; the others to their neighbours.
        self.registry = Registry().with_resources(found)

    def _objects(self):
        return [path for path in self.folder.glob("*.json") if path.stem != "openapi"]

    def schema(self, name):
        """Return a strict schema by its file name; read once."""
        if name not in self.schemas:
            content = json.loads((self.folder / name).read_text())
            _tighten(content)
            content["$schema"] = "https://json-schema.org/draft/2020-12/schema"
            self.schemas[name] = content
        return self.schemas[name]

    def errors(self, document, schema):
        """Return what a document does against a schema, by its file name."""
        return self._errors(document, self.schema(schema))

    def _errors(self, document, schema):
        validator = Draft202012Validator(
            schema, registry=self.registry, format_checker=FormatChecker()
        )
        return [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
            for error in validator.iter_errors(document)
        ]

    def page_errors(self, document, item):
        """Return what a page does against the envelope, and its items."""
        page = copy.deepcopy(self.api["components"]["schemas"]["Page"])
        page["properties"]["contents"] = {"type": "array"}
        page["required"] = list(page["properties"])
        page["additionalProperties"] = False
        found = self._errors(document, page)
        return found + [
            error for one in document["contents"] for error in self.errors(one, item)
        ]


@pytest.fixture(scope="session")
def standard(test_data):
    return Standard(test_data / "hsds" / "3.0")


@pytest.fixture
def ask(client):
    """Ask the API: `ask("/hier/hsds/services", page=2)` gives the document."""

    def get(path, expected=200, **query):
        answer = client.get(path, query)
        assert answer.status_code == expected, answer.content[:300]
        return json.loads(answer.content)

    return get
