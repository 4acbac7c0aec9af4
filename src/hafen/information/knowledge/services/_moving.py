"""A page that belongs below another one from now on, in all its languages."""

from typing import Any

from django.db import transaction
from wagtail.actions.move_page import MovePageAction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.services._tree import roots
from hafen.information.knowledge.services._writing import free_slug


@transaction.atomic
def move_page(
    *, page: Entry, parent: Any, after: Entry | None = None, by: User | None
) -> None:
    """
    Put a page with all below it under another page or a root.

    Its translations go below those of the parent, or to the root of their language.
    Links and old addresses lead on, since they find a page by its short id.

    :param after: the page beside which it stands; None: it is the first one
    """
    _move(page, parent, after, by)
    tops = roots(page.municipality)
    for each in Entry.objects.filter(original=page.pk):
        above = Entry.objects.filter(original=parent.pk, language=each.language)
        place = above.first() or tops.get(each.language)
        if place is not None and each.get_parent().pk != place.pk:
            _move(each, place, None, by)
    audit.record(action="knowledge.page.moved", subject=page, by=by)


def _move(page: Entry, parent: Any, after: Entry | None, by: User | None) -> None:
    own = page.specific
    if (slug := free_slug(own, parent)) != own.slug:
        own.slug = slug
        own.save(clean=False)
    target, pos = (after, "right") if after is not None else (parent, "first-child")
    MovePageAction(own, target, pos, user=by).execute(skip_permission_checks=True)
