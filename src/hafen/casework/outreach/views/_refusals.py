"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.casework.cases import views as cases
from hafen.casework.outreach import errors
from hafen.core.db.errors import DomainError

_SAID = {
    errors.AlreadyEnded: _("This has ended already."),
    errors.NoTeam: _("No team works in this district; please choose one."),
    errors.NotYet: _("This day lies in the future."),
    errors.NoHour: _("Give the visit an hour first."),
    errors.NotAgreed: _("Nobody of them agreed that this group is told."),
    errors.NotNow: _("This step is not possible now; look again how far it is."),
    errors.NoGate: _(
        "Neither a consent of each adult nor a norm with its reason lets the other"
        " team have this."
    ),
    errors.AlreadyPlanned: _("Somebody of the team goes there already."),
    errors.AlreadyUnderWay: _("This file is being handed over already."),
    errors.NotResponsible: _("Whoever accepts works in the receiving team."),
    errors.NoSite: _("The team has no site that pays for the way; leave it empty."),
    errors.PastTime: _("This time is over."),
    errors.NameTaken: _("One of this name is there already."),
    errors.NotReleased: _("There is no edition of this sheet in this language yet."),
}


def refusal(refused: DomainError) -> str:
    found = _SAID.get(type(refused))
    return str(found) if found is not None else cases.refusal(refused)
