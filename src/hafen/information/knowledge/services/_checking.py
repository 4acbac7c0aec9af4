"""Pages that are due for a check, and those that a change of the law touches."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality
from hafen.information.knowledge.models import Entry, LawChange, Tester
from hafen.information.knowledge.queries import affected_by
from hafen.information.knowledge.services._release import CHECK
from hafen.mechanisms.todos.services import create_todo, finish_about

REVIEW, LAW, LATE = "knowledge.review", "knowledge.law", "knowledge.late"
CHECK_TITLE = gettext_noop("Check the page “%(title)s” and release it again")
REVIEW_TITLE = gettext_noop("Read the draft “%(title)s” and release it")
LAW_TITLE = gettext_noop("%(law)s changes: look at the page “%(title)s”")
LATE_TITLE = gettext_noop("The page “%(title)s” has not been checked for a long time")
RETURNED = "knowledge.returned"
RETURNED_TITLE = gettext_noop("Your draft “%(title)s” came back: read the comment")
# Somebody is reminded before the day, and the editors when it is long past.
AHEAD, ESCALATE_AFTER = timedelta(days=14), timedelta(days=14)


@transaction.atomic
def remind(*, municipality: Municipality, today: date) -> int:
    """Ask who keeps a page to check it; the editors where nobody did.

    :return: how many pages are due
    """
    due = Entry.objects.filter(
        municipality=municipality,
        live=True,
        original__isnull=True,
        is_read_only=False,
        check_by__lte=today + AHEAD,
    ).select_related("team", "owner")
    editor = editor_of(municipality)
    for page in due:
        ask_keeper(page, CHECK, CHECK_TITLE, today, editor, due_on=page.check_by)
        if page.check_by < today - ESCALATE_AFTER and editor is not None:
            ask_keeper(page, LATE, LATE_TITLE, today, editor, escalates=True)
    return len(due)


def editor_of(municipality: Municipality) -> User | None:
    """Return the editor to whom what belongs to nobody goes."""
    found: User | None = (
        User.objects.filter(
            municipality=municipality,
            is_active=True,
            assignments__role__in=[Role.EDITOR, Role.ADMINISTRATOR],
        )
        .order_by("-assignments__role", "pk")
        .last()
    )
    return found


def ask_keeper(
    page: Entry,
    kind: str,
    title: str,
    today: date,
    editor: User | None,
    *,
    due_on: date | None = None,
    escalates: bool = False,
    params: dict[str, Any] | None = None,
) -> None:
    team = None if escalates else page.team
    keeper = page.owner if isinstance(page.owner, User) else None
    owner = editor if escalates or keeper is None else keeper
    if owner is None and team is None:
        return
    create_todo(
        municipality=page.municipality,
        kind=kind,
        title=title,
        params={"title": page.title} | (params or {}),
        owner=None if team is not None else owner,
        team=team,
        subject_type="knowledge.Entry",
        subject_id=page.translation_key,
        due_on=due_on or today,
        today=today,
    )


@transaction.atomic
def ask_for_review(*, page: Entry, today: date) -> None:
    """Put a draft that somebody handed in before the editors."""
    editor = editor_of(page.municipality)
    if editor is not None:
        ask_keeper(page, REVIEW, REVIEW_TITLE, today, editor, escalates=True)


@transaction.atomic
def send_back(*, page: Entry, to: Any, today: date) -> None:
    """Tell an author that a draft came back; the comment stands at the page."""
    now = timezone.now()
    finish_about(
        kind=REVIEW,
        subject_id=page.translation_key,
        municipality=page.municipality,
        by=None,
        now=now,
    )
    if isinstance(to, User):
        create_todo(
            municipality=page.municipality,
            kind=RETURNED,
            title=RETURNED_TITLE,
            params={"title": page.title},
            owner=to,
            subject_type="knowledge.Entry",
            subject_id=page.translation_key,
            due_on=today,
            today=today,
        )


@transaction.atomic
def note_law_change(*, change: LawChange, by: User, today: date) -> int:
    """
    Keep a change of the law and ask for a look at every page that names it.

    :return: how many pages are touched
    """
    change.municipality = by.municipality
    change.save()
    editor = editor_of(by.municipality)
    pages = list(affected_by(change).select_related("team", "owner", "municipality"))
    for page in pages:
        ask_keeper(
            page,
            LAW,
            LAW_TITLE,
            today,
            editor,
            due_on=max(change.in_force_on, today),
            params={"law": change.law},
        )
    audit.record(
        action="knowledge.law_change.noted",
        subject=change,
        by=by,
        details={"law": change.law, "pages": len(pages)},
    )
    return len(pages)


@transaction.atomic
def open_to_tester(*, page: Entry, user: User, until: date, by: User) -> Tester:
    """Let somebody read a page, and all below it, before the release."""
    found, _is_new = Tester.objects.update_or_create(
        municipality=page.municipality, page=page, user=user, defaults={"until": until}
    )
    audit.record(action="knowledge.test.opened", subject=found, by=by)
    return found


@transaction.atomic
def end_test(*, tester: Tester, by: User) -> None:
    """Take test access back."""
    audit.record(action="knowledge.test.ended", subject=tester, by=by)
    tester.delete()
