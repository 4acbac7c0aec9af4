from datetime import date, timedelta

from django.db import IntegrityError, transaction

from hafen.core.accounts import rules
from hafen.core.accounts.errors import (
    AddressTaken,
    LastAdministrator,
    LastDayMissing,
    PeriodRunsBackwards,
    RoleNotYoursToGive,
)
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.audit import services as audit
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality


@transaction.atomic
def create_user(
    *,
    municipality: Municipality,
    name: str,
    email: str | None,
    language: str = "de",
    password: str | None = None,
    by: User | None = None,
) -> User:
    """Add somebody who can sign in; roles are given apart.

    :param email: None for people without one; they sign in with a card
    :param by: None when the installation does it, at the command line
    :raises AddressTaken: when the address signs in somewhere already
    """
    user = User(
        municipality=municipality,
        name=name.strip(),
        email=email.strip().lower() if email else None,
        language=language,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        # Another municipality's people are not visible from here, so the
        # database alone can tell.
        if "one_user_per_email_address" in str(error):
            raise AddressTaken from error
        raise
    audit.record(action="accounts.user.created", subject=user, by=by)
    return user


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    by: User | None,
) -> RoleAssignment:
    """Give a role for a time.

    :param by: None when the installation does it, at the command line
    :raises RoleNotYoursToGive: beyond one's own reach, or to oneself
    :raises LastDayMissing: a role that must end has no end
    :raises PeriodRunsBackwards: the last day lies before the first
    """
    if by is not None and not rules.may_grant(by=by, to=user, role=role):
        raise RoleNotYoursToGive
    if rules.needs_last_day(role, valid_until):
        raise LastDayMissing
    if valid_until is not None and valid_until < valid_from:
        raise PeriodRunsBackwards
    assignment = RoleAssignment.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=by,
    )
    user.forget_roles()
    audit.record(
        action="accounts.role.granted", subject=user, by=by, details={"role": role}
    )
    return assignment


@transaction.atomic
def revoke_role(*, assignment: RoleAssignment, today: date, by: User | None) -> None:
    """End a role at once; the row stays, so that it is known who could what.

    :raises RoleNotYoursToGive: when it is not one's own to take away
    :raises LastAdministrator: when nobody would be left to manage people
    """
    if by is not None and assignment.role not in rules.grantable_by(by):
        raise RoleNotYoursToGive
    if assignment.role == Role.ADMINISTRATOR:
        refuse_without_administrator(assignment.user, today)
    if assignment.valid_from >= today:
        assignment.delete()
    else:
        assignment.valid_until = today - timedelta(days=1)
        assignment.save(update_fields=["valid_until", "updated_at"])
    assignment.user.forget_roles()
    audit.record(
        action="accounts.role.revoked",
        subject=assignment.user,
        by=by,
        details={"role": assignment.role},
    )


def refuse_without_administrator(leaving: User, today: date) -> None:
    """Keep somebody who manages people.

    :raises LastAdministrator: when `leaving` is the only one
    """
    others = RoleAssignment.objects.in_force(today).filter(
        municipality_id=leaving.municipality_id,
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    )
    # Two administrators who take each other's role wait for one another here.
    keys = others.select_for_update(of=("self",)).values_list("user_id", flat=True)
    if set(keys) == {leaving.pk}:
        raise LastAdministrator


@transaction.atomic
def change_language(*, user: User, language: str) -> None:
    """Set the language that the screens and mails of this person have."""
    user.language = language
    user.save(update_fields=["language", "updated_at"])
