"""Who may do what with people, roles and teams."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

MANAGERS = frozenset({Role.ADMINISTRATOR})
PLANNERS = frozenset({Role.ADMINISTRATOR, Role.PROJECT_LEAD})

VIEW_PEOPLE = permission(
    "accounts.view_people",
    roles=MANAGERS | {Role.SYSTEM_ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
)
INVITE = permission("accounts.invite", roles=MANAGERS)
EDIT_ROLES = permission("accounts.edit_roles", roles=MANAGERS, sensitive=True)
EDIT_PERSON = permission("accounts.edit_person", roles=MANAGERS, sensitive=True)
RESET_FACTOR = permission(
    "accounts.reset_second_factor",
    roles=MANAGERS | {Role.SYSTEM_ADMINISTRATOR},
    sensitive=True,
)
DISABLE = permission(
    "accounts.disable", roles=MANAGERS | {Role.SYSTEM_ADMINISTRATOR}, sensitive=True
)
HAND_OVER = permission("accounts.hand_over", roles=MANAGERS, sensitive=True)
ISSUE_CARD = permission(
    "accounts.issue_card",
    roles=MANAGERS | {Role.VOLUNTEER_COORDINATOR, Role.INTERPRETER_COORDINATOR},
    sensitive=True,
)
RECORD_UNDERTAKING = permission(
    "accounts.record_undertaking",
    roles=MANAGERS
    | {
        Role.VOLUNTEER_COORDINATOR,
        Role.INTERPRETER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
    },
)
# How the municipality's own people get in, and by which service.
EDIT_SIGN_IN = permission("accounts.edit_sign_in", roles=MANAGERS, sensitive=True)
VIEW_TEAMS = permission("accounts.view_teams", roles=STAFF)
EDIT_TEAMS = permission("accounts.edit_teams", roles=PLANNERS)
EDIT_ABSENCES = permission("accounts.edit_absences", roles=STAFF)
# For other people than oneself.
EDIT_ALL_ABSENCES = permission("accounts.edit_all_absences", roles=PLANNERS)
VIEW_RIGHTS = permission(
    "accounts.view_rights",
    roles=MANAGERS
    | {Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR},
)

# What an administrator of the municipality hands out. The two that watch over
# administrators are given by the installation's own administrator, so that
# nobody chooses their own supervisor.
_GRANTS: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role)
    - {
        Role.VISITOR,
        Role.SYSTEM_ADMINISTRATOR,
        Role.AUDITOR,
        Role.DATA_PROTECTION_OFFICER,
    },
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            Role.ADMINISTRATOR,
            Role.SYSTEM_ADMINISTRATOR,
            Role.AUDITOR,
            Role.DATA_PROTECTION_OFFICER,
        }
    ),
}


def grantable_by(user: User) -> frozenset[Role]:
    """Return the roles that this person may give to somebody else."""
    found: set[Role] = set()
    for role in user.roles_now:
        found |= _GRANTS.get(Role(role), frozenset())
    return frozenset(found)


def may_grant(*, by: User, to: User | None, role: str) -> bool:
    """Return whether `by` may give the role; never to themselves."""
    is_self = to is not None and to.pk == by.pk
    return not is_self and role in grantable_by(by)


def may_edit_person(*, by: User, person: User, today: date) -> bool:
    """Return whether `by` may change who somebody else is, and their address.

    Whoever sets the address could let themselves in, so nobody does it for a
    person with a role that they could not give, also one that is still to come.
    """
    if by.pk == person.pk or not EDIT_PERSON.held_by(by):
        return False
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user_id=person.pk
    )
    return set(held.values_list("role", flat=True)) <= grantable_by(by)


# Access that ends: no assignment of these roles without a last day.
TEMPORARY = frozenset({Role.INTERN})


def needs_last_day(role: str, valid_until: date | None) -> bool:
    return role in TEMPORARY and valid_until is None


def is_staff(roles: Iterable[str]) -> bool:
    """Return whether one of the roles works at a desk."""
    return not STAFF.isdisjoint(set(roles))
