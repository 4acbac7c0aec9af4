"""A consent whose last day is over: all that hangs on it ends in that night, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.casework.cases import services, tasks
from hafen.casework.cases.models import Consent, SoughtHelp
from hafen.casework.cases.registries import Sharing, sharings
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import at
from hafen.casework.cases.tests.test_help import agree, vera
from hafen.core.audit.models import Event
from hafen.core.db import context
from hafen.core.db.context import Context, opened_for
from hafen.exchange.pool.models import Need
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import leads

__all__ = ["agree", "vera"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def sought(case, agree, vera, clara):
    """A maker of help that is looked for, by a consent of its own."""

    def make(**more):
        row = case(**more)
        return services.seek_help(
            case=row,
            consent=agree(only(row.household)),
            facts={"kind": "SPONSORSHIP", "title": "Patenschaft", "owner": vera},
            now=NOW,
            by=clara,
        )

    return make


def ran_out(consent, *, days=1):
    """Let its last day be some days ago."""
    last = TODAY - timedelta(days=days)
    given = last - timedelta(days=30)
    with opened_for(consent.municipality_id):
        rows = Consent.objects.filter(pk=consent.pk)
        assert rows.update(given_on=given, valid_until=last) == 1


def night(town):
    """Do as the worker does, which sees the rows of its town."""
    context.enter(Context(municipality=town.pk))
    with opened_for(town.pk):
        tasks.nightly()


def state_of(need):
    return Need.objects.get(pk=need.pk).state


def test_r6_an_expired_consent_ends_what_hangs_on_it_in_that_night(town, sought):
    made, other = sought(), sought(name="Sami Beispiel")
    ran_out(made.consent, days=0)
    night(town)
    assert state_of(made.need) == Need.State.OPEN

    ran_out(made.consent)
    night(town)

    assert state_of(made.need) == Need.State.WITHDRAWN
    assert state_of(other.need) == Need.State.OPEN
    with opened_for(town.pk):
        assert Consent.objects.get(pk=made.consent_id).expired_on == TODAY
    # The recipient was told until when: nobody is asked to write to it.
    assert not Todo.objects.filter(kind=services.TELL).exists()


def test_r6_an_expired_consent_ends_it_once(town, sought, monkeypatch):
    ended = []
    count = Sharing("test", lambda *told: ended.append(told))
    monkeypatch.setattr(sharings, "_entries", {"test": count})
    row = sought().consent
    ran_out(row)

    night(town)
    night(town)

    assert [(told[0].pk, told[1:]) for told in ended] == [(row.pk, (TODAY, None))]
    assert Event.objects.filter(action="cases.consent.expired").count() == 1


def test_r6_an_expired_consent_of_another_town_stays(town, other_town, sought):
    made = sought()
    ran_out(made.consent)

    night(other_town)

    context.enter(Context(municipality=town.pk))
    assert state_of(made.need) == Need.State.OPEN


def test_r6_an_expired_consent_that_was_signed_again_ends_nothing(town, sought, agree):
    made = sought()
    ran_out(made.consent)
    again = agree(made.client)

    night(town)

    assert state_of(made.need) == Need.State.OPEN
    with opened_for(town.pk):
        assert SoughtHelp.objects.get().consent == again
    ran_out(again)
    night(town)
    assert state_of(made.need) == Need.State.WITHDRAWN


def test_r6_an_expired_consent_was_on_today_a_fortnight_before(
    town, sought, clara, bela, acting
):
    row, lead = sought().consent, leads["cases.last_call"]
    acting(town, clara)
    for days, is_told in ((15, False), (14, True), (0, True), (-1, False)):
        ran_out(row, days=-days)
        assert lead.find(clara, TODAY)[0].exists() is is_told
    ran_out(row, days=-3)
    # Whoever is not responsible is not told.
    acting(town, bela)
    assert not lead.find(bela, TODAY)[0].exists()


def test_r6_an_expired_consent_says_so_on_its_page(town, sought, clara, sign_in):
    made = sought()
    ran_out(made.consent)
    night(town)

    page = sign_in(clara).get(at(town, "agreed", made.client_id))

    assert page.status_code == 200
    assert "was daran hing, ist beendet" in page.content.decode()
