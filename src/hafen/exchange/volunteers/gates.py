"""What volunteering asks of a pair of the pool, whoever brings it together."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.pool.registries import Gate, GateRule, asked_always, only_if
from hafen.exchange.training.queries import holding
from hafen.exchange.volunteers.models import (
    Place,
    PoliceCertificate,
    Referral,
    Stage,
    Volunteer,
)
from hafen.exchange.volunteers.queries import first_talks


def _this() -> QuerySet[Volunteer]:
    """Return the volunteer behind an offer; nobody else is held back here."""
    return Volunteer.objects.filter(helper=OuterRef("helper_id"))


def _is_active() -> Any:
    return only_if(~Exists(_this().filter(stage__in=[Stage.PAUSED, Stage.LEFT])))


def _has_talked() -> Any:
    talks = first_talks().filter(volunteer=OuterRef("pk"))
    return only_if(~Exists(_this().exclude(Exists(talks))))


def _is_admitted() -> Any:
    """Leave out whoever has a relevant conviction from work with minors."""
    convicted = PoliceCertificate.objects.filter(relevant_conviction=True)
    return only_if(~Exists(convicted.filter(volunteer__helper=OuterRef("helper_id"))))


def _asks_for_minors(need: Any) -> Any:
    return only_if(Exists(Need.objects.filter(pk=need, is_for_minor=True)))


def _asks_training(need: Any) -> Any:
    places = Place.objects.filter(need=need, profile__training__isnull=False)
    return ArraySubquery(places.values("profile__training"))


def _is_trained() -> Any:
    learned = holding(timezone.localdate()).filter(helper=OuterRef("helper_id"))
    modules = ArraySubquery(learned.values("module"))
    return Case(When(Exists(_this()), then=modules), default=None)


def _waits_for_place(need: Need, offer: Offer) -> str:
    """Say that a helper has agreed to a place that has not accepted yet."""
    if not Place.objects.filter(need=need).exists():
        return ""
    pairs = Match.objects.filter(need=need, offer=offer, state=Match.State.ACCEPTED)
    accepted = Referral.objects.at_work().filter(match__in=pairs)
    if accepted.exists() or not pairs.exists():
        return ""
    return _("First the place has to accept; forward the volunteer to it.")


VOLUNTEERING = Gate(
    name="volunteers",
    rules={
        "ACTIVE": GateRule(
            gettext_lazy("Takes part in volunteering"),
            gettext_lazy("This volunteer pauses or has left."),
            held=_is_active,
            asked=asked_always,
        ),
        "TALK": GateRule(
            gettext_lazy("First talk with the desk"),
            gettext_lazy("The first talk comes before anybody is asked or placed."),
            held=_has_talked,
            asked=asked_always,
        ),
        "TRAINING": GateRule(
            gettext_lazy("Training for this task"),
            gettext_lazy("The training that this task needs is missing."),
            held=_is_trained,
            asked=_asks_training,
        ),
        "MINORS": GateRule(
            gettext_lazy("Admitted to work with minors"),
            gettext_lazy("This volunteer is not admitted to work with minors."),
            held=_is_admitted,
            asked=_asks_for_minors,
        ),
    },
    waits=_waits_for_place,
)
