"""Rows that the database shows to nobody but those whom they concern."""

from collections.abc import Iterator
from contextlib import contextmanager

from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context


@contextmanager
def as_case_worker() -> Iterator[None]:
    """See what the case worker of the demo sees: files open to nobody else."""
    worker = User.objects.get(email="sozialarbeit@example.org")
    town = context.current().municipality
    with context.acting(Context(municipality=town, actor=worker.pk)):
        yield
