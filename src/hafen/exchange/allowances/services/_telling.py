"""What helpers hear of their orders and claims, each in the own language."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext as _

from hafen.core.taxonomy.reference import words_in
from hafen.exchange.allowances.registries import page_of
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.errors import NoWayToTell
from hafen.exchange.pool.models import Helper


def tell_helper(
    helper: Helper, words: Callable[[], tuple[str, str]], *, now: datetime
) -> None:
    """Write to a helper who has a page of the own, with the way to it.

    :param words: gives subject and text, in the language that is active then
    """
    page = page_of(helper)
    if not page or not pool.can_follow_links(helper):
        return
    with words_in(pool.spoken_to(helper, helper.municipality)):
        subject, text = words()
        lines = [
            _("Good day %(name)s,") % {"name": helper.name},
            text,
            _("Here you claim your expenses and see what became of them:"),
            page,
        ]
        # Without an address it is read on the page, whenever that is opened.
        with suppress(NoWayToTell):
            pool.tell(helper, subject=subject, text="\n\n".join(lines), now=now)
