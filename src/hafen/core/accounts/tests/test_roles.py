"""Rights last as long as they are given, and nobody gives more than they may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.accounts import errors, rules, services
from hafen.core.accounts.models import RoleAssignment
from hafen.core.db.roles import STAFF, Role

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def ayse(town, person, acting):
    """The administrator of Hier."""
    user = person(town, Role.ADMINISTRATOR, name="Ayşe Muster")
    acting(town, user)
    return user


@pytest.fixture
def bernd(town, person, ayse):
    return person(town, name="Bernd Beispiel")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (TODAY - DAY, frozenset()),
        (TODAY, {Role.EDITOR}),
        (TODAY + 5 * DAY, {Role.EDITOR}),
        (TODAY + 6 * DAY, frozenset()),
    ],
)
def test_a_role_holds_on_its_last_day_and_not_the_day_after(ayse, bernd, day, expected):
    services.grant_role(
        user=bernd,
        role=Role.EDITOR,
        valid_from=TODAY,
        valid_until=TODAY + 5 * DAY,
        by=ayse,
    )

    assert bernd.roles_on(day) == expected


def test_d61_an_intern_without_a_last_day_gets_no_access(ayse, bernd):
    with pytest.raises(errors.LastDayMissing):
        services.grant_role(user=bernd, role=Role.INTERN, valid_from=TODAY, by=ayse)


def test_d61_access_of_an_intern_ends_by_itself(ayse, bernd, town):
    text = services.publish_undertaking_text(
        municipality=town, edition="2026", language="de", text="…", today=TODAY, by=ayse
    )
    services.record_undertaking(
        user=bernd, text=text, signed_on=TODAY, is_on_paper=True, by=ayse
    )
    services.grant_role(
        user=bernd,
        role=Role.INTERN,
        valid_from=TODAY,
        valid_until=TODAY + 30 * DAY,
        by=ayse,
    )

    assert bernd.roles_on(TODAY + 30 * DAY) == {Role.INTERN}
    assert bernd.roles_on(TODAY + 31 * DAY) == frozenset()


def test_d31_without_a_signed_undertaking_an_interpreter_has_no_access(
    ayse, bernd, town
):
    services.grant_role(user=bernd, role=Role.INTERPRETER, valid_from=TODAY, by=ayse)
    assert bernd.roles_on(TODAY) == frozenset()

    text = services.publish_undertaking_text(
        municipality=town, edition="2026", language="de", text="…", today=TODAY, by=ayse
    )
    services.record_undertaking(
        user=bernd,
        text=text,
        signed_on=TODAY,
        valid_until=TODAY + 10 * DAY,
        is_on_paper=True,
        by=ayse,
    )

    assert bernd.roles_on(TODAY) == {Role.INTERPRETER}
    assert bernd.roles_on(TODAY + 11 * DAY) == frozenset()


def test_a_municipality_says_itself_which_role_needs_an_undertaking(ayse, bernd, town):
    services.grant_role(user=bernd, role=Role.VOLUNTEER, valid_from=TODAY, by=ayse)
    services.grant_role(user=bernd, role=Role.EDITOR, valid_from=TODAY, by=ayse)
    for role, needs in ((Role.VOLUNTEER, False), (Role.EDITOR, True)):
        services.set_role_condition(
            municipality=town, role=role, needs_undertaking=needs, by=ayse
        )

    assert bernd.roles_on(TODAY) == {Role.VOLUNTEER}


def test_roles_of_today_are_one_question(ayse, django_assert_num_queries):
    ayse.forget_roles()
    with django_assert_num_queries(1):
        assert ayse.roles_now == {Role.ADMINISTRATOR}
        assert ayse.is_staff_now
        assert rules.INVITE.held_by(ayse)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.VISITOR])
def test_who_gives_which_role(ayse, bernd, role):
    watchers = {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER}

    assert rules.may_grant(by=ayse, to=bernd, role=role) == (role not in watchers)
    assert not rules.may_grant(by=bernd, to=ayse, role=role)


def test_nobody_gives_a_role_to_themselves(ayse):
    with pytest.raises(errors.RoleNotYoursToGive):
        services.grant_role(user=ayse, role=Role.EDITOR, valid_from=TODAY, by=ayse)


@pytest.mark.parametrize("role", sorted(STAFF - {Role.ADMINISTRATOR}))
def test_only_administrators_give_roles(town, person, bernd, role):
    colleague = person(town, role)
    if role == Role.SYSTEM_ADMINISTRATOR:
        assert Role.EDITOR not in rules.grantable_by(colleague)
        return
    with pytest.raises(errors.RoleNotYoursToGive):
        services.grant_role(
            user=bernd, role=Role.EDITOR, valid_from=TODAY, by=colleague
        )


def test_the_last_administrator_stays(ayse, bernd, person, town):
    services.grant_role(user=bernd, role=Role.ADMINISTRATOR, valid_from=TODAY, by=ayse)
    assignment = RoleAssignment.objects.get(user=bernd)
    services.revoke_role(assignment=assignment, today=TODAY + DAY, by=ayse)
    assert bernd.roles_on(TODAY + DAY) == frozenset()

    own = RoleAssignment.objects.get(user=ayse)
    with pytest.raises(errors.LastAdministrator):
        services.revoke_role(assignment=own, today=TODAY + DAY, by=ayse)


def test_a_role_that_was_held_stays_in_the_record(ayse, bernd):
    services.grant_role(user=bernd, role=Role.EDITOR, valid_from=TODAY, by=ayse)
    assignment = RoleAssignment.objects.get(user=bernd)

    services.revoke_role(assignment=assignment, today=TODAY + 3 * DAY, by=ayse)

    assignment.refresh_from_db()
    assert assignment.valid_until == TODAY + 2 * DAY


def test_disabled_people_have_no_role(ayse, bernd):
    services.grant_role(user=bernd, role=Role.EDITOR, valid_from=TODAY, by=ayse)
    bernd.is_active = False

    assert bernd.roles_on(TODAY) == frozenset()
