"""What stands on a page by the dozen, as HTML: written here, not by a template.

Twenty cards of a list took two thirds of the time of its page as a template,
most of it for looking up names; see `docs/search.md`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hafen.core.ui.templatetags.ui import icon
from hafen.web.portal.shown import ShownCard


def cards(found: Iterable[ShownCard], *, level: int, root: str) -> SafeString:
    """Return the items of a list of offers.

    :param level: of the headings
    :param root: the start page in the language of the page
    """
    return _html("".join(f"<li>{_card(each, level, root)}</li>" for each in found))


def _card(card: ShownCard, level: int, root: str) -> str:
    return (
        '<article class="kern-card kern-card--active offer">'
        '<div class="kern-card__container"><div class="kern-card__header">'
        f'<span class="card__icon">{icon(card.icon)}</span>'
        f'<h{level} class="card__title"{card.name_tongue}>'
        f'<a href="{root}offers/{escape(card.address)}/">{escape(card.name)}</a>'
        f'</h{level}></div><div class="kern-card__body">{_body(card)}</div>'
        f'<ul class="kern-card__footer facts">{_facts(card)}</ul></div></article>'
    )


def _body(card: ShownCard) -> str:
    body = ""
    if card.only_in:
        said = _("Only in %(name)s") % {"name": card.only_in}
        body = f'<p class="untranslated">{_with_icon("globe", said)}</p>'
    if card.summary:
        body += f"<p{card.summary_tongue}>{escape(card.summary)}</p>"
    return body


def _facts(card: ShownCard) -> str:
    facts = []
    if card.state:
        looks = "open-state open-state--open" if card.is_open else "open-state"
        facts.append(f'<li class="{looks}">{_with_icon("clock", card.state)}</li>')
    pin = icon("map-pin", "small")
    facts += [f"<li>{pin}<bdi>{escape(place)}</bdi></li>" for place in card.places]
    if card.languages:
        facts.append(f"<li>{icon('message', 'small')}{_languages(card)}</li>")
    if card.is_free:
        facts.append(f"<li>{_with_icon('circle-check', _('Free of charge'))}</li>")
    return "".join(facts)


def _languages(card: ShownCard) -> str:
    names = ", ".join(
        f'<bdi lang="{tag}">{escape(name)}</bdi>' for tag, name in card.languages
    )
    return f"<span>{names}{' …' if card.has_more_languages else ''}</span>"


def _with_icon(name: str, said: str) -> str:
    return f"{icon(name, 'small')}<span>{escape(said)}</span>"


def _html(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308  # every text in it was escaped above
