"""Feature switches: rooms that a municipality shows or hides.

A room registers its switch in `apps.py: ready()`, asks `is_on` in navigation
and search, and puts `@of_feature` on its views.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import Promise

from hafen.core.db.registry import Registry

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


class Switchboard(Protocol):
    """A municipality: what it has decided. Navigation asks before models load."""

    features: Any


@dataclass(frozen=True)
class Feature:
    """One switch.

    :param label: what the administrator reads, a whole phrase
    :param is_on: what holds until the administrator decides
    """

    name: str
    label: str | Promise
    is_on: bool = True


features: Registry[Feature] = Registry(key=lambda feature: feature.name)


def is_on(municipality: Switchboard, name: str) -> bool:
    """Return whether the municipality uses a feature.

    :raises KeyError: when no room has registered it
    """
    return bool(municipality.features.get(name, features[name].is_on))


def of_feature(name: str) -> Callable[[View[P]], View[P]]:
    """Hide a view where its feature is off: the address answers 404.

    Put it below the mark that says who may use the view.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def switched(
            request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            municipality = getattr(request, "municipality", None)
            if municipality is not None and not is_on(municipality, name):
                raise Http404
            return view(request, *args, **kwargs)

        return switched

    return decorate
