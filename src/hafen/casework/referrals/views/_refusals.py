"""Why something was refused, in plain words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.errors import Overlaps
from hafen.casework.referrals import errors
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.files.content import BrokenImage, UnknownType
from hafen.core.files.packages import Dangerous
from hafen.core.files.scanner import Infected, ScannerAway
from hafen.core.files.services import TooLarge

_CHANGED = _("Meanwhile this has changed; look again.")
_NO_PAPER = _("This file was not taken: a PDF or a photograph is needed.")
_SAID: dict[type[DomainError], Any] = {
    errors.NoGate: _(
        "Nothing lets this office know who it is: there is no consent for exactly"
        " this recipient, topic and content, and no other ground."
    ),
    errors.NotNeeded: _("This topic needs less."),
    errors.NotTheirs: _("This is no paper of the person."),
    errors.TooManyPapers: _("No more papers go along with one referral."),
    TooLarge: _("The file is too large: five megabytes at most."),
    **dict.fromkeys((UnknownType, BrokenImage, Dangerous, Infected), _NO_PAPER),
    ScannerAway: _("Files cannot be checked at the moment. Try again later."),
    errors.AlreadyAnswered: _("This has gone on meanwhile; look again."),
    errors.LegalTopic: _("A legal topic ends with information or a referral."),
    errors.AlreadyThere: _("This is there already."),
    errors.NameTaken: _("Another task has this name."),
    errors.SameArea: _("Nothing changes this way."),
    Overlaps: _("For this day or later something is written down already."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
