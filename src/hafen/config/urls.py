"""The addresses of the house, gathered from the rooms.

A room's `urls.py` offers up to three lists of patterns:

* `public`: below `/<municipality>/<language>/`, namespace `<room>_public`
* `staff`: below `/<municipality>/desk/`, namespace `<room>`
* `installation`: below `/`, namespace `<room>_installation`
"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path, register_converter

from hafen.config.library_urls import allauth_urls, wagtail_urls
from hafen.config.operations import urls as operations

PLACES = {
    "installation": "",
    "staff": "<slug:municipality>/desk/",
    "public": "<slug:municipality>/<language:language>/",
}


class LanguageConverter:
    """A language tag of an address; whether the portal has it is asked later."""

    regex = "[a-z]{2,3}(?:-[a-z]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")


def _rooms() -> list[tuple[str, ModuleType]]:
    return [
        (config.label, import_module(f"{config.name}.urls"))
        for config in apps.get_app_configs()
        if config.name.startswith("hafen.") and find_spec(f"{config.name}.urls")
    ]


def _patterns() -> list[URLPattern | URLResolver]:
    rooms = _rooms()
    found: list[URLPattern | URLResolver] = []
    for kind, prefix in PLACES.items():
        for label, module in rooms:
            if patterns := getattr(module, kind, None):
                namespace = label if kind == "staff" else f"{label}_{kind}"
                found.append(path(prefix, include((patterns, namespace))))
    return found


urlpatterns = [
    *operations.urlpatterns,
    path("account/", include(allauth_urls())),
    path("cms/", include(wagtail_urls())),
    *_patterns(),
]

handler400 = "hafen.core.ui.errors.bad_request"
handler403 = "hafen.core.ui.errors.forbidden"
handler404 = "hafen.core.ui.errors.not_found"
handler500 = "hafen.core.ui.errors.server_error"
