"""Facts that text blocks quote, as they are today, in any language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality, Site, Unit
from hafen.core.places.queries import hours_of
from hafen.core.places.wording import usual_lines
from hafen.core.taxonomy.reference import words_in
from hafen.core.translation.texts import text_in
from hafen.core.ui.fields import spelled
from hafen.information.directory.models import Service
from hafen.information.knowledge import on_paper
from hafen.information.knowledge.models import Quote

Fact = Quote.Fact


class FactBook:
    """Sites, offices and offers, read once; what they say is asked for often.

    :param services: offers that papers list beside those that blocks quote
    """

    def __init__(
        self,
        municipality: Municipality,
        quotes: Iterable[Quote],
        *,
        now: datetime,
        sites: Iterable[Site] = (),
        services: Iterable[UUID] = (),
    ) -> None:
        self.today = timezone.localdate(now)
        named: dict[str, set[Any]] = {"SITE": set(), "UNIT": set(), "SERVICE": set()}
        for quote in quotes:
            named[quote.fact.partition("_")[0]].add(quote.of[1])
        self.sites = {
            str(row.pk): row
            for row in Site.objects.filter(
                municipality=municipality, pk__in=named["SITE"]
            )
        } | {str(row.pk): row for row in sites}
        found = self.sites.values()
        self.hours = hours_of(municipality, found) if found else {}
        self.units = _by_key(Unit.objects.filter(municipality=municipality), named)
        public = Service.objects.filter(municipality=municipality).public(self.today)
        rows = public.filter(pk__in=named["SERVICE"]).prefetch_related("translations")
        self.services = {str(row.pk): row for row in rows} if named["SERVICE"] else {}
        keys = [*services, *(row.pk for row in self.services.values())]
        self.offers = on_paper.Offers(keys, now)

    def lines(self, quote: Quote, language: str) -> list[str]:
        """Return the fact; nothing where it is gone or not known."""
        fact, key = quote.of
        with words_in(language):
            if fact.startswith("SITE"):
                return _filled(self._of_site(fact, key))
            if fact.startswith("UNIT"):
                return _filled(self._of_unit(fact, key))
            return _filled(self._of_service(fact, key, language))

    def _of_site(self, fact: str, key: str) -> list[str]:
        site = self.sites.get(key)
        if site is None:
            return []
        if fact == Fact.SITE_HOURS:
            return usual_lines(self.hours[site.pk], self.today)
        said = {
            Fact.SITE_ADDRESS: site.address,
            Fact.SITE_PHONE: spelled(site.phone),
            Fact.SITE_EMAIL: site.email,
        }
        return [said[Fact(fact)]]

    def _of_unit(self, fact: str, key: str) -> list[str]:
        unit = self.units.get(key)
        if unit is None:
            return []
        return [spelled(unit.phone) if fact == Fact.UNIT_PHONE else unit.email]

    def _of_service(self, fact: str, key: str, language: str) -> list[str]:
        service = self.services.get(key)
        if service is None:
            return []
        if fact == Fact.SERVICE_NAME:
            return [str(text_in(service, language))]
        if fact == Fact.SERVICE_PHONE:
            return [spelled(phone) for phone in self.offers.phones[service.pk]]
        return [f"{days}: {times}" for days, times in self.offers.hours(service.pk)]


def _by_key(rows: Any, named: dict[str, set[Any]]) -> dict[str, Any]:
    if not named["UNIT"]:
        return {}
    return {str(row.pk): row for row in rows.filter(pk__in=named["UNIT"])}


def _filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line]
