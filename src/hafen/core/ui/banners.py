"""What stands above every page of the desk until somebody has dealt with it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Shown:
    """The sentence, and where something can be done about it; empty: nowhere.

    :param short: the same in a few words, for one line on a phone
    """

    text: str
    short: str
    address: str = ""


@dataclass(frozen=True)
class Banner:
    """A room's reason for a banner; None: nothing to say now."""

    name: str
    find: Callable[[HttpRequest], Shown | None]


banners: Registry[Banner] = Registry(key=lambda banner: banner.name)


def shown(request: HttpRequest) -> list[Shown]:
    """Return the banners of this moment for whoever is signed in."""
    if not request.user.is_authenticated:
        return []
    return [found for banner in banners if (found := banner.find(request))]
