"""Who may use an URL: declared at the view, held by the roles of a table.

Every view carries exactly one of three marks, and a test walks the resolver:

* `@public`: anybody, without a session;
* `@signed_in`: whoever is signed in to this municipality;
* `@requires(PERMISSION)`: whoever holds a role that the table names.

A page of another municipality, and one that the roles do not open, answer
404: whether it exists is nobody's business.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.http import urlencode

from hafen.core.db.registry import Registry
from hafen.core.db.roles import Role

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


class Holder(Protocol):
    """Whoever can hold a permission: a user with the roles of today."""

    @property
    def roles_now(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Permission:
    """One right: its name starts with its room; the roles that hold it.

    :param sensitive: asks for the second factor again when the last one is
        older than ten minutes
    """

    name: str
    roles: frozenset[Role]
    sensitive: bool = False

    def held_by(self, user: Holder) -> bool:
        return not self.roles.isdisjoint(user.roles_now)


permissions: Registry[Permission] = Registry(key=lambda permission: permission.name)


@dataclass(frozen=True)
class Door:
    """What else is asked before a guarded view, such as a second factor.

    :param refusal: gets the request and the permission that the view needs;
        returns where the person has to go first, or None when the door is open
    """

    name: str
    refusal: Callable[[HttpRequest, Permission | None], HttpResponseBase | None]


doors: Registry[Door] = Registry(key=lambda door: door.name)


def permission(
    name: str, *, roles: Iterable[Role], sensitive: bool = False
) -> Permission:
    """Declare a right in a room's `rules.py` and enter it into the role sheet."""
    return permissions.register(
        Permission(name=name, roles=frozenset(roles), sensitive=sensitive)
    )


def public(view: View[P]) -> View[P]:
    """Mark a view as open to anybody."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def signed_in(view: View[P]) -> View[P]:
    """Open a view to whoever is signed in to the municipality of the address."""
    return _guarded(view, None)


def requires(needed: Permission) -> Callable[[View[P]], View[P]]:
    """Open a view to whoever holds the permission in this municipality."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(view, needed)

    return decorate


def _guarded(view: View[P], needed: Permission | None) -> View[P]:
    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        refused = _refusal(request, needed)
        return refused or view(request, *args, **kwargs)

    guarded.permission = needed  # type: ignore[attr-defined]  # a mark on a function
    guarded.is_signed_in_only = True  # type: ignore[attr-defined]  # likewise
    return guarded


def _refusal(
    request: HttpRequest, needed: Permission | None
) -> HttpResponseBase | None:
    """Return the way to sign in, or None when the door is open.

    :raises Http404: when the person is known and the door is not theirs
    """
    user: Any = request.user
    if not user.is_authenticated:
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_login')}?{back}")
    here = getattr(request, "municipality", None)
    if here is not None and here.pk != user.municipality_id:
        raise Http404
    if needed is not None and not needed.held_by(user):
        raise Http404
    answers = (door.refusal(request, needed) for door in doors)
    return next((answer for answer in answers if answer is not None), None)
