"""What Wagtail tells, handed on to the services."""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from hafen.information.knowledge import services
from hafen.information.knowledge.models import Entry


def connect() -> None:
    """Listen to Wagtail; its own mails give way to our todos."""
    page_published.connect(_published, dispatch_uid="knowledge.published")
    page_unpublished.connect(_unpublished, dispatch_uid="knowledge.unpublished")
    post_page_move.connect(_moved, dispatch_uid="knowledge.moved")
    for kind in (Entry, *Entry.__subclasses__()):
        pre_delete.connect(_removed, sender=kind, dispatch_uid=f"knowledge.{kind}")
    task_submitted.connect(_handed_in, dispatch_uid="knowledge.handed_in")
    post_save.connect(_planned, sender=Revision, dispatch_uid="knowledge.planned")
    workflow_rejected.connect(_sent_back, dispatch_uid="knowledge.sent_back")
    for signal, sender, name in (
        (task_submitted, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected"),
        (workflow_approved, WorkflowState, "workflow_state_approved"),
    ):
        # A signal keeps one receiver of a name: ours, in whatever order the
        # rooms and the library start.
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(_no_mail, sender=sender, dispatch_uid=uid)


def _no_mail(**_told: Any) -> None:
    """Send nothing: who has to do something finds it among the todos."""


def _published(instance: Any, revision: Any = None, **_rest: Any) -> None:
    if isinstance(instance, Entry):
        by = revision.user if revision is not None else None
        services.published(entry=instance, by=by, now=timezone.now())


def _unpublished(instance: Any, **_rest: Any) -> None:
    if isinstance(instance, Entry):
        services.taken_down(entry=instance, by=None)


def _moved(instance: Any, **_rest: Any) -> None:
    entry = services.specific(instance)
    if entry is not None:
        services.changed(entry)


def _removed(instance: Any, **_rest: Any) -> None:
    if instance.live:
        services.changed(instance)


def _planned(instance: Any, **_rest: Any) -> None:
    if instance.approved_go_live_at is not None:
        services.plan_release(instance)


def _handed_in(instance: Any, **_rest: Any) -> None:
    page = instance.workflow_state.content_object
    entry = services.specific(page)
    if entry is not None:
        services.ask_for_review(page=entry, today=timezone.localdate())


def _sent_back(instance: Any, **_rest: Any) -> None:
    entry = services.specific(instance.content_object)
    if entry is not None:
        services.send_back(
            page=entry, to=instance.requested_by, today=timezone.localdate()
        )
