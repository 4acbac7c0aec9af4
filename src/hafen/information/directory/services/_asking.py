"""One letter to each organisation: are these entries still right?"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.information.directory import mails
from hafen.information.directory.models import (
    Proposal,
    Review,
    ReviewedService,
    Service,
)
from hafen.information.directory.services._review import editor_for
from hafen.information.directory.services._states import mark_checked
from hafen.mechanisms.todos import services as todos
from hafen.network.organisations.models import ContactPerson, Organisation

Answer = ReviewedService.Answer
LEAD = timedelta(days=7)
ENDS_SOON = timedelta(days=14)
REMIND_AFTER = timedelta(days=14)
ESCALATE_AFTER = timedelta(days=28)
KIND = "directory.silent"
CALL = "Ring “%(name)s” up: are its offers still right?"
SILENT = "“%(name)s” has not answered; please ask whether its offers are right"
DAYS = 7


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def ask_organisations(*, municipality: Municipality, now: datetime) -> int:
    """
    Write to each organisation that has entries to be checked, once for all.

    Without any address an editor is asked to ring it up.

    :return: to how many organisations
    """
    asked = 0
    for organisation, services in _due(municipality, now).items():
        with transaction.atomic():
            _ask(organisation, services, now)
        asked += 1
    return asked


def _due(
    municipality: Municipality, now: datetime
) -> dict[Organisation, list[Service]]:
    """Return the entries to be checked, or to end soon, by organisation."""
    today = timezone.localdate(now)
    waiting = Review.objects.filter(
        organisation=OuterRef("organisation"), answered_at__isnull=True
    )
    rows = (
        Service.objects.filter(municipality=municipality)
        .public(today)
        .filter(
            Q(next_check_on__lte=today + LEAD)
            | Q(valid_until__lte=today + ENDS_SOON, next_check_on__lte=today + LEAD * 4)
        )
        .exclude(Exists(waiting))
        .select_related("organisation")
        .sorted()
    )
    found: defaultdict[Organisation, list[Service]] = defaultdict(list)
    for service in rows:
        found[service.organisation].append(service)
    return found


def _ask(
    organisation: Organisation, services: Iterable[Service], now: datetime
) -> None:
    address = address_of(organisation)
    review = Review.objects.create(
        municipality_id=organisation.municipality_id,
        organisation=organisation,
        way=Review.Way.MAIL if address else Review.Way.TELEPHONE,
        sent_at=now,
    )
    ReviewedService.objects.bulk_create(
        ReviewedService(
            municipality_id=organisation.municipality_id, review=review, service=service
        )
        for service in services
    )
    if address:
        _write(review, address, is_reminder=False)
    else:
        _let_an_editor_ask(review, CALL, now)


def address_of(organisation: Organisation) -> str:
    """Return where to write: the general address, else that of a person."""
    if organisation.email:
        return organisation.email
    people = ContactPerson.objects.filter(organisation=organisation).exclude(email="")
    person = people.order_by("-confirmed_on", "id").first()
    return person.email if person else ""


def _write(review: Review, address: str, *, is_reminder: bool) -> None:
    token = secrets.token_urlsafe(32)
    review.token_hashes = [*review.token_hashes, hash_of(token)]
    review.save()
    mails.send_review(
        review=review, token=token, address=address, is_reminder=is_reminder
    )


@transaction.atomic
def remind_and_escalate(*, municipality: Municipality, now: datetime) -> None:
    """Write once more after two weeks; after four an editor asks."""
    rows = Review.objects.filter(
        municipality=municipality,
        way=Review.Way.MAIL,
        answered_at__isnull=True,
        escalated_at__isnull=True,
        sent_at__lte=now - REMIND_AFTER,
    ).select_related("organisation", "municipality")
    for review in rows:
        address = address_of(review.organisation)
        if review.sent_at <= now - ESCALATE_AFTER:
            _let_an_editor_ask(review, SILENT, now)
        elif review.reminded_at is None and address:
            review.reminded_at = now
            _write(review, address, is_reminder=True)


def _let_an_editor_ask(review: Review, title: str, now: datetime) -> None:
    """Make it a todo; without any editor the list of reviews shows it alone."""
    today = timezone.localdate(now)
    review.escalated_at = now
    review.save()
    editor = editor_for(review.municipality_id, today=today)
    if editor is None:
        return
    todos.create_todo(
        municipality=review.municipality,
        kind=KIND,
        title=title,
        params={"name": review.organisation.name},
        owner=editor,
        subject_type="directory.review",
        subject_id=review.pk,
        due_on=today + timedelta(days=DAYS),
        today=today,
    )


@transaction.atomic
def confirm_all(*, review: Review, by: User | None, now: datetime) -> int:
    """
    Note that all entries without another answer are still right; twice is once.

    :param by: None where the organisation pressed the button itself
    :return: how many were confirmed
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    entries = review.entries.filter(answer="").select_related("service")
    confirmed = 0
    for entry in entries:
        _answer(entry, Answer.RIGHT)
        if entry.service.is_archived:
            continue
        mark_checked(
            service=entry.service,
            expected=None,
            by=by,
            today=timezone.localdate(now),
            assurer=Service.Assurer.ORGANISATION,
        )
        confirmed += 1
    _close_when_answered(review, by=by, now=now)
    return confirmed


@transaction.atomic
def note_answer(*, review: Review, proposal: Proposal, now: datetime) -> None:
    """Note in the review that something was proposed for an entry."""
    answer = Answer.ENDED if proposal.ends_the_offer else Answer.CHANGED
    for entry in review.entries.filter(service=proposal.service_id):
        _answer(entry, answer)
    _close_when_answered(review, by=None, now=now)


def _answer(entry: ReviewedService, answer: str) -> None:
    entry.answer = answer
    entry.save()


def _close_when_answered(review: Review, *, by: User | None, now: datetime) -> None:
    if review.answered_at or review.entries.filter(answer="").exists():
        return
    review.answered_at = now
    review.save()
    todos.finish_about(
        kind=KIND,
        subject_id=review.pk,
        municipality=review.municipality,
        by=by,
        now=now,
    )
