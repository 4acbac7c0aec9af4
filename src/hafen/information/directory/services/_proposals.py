"""What organisations propose, and what the editors decide."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.information.directory.models import Proposal, Review, Service
from hafen.information.directory.proposing import data_from, said_by
from hafen.information.directory.services._errors import (
    AlreadyDecided,
    NothingProposed,
)
from hafen.information.directory.services._review import editor_for
from hafen.information.directory.services._states import archive_service, mark_checked
from hafen.information.directory.services._write import edit_service
from hafen.mechanisms.todos import services as todos

KIND = "directory.proposal"
TITLE = "Decide on what is proposed for “%(name)s”"
DAYS = 5


@transaction.atomic
def propose_change(
    *,
    service: Service,
    said: Mapping[str, str],
    note: str,
    by: User | None,
    now: datetime,
    review: Review | None = None,
) -> Proposal:
    """
    Keep what an organisation wants changed, until an editor decides.

    A second proposal takes the place of one that is still open.

    :param said: all fields of the form, as `proposing.said_by` gives them
    :param by: None where it came by a mailed link
    :raises NothingProposed: when it says nothing new
    """
    before = said_by(service)
    content = {name: text for name, text in said.items() if before[name] != text}
    if not content and not note:
        raise NothingProposed
    differing = {name: before[name] for name in content}
    return _keep(
        service,
        review,
        by=by,
        now=now,
        values={
            "wish": Proposal.Wish.CHANGE,
            "content": content,
            "before": differing,
            "note": note,
        },
    )


@transaction.atomic
def propose_end(
    *,
    service: Service,
    note: str,
    by: User | None,
    now: datetime,
    review: Review | None = None,
) -> Proposal:
    """Keep that an organisation no longer gives an offer."""
    values = {"wish": Proposal.Wish.END, "content": {}, "before": {}, "note": note}
    return _keep(service, review, by=by, now=now, values=values)


def _keep(
    service: Service,
    review: Review | None,
    *,
    by: User | None,
    now: datetime,
    values: Mapping[str, object],
) -> Proposal:
    proposal, _is_new = Proposal.objects.update_or_create(
        municipality_id=service.municipality_id,
        service=service,
        state=Proposal.State.OPEN,
        defaults={**values, "by": by, "review": review},
    )
    audit.record(action="directory.service.proposed", subject=service, by=by)
    editor = editor_for(service.municipality_id, today=_day(now))
    if editor is not None:
        todos.create_todo(
            municipality=service.municipality,
            kind=KIND,
            title=TITLE,
            params={"name": service.name},
            owner=editor,
            subject_type="directory.proposal",
            subject_id=proposal.pk,
            due_on=_day(now) + timedelta(days=DAYS),
            by=by,
            today=_day(now),
        )
    return proposal


@transaction.atomic
def accept_proposal(
    *, proposal: Proposal, fields: Collection[str], by: User, now: datetime
) -> None:
    """
    Do what was proposed: of a change the chosen fields, at an end the archive.

    :raises AlreadyDecided: when a colleague was faster
    """
    fresh = _open(proposal)
    service = fresh.service
    if fresh.ends_the_offer:
        archive_service(service=service, expected=None, by=by)
    else:
        chosen = {n: text for n, text in fresh.content.items() if n in fields}
        data = data_from(service, chosen)
        edit_service(service=service, data=data, expected=None, by=by, now=now)
        mark_checked(
            service=service,
            expected=None,
            by=by,
            today=_day(now),
            assurer=Service.Assurer.ORGANISATION,
        )
    _decide(fresh, Proposal.State.ACCEPTED, "", by=by, now=now)


@transaction.atomic
def decline_proposal(
    *, proposal: Proposal, reason: str, by: User, now: datetime
) -> None:
    """
    Leave everything as it is, and keep why.

    :raises AlreadyDecided: when a colleague was faster
    """
    _decide(_open(proposal), Proposal.State.DECLINED, reason, by=by, now=now)


def _open(proposal: Proposal) -> Proposal:
    fresh = locked(proposal, expected=None)
    if not fresh.is_open:
        raise AlreadyDecided
    return fresh


def _decide(
    proposal: Proposal, state: str, reason: str, *, by: User, now: datetime
) -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_by, proposal.decided_at = by, now
    save_next(proposal)
    audit.record(
        action=f"directory.proposal.{state.lower()}", subject=proposal.service, by=by
    )
    todos.finish_about(
        kind=KIND,
        subject_id=proposal.pk,
        municipality=proposal.service.municipality,
        by=by,
        now=now,
    )


def _day(now: datetime) -> date:
    return timezone.localdate(now)
