"""What the pages of a request share."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.mechanisms.privacy import (
    erasure,
    four_eyes,
    holding,
    queries,
    requests,
    restricting,
    rights,
)
from hafen.mechanisms.privacy.forms import PersonSearchForm
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.rights import Hit


def found_request(request: SignedInRequest, pk: UUID) -> RightsRequest:
    return get_object_or_404(queries.requests_visible_to(request.user), pk=pk)


def searched(request: SignedInRequest) -> tuple[PersonSearchForm, list[Hit]]:
    """Find the rows that may be the person; a name is sent and stands in no address."""
    form = PersonSearchForm(request.POST)
    with rights.opened(request.user):
        hits = rights.search(request.user, form.text) if form.is_valid() else []
    if hits:
        audit.record(action="privacy.person.searched", details={"hits": len(hits)})
    return form, hits


def refusal(refused: DomainError) -> str:
    """Return what the person reads of a refusal."""
    words = {
        four_eyes.NobodyNamed: _("Choose at least one entry that is the person."),
        four_eyes.SecondPersonNeeded: _(
            "A second person with this right must look at it and carry it out."
        ),
        four_eyes.TooEarly: _(
            "Your office works in small-office mode: you can carry it out one day"
            " after it was entered."
        ),
        four_eyes.NoLongerOpen: _("A colleague has already closed this request."),
        requests.ProcessingRestricted: _(
            "The processing of this data is restricted: it is kept and not erased. Lift"
            " the restriction first."
        ),
        restricting.NotRestrictable: _(
            "Only people of the files of cases can be chosen for a restriction. An"
            " account, a volunteer or a contact person is needed by the work of others:"
            " end the work with them instead, or erase the data."
        ),
        restricting.OfficerNeeded: _(
            "This is done by the data protection officer, or by two of whom one is."
        ),
        restricting.NotInTime: _("Choose a day to come on which you look again."),
        restricting.NotYetTold: _(
            "First tell the person that the restriction will be lifted, and choose why."
        ),
        erasure.StillWorksHere: _(
            "This person still works here. First let the person leave under"
            " “People”, so that all work is handed over."
        ),
        holding.OnHold: _(
            "Something of this person is on hold for a claim or an inspection. Nothing"
            " was erased."
        ),
        erasure.StillNeeded: _(
            "Other entries still need an entry of this person. Nothing was erased."
        ),
    }
    return words[type(refused)]
