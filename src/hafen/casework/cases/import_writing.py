"""What becomes of a row on a person: taken in, changed, taken back.

Only what the list says anew is written, and only over what the last list left here:
what somebody changed by hand stays, and a remark says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from hafen.casework.cases import queries, services
from hafen.casework.cases.models import (
    BenefitCommunity,
    Circumstance,
    Client,
    Membership,
)
from hafen.casework.cases.words import Words, words
from hafen.core.accounts.models import Team
from hafen.core.places.models import District
from hafen.mechanisms.imports import planning
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    ChangedSince,
    Order,
    Return,
    Scope,
    Written,
)


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


REPLACED = _("Until now it says “%(old)s” here.")
REPLACED_FROM = _(
    "Until now it says “%(old)s” here; that ends, and this begins on %(day)s."
)
BY_HAND = _(
    "Somebody wrote “%(old)s” here since the last list. That stays; please compare."
)
SILENT = _("The list says nothing here any more. “%(old)s” stays.")
LATER = _(
    "Something is written down for today or a later day (now “%(old)s”). That stays;"
    " please compare."
)
OTHER_TEAM = _(
    "The list names another team. A file changes its team when it is handed over;"
    " nothing was changed."
)
KINDS = {
    "legal_area": Circumstance.Kind.LEGAL_AREA,
    "residence": Circumstance.Kind.RESIDENCE,
    "accommodation": Circumstance.Kind.ACCOMMODATION,
    "nationality": Circumstance.Kind.NATIONALITY,
}
_PERSON = ("name", "gender", "languages", "phone", "born_on", "notice_on")
_OF_PERSON = frozenset(_PERSON)
_OF_HOUSEHOLD = {
    "address": "address", "district": "district_id", "arrived_on": "arrived_on",
}  # fmt: skip
_DAYS = frozenset({"born_on", "notice_on", "arrived_on"})


class _Fate(Enum):
    """What becomes of one value."""

    WRITE = auto()
    BY_HAND = auto()
    SILENT = auto()
    LATER = auto()
    OTHER_TEAM = auto()


_SENTENCES = {
    _Fate.BY_HAND: BY_HAND,
    _Fate.SILENT: SILENT,
    _Fate.LATER: LATER,
}


@dataclass(frozen=True)
class _Decision:
    name: str
    now: Any
    fate: _Fate


@dataclass
class _Known:
    """Somebody who is here already, with what a list can say of them."""

    client: Client
    today: date
    stands: dict[str, Circumstance] = field(default_factory=dict)
    # Of which something is written down for today or later.
    later: set[str] = field(default_factory=set)

    def now(self, name: str) -> Any:
        """Return what stands here, as a list would say it."""
        household = self.client.household
        if name in KINDS:
            row = self.stands.get(KINDS[name])
            return row.code if row else None
        if name == "team":
            return str(household.team_id)
        if name in _OF_HOUSEHOLD:
            return _stored(getattr(household, _OF_HOUSEHOLD[name]))
        return _stored(getattr(self.client, name))

    def decide(self, order: Order) -> Iterable[_Decision]:
        """Yield what becomes of each value that the list says anew."""
        for name in order.values:
            if name not in order.changed or name == "household":
                continue
            now, said = self.now(name), order.values[name]
            if now != said:
                yield _Decision(name, now, self._fate(name, now, order))

    def _fate(self, name: str, now: Any, order: Order) -> _Fate:
        if name == "team":
            return _Fate.OTHER_TEAM
        if not order.values[name]:
            return _Fate.SILENT
        if now and planning.hashes({name: now})[name] != order.former.get(name):
            return _Fate.BY_HAND
        return _Fate.LATER if KINDS.get(name) in self.later else _Fate.WRITE


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(scope: Scope) -> date:
    return timezone.localdate(scope.now)


def clients_of(scope: Scope) -> QuerySet[Client]:
    """Return whom the list may touch: whose files its bringer sees."""
    if scope.by is None:
        return Client.objects.filter(municipality=scope.municipality)
    return queries.clients_visible_to(scope.by, today=_day(scope))


def _known(ids: Iterable[UUID | None], scope: Scope) -> dict[UUID, _Known]:
    today = _day(scope)
    rows = clients_of(scope).filter(pk__in=[pk for pk in ids if pk])
    found = {row.pk: _Known(row, today) for row in rows.select_related("household")}
    noted = Circumstance.objects.filter(
        client__in=list(found), kind__in=KINDS.values(), is_left_behind=False
    )
    for row in noted:
        each = found[row.client_id]
        if row.valid_from >= today:
            each.later.add(row.kind)
        if row.valid_from <= today and (
            not row.valid_until or row.valid_until >= today
        ):
            each.stands[row.kind] = row
    return found


def differences(orders: Sequence[Order], scope: Scope) -> list[list[Problem]]:
    """Return for each row what stood here until now, and what stays as it is."""
    here = _known([order.object_id for order in orders], scope)
    told = words(_day(scope))
    districts = {
        str(pk): name
        for pk, name in District.objects.filter(
            municipality=scope.municipality
        ).values_list("pk", "name")
    }
    return [
        [
            _said(decision, order, told, districts, _day(scope))
            for decision in here[order.object_id].decide(order)
        ]
        if order.object_id in here
        else []
        for order in orders
    ]


def _said(
    decision: _Decision,
    order: Order,
    told: Words,
    districts: Mapping[str, str],
    today: date,
) -> Problem:
    name, now = decision.name, decision.now
    heading = order.headings.get(name, "")
    new = _shown(name, order.values[name], told, districts)
    old = _shown(name, now, told, districts)
    if decision.fate is _Fate.OTHER_TEAM:
        return Problem(OTHER_TEAM, heading)
    if decision.fate is not _Fate.WRITE:
        return Problem(_SENTENCES[decision.fate], heading, new, params=(("old", old),))
    sentence = REPLACED_FROM if name in KINDS and now else REPLACED
    day = date_format(today, "SHORT_DATE_FORMAT")
    params = (("old", old), ("day", day))
    return Problem(sentence, heading, new, params=params, is_change=True)


def _shown(name: str, value: Any, told: Words, districts: Mapping[str, str]) -> str:
    """Return a value as a person reads it."""
    shown = ", ".join(value) if isinstance(value, list) else value or "–"
    if value and name in KINDS:
        shown = told.name(KINDS[name], value)
    elif name == "district":
        shown = districts.get(value, "–")
    elif value and name in _DAYS:
        shown = date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    elif name == "gender":
        shown = Client.Gender(value).label
    return str(shown)


def write(order: Order, scope: Scope) -> Written:
    """Take a person into their household, or write what the list says anew."""
    if order.object_id is not None:
        return _change(order, scope)
    said = order.values
    client = _taken_in(said, _person(said), scope)
    for name, kind in KINDS.items():
        if said[name]:
            _note(client, kind, said[name], _begin(said), scope)
    return Written(client.pk)


def _note(
    client: Client, kind: str, code: str, since: date, scope: Scope
) -> Circumstance:
    return services.note_circumstance(
        client=client,
        kind=kind,
        code=code,
        valid_from=since,
        expires_on=None,
        by=scope.by,
    )


def _change(order: Order, scope: Scope) -> Written:
    """Write what is to be written; keep what stood there, and what stands there now."""
    here = next(iter(_known([order.object_id], scope).values()))
    client = here.client
    wanted = [each for each in here.decide(order) if each.fate is _Fate.WRITE]
    before = {each.name: each.now for each in wanted}
    new = {each.name: order.values[each.name] for each in wanted}
    _save(client, new, scope)
    noted = [
        str(_note(client, KINDS[name], code, _day(scope), scope).pk)
        for name, code in new.items()
        if name in KINDS
    ]
    return Written(client.pk, {"was": before, "is": new, "noted": noted})


def _save(client: Client, values: Mapping[str, Any], scope: Scope) -> None:
    """Write what a list says of a person and of the household."""
    said = {n: _date(v) if n in _DAYS else v for n, v in values.items()}
    person = {name: said[name] for name in said if name in _OF_PERSON}
    household = {
        _OF_HOUSEHOLD[name]: said[name] for name in said if name in _OF_HOUSEHOLD
    }
    if person:
        services.save_client(client=client, facts=person, expected=None, by=scope.by)
    if household:
        services.save_household(
            household=client.household,
            facts=household,
            expected=None,
            today=_day(scope),
            by=scope.by,
        )


def _taken_in(
    said: Mapping[str, Any], person: Mapping[str, Any], scope: Scope
) -> Client:
    number = said["household"]
    there = BenefitCommunity.objects.filter(
        municipality=scope.municipality, number=number, valid_until=None
    ).select_related("household")
    community = there.first() if number else None
    if community is None:
        return _first(said, person, scope)
    client = services.add_member(
        household=community.household,
        person=person,
        kind=Membership.Kind.OTHER,
        came=Membership.Came.FIRST,
        on=_begin(said),
        by=scope.by,
    )
    services.join_community(community=community, client=client, on=_begin(said))
    return client


def _first(said: Mapping[str, Any], person: Mapping[str, Any], scope: Scope) -> Client:
    """Begin a household with its first person, and its benefit community."""
    household = services.take_in(
        municipality=scope.municipality,
        household={
            "name": said["name"].split(",")[0][:120],
            "address": said["address"],
            "district_id": UUID(said["district"]) if said["district"] else None,
            "team": Team.objects.get(pk=said["team"]),
            "arrived_on": _date(said["arrived_on"]),
        },
        person=person,
        on=_begin(said),
        today=_day(scope),
        by=scope.by,
    )
    client = household.clients.get()
    if said["household"]:
        services.form_community(
            household=household,
            number=said["household"],
            clients=[client],
            valid_from=_begin(said),
            by=scope.by,
        )
    return client


def _person(said: Mapping[str, Any]) -> dict[str, Any]:
    values = {n: _date(said[n]) if n in _DAYS else said[n] for n in _PERSON}
    return values | {"notice_edition": "–"}


def _begin(said: Mapping[str, Any]) -> date:
    """Return since when somebody belongs to the household, as far as is known."""
    return _date(said["arrived_on"]) or date.fromisoformat(said["notice_on"])


def take_back(back: Return, scope: Scope) -> None:
    """
    Remove a person and a household that is empty then, or restore what stood there.

    :raises ChangedSince: when the household was changed by hand meanwhile
    """
    here = _known([back.object_id], scope)[back.object_id]
    if back.was_created:
        services.remove_client(client=here.client, by=scope.by)
        return
    before, now = back.before["was"], back.before["is"]
    if any(here.now(name) != now[name] for name in now):
        raise ChangedSince
    rows = Circumstance.objects.filter(client=here.client, pk__in=back.before["noted"])
    for row in rows:
        services.take_back_circumstance(circumstance=row, by=scope.by)
    _save(here.client, before, scope)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    """Return versions; a case of the household and a circumstance count as changes."""
    noted = Circumstance.objects.filter(client=OuterRef("pk")).order_by()
    weighed = noted.values("client").annotate(n=Sum(F("version") + Value(1)))
    rows = clients_of(scope).filter(pk__in=ids)
    counted = rows.annotate(
        at=F("version")
        + Count("household__cases", distinct=True)
        + Coalesce(Subquery(weighed.values("n")), Value(0))
    )
    return dict(counted.values_list("pk", "at"))
