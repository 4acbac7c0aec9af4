"""A card as the list draws it: every word ready, so that the page only prints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hafen.core.places.models import Municipality
from hafen.core.taxonomy import reference
from hafen.core.ui.tongues import tongue_of
from hafen.information.directory.queries import Card, cards
from hafen.web.portal.filters import language_name
from hafen.web.portal.memory import kept_until
from hafen.web.portal.topics import icon_of

_MOST_PLACES = 2
_MOST_LANGUAGES = 4


@dataclass(frozen=True)
class ShownCard:
    """One offer of a list.

    :param only_in: the language of its text where it is not the reader's
    :param state: what is said of its hours; empty where it has none
    """

    address: str
    name: str
    name_tongue: SafeString
    icon: str
    only_in: str
    summary: str
    summary_tongue: SafeString
    is_open: bool
    state: str
    places: list[str]
    languages: list[tuple[str, str]]
    has_more_languages: bool
    is_free: bool


def shown_cards(
    municipality: Municipality, keys: Sequence[UUID], *, language: str, now: datetime
) -> list[ShownCard]:
    """Return the cards of a page, in its order; kept until one opens or closes."""

    def make() -> tuple[list[ShownCard], datetime | None]:
        found = cards(keys, municipality, language=language, now=now)
        changes = [card.state.changes_at for card in found if card.state]
        until = min((instant for instant in changes if instant), default=None)
        return list(_shown(found, language)), until

    key = ("cards", language, timezone.localdate(now), tuple(keys))
    return kept_until(municipality, *key, now=now, make=make)


def _shown(found: Iterable[Card], language: str) -> Iterator[ShownCard]:
    for card in found:
        name, summary = card.name, card.summary
        yield ShownCard(
            address=card.address,
            name=name.text,
            name_tongue=tongue_of(name.language, language),
            icon=icon_of(card.topics[0] if card.topics else ""),
            only_in=language_name(name.language, language) if name.is_fallback else "",
            summary=summary.text,
            summary_tongue=tongue_of(summary.language, language),
            is_open=bool(card.state and card.state.is_open),
            state=state_said(card.state.is_open, card.state.changes_at)
            if card.state
            else "",
            places=[
                " · ".join(filter(None, (where.street or where.name, where.district)))
                for where in card.where[:_MOST_PLACES]
            ],
            languages=[
                (tag, reference.own_name(tag))
                for tag in card.languages[:_MOST_LANGUAGES]
            ],
            has_more_languages=len(card.languages) > _MOST_LANGUAGES,
            is_free=bool(card.is_free),
        )


def state_said(is_open: bool, changes_at: datetime | None) -> str:  # noqa: FBT001  # a state, no switch
    """Return whether it is open, and until or from when."""
    at = timezone.localtime(changes_at) if changes_at else None
    if at is None:
        return _("Open now") if is_open else _("Closed now")
    if is_open:
        return _("Open until %(time)s") % {"time": f"{at:%H:%M}"}
    return _("Closed, opens %(day)s at %(time)s") % {
        "day": date_format(at, "l"),
        "time": f"{at:%H:%M}",
    }
