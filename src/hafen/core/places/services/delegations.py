"""Acts that an authority hands to the team of a site: propose, agree, in force."""

from datetime import date, timedelta

from django.db import transaction

from hafen.core.db.versions import locked, save_next
from hafen.core.places.errors import NotDelegated, WrongStep
from hafen.core.places.models import Delegation, Site, Unit
from hafen.core.places.queries import is_delegated
from hafen.core.places.services.rows import put

State = Delegation.State


def propose_delegation(
    *, authority: Unit, site: Site, act: str, document: str = ""
) -> Delegation:
    """Propose that the team of a site does an act on behalf of an authority."""
    row = Delegation(municipality_id=site.municipality_id)
    values = {
        "authority": authority,
        "site": site,
        "act": act.strip(),
        "document": document,
    }
    return put(row, values, expected=None)


def agree_delegation(delegation: Delegation, *, document: str = "") -> Delegation:
    """Record that the authority agrees.

    :raises WrongStep: unless it is proposed
    """
    changes = {"document": document} if document else {}
    return _step(delegation, State.PROPOSED, state=State.AGREED, **changes)


def put_delegation_in_force(
    delegation: Delegation, *, valid_from: date, valid_until: date | None = None
) -> Delegation:
    """Let the team act from a day on.

    :raises WrongStep: unless the authority has agreed
    """
    return _step(
        delegation,
        State.AGREED,
        state=State.IN_FORCE,
        valid_from=valid_from,
        valid_until=valid_until,
    )


@transaction.atomic
def withdraw_delegation(delegation: Delegation, *, on: date) -> Delegation:
    """End it from a day on, in whatever state it is.

    :raises WrongStep: when it is withdrawn already
    """
    current = locked(delegation, expected=None)
    if not current.is_open:
        raise WrongStep
    current.state = State.WITHDRAWN
    current.valid_until = on - timedelta(days=1)
    save_next(current)
    return current


def require_delegation(*, site: Site, act: str, on: date) -> None:
    """Check that a site may do an act.

    :raises NotDelegated: when no authority has handed it over on that day
    """
    if not is_delegated(site=site, act=act, on=on):
        raise NotDelegated


@transaction.atomic
def _step(delegation: Delegation, needed: State, **changes: object) -> Delegation:
    current = locked(delegation, expected=None)
    if current.state != needed:
        raise WrongStep
    for name, value in changes.items():
        setattr(current, name, value)
    save_next(current)
    return current
