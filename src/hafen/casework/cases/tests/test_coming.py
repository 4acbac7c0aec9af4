"""What runs out, and birthdays that change what holds: told before, to whom it is."""

from datetime import date, timedelta

import pytest

from hafen.casework.cases import errors, queries, reference, services
from hafen.casework.cases.models import BenefitMember, Circumstance, Household
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


def found(name, user):
    return list(leads[name].find(user, TODAY)[0])


def birthday_in(days, years):
    """Return when somebody was born who turns so old in some days."""
    day = TODAY + timedelta(days=days)
    return date(day.year - years, day.month, min(day.day, 28))


@pytest.mark.parametrize(
    ("kind", "code", "days"),
    [("RESIDENCE", "tolerated", 90), ("ACCOMMODATION", "collective", 60)],
)
def test_what_runs_out_is_on_today_before(
    desk, town, case, clara, bela, acting, kind, code, days
):
    row = case()
    for ahead, is_told in ((days + 1, False), (days, True), (-3, True)):
        Circumstance.objects.all().delete()
        fact = services.note_circumstance(
            client=only(row.household), kind=kind, code=code, valid_from=LONG_AGO,
            expires_on=TODAY + timedelta(days=ahead), by=clara,
        )  # fmt: skip
        assert found("cases.expiring", clara) == ([fact] if is_told else [])

    page = desk.get(at(town, "deadlines"), {"part": "coming"}).content.decode()
    assert "Amal Muster" in page
    Household.objects.update(is_restricted=True)
    acting(town, bela)
    assert found("cases.expiring", bela) == []


def test_what_something_else_has_replaced_reminds_nobody(case, clara):
    client = only(case().household)
    for code, since in (("tolerated", LONG_AGO), ("permit", TODAY)):
        services.note_circumstance(
            client=client, kind="RESIDENCE", code=code, valid_from=since,
            expires_on=TODAY if code == "tolerated" else None, by=clara,
        )  # fmt: skip

    assert found("cases.expiring", clara) == []


def test_whoever_comes_of_age_is_told_before(case, add, clara):
    row = case().household
    youth = add(row, "Karim Muster", born_on=birthday_in(80, 18))
    add(row, "Nour Muster", born_on=birthday_in(130, 18))
    add(row, "Samir Muster", born_on=birthday_in(-60, 18))

    assert found("cases.turning", clara) == [youth]


def test_at_25_a_child_leaves_the_community_by_a_proposal_on_the_page(
    desk, town, case, add, clara, questions
):
    row = case().household
    amal = only(row)
    child = add(row, "Karim Muster", born_on=birthday_in(30, 25))
    services.form_community(
        household=row, number="1", clients=[amal, child],
        valid_from=LONG_AGO, by=clara,
    )  # fmt: skip
    assert found("cases.turning", clara) == [child]
    assert (
        "Karim Muster"
        in desk.get(at(town, "deadlines"), {"part": "coming"}).content.decode()
    )
    assert len(questions(desk, at(town, "deadlines") + "?part=coming")) <= MOST_QUERIES
    page = desk.get(at(town, "household", row.pk)).content.decode()
    assert at(town, "leave_community", child.pk) in page

    desk.post(at(town, "leave_community", child.pk))

    last = BenefitMember.objects.get(client=child).valid_until
    assert last == queries.turning(child, today=TODAY).on - timedelta(days=1)
    assert found("cases.turning", clara) == []
    page = desk.get(at(town, "household", row.pk)).content.decode()
    assert at(town, "leave_community", child.pk) not in page
    with pytest.raises(errors.NotHere):
        services.leave_with_age(client=child, today=TODAY, by=clara)


def test_a_parent_of_25_leaves_nothing(case, clara, household):
    row = case(person={"born_on": birthday_in(30, 25)}).household
    services.form_community(
        household=row, number="1", clients=[only(row)], valid_from=LONG_AGO, by=clara
    )

    assert found("cases.turning", clara) == []


def test_other_teams_find_no_child_to_let_leave(town, case, add, north, emil, sign_in):
    child = add(case().household, "Karim Muster", born_on=birthday_in(30, 25))

    done = sign_in(emil).post(at(town, "leave_community", child.pk))

    assert done.status_code == 404


def test_who_was_born_on_29_february_has_a_birthday_each_year():
    [age] = [each for each in reference.ages(TODAY) if each.years == 25]

    assert age.birthday(date(2000, 2, 29)) == date(2025, 3, 1)
    assert all(each.legal_ref for each in reference.ages(TODAY))
