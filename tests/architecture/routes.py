"""The addresses of the desk, with arguments that fit their converters."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from hafen.core.db.roles import EVERYBODY, Role

NOWHERE = UUID("00000000-0000-7000-8000-000000000000")
FITTING = {
    "UUIDConverter": NOWHERE,
    "IntConverter": 1,
    "SlugConverter": "nirgends",
    "StringConverter": "nirgends",
    "PathConverter": "nirgends",
    "LanguageConverter": "de",
}


@dataclass(frozen=True)
class Route:
    """One address of the resolver.

    :param name: with its namespace, as `reverse` takes it
    :param arguments: names and kinds of the parts that vary
    """

    route: str
    name: str
    callback: Any
    arguments: dict[str, str]

    def fitting(self, **known: Any) -> dict[str, Any]:
        """Return arguments that resolve; unknown ones lead to nothing that exists."""
        return {
            name: known.get(name, FITTING[kind])
            for name, kind in self.arguments.items()
        }


def routes(
    resolver: URLResolver | None = None,
    prefix: str = "",
    namespace: str = "",
    arguments: dict[str, str] | None = None,
) -> Iterator[Route]:
    """Walk the resolver down to its views."""
    for pattern in (resolver or get_resolver()).url_patterns:
        found = dict(arguments or {}) | {
            name: type(converter).__name__
            for name, converter in pattern.pattern.converters.items()
        }
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(route, f"{namespace}{pattern.name}", pattern.callback, found)
        else:
            inner = namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            yield from routes(pattern, route, inner, found)


def desk_routes() -> list[Route]:
    """Return the addresses that belong to the staff side of a municipality."""
    return [
        route
        for route in routes()
        if hasattr(route.callback, "permission") and "municipality" in route.arguments
    ]


_THOROUGH = {Role.ADMINISTRATOR, Role.VOLUNTEER}


def is_thorough(role: str) -> bool:
    """Return whether a role tries every address: in the long run each does."""
    return role in _THOROUGH or bool(os.environ.get("HAFEN_LONG"))


def share(found: list[Route], role: str) -> list[Route]:
    """Return the third that a role tries in the short run; its neighbours' differ."""
    return found[sorted(EVERYBODY).index(role) % 3 :: 3]
