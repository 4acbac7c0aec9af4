"""What contacts amount to: how many there are, and who was reached."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, Func, Q, Sum, TextField, Value
from django.db.models.functions import Cast

from hafen.evidence.reports.measuring import Frame
from hafen.network.contacts.models import GROUPS, Contact, ContactQuerySet, Setting
from hafen.network.contacts.words import Words, words

_THURSDAY = 4


def contacts(frame: Frame) -> ContactQuerySet:
    rows = Contact.objects.filter(
        municipality=frame.municipality, held_on__range=(frame.first, frame.last)
    )
    return rows.order_by()


def spoken(frame: Frame) -> Words:
    """Return what target groups and topics are called in the active language."""
    return frame.once("words", lambda frame: words(frame.today))


def group_names(frame: Frame) -> list[tuple[str, str]]:
    """Return the target groups in the language of the report."""
    known = {label.code: label.name for label in spoken(frame).groups}
    return [(code, known.get(code, code)) for code in GROUPS]


@dataclass(frozen=True)
class Reached:
    """What contacts amount to."""

    by_group: Mapping[str, int]
    visits: int
    persons: int
    thursdays: int
    first_visits: int
    households: int
    actors: int
    citizens: int
    cooperations: int


def reached(frame: Frame) -> Reached:
    return frame.once("contacts.reached", _reached)


def _reached(frame: Frame) -> Reached:
    """Count in four statements; each reads an index alone, and none sorts."""
    hours = Q(setting=Setting.HOURS, group="b")
    first = Q(setting=Setting.HOME, occasion=Contact.Occasion.FIRST)
    rows = contacts(frame)
    found = rows.aggregate(
        **{code: Count("group", filter=Q(group=code)) for code in GROUPS},
        visits=Count("group", filter=hours),
        thursdays=Count("group", filter=hours & Q(held_on__iso_week_day=_THURSDAY)),
        first_visits=Count("group", filter=first),
        cooperations=Count("group", filter=Q(has_cooperation=True)),
    )
    met = _met(rows)
    return Reached(
        by_group={code: found.pop(code) for code in GROUPS},
        persons=_different(rows.filter(hours), "person_key"),
        households=_different(rows, "household_key"),
        actors=met["a"],
        citizens=met["c"],
        **found,
    )


def _different(rows: ContactQuerySet, key: str) -> int:
    known = rows.filter(**{f"{key}__isnull": False})
    number: int = known.values(key).distinct().count()
    return number


def _met(rows: ContactQuerySet) -> Counter[str]:
    """Count who was met: entries of the directory, and keys of a list for the rest."""
    named = Q(organisation__isnull=False) | Q(actor_key__isnull=False)
    found = rows.filter(named).values_list("group", "organisation", "actor_key")
    people = {
        (group, organisation or key) for group, organisation, key in found.distinct()
    }
    return Counter(group for group, _who in people)


def expected(frame: Frame) -> int | None:
    said = frame.given.get("households_expected", "")
    return int(said) if said.isdecimal() else None


def state(frame: Frame) -> object:
    """Return what changes with every contact that is added, changed or removed."""
    mark = Func(
        Cast("pk", TextField()),
        Value(0),
        function="hashtextextended",
        output_field=BigIntegerField(),
    )
    return contacts(frame).aggregate(
        n=Count("group"), versions=Sum("version"), mark=Sum(mark)
    )
