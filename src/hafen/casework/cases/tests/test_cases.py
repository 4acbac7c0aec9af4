from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import Case, Client, Consent, Programme, StandIn
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY
from hafen.core.accounts import services as accounts
from hafen.core.accounts.errors import ReceiverMayNot
from hafen.core.accounts.services import Receiver
from hafen.core.db.roles import Role
from hafen.voice.surveys import services as surveys
from hafen.voice.surveys.instruments import HOUSEHOLDS
from hafen.voice.surveys.models import Invitation, Served

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(town):
    return Programme.objects.create(
        municipality=town, name="IM", sort_key="im", months=36, longest_months=48
    )


def close(case, by, **more):
    facts = {"outcome": "REACHED", "follow_up_on": None, "on": TODAY} | more
    return services.close_case(case=case, by=by, **facts)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_a_day_that_exists(start, months, end):
    assert services.months_later(start, months) == end


def test_one_team_accompanies_the_same_people_once(case):
    row = case()
    with pytest.raises(errors.AlreadyAccompanied):
        case(row.household)


def test_only_members_of_the_team_are_responsible(case, clara, emil, north):
    row = case()
    with pytest.raises(errors.NotOfTheTeam):
        services.hand_over_case(case=row, to=emil, today=TODAY, by=clara)
    with pytest.raises(errors.NotOfTheTeam):
        services.name_deputy(
            case=row, user=emil, valid_from=TODAY, valid_until=TODAY, by=clara
        )


def test_e28_the_longest_period_is_the_programme_s_and_extended_once(
    case, programme, clara
):
    row = case(programme=programme)
    assert row.until == services.months_later(LONG_AGO, 36)

    row = services.extend_case(case=row, because="Prüfung steht an", by=clara)

    assert row.until == services.months_later(LONG_AGO, 48)
    with pytest.raises(errors.TooLong):
        services.extend_case(case=row, because="Noch einmal", by=clara)


def test_e28_neither_a_new_case_nor_another_team_begins_the_period_anew(
    case, programme, clara, emil, north, acting, town
):
    year_ago = TODAY - timedelta(days=365)
    first = case(programme=programme, on=year_ago)
    end = services.months_later(year_ago, 36)
    services.close_case(
        case=first, outcome="NO_CONTACT", follow_up_on=None, on=TODAY, by=clara
    )
    second = case(first.household, programme=programme, on=TODAY)
    assert abs((second.until - end).days) <= 1  # months are not of one length

    services.move_file(
        household=first.household, team=north, owner=emil, parts=[], special=[],
        today=TODAY, by=clara,
    )  # fmt: skip
    acting(town, emil)
    third = Case.objects.get(owner=emil)
    assert list(queries.cases_visible_to(emil, today=TODAY)) == [third]
    third = services.save_case(
        case=third, stage="PLAN", programme=programme, expected=None, by=emil
    )
    assert abs((third.until - end).days) <= 1
    third = services.extend_case(case=third, because="Prüfung steht an", by=emil)
    assert abs((third.until - services.months_later(year_ago, 48)).days) <= 1


CRITERIA = ["voluntary", "complex", "agencies", "nobody-else"]


def test_a_case_of_kim_opens_by_its_criteria_and_goes_by_its_phases(
    case, household, shipped, clara
):
    kim = shipped("nrw-kim")
    row = case(household("Oksana Beispiel"), programme=kim, criteria=[*CRITERIA, "x"])

    assert row.criteria == CRITERIA
    with override("de"):
        assert row.stage_name == "Klärung (Intake)"
        assert row.met[0] == "Die Person nimmt freiwillig teil"
    with pytest.raises(errors.CriteriaMissing):
        case(household("Amal Muster"), programme=kim, criteria=CRITERIA[1:])
    with pytest.raises(errors.CriteriaMissing):
        _save(row, kim, clara, criteria=[])
    row = _save(row, kim, clara, criteria=[*CRITERIA, "barrier"], stage="MONITORING")
    assert row.criteria[-1] == "barrier"
    assert _save(row, kim, clara).criteria == row.criteria
    row = _save(row, None, clara)
    assert row.criteria == []
    with override("de"):
        assert row.stage_name == "Verlauf wird begleitet"
    with pytest.raises(errors.CriteriaMissing):
        _save(row, kim, clara)


def _save(row, programme, by, *, stage="MONITORING", **more):
    return services.save_case(
        case=row, stage=stage, programme=programme, expected=None, by=by, **more
    )


def test_e28_a_case_near_its_end_is_on_today(case, programme, clara):
    soon = TODAY - timedelta(days=36 * 30)
    row = case(programme=programme, on=soon, name="Zeynep Probe")
    case(programme=programme, on=TODAY, name="Jonas Exempel")
    cases = queries.cases_visible_to(clara, today=TODAY)

    found = queries.filtered_cases(cases, queries.CaseFilter("ending"), today=TODAY)

    assert list(found) == [row]


def test_a_case_is_closed_with_an_outcome_asked_again_and_reopened(case, clara, bela):
    row = case()
    services.name_deputy(
        case=row, user=bela, valid_from=TODAY, valid_until=TODAY, by=clara
    )
    close(row, clara, follow_up_on=TODAY)
    assert not StandIn.objects.exists()
    cases = queries.cases_visible_to(clara, today=TODAY)
    due = queries.filtered_cases(cases, queries.CaseFilter("follow_up"), today=TODAY)
    assert list(due) == [row]
    with pytest.raises(errors.AlreadyClosed):
        close(row, clara)
    services.follow_up(case=row, by=clara)
    assert list(due.all()) == []

    services.reopen_case(case=row, because="Neuer Bescheid", on=TODAY, by=clara)

    row.refresh_from_db()
    assert (row.is_open, row.outcome, row.reopened_on) == (True, "", TODAY)
    with pytest.raises(errors.StillOpen):
        services.reopen_case(case=row, because="Noch einmal", on=TODAY, by=clara)


def test_e18_a_closed_case_offers_the_question_how_content_people_are(
    case, clara, town, sign_in, acting
):
    acting(town, clara)
    row = case()
    where = reverse("cases:case", args=[town.slug, row.pk])
    desk = sign_in(clara)
    close(row, clara)
    assert not desk.get(where).context["asks"]
    survey = surveys.create_from(municipality=town, instrument=HOUSEHOLDS, by=None)
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=9)}
    surveys.plan_wave(survey=survey, data={"name": "Herbst"} | days, by=None)

    page = desk.get(where).content.decode()

    assert reverse("surveys:interviews", args=[town.slug]) in page
    Case.objects.update(opened_on=LONG_AGO, closed_on=LONG_AGO)
    assert not desk.get(where).context["asks"]


def test_who_leaves_hands_over_cases_that_the_administrator_cannot_read(
    case, clara, bela, emil, north, town, person, acting
):
    case()
    ayse = person(town, Role.ADMINISTRATOR, name="Ayşe")
    acting(town, ayse)
    assert not Case.objects.exists()
    left = {entry.name: count for entry, count in accounts.left_behind(clara)}
    assert left == {"cases.case": 1, "cases.household": 1}

    with pytest.raises(ReceiverMayNot):
        accounts.hand_over(
            holder=clara, receivers=dict.fromkeys(left, Receiver(emil)), by=ayse
        )
    accounts.hand_over(
        holder=clara, receivers=dict.fromkeys(left, Receiver(bela)), by=ayse
    )

    assert not Case.objects.exists()
    acting(town, bela)
    assert Case.objects.get().owner == bela


def agrees_to_surveys(client, town, **more):
    facts = {
        "municipality": town, "client": client, "kind": "SURVEY", "recipient": "Stadt",
        "language": "ar", "edition": "1", "text": "…", "given_on": LONG_AGO,
        "given_by": "SELF", "form": "PAPER", "valid_until": TODAY, "ended_on": TODAY,
    }  # fmt: skip
    return Consent.objects.create(**facts | more)


@pytest.fixture
def after_counselling(town, clara, acting):
    """A survey that goes out the day after a case was closed."""
    acting(town, clara)
    survey = surveys.create_from(municipality=town, instrument=HOUSEHOLDS, by=None)
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=9)}
    surveys.plan_wave(survey=survey, data={"name": "Herbst"} | days, by=None)
    after = {"occasion": "counselling", "days_after": 1, "rest_days": 90, "is_on": True}
    surveys.ask_after(survey=survey, data=after, today=TODAY, by=None)


@pytest.mark.parametrize("agrees", [True, False, "withdrawn", "restricted"])
def test_j09_a_closed_case_lets_those_be_asked_who_agreed(
    case, clara, town, acting, after_counselling, agrees
):
    row = case()
    client = Client.objects.get(household=row.household)
    client.email, client.languages = "amal@example.org", ["ar"]
    client.save()
    if agrees:
        gone = {"withdrawn_on": TODAY} if agrees == "withdrawn" else {}
        agrees_to_surveys(client, town, **gone)
    if agrees == "restricted":
        row.household.owner, row.household.is_restricted = clara, True
        row.household.save()

    close(row, clara)

    left = list(Served.objects.values_list("occasion", "language"))
    assert left == ([("counselling", "ar")] if agrees is True else [])
    # As the house itself in the night, which may read no case.
    acting(town)
    tomorrow = timezone.now() + timedelta(days=1)
    asked = surveys.ask_served(municipality=town, now=tomorrow)
    assert asked == (1 if agrees is True else 0)
    assert not Served.objects.exists()
    names = {field.name for field in Invitation._meta.get_fields()}
    assert not names & {"case", "client", "household", "consent"}


def test_the_list_offers_those_who_are_responsible_in_it(town, case, clara, sign_in):
    case()
    desk = sign_in(clara)

    page = desk.get(reverse("cases:cases", args=[town.slug]))

    assert set(page.context["form"].fields["owner"].queryset) == {clara}
