"""What rooms above tell of a site on its pages, and what it still lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from hafen.core.db.registry import Registry
from hafen.core.places.models import Site


@dataclass(frozen=True)
class SiteFact:
    """One thing that is known of a site, with what follows from it.

    :param address: the page about it; empty where the reader has none
    :param lines: what was agreed or is to be done, each with whether it is done
    """

    label: str | Promise
    value: str
    address: str = ""
    lines: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class SitePart:
    """A room that knows something of sites.

    :param facts: gives what a user may know of a site today, in two queries
    :param lacks: gives what is missing before a site should be in operation
    :param links: gives pages for the public about a site, in a language
    """

    name: str
    facts: Callable[[Site, Any, date], list[SiteFact]]
    lacks: Callable[[Site], list[str | Promise]]
    links: Callable[[Site, str], list[tuple[str | Promise, str]]]


parts: Registry[SitePart] = Registry(key=lambda part: part.name)


def facts_of(site: Site, user: Any, today: date) -> list[SiteFact]:
    return [fact for part in parts for fact in part.facts(site, user, today)]


def lacks_of(site: Site) -> list[str | Promise]:
    return [lack for part in parts for lack in part.lacks(site)]


def links_of(site: Site, language: str) -> list[tuple[str | Promise, str]]:
    return [link for part in parts for link in part.links(site, language)]
