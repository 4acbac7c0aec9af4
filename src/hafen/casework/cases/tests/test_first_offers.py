"""A need meets who can help, and its first offer is noted by what happened."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import queries, services
from hafen.casework.cases.models import GridMeasure, NeedTopic, SoughtHelp
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.casework.cases.tests.test_help import agree, vera
from hafen.casework.cases.tests.test_needs import rate
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Need

__all__ = ["agree", "rate", "vera"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def offer(town, vera, acting):
    """A maker of offers of the exchange."""

    def make(name="Hilde Helfer", *, kind=Kind.TEACHING, **more):
        acting(town, vera)
        person = {"name": name, "email": f"{name[:5]}@example.org", "is_adult": True}
        return pool.enter_offer(
            municipality=town,
            person=pool.Person(person),
            data={
                "kind": kind, "title": "Deutsch üben", "languages": {"ar": 2},
                "owner": vera, "slots": 1, **more,
            },
            by=vera,
            now=NOW,
        )  # fmt: skip

    return make


def topic(row, domain="N01"):
    return NeedTopic.objects.get(case=row, domain=domain)


def seek(desk, town, row, consent, vera, need):
    sent = {"consent": str(consent.pk), "kind": "TEACHING", "title": "Deutsch üben",
            "people": "4", "owner": str(vera.pk)}  # fmt: skip
    where = at(town, "seek", row.pk)
    return desk.post(f"{where}?need={need.pk}", sent)


def test_e32_the_first_offer_of_a_need_is_the_first_helper_who_is_proposed(
    desk, town, case, agree, rate, offer, vera, clara, acting
):
    row = case()
    consent = agree(only(row.household))
    rate(row, on=LONG_AGO, N01="WEEK")
    help_of = offer()
    acting(town, clara)
    page = desk.get(at(town, "seek", row.pk) + f"?need={topic(row).pk}")
    begins = page.context["form"].initial
    assert (begins["kind"], begins["people"], begins["is_urgent"]) == (
        Kind.TEACHING, 1, True,
    )  # fmt: skip
    assert seek(desk, town, row, consent, vera, topic(row)).status_code == 302
    need = Need.objects.get()
    assert need.text == "Für 4 Personen"
    assert SoughtHelp.objects.get().topic == topic(row)
    assert topic(row).offered_on is None

    acting(town, vera)
    assert not NeedTopic.objects.exists()
    pool.propose(need=need, offer=help_of, by=vera, now=NOW)

    assert not NeedTopic.objects.exists()
    acting(town, clara)
    now = topic(row)
    assert (now.state, now.offered_on) == ("OFFERED", timezone.localdate(NOW))
    assert now.offer == "Lernen und Nachhilfe"
    assert now.offered_on - now.since == TODAY - LONG_AGO


def test_only_the_first_offer_counts_and_by_hand_it_is_corrected(
    desk, town, case, rate, clara
):
    row = case()
    rate(row, on=LONG_AGO, N16="WEEK")
    for name, on in (("Kompass", 5), ("Lotse", 9)):
        services.note_offer(
            case=row, domain="N16", offer=name, on=LONG_AGO + timedelta(days=on),
            by=clara,
        )  # fmt: skip
    assert (topic(row, "N16").offer, topic(row, "N16").offered_on) == (
        "Kompass", LONG_AGO + timedelta(days=5),
    )  # fmt: skip
    earlier = LONG_AGO + timedelta(days=2)
    sent = {
        "state": "RUNNING", "on": TODAY.isoformat(), "offered_on": earlier.isoformat(),
        "offer": "Telefonat",
    }  # fmt: skip
    desk.post(at(town, "need_step", topic(row, "N16").pk), sent)

    now = topic(row, "N16")
    assert (now.state, now.offered_on, now.offer) == ("RUNNING", earlier, "Telefonat")
    assert "Telefonat" in desk.get(at(town, "needs", row.pk)).content.decode()
    services.note_offer(case=row, domain="N01", offer="–", on=TODAY, by=clara)
    assert not NeedTopic.objects.filter(domain="N01").exists()


def test_a_measure_that_runs_is_an_offer_and_one_that_is_planned_is_none(
    town, case, rate, clara, acting
):
    row = case()
    rate(row, on=LONG_AGO, N01="MONTH")
    acting(town)
    measure = GridMeasure.objects.create(
        municipality=town, name="Sprachkurs", sort_key="sprachkurs", domain="N01",
        agency="Volkshochschule",
    )  # fmt: skip
    acting(town, clara)
    entry = services.plan_measure(
        case=row, measure=measure, goal=None, due_on=None, is_special=False,
        today=TODAY, by=clara,
    )  # fmt: skip
    assert topic(row).offered_on is None
    services.move_measure(entry=entry, state="RUNNING", on=TODAY, by=clara)
    assert (topic(row).offer, topic(row).offered_on) == ("Sprachkurs", TODAY)


def test_who_of_the_exchange_would_fit_is_told_with_reasons_and_without_names(
    desk, town, case, rate, offer, clara, acting, agree, questions
):
    row = case(person={"born_on": date(1990, 5, 1)})
    rate(row, on=LONG_AGO, N01="WEEK", N13="WEEK")
    for number in range(3):
        offer(f"Hilde Helfer {number}")
    offer("Nur Türkisch", languages={"tr": 2})
    acting(town, clara)
    where = at(town, "helpers", topic(row).pk)
    assert len(questions(desk, where)) <= MOST_QUERIES
    page = desk.get(where)
    text = page.content.decode()

    assert page.context["found"][0].fitting == 3
    assert not Need.objects.exists()
    assert "Hilde" not in text
    assert reverse("cases:agreed", args=[town.slug, only(row.household).pk]) in text
    agree(only(row.household))
    assert at(town, "seek", row.pk) in desk.get(where).content.decode()
    # Of health nobody is looked for by itself.
    special = desk.get(at(town, "helpers", topic(row, "N13").pk))
    assert special.context["found"] == []
    assert at(town, "seek", row.pk) not in special.content.decode()
    asked = desk.get(at(town, "seek", row.pk) + f"?need={topic(row, 'N13').pk}")
    assert asked.status_code == 404


def test_a_need_of_another_case_is_not_found(
    desk, town, case, rate, emil, sign_in, agree, clara, acting, other_town
):
    row = case()
    agree(only(row.household))
    rate(row, on=LONG_AGO, N01="WEEK")
    foreign = case(name="Bilal Beispiel")
    rate(foreign, on=LONG_AGO, N01="WEEK")
    assert (
        desk.get(at(town, "seek", row.pk) + f"?need={topic(foreign).pk}").status_code
        == 404
    )
    assert desk.get(at(town, "seek", row.pk) + "?need=x").status_code == 404
    key = topic(row).pk
    assert sign_in(emil).get(at(town, "helpers", key)).status_code == 404


def test_for_whom_a_case_is_begins_with_the_head_of_the_household(case, add):
    row = case()
    add(row.household, "Aaron Muster")
    people = queries.in_household(row, today=TODAY)
    assert [each.name for each in people] == ["Amal Muster", "Aaron Muster"]
