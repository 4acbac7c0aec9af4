"""What is paid, by dated versions; and what the municipality orders."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.allowances import queries
from hafen.exchange.allowances.errors import TariffOverlaps, TariffUsed
from hafen.exchange.allowances.models import Order, Tariff
from hafen.exchange.allowances.scales import Scale
from hafen.exchange.allowances.services._telling import tell_helper


@transaction.atomic
def enter_tariff(
    *, municipality: Municipality, data: Mapping[str, Any], by: User
) -> Tariff:
    """
    Set what is paid from a day on.

    :raises TariffOverlaps: when a tariff of this name holds on one of the days
    :raises BadScale: when its rates cannot be
    """
    tariff = Tariff(municipality=municipality)
    _fill(tariff, data)
    tariff.sort_key = sort_key(tariff.name)
    _save_tariff(tariff)
    audit.record(action="allowances.tariff.entered", subject=tariff, by=by)
    return tariff


@transaction.atomic
def revise_tariff(
    *, tariff: Tariff, data: Mapping[str, Any], expected: int | None, by: User
) -> Tariff:
    """
    Correct a version by which nobody is paid yet, or begin a new one on a later day.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises TariffUsed: when claims are priced by it and no later day is given
    :raises TariffOverlaps: when another version holds on one of the days
    """
    # Claims take the same lock, so no price is made of rates that change meanwhile.
    fresh = locked(tariff, expected=expected)
    if data["valid_from"] > fresh.valid_from:
        following = Tariff(municipality_id=fresh.municipality_id)
        _fill(following, {**data, "name": fresh.name, "kind": fresh.kind})
        following.sort_key = fresh.sort_key
        fresh.valid_until = date.fromordinal(data["valid_from"].toordinal() - 1)
        save_next(fresh)
        _save_tariff(following)
        audit.record(action="allowances.tariff.renewed", subject=following, by=by)
        return following
    if queries.is_used(fresh):
        raise TariffUsed
    # The name holds the versions together.
    _fill(fresh, {**data, "name": fresh.name})
    fresh.version += 1
    _save_tariff(fresh)
    audit.record(action="allowances.tariff.corrected", subject=fresh, by=by)
    return fresh


def _fill(tariff: Tariff, data: Mapping[str, Any]) -> None:
    Scale.read(data["pay"])
    if data.get("fee"):
        Scale.read(data["fee"])
    for name in ("name", "kind", "valid_from", "valid_until", "pay", "fee"):
        setattr(tariff, name, data.get(name))


def _save_tariff(tariff: Tariff) -> None:
    try:
        with transaction.atomic():
            tariff.save()
    except IntegrityError as refused:
        if "one_version_of_a_tariff_holds_at_a_time" in str(refused):
            raise TariffOverlaps from refused
        raise


@transaction.atomic
def order_task(
    *, municipality: Municipality, data: Mapping[str, Any], by: User | None
) -> Order:
    """Order a task from a helper; only what is ordered is paid."""
    order = Order(municipality=municipality, ordered_by=by, **data)
    order.save()
    audit.record(action="allowances.order.given", subject=order, by=by)
    return order


@transaction.atomic
def give_order(
    *, municipality: Municipality, data: Mapping[str, Any], by: User, now: datetime
) -> Order:
    """Order a task, and tell the helper where expenses are claimed."""
    order = order_task(municipality=municipality, data=data, by=by)

    def words() -> tuple[str, str]:
        days = {
            "task": order.task,
            "first": date_format(order.starts_on, "SHORT_DATE_FORMAT"),
            "last": date_format(order.until, "SHORT_DATE_FORMAT"),
        }
        return (
            _("What we have ordered from you"),
            _("We have ordered from you: %(task)s, from %(first)s to %(last)s.") % days,
        )

    tell_helper(order.helper, words, now=now)
    return order
