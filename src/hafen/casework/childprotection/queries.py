"""Who reads a worry about a child: the two who answer for it.

The database says the same once more (`Procedure.visible_only`).
"""

from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from hafen.casework.cases.models import KeptOut
from hafen.casework.childprotection.models import Procedure
from hafen.casework.childprotection.rules import PROTECT
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.places.models import Municipality


def procedures_visible_to(user: User) -> QuerySet[Procedure]:
    if not PROTECT.held_by(user):
        return Procedure.objects.none()
    rows = Procedure.objects.filter(municipality=user.municipality_id)
    theirs = rows.filter(Q(owner=user.pk) | Q(second=user.pk))
    return theirs.select_related("owner", "second", "municipality")


def filtered_procedures(rows: QuerySet[Procedure], part: str) -> QuerySet[Procedure]:
    found = rows.filter(closed_on__isnull=part != "closed")
    return found.order_by(F("judged_on").asc(nulls_first=True), "opened_on", "id")


def people_for(
    municipality: Municipality, client_key: UUID | None, *, today: date
) -> QuerySet[User]:
    """Return who can answer for a worry: nobody who is kept out of the file."""
    roles = RoleAssignment.objects.in_force(today).filter(role__in=PROTECT.roles)
    rows = User.objects.filter(municipality=municipality, is_active=True)
    kept_out = KeptOut.objects.filter(client=client_key).values("user")
    found = rows.filter(pk__in=roles.values("user")).exclude(pk__in=kept_out)
    return found.order_by("name", "id")


def pseudonymous(procedure: Procedure, text: str) -> str:
    """Return a text for asking advice: without the names that are known."""
    names = {word.strip(".,;:()") for word in procedure.name.split()}
    for name in sorted(names, key=len, reverse=True):
        text = _without(text, name) if len(name) > 1 else text
    return text


def _without(text: str, name: str) -> str:
    folded, wanted = text.casefold(), name.casefold()
    if len(folded) != len(text):
        return text.replace(name, "●")
    at = folded.find(wanted)
    while at >= 0:
        text = f"{text[:at]}●{text[at + len(wanted) :]}"
        folded = text.casefold()
        at = folded.find(wanted)
    return text
