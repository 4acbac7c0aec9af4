"""Words for what is stored as codes, and why something was refused."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.db.errors import DomainError
from hafen.core.files.content import BrokenImage, UnknownType
from hafen.core.files.packages import Dangerous
from hafen.core.files.scanner import Infected, ScannerAway
from hafen.core.files.services import TooLarge
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Language
from hafen.exchange.board import errors

Choices = list[tuple[str, Any]]
NO_PICTURE = _("This is no picture that can be shown.")
REFUSALS: dict[type[DomainError], str | Promise] = {
    errors.RefusedWord: _("The text has a word that is not allowed on this board."),
    errors.Blocked: _("You cannot write on this board. Please ask the contact point."),
    errors.ClearanceNeeded: _(
        "This notice is about children. Only organisations and helpers whom the "
        "municipality has checked can answer it. Please turn to the contact point."
    ),
    errors.NotOpen: _("This is not open any more."),
    errors.TooManyPhotos: _("The notice has too many pictures."),
    errors.NotWaiting: _("A colleague has decided by now."),
    errors.SecondPersonNeeded: _("A second person has to look at it."),
    errors.NothingToRenew: _("There is nothing to renew."),
    TooLarge: _("The picture is too large."),
    UnknownType: NO_PICTURE,
    BrokenImage: NO_PICTURE,
    Dangerous: NO_PICTURE,
    Infected: NO_PICTURE,
    ScannerAway: _("Pictures cannot be checked at the moment. Try again later."),
}
ACTIONS = {
    "board.post.received": _("Received"),
    "board.post.edited": _("Changed"),
    "board.post.first_look": _("Looked at by a first person"),
    "board.post.published": _("Published"),
    "board.post.looked_at": _("Looked at afterwards"),
    "board.post.refused": _("Refused"),
    "board.post.renewed": _("Renewed"),
    "board.post.expired": _("Run out"),
    "board.post.closed": _("Closed"),
    "board.post.deleted": _("Deleted"),
}


def refusal(refused: DomainError) -> str:
    return str(REFUSALS.get(type(refused), REFUSALS[errors.NotOpen]))


def language_choices(today: date) -> Choices:
    """Return the languages people write, each by its own name."""
    tiers = [Language.Tier.PORTAL, Language.Tier.CONTENT]
    rows = taxonomy.languages(today=today, tiers=tiers)
    return [(row.tag, row.own_name) for row in rows]


def language_now() -> str:
    return get_language() or "de"
