"""A case closes: what it looks for ends with it, or goes on with somebody by name."""

import pytest
from django.utils import timezone

from hafen.casework.cases import errors, services
from hafen.casework.cases.doors import _give, _households
from hafen.casework.cases.models import Case, Household
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import AREAS, at
from hafen.casework.cases.tests.test_help import agree, vera
from hafen.core.accounts.registries import ownables
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match, Need

__all__ = ["agree", "vera"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()
CLOSED = {"outcome": "REACHED", "follow_up_on": None, "on": TODAY}


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def sought(case, agree, vera, clara):
    row = case()
    return services.seek_help(
        case=row,
        consent=agree(only(row.household)),
        facts={"kind": "SPONSORSHIP", "title": "Patenschaft", "owner": vera},
        now=NOW,
        by=clara,
    )


@pytest.fixture
def running(sought, vera, town):
    """A sponsorship that runs."""
    offer = pool.enter_offer(
        municipality=town, person=pool.Person({"name": "Mira", "channel": "VISIT"}),
        data={
            "kind": "SPONSORSHIP",
            "title": "Patin",
            "owner": vera,
            "languages": sought.need.languages,
            "slots": 1 << 9,
        },
        by=vera, now=NOW,
    )  # fmt: skip
    [match] = pool.ask(need=sought.need, offers=[offer], by=vera, now=NOW)
    for side in ("HELPER", "SEEKER"):
        match = pool.answer(match=match, side=side, accepts=True, now=NOW)
    pool.hold_talk(match=match, on=TODAY, seeker_agrees=False, by=vera, now=NOW)
    pool.confirm(match=match, by=vera, now=NOW)
    return sought


def speaker(sought):
    need = Need.objects.get(pk=sought.need_id)
    return need.state, need.seeker.email


def close(desk, town, row, **values):
    form = {"outcome": "REACHED", "on": TODAY.isoformat(), "follow_up_on": ""}
    return desk.post(at(town, "close", row.pk), form | AREAS | values)


def test_what_a_case_looks_for_ends_with_it_unless_said(desk, town, sought):
    page = desk.get(at(town, "close", sought.case_id)).content.decode()
    assert 'name="ends_help"' in page
    assert "checked" in page

    assert close(desk, town, sought.case, ends_help="on").status_code == 302

    assert speaker(sought)[0] == Need.State.WITHDRAWN
    assert not Case.objects.get().is_open


def test_it_goes_on_with_somebody_by_name_who_is_responsible(
    desk, town, sought, clara, bela, emil, north
):
    nobody = close(desk, town, sought.case)
    assert nobody.status_code == 422
    stranger = close(desk, town, sought.case, help_with=str(emil.pk))
    assert stranger.status_code == 422
    assert speaker(sought) == (Need.State.OPEN, clara.email)

    done = close(desk, town, sought.case, help_with=str(bela.pk))

    assert done.status_code == 302
    assert speaker(sought) == (Need.State.OPEN, bela.email)
    assert Household.objects.get().owner == bela


def test_help_that_runs_is_not_torn_and_somebody_is_asked_about_it(
    desk, town, running, bela, clara
):
    page = desk.get(at(town, "close", running.case_id)).content.decode()
    assert 'name="ends_help"' not in page
    with pytest.raises(errors.NeedsOwner):
        services.close_case(case=running.case, by=clara, **CLOSED)
    assert close(desk, town, running.case).status_code == 422

    assert close(desk, town, running.case, help_with=str(bela.pk)).status_code == 302

    assert speaker(running) == (Need.State.OPEN, bela.email)
    assert Match.objects.get().state in {"CONFIRMED", "RUNNING"}


def test_whoever_takes_the_household_over_is_asked_from_then_on(
    town, running, clara, bela, acting
):
    services.close_case(case=running.case, by=clara, help_with=clara, **CLOSED)
    services.end_household(
        household=Household.objects.get(), ending="INDEPENDENT", on=TODAY,
        expected=None, by=clara, help_with=clara,
    )  # fmt: skip
    [household] = _households(town.pk)

    _give(ownables["cases.household"], _households(town.pk), bela, None)

    assert household.owner == clara
    assert speaker(running) == (Need.State.OPEN, bela.email)
    assert Household.objects.get().owner == bela


def test_a_household_that_ends_is_asked_about_as_well(desk, town, sought, clara):
    services.close_case(
        case=sought.case, by=clara, ends_help=False, help_with=clara, **CLOSED
    )
    where = at(town, "end_household", sought.case.household_id)
    form = {"ending": "INDEPENDENT", "on": TODAY.isoformat()}

    assert desk.post(where, form).status_code == 422
    assert desk.post(where, form | {"ends_help": "on"}).status_code == 302

    assert speaker(sought)[0] == Need.State.WITHDRAWN


def test_a_case_that_opens_again_is_asked_itself(sought, clara, bela):
    services.close_case(
        case=sought.case, by=clara, ends_help=False, help_with=bela, **CLOSED
    )

    services.reopen_case(
        case=Case.objects.get(), because="Es geht weiter", on=TODAY, by=clara
    )

    assert speaker(sought) == (Need.State.OPEN, clara.email)
