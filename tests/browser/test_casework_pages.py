"""Casework at the desk: no barrier, and nothing wider than a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import (
    Case,
    Client,
    Consent,
    Goal,
    Household,
    NeedTopic,
    Programme,
)
from hafen.casework.consultations import services as consultations
from hafen.casework.consultations.models import Appointment, DeskHour
from hafen.casework.outreach.models import Arrival, HandOver, HomeVisit, Protocol
from hafen.core.accounts.models import Team, User
from hafen.core.db import context
from hafen.core.db.context import Context
from tests.visits import look


@pytest.fixture
def worker(musterhafen, sign_in):
    def enter(language):
        user = User.objects.get(email="sozialarbeit@example.org")
        User.objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        sign_in(user)
        context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
        return user

    return enter


def outreach(town):
    """Return the pages of arrivals, visits and hand-overs."""

    def desk(name, *parts):
        return reverse(f"outreach:{name}", args=[town.slug, *parts])

    household = Household.objects.get(name="Familie Muster")
    arrival = Arrival.objects.get(name="Familie Probe")
    planned = HomeVisit.objects.get(result="")
    hand_over = HandOver.objects.create(
        municipality=town,
        household=household,
        kind="SHELTER",
        from_team=household.team,
        to_team=Team.objects.exclude(pk=household.team_id).first(),
        parts=["CONTACT"],
    )
    Protocol.objects.create(municipality=town, hand_over=hand_over, needs="Kurs")
    return {
        "arrivals": desk("arrivals"),
        "sent": desk("sent"),
        "announce": desk("announce", "assignment"),
        "arrival": desk("arrival", arrival.pk),
        "plan-visit": desk("arrival_step", arrival.pk, "plan"),
        "notice": desk("notice", arrival.pk),
        "take-in": desk("take_in", arrival.pk),
        "visits": desk("visits"),
        "way": desk("way"),
        "visit": desk("visit", planned.pk),
        "letter": desk("letter", planned.pk),
        "papers": desk("papers"),
        "entry": desk("entry"),
        "counter": desk("counter"),
        "coverage": desk("coverage"),
        "hand-overs": desk("hand_overs") + "?part=sent",
        "begin": desk("begin", household.pk),
        "hand-over": desk("hand_over", hand_over.pk),
        "check": desk("hand_over_step", hand_over.pk, "check"),
        "told-other": desk("told", hand_over.pk),
        "protocol": desk("protocol", hand_over.pk),
    }


def addresses(town):
    """Return the pages of the room by name, each with something on it."""
    household = Household.objects.get(name="Familie Muster")
    client = Client.objects.get(name="Amal Muster")
    case = Case.objects.get(household=household)

    def desk(name, *parts):
        return reverse(f"cases:{name}", args=[town.slug, *parts])

    return outreach(town) | {
        "households": desk("households"),
        "add-household": desk("add_household"),
        "household": desk("household", household.pk),
        "edit-household": desk("edit_household", household.pk),
        "add-member": desk("add_member", household.pk),
        "readings": desk("readings", household.pk),
        "open-case": desk("open_case", household.pk),
        "client": desk("client", client.pk),
        "edit-client": desk("edit_client", client.pk),
        "consents": desk("consents"),
        "agreed": desk("agreed", client.pk),
        "move-out": desk("move_out", client.pk),
        "prepare-consent": desk("prepare", client.pk),
        "consent-sheet": desk("sheet", client.pk),
        "told": desk("told", Consent.objects.get(kind="SHARING").pk),
        "doubles": desk("doubles", client.pk),
        "contested": desk("contested", client.pk),
        "protection": desk("protection", client.pk),
        "cases": desk("cases"),
        "refused": desk("refused"),
        "count-refusal": desk("count_refusal"),
        "case": desk("case", case.pk),
        "responsible": desk("responsible", case.pk),
        "special": desk("special", case.pk),
        "secret": desk("secret", case.pk),
        "load": desk("load"),
        "about-me": desk("about_me"),
        "away": desk("away"),
        "fitting": desk("fitting", household.pk),
        "needs": desk("needs", case.pk),
        "helpers": desk("helpers", NeedTopic.objects.filter(case=case).first().pk),
        "household-days": desk("household_days", household.pk),
        "add-deadline": desk("add_deadline", household.pk),
        "deadlines": desk("deadlines"),
        "applications": desk("applications"),
        "applications-of": desk("applications_of", case.pk),
        "add-application": desk("add_application", case.pk),
        "help": desk("help", case.pk),
        "plan": desk("plan", case.pk),
        "grid": desk("grid", case.pk),
        "plan-measure": desk("plan_measure", case.pk),
        "add-goal": desk("add_goal", case.pk),
        "add-step": desk("add_step", Goal.objects.first().pk),
        "agreements": desk("agreements", case.pk),
        "agree": desk("agree", case.pk),
        "close": desk("close", case.pk),
        "steps": desk("steps"),
        "outcomes": desk("outcomes"),
        "assess": desk("assess", case.pk),
        "needs-list": desk("needs_list"),
        "needs-ranking": desk("needs_ranking"),
        **consultation_hour(town, household),
    }


def consultation_hour(town, household):
    """The walk-in list with somebody waiting, and what hangs on it."""
    hour = DeskHour.objects.filter(adviser__isnull=False).first()
    clara, site = hour.adviser, hour.site
    came = [
        consultations.check_in(site=site, language="ar", topic="N01", by=clara, now=now)
        for now in [timezone.now()] * 2
    ]
    consultations.call(visit=came[0], by=clara, now=timezone.now())

    def desk(name, *parts):
        return reverse(f"consultations:{name}", args=[town.slug, *parts])

    return {
        "hour": desk("hour"),
        "talk": desk("talk", came[0].pk),
        "appointments": desk("appointments"),
        "asked-online": desk("appointments") + "?part=asked",
        "move": desk("move", Appointment.objects.filter(state="ARRANGED").first().pk),
        "arrange": desk("arrange"),
        "slots": desk("load"),
        "plan": desk("plan"),
        "desk-hour": desk("edit_desk_hour", hour.pk),
        "contacts-of": desk("contacts_of", household.pk),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_casework_has_no_barrier(musterhafen, worker, visit, language):
    worker(language)
    look(addresses(musterhafen), visit, language)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_programmes_have_no_barrier(musterhafen, sign_in, person, visit, language):
    user = User.objects.get(email="koordination@example.org")
    User.objects.filter(pk=user.pk).update(language=language)
    user.refresh_from_db()
    sign_in(user)
    programme = Programme.objects.get(name="Integrationsmanagement")
    town = musterhafen.slug
    pages = {
        "programmes": reverse("cases:programmes", args=[town]),
        "weights": reverse("cases:weights", args=[town]),
        "measures": reverse("cases:measures", args=[town]),
        "add-measure": reverse("cases:add_measure", args=[town]),
        "programme": reverse("cases:edit_programme", args=[town, programme.pk]),
    }
    look(pages, visit, language)
