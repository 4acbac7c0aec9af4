from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.versions import locked, save_next
from hafen.information.directory.models import Service
from hafen.information.directory.services._courses import call_off_course
from hafen.information.directory.services._errors import NotReady, WrongState
from hafen.information.directory.services._gaps import close_answered
from hafen.information.directory.services._openings import lay_openings
from hafen.information.directory.services._review import ask_for_review, end_review
from hafen.information.directory.services._telling import tell
from hafen.information.directory.services._write import next_check

State = Service.State


@transaction.atomic
def hand_in_service(
    *, service: Service, expected: int | None, by: User | None
) -> Service:
    """
    Ask the editors to look at a draft and publish it.

    :raises WrongState: when it is no draft any more
    :raises NotReady: when it lacks what the public needs
    """
    fresh = locked(service, expected=expected)
    if not fresh.is_draft:
        raise WrongState
    _refuse_unready(fresh)
    _move(fresh, State.REVIEW, "handed_in", by=by)
    ask_for_review(fresh, by=by, today=timezone.localdate(fresh.updated_at))
    return fresh


@transaction.atomic
def withdraw_service(
    *, service: Service, expected: int | None, by: User | None
) -> Service:
    """
    Take a service from the public or out of review, back to a draft.

    :raises WrongState: when it is neither published nor in review
    """
    fresh = locked(service, expected=expected)
    if not (fresh.is_published or fresh.is_in_review):
        raise WrongState
    return _move(fresh, State.DRAFT, "withdrawn", by=by)


@transaction.atomic
def publish_service(
    *, service: Service, expected: int | None, by: User | None, now: datetime
) -> Service:
    """
    Show the service to the public; twice is once.

    Its openings are there already: every change and every night lays them,
    for drafts too.

    :raises WrongState: when it is archived; restore it first
    :raises NotReady: when it lacks what the public needs
    """
    fresh = locked(service, expected=expected)
    if fresh.is_archived:
        raise WrongState
    if fresh.is_published:
        return fresh
    _refuse_unready(fresh)
    fresh.published_at = now
    _move(fresh, State.PUBLISHED, "published", by=by)
    close_answered(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def archive_service(
    *, service: Service, expected: int | None, by: User | None
) -> Service:
    """
    Take the service out of every list; it can be restored.

    Whoever is registered for a course is told that it does not take place.
    """
    fresh = locked(service, expected=expected)
    if fresh.is_archived:
        return fresh
    _move(fresh, State.ARCHIVED, "archived", by=by)
    call_off_course(fresh, by=by, now=fresh.updated_at)
    return fresh


@transaction.atomic
def restore_service(
    *, service: Service, expected: int | None, by: User | None
) -> Service:
    """
    Bring an archived service back, as a draft.

    :raises WrongState: when it is not archived
    """
    fresh = locked(service, expected=expected)
    if not fresh.is_archived:
        raise WrongState
    _move(fresh, State.DRAFT, "restored", by=by)
    # In the archive no night has laid its openings.
    lay_openings(services=[fresh], now=fresh.updated_at)
    return fresh


@transaction.atomic
def mark_checked(
    *,
    service: Service,
    expected: int | None,
    by: User | None,
    today: date,
    assurer: str = Service.Assurer.EDITOR,
) -> Service:
    """
    Note that somebody made sure today that everything is right.

    :param assurer: whether the editors did, or the organisation itself

    :raises WrongState: when it is archived
    """
    fresh = locked(service, expected=expected)
    if fresh.is_archived:
        raise WrongState
    fresh.last_checked_on, fresh.assured_by = today, assurer
    fresh.next_check_on = next_check(fresh, today=today)
    save_next(fresh)
    tell(fresh, "checked", by=by)
    return fresh


def lacks(service: Service) -> list[str]:
    """Return what the public needs and the service does not have."""
    missing = [name for name in ("name", "organisation") if not getattr(service, name)]
    if service.organisation.is_archived:
        missing.append("organisation")
    if not (service.summary or service.description):
        missing.append("summary")
    if not service.topics.exists():
        missing.append("topics")
    return missing


def _refuse_unready(service: Service) -> None:
    if missing := lacks(service):
        raise NotReady(missing)


def _move(service: Service, state: State, verb: str, *, by: User | None) -> Service:
    before = service.state
    service.state = state
    save_next(service)
    tell(service, verb, by=by, details={"from": before, "to": str(state)})
    if before == State.REVIEW:
        end_review(service, by=by, now=service.updated_at)
    return service
