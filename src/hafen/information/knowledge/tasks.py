"""Jobs of the knowledge base."""

from django.utils import timezone

from hafen.core.db import work
from hafen.information.knowledge import services


@work.task("knowledge.release")
def release(*, revision: int) -> None:
    services.release_due(revision=revision, now=timezone.now())


@work.task("knowledge.take_down")
def take_down(*, page: int) -> None:
    services.take_down_due(page=page, now=timezone.now())
