from django.utils import timezone

from hafen.core.db import context, work
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos import ownerless


@work.every("50 3 * * *")
@work.task("todos.ownerless")
def find_ownerless() -> None:
    """Ask each night who takes over what belongs to somebody who is gone."""
    key = context.current().municipality
    if key is not None:
        town = Municipality.objects.get(pk=key)
        ownerless.ask(municipality=town, now=timezone.now(), today=timezone.localdate())
