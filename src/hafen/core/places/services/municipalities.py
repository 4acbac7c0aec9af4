"""Municipalities: created at the command line, set up by their administrator."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hafen.core.db.versions import locked, save_next
from hafen.core.places import switching
from hafen.core.places.calendar import LAENDER
from hafen.core.places.errors import (
    DomainRefused,
    LandUnknown,
    LanguageUnknown,
    ShortNameRefused,
    SiteRefused,
)
from hafen.core.places.features import features
from hafen.core.places.models import RESERVED_SLUGS, Municipality
from hafen.core.places.services.content import content_changed

_SLUG = re.compile(r"[a-z][a-z0-9-]{2,49}")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")


@transaction.atomic
def create_municipality(
    *, slug: str, name: str, languages: Sequence[str], land: str = "NW"
) -> Municipality:
    """Create a municipality; it stays unpublished until somebody releases it.

    :param languages: tags; the first one is the language of its texts
    :raises ShortNameRefused: when the short name is taken or no address
    :raises LanguageUnknown: for an unknown language, or without any
    :raises LandUnknown: when there is no such state
    """
    _check_slug(slug)
    municipality = Municipality(
        slug=slug,
        name=name.strip(),
        languages=_known(languages),
        land=_known_land(land),
    )
    try:
        with transaction.atomic():
            municipality.save(force_insert=True)
    except IntegrityError:
        raise ShortNameRefused(
            _("There already is a municipality “%(slug)s”. Choose another short name.")
            % {"slug": slug}
        ) from None
    return municipality


@transaction.atomic
def change_municipality(
    municipality: Municipality, *, values: Mapping[str, Any], expected: int | None
) -> Municipality:
    """Change name, languages, state, domain, theme, contact data or frames.

    :raises LanguageUnknown: for an unknown language, or without any
    :raises SiteRefused: when a site for frames is no address of one
    :raises DomainRefused: when the domain is none or belongs to another one
    :raises LostUpdate: when somebody else saved meanwhile
    """
    current = locked(municipality, expected=expected)
    checked = dict(values)
    if "languages" in checked:
        checked["languages"] = _known(checked["languages"])
    if "land" in checked:
        checked["land"] = _known_land(checked["land"])
    if "domain" in checked:
        checked["domain"] = _free_domain(current, checked["domain"])
    if "frame_sites" in checked:
        checked["frame_sites"] = _origins(checked["frame_sites"])
    before = current.languages
    for field, value in checked.items():
        setattr(current, field, value)
    save_next(current)
    content_changed(current.pk)
    if current.languages != before:
        switching.tell(current)
    return current


@transaction.atomic
def set_features(
    municipality: Municipality, *, switched: Mapping[str, bool], expected: int | None
) -> Municipality:
    """Show and hide rooms; names that no room registered are ignored."""
    current = locked(municipality, expected=expected)
    known = {name: is_on for name, is_on in switched.items() if name in features}
    current.features = {**current.features, **known}
    save_next(current)
    content_changed(current.pk)
    return current


@transaction.atomic
def set_published(municipality: Municipality, *, is_published: bool) -> Municipality:
    """Open the portal to the public, or close it."""
    current = locked(municipality, expected=None)
    current.is_published = is_published
    save_next(current)
    content_changed(current.pk)
    return current


def _check_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ShortNameRefused(
            _("“%(slug)s” is an address of Hafen itself. Choose another short name.")
            % {"slug": slug}
        )
    if not _SLUG.fullmatch(slug):
        raise ShortNameRefused(
            _(
                "“%(slug)s” cannot be part of an address. Use at least three small"
                " letters without umlauts, digits or hyphens, beginning with a letter."
            )
            % {"slug": slug}
        )


def _known(languages: Sequence[str]) -> list[str]:
    tags = list(dict.fromkeys(tag.strip() for tag in languages if tag.strip()))
    unknown = [tag for tag in tags if tag not in LANG_INFO]
    if unknown:
        raise LanguageUnknown(
            _("Hafen does not know the language “%(tag)s”.") % {"tag": unknown[0]}
        )
    if not tags:
        raise LanguageUnknown(_("Name at least one language, for example “de”."))
    return tags


def _origins(sites: Sequence[str]) -> list[str]:
    """Return scheme and host of each site, once; a frame needs no more."""
    found = []
    for site in sites:
        parts = urlsplit(site.strip())
        try:
            host, port = (parts.hostname or "").encode("idna").decode(), parts.port
        except ValueError:
            host, port = "", None
        is_safe = parts.scheme == "https" and _HOST.fullmatch(host)
        # For somebody who tries it on the own machine.
        is_own = parts.scheme in {"http", "https"} and host in {
            "localhost",
            "127.0.0.1",
        }
        if not (is_safe or is_own) or parts.username is not None:
            raise SiteRefused(
                _(
                    "“%(site)s” is no address of a site. Example: https://www.example.org"
                )
                % {"site": site.strip()[:100]}
            )
        found.append(f"{parts.scheme}://{host}" + (f":{port}" if port else ""))
    return list(dict.fromkeys(found))


def _known_land(land: str) -> str:
    if land not in LAENDER:
        raise LandUnknown(
            _("There is no state “%(land)s”. Use one of: %(known)s.")
            % {"land": land, "known": ", ".join(sorted(LAENDER))}
        )
    return land


def _free_domain(municipality: Municipality, domain: str | None) -> str | None:
    if not domain:
        return None
    host = domain.strip().lower().rstrip(".")
    if not _HOST.fullmatch(host):
        raise DomainRefused(
            _("“%(domain)s” is no domain. Write it like “integration.example.org”.")
            % {"domain": domain}
        )
    taken = Municipality.objects.filter(domain=host).exclude(pk=municipality.pk)
    if taken.exists():
        raise DomainRefused(
            _("Another municipality already uses the domain “%(domain)s”.")
            % {"domain": host}
        )
    return host
