"""Whether a person is known already, in whichever spelling or script."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from hafen.casework.cases.models import Client, NameKey
from hafen.core.db.names import spellings
from hafen.exchange.pool.persons import full_keys, likeness, shorter_keys

MOST_KNOWN = 10
# Of more people with one name the list of people is the better place to look.
_MOST_COMPARED = 200


def clients_named(rows: QuerySet[Client], words: str) -> QuerySet[Client]:
    """Return whom these words name: a part of the name, or a spelling of it."""
    return rows.filter(named(words)).order_by("sort_key", "id")


def named(words: str) -> Q:
    return Q(pk__in=_called(words)) | _contains(words)


def _contains(words: str) -> Q:
    said = [Q(sort_key__contains=spelling) for spelling in spellings(words)]
    return reduce(or_, said, Q(pk__in=[]))


def _called(*names: str) -> list[UUID]:
    """Return who has a key that meets these names; a word more or less does not count.

    Asked by itself: within another question the database guesses how many they are,
    and reads every person of the town when it guesses badly.
    """
    whole = {key for name in names for key in full_keys(name)}
    shorter = {key for name in names for key in shorter_keys(name)}
    rows = NameKey.objects.filter(Q(key__in=whole) | Q(key__in=shorter, is_whole=True))
    return list(rows.values_list("client", flat=True).distinct())


def likeliest(rows: QuerySet[Client], words: str) -> list[Client]:
    """Return whom these words name, those first who sound most like them.

    Two questions, since one of both together is answered from no index.
    """
    by_key = rows.filter(pk__in=_called(words))
    contained = rows.filter(_contains(words))
    found = {each.pk: each for part in (by_key, contained) for each in _some(part)}
    return sorted(found.values(), key=lambda each: -_likeness(each, [words]))[
        :MOST_KNOWN
    ]


def _some(rows: QuerySet[Client]) -> QuerySet[Client]:
    return rows.order_by("sort_key", "id")[:_MOST_COMPARED]


def known_clients(
    rows: QuerySet[Client], *names: str, born_on: date | None
) -> list[Client]:
    """Return who may be this person: those born on the same day, then by the name.

    A day of birth that differs excludes nobody: it is estimated more often than not.
    """
    asked = [name for name in names if name]
    found = rows.filter(pk__in=_called(*asked)).order_by("id")
    return sorted(
        found.select_related("household", "same_as"),
        key=lambda each: (_distance(each.born_on, born_on), -_likeness(each, asked)),
    )[:MOST_KNOWN]


def _likeness(client: Client, asked: Sequence[str]) -> float:
    names = [client.name, client.original_name, *client.other_names]
    return max(likeness(one, other) for one in names if one for other in asked)


def _distance(one: date | None, other: date | None) -> int:
    if one is None or other is None:
        return 2
    if one == other:
        return 0
    return 1 if one.year == other.year else 3


def doubles_of(client: Client) -> QuerySet[Client]:
    """Return the further entries of this person."""
    rows = Client.objects.filter(same_as=client).select_related("household")
    return rows.order_by("sort_key", "id")
