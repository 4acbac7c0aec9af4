from datetime import date

from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.network.contacts import queries, words
from hafen.network.contacts.forms import FilterForm
from hafen.network.contacts.models import ContactQuerySet
from hafen.network.contacts.queries import ContactFilter
from hafen.network.contacts.words import Words


def known_words() -> Words:
    return words.words(timezone.localdate())


def chosen_contacts(
    request: SignedInRequest, known: Words
) -> tuple[FilterForm, ContactFilter, ContactQuerySet]:
    """Return the filter form, what it means, and the contacts that fit."""
    form = FilterForm(request.GET or None, known=known)
    values = form.cleaned_data if form.is_valid() else {}
    whom = values.get("whom", "")
    topic = values.get("topic", "")
    chosen = ContactFilter(
        first=values.get("first"),
        last=values.get("last"),
        group=whom[:1],
        subtype=whom if "." in whom else "",
        channel=values.get("channel", ""),
        setting=values.get("setting", ""),
        occasion=values.get("occasion", ""),
        topics=known.codes_below(topic) if topic else (),
        has_cooperation=values.get("cooperation", False),
        site=values.get("site"),
        organisation=values.get("organisation"),
    )
    rows = queries.contacts_visible_to(request.user)
    return form, chosen, queries.filtered(rows, chosen)


def this_year(today: date) -> date:
    return today.replace(month=1, day=1)
