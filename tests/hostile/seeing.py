"""Rows that the database shows to nobody but those whom they concern."""

from collections.abc import Iterator
from contextlib import contextmanager

from hafen.core.accounts.models import RoleAssignment
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role


@contextmanager
def as_case_worker() -> Iterator[None]:
    """See what the case worker of the demo sees: files open to nobody else."""
    town = context.current().municipality
    # By role, since addresses may have been painted over; the demo's first one.
    found = RoleAssignment.objects.filter(user__municipality=town)
    worker = found.filter(role=Role.SOCIAL_WORKER).earliest("created_at")
    with context.acting(Context(municipality=town, actor=worker.user_id)):
        yield
