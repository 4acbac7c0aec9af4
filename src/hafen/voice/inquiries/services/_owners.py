"""Whose work an inquiry is: never that of whom it is about."""

from datetime import date

from hafen.core.accounts.models import RoleAssignment, Team, User
from hafen.core.db.permissions import Permission
from hafen.core.places.models import Municipality
from hafen.voice.inquiries.models import Inquiry
from hafen.voice.inquiries.queries import inquiries_visible_to
from hafen.voice.inquiries.rules import HANDLE_COMPLAINT, WORK_ON_INQUIRY


def owner_of(inquiry: Inquiry, *, today: date) -> tuple[User | None, Team | None]:
    """Return who is asked to answer: a person, else a team, else nobody yet.

    A complaint goes to one person who handles complaints and is not its other
    side; a team would tell all of its members that there is one.
    """
    owner: User | None = inquiry.owner or inquiry.addressee
    if owner is not None and may_read(owner, inquiry, today=today):
        return owner, None
    if inquiry.team is not None and not inquiry.is_complaint:
        return None, inquiry.team
    right = HANDLE_COMPLAINT if inquiry.is_complaint else WORK_ON_INQUIRY
    return first_reader(inquiry, right, today=today), None


def may_read(user: User, inquiry: Inquiry, *, today: date) -> bool:
    return inquiries_visible_to(user, today=today).filter(pk=inquiry.pk).exists()


def first_reader(inquiry: Inquiry, right: Permission, *, today: date) -> User | None:
    """Return the first who holds a right and may read the inquiry."""
    for user in holders(inquiry.municipality, right, today=today):
        if may_read(user, inquiry, today=today):
            return user
    return None


def holders(
    municipality: Municipality, right: Permission, *, today: date
) -> list[User]:
    """Return the active people who hold a right today, the longest here first."""
    roles = RoleAssignment.objects.valid(today).filter(role__in=right.roles)
    rows = User.objects.filter(
        municipality=municipality, is_active=True, pk__in=roles.values("user")
    ).order_by("created_at", "id")
    return [user for user in rows if right.held_by(user)]
