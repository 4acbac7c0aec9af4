"""Where other rooms and pages find this one."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.exchange.pool import belongings, queries, services
from hafen.exchange.pool.models import MatchStep
from hafen.exchange.pool.persons import same_person
from hafen.exchange.pool.rules import PLACE, VIEW_POOL
from hafen.mechanisms.privacy.recipients import Recipient, Source, sources
from hafen.mechanisms.privacy.spelling import Spelt, spelt
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "pool"


def register() -> None:
    features.register(Feature(FEATURE, _("Bring requests and offers of help together")))
    for label, name, right, order, icon in (
        (_("Requests for help"), "pool:needs", VIEW_POOL, 10, "users"),
        (_("Offers of help"), "pool:offers", VIEW_POOL, 11, "topic-engagement"),
        (_("City plan"), "pool:plans", PLACE, 12, "map"),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=navigation.EXCHANGE,
                permission=right,
                order=order,
                icon=icon,
                feature=FEATURE,
            )
        )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Placement"),
            url_name="pool:settings",
            group=navigation.SETTINGS,
            permission=PLACE,
            order=45,
            icon="settings",
            feature=FEATURE,
        )
    )
    for model in ("pool.Helper", "pool.Seeker"):
        spelt.register(Spelt(model, _named))
    sources.register(Source("pool.MatchStep", _told))
    belongings.register()
    _register_todos()


def _named(name: str) -> Q:
    return same_person(name=name)


def _told(rows: QuerySet[MatchStep], keys: Collection[Any]) -> Iterator[Recipient]:
    """Say who of the other side was told of somebody in a match."""
    for row in rows.select_related("match__offer__helper", "match__need__seeker"):
        for words, them in (
            (row.told_helper, row.match.offer.helper),
            (row.told_seeker, row.match.need.seeker),
        ):
            if words and them.pk not in keys:
                on = timezone.localdate(row.at)
                yield Recipient(them.name, them.email or "", on, str(row.match_id))


def _register_todos() -> None:
    for name, label in (
        (services.FIND, _("Request for help")),
        (services.CONFIRM, _("Confirm a placement")),
        (services.ASK_AGAIN, _("Ask somebody else")),
        (services.RENEW, _("Does it still hold?")),
        (services.UNREACHED, _("Look for a way to somebody")),
    ):
        kinds.register(
            Kind(
                name,
                label,
                icon="users",
                titles=(services.TITLES[name],),
                addresses=_addresses,
            )
        )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    """Return where what a todo is about is dealt with; a need, or an offer."""
    slug = user.municipality.slug
    found = {}
    for name, rows in (
        ("need", queries.needs_visible_to(user)),
        ("offer", queries.offers_visible_to(user)),
    ):
        for key in rows.filter(pk__in=subjects).values_list("pk", flat=True):
            found[key] = reverse(f"pool:{name}", args=[slug, key])
    return found
