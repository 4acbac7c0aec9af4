"""The sections of the form of an offer: hours, prices, papers, people."""

from datetime import time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import queries, services
from hafen.information.directory.models import Service
from hafen.network.organisations.models import ContactPerson


@pytest.fixture
def client_of_edda(at_work, person, sign_in):
    return sign_in(person(at_work, Role.EDITOR, name="Edda"))


def address(name, town, *parts):
    return reverse(f"directory:{name}", args=[town.slug, *parts])


def hours(**changes):
    return {"step": "add", "days": ["1"], "rhythm": "1", **changes}


@pytest.mark.parametrize(
    ("sent", "rule", "said"),
    [
        ({"rhythm": "nth-1"}, "FREQ=MONTHLY;BYDAY=-1TU", "jeden letzten"),
        (
            {"rhythm": "3", "valid_from": "2026-12-01"},
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU",
            "jede dritte Woche",
        ),
        (
            {"rhythm": "nth4", "valid_until": "2030-12-31"},
            "FREQ=MONTHLY;BYDAY=4TU",
            "31.12.2030",
        ),
    ],
)
def test_hours_of_every_rhythm_are_entered_and_read_back(
    town, client_of_edda, cafe, sent, rule, said
):
    where = address("edit_hours", town, cafe.pk)
    times = {"opens_at": "16:00", "closes_at": "18:00"}

    client_of_edda.post(where, hours(**times, **sent))

    assert [each.rrule for each in queries.data_of(cafe)["schedules"]] == [rule]
    assert said in client_of_edda.get(where).content.decode()
    again = client_of_edda.get(where + "?line=:0").context["form"]
    assert again.initial["rhythm"] == sent["rhythm"]


def test_a_line_of_hours_is_changed_and_keeps_its_days_off(town, client_of_edda, cafe):
    where = address("edit_hours", town, cafe.pk)
    client_of_edda.post(where, hours(opens_at="9:00", closes_at="12:00"))
    holidays = {"step": "day", "day": "2026-12-21", "last_day": "2027-01-05"}

    client_of_edda.post(where, {**holidays, "reason": "Ferien"})
    client_of_edda.post(where, hours(line=":0", opens_at="8:00", closes_at="12:00"))
    (changed,) = queries.data_of(cafe)["schedules"]
    client_of_edda.post(where, {"step": "forget_day", "day": "2026-12-29"})

    assert changed.opens_at.hour == 8
    closed = [str(off.day) for off in changed.exceptions]
    assert closed == ["2026-12-22", "2026-12-29", "2027-01-05"]
    (left,) = queries.data_of(cafe)["schedules"]
    assert [str(off.day) for off in left.exceptions] == ["2026-12-22", "2027-01-05"]


def test_a_rule_that_no_form_can_say_stays_when_its_times_change(
    town, client_of_edda, cafe
):
    rule = "FREQ=MONTHLY;BYMONTHDAY=15"
    odd = services.ScheduleData(rule, time(9), time(12))
    services.edit_service(
        service=cafe,
        data={"schedules": [odd]},
        expected=None,
        by=None,
        now=timezone.now(),
    )
    where = address("edit_hours", town, cafe.pk)
    sent = hours(line=":0", days=[], rhythm="as_before", opens_at="10:00")

    client_of_edda.post(where, {**sent, "closes_at": "12:00"})

    (changed,) = queries.data_of(cafe)["schedules"]
    assert (changed.rrule, changed.opens_at) == (rule, time(10))
    for wrong in ({"days": []}, {"rhythm": "2"}, {"rhythm": "as_before"}):
        assert client_of_edda.post(where, hours(**wrong)).status_code == 422


def test_prices_and_papers_are_entered_in_rows(town, client_of_edda, cafe):
    where = address("edit", town, cafe.pk, "whom")
    sent = {
        "cost_0": "12.50",
        "cost_option_0": "im Monat",
        "paper_0": "Aufenthaltstitel",
        "paper_website_0": "https://example.org/antrag.pdf",
        "version": cafe.version,
    }

    half = client_of_edda.post(where, {"cost_option_1": "ermäßigt"})
    client_of_edda.post(where, sent)

    data = queries.data_of(Service.objects.get())
    assert half.status_code == 422
    assert data["cost_options"] == [services.Cost(Decimal("12.50"), "im Monat")]
    paper = services.Document("Aufenthaltstitel", "https://example.org/antrag.pdf")
    assert data["required_documents"] == [paper]
    assert "12.5" in client_of_edda.get(where).content.decode()


def test_a_person_is_public_only_with_a_consent_on_record(
    town, client_of_edda, cafe, association, office, at_work
):
    names = {"phone": "+49251111", "email": "", "confirmed_on": "2026-01-01"}
    paula, fremd = (
        ContactPerson.objects.create(
            municipality=town, organisation=where, name=name, position="", **names
        )
        for where, name in ((association, "Paula Probe"), (office, "Frida Fremd"))
    )
    where = address("edit_persons", town, cafe.pk)
    sent = {"step": "name", "person": paula.pk}

    client_of_edda.post(where, sent)
    hidden = queries.public_persons(cafe)
    refused = client_of_edda.post(where, {**sent, "is_public": "on"})
    foreign = client_of_edda.post(where, {**sent, "person": fremd.pk})
    agreed = {"is_public": "on", "agreed_on": "2026-02-01", "agreed_how": "WRITTEN"}
    client_of_edda.post(where, {**sent, **agreed})
    shown = queries.public_persons(cafe)
    client_of_edda.post(where, {"step": "remove", "row": cafe.persons.get().pk})

    assert hidden == ()
    assert (refused.status_code, foreign.status_code) == (422, 422)
    assert [person.name for person in shown] == ["Paula Probe"]
    assert queries.public_persons(cafe) == ()


def test_a213_a_person_is_hidden_public_or_the_single_point_of_contact(
    town, client_of_edda, cafe, association
):
    names = {"phone": "", "email": "", "confirmed_on": "2026-01-01", "position": ""}
    paula, omar, nora = (
        ContactPerson.objects.create(
            municipality=town, organisation=association, name=name, **names
        )
        for name in ("Paula Probe", "Omar Offen", "Nora Nichtda")
    )
    where = address("edit_persons", town, cafe.pk)
    agreed = {"is_public": "on", "agreed_on": "2026-02-01", "agreed_how": "WRITTEN"}

    def name(person, **more):
        sent = {"step": "name", "person": person.pk, **more}
        return client_of_edda.post(where, sent).status_code

    def shown():
        return [person.name for person in queries.public_persons(cafe)]

    assert (name(nora), name(paula, **agreed), name(omar, **agreed)) == (302,) * 3
    assert shown() == ["Omar Offen", "Paula Probe"]
    assert name(nora, is_single="on") == 422  # nobody is named against their will
    assert name(paula, **agreed, is_single="on") == 302
    assert shown() == ["Paula Probe"]
    assert name(omar, **agreed, is_single="on") == 302
    assert shown() == ["Omar Offen"]
    assert "alle Fragen gehen hierher" in client_of_edda.get(where).content.decode()
    assert name(omar) == 302  # the consent is taken back
    assert shown() == ["Paula Probe"]
