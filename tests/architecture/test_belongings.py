"""Whoever leaves hands over everything: no relation to a person is forgotten."""

from uuid import UUID

from django.apps import apps

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import endings, ownables

NOWHERE = UUID(int=0)
# Who did something stays written down; it is no work that is left to do.
DONE = ("by", "author", "translator", "checker")
# What is somebody's own, ends with the account itself, or says whom it is about.
THEIR_OWN = {
    "accounts.Absence.user",
    "accounts.AddressChange.user",
    "accounts.ConfidentialityUndertaking.user",
    "accounts.Deputy.user",
    "accounts.GroupMembership.user",
    "accounts.LinkedIdentity.user",
    "accounts.OpenSession.user",
    "accounts.RoleAssignment.user",
    "accounts.SignInCard.user",
    "accounts.SignInLink.user",
    "bookings.Registrant.user",
    "cases.Consent.released",
    "cases.KeptOut.user",
    "inquiries.Accused.user",
    "outreach.Arrival.helper",
    "outreach.Trip.traveller",
    "pool.Helper.user",
    "training.Participant.user",
    "training.Qualification.user",
}


def test_what_names_a_person_is_handed_over_or_ends_when_they_leave():
    """A new relation to a person needs an `Ownable` or an `Ending` of its room.

    See `hafen.core.accounts.registries` and the `belongings.py` of other rooms.
    """
    registered = {
        f"{entry.rows(NOWHERE).model._meta.label}.{entry.owner}"
        for entry in (*ownables, *endings)
    }
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("hafen.")
        for field in model._meta.local_fields
        if field.related_model is User
        and not (field.name in DONE or field.name.endswith("_by"))
    }

    assert named - registered - THEIR_OWN == set()
    assert named >= THEIR_OWN
