"""What stands in the printed guide: the same facts as on the pages, as data."""

from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.files import qr
from hafen.core.places.models import Municipality, Site
from hafen.core.places.public_addresses import public_address
from hafen.core.places.queries import hours_of
from hafen.core.taxonomy.reference import words_in
from hafen.information.directory.queries import Card, cards, published_services
from hafen.information.knowledge import on_paper
from hafen.web.portal.topics import tree

Said = dict[str, Any]

MOST = 1_500


def guide(municipality: Municipality, *, language: str, now: datetime) -> Said:
    """Return the Migrantenwegweiser: every public offer under its main topic."""
    with words_in(language):
        found = cards(
            published_services(municipality, now=now)[:MOST],
            municipality,
            language=language,
            now=now,
        )
        offers = on_paper.Offers([card.id for card in found], now)
        by_topic: defaultdict[str, list[Said]] = defaultdict(list)
        for card in found:
            by_topic[_domain(card)].append(offers.said(card, language))
        topics = [
            _topic(label.name, label.code, by_topic[label.code], municipality, language)
            for label in tree(language, timezone.localdate(now))
            if by_topic[label.code]
        ]
        return on_paper.foot(municipality, language, now, path="") | {
            "title": _("Guide: help and contacts in %(town)s")
            % {"town": municipality.name},
            "topics": topics,
            "words": on_paper.words(),
        }


def site_sheet(
    municipality: Municipality, site: Site, *, language: str, now: datetime
) -> Said:
    """Return the information sheet of a site, for the door and to take along."""
    with words_in(language):
        hours = hours_of(municipality, [site])[site.pk]
        today = timezone.localdate(now)
        said = on_paper.site(site, hours, municipality, language, today)
        path = f"sites/{site.path}/"
        return on_paper.foot(municipality, language, now, path=path) | {
            "title": said["name"],
            **said,
            "words": on_paper.words(),
        }


def _topic(
    name: str,
    code: str,
    offers: list[Said],
    municipality: Municipality,
    language: str,
) -> Said:
    address = public_address(municipality, f"{language}/offers/?topic={code}")
    return {"name": name, "offers": offers, "code": _code(address)}


@lru_cache(maxsize=500)
def _code(address: str) -> str:
    """Return the code of a public address; drawing one takes as long as a page."""
    return qr.svg(address).decode()


def _domain(card: Card) -> str:
    return card.topics[0].partition(".")[0] if card.topics else ""
