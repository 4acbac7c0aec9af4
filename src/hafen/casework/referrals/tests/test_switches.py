"""The change of the legal area: days from a decision, and the one that costs money."""

from datetime import date, timedelta

import pytest

from hafen.casework.cases.models import BenefitCommunity, BenefitMember, Circumstance
from hafen.casework.cases.tests.conftest import TODAY, stands
from hafen.casework.referrals import queries, reference, services
from hafen.casework.referrals.models import AreaSwitch, SwitchStep
from hafen.casework.referrals.tests.conftest import at
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db


def begin(client, by, decided_on):
    return services.begin_switch(
        client=client,
        before="asylblg",
        after="sgb2",
        decided_on=decided_on,
        today=TODAY,
        by=by,
    )


@pytest.mark.parametrize(
    ("before", "after", "ends_on", "apply_by"),
    [
        ("asylblg", "sgb2", date(2026, 2, 28), date(2026, 2, 28)),
        ("asylblg", "sgb8", date(2026, 2, 28), None),
        ("sgb8", "sgb12", date(2026, 2, 10), date(2026, 2, 28)),
        ("sgb2", "asylblg", date(2026, 2, 28), None),
    ],
)
def test_d41_days_follow_from_the_reference_data(before, after, ends_on, apply_by):
    found = reference.dates(before, after, date(2026, 2, 10))

    assert (found.ends_on, found.apply_by) == (ends_on, apply_by)
    codes = [code for code, _day in reference.steps(before, after, date(2026, 2, 10))]
    assert ("application" in codes) == (apply_by is not None)


def test_every_change_has_steps_in_every_language():
    areas = reference.areas()
    pairs = [(one, two) for one in areas for two in areas if one != two]

    assert all(len(reference.steps(*pair, TODAY)) >= 4 for pair in pairs)
    languages = ("de", "en", "ar", "fa", "uk", "ru", "tr", "fr")
    assert all(all(reference.step_names(tag).values()) for tag in languages)
    assert all(reference.grounds(TODAY, tag) for tag in languages)
    assert all(reference.hints("protected", "", TODAY, tag) for tag in languages)


def test_d41_a_checklist_names_the_one_day_that_costs_money(town, amal, clara, sign_in):
    client = sign_in(clara)
    stands(amal, "LEGAL_AREA", "asylblg.basic", clara)
    where = at("add_switch", town, amal.pk)
    form = client.get(where).context["form"]
    sent = {"before": "asylblg", "after": "sgb2", "decided_on": TODAY.isoformat()}
    client.post(where, sent)
    row = AreaSwitch.objects.get()
    page = client.get(at("switch", town, row.pk)).content.decode()
    pressing = queries.filtered_switches(
        queries.switches_visible_to(clara, today=TODAY), "pressing", today=row.apply_by
    )
    assert form["before"].value() == "asylblg"
    assert "§ 37 Abs. 2 SGB II" in page
    assert "keine Rechtsberatung" in page
    assert list(pressing) == [row]


def test_d41_a_month_without_income_is_seen(town, amal, clara, sign_in):
    client = sign_in(clara)
    row = begin(amal, clara, TODAY)
    steps = {each.code: each for each in row.steps.all()}
    client.post(at("settle_step", town, steps["application"].pk, "done"))
    client.post(at("settle_step", town, steps["rent"].pk, "spare"))
    # Granted a month too late: the gap is seen.
    granted = row.ends_on + timedelta(days=32)
    close = at("switch_step", town, row.pk, "close")
    client.post(close, {"granted_from": granted.isoformat()})

    row.refresh_from_db()
    assert (row.applied_on, row.closed_on, row.gap_days) == (TODAY, TODAY, 31)
    area = Circumstance.objects.valid(granted).get(client=amal, kind="LEGAL_AREA")
    assert area.code == "sgb2"
    assert SwitchStep.objects.get(pk=steps["rent"].pk).state == "SPARED"
    shown = client.get(at("switches", town, query="?part=closed")).content.decode()
    assert "31" in shown


def test_d41_a_person_has_one_change_at_a_time_and_it_waits_on_today(town, amal, clara):
    begin(amal, clara, TODAY - timedelta(days=40))

    with pytest.raises(services.AlreadyThere):
        begin(amal, clara, TODAY)
    lead = next(each for each in leads if each.name == "referrals.switches")
    assert lead.find(clara, TODAY)[0].count() == 1


def test_a_family_goes_together_and_who_stays_stays(
    town, amal, clara, add, community, sign_in, acting, questions
):
    karim, nour = (add(amal.household, name) for name in ("Karim", "Nour"))
    oma = add(amal.household, "Oma Muster", kind="PARENT")
    for each in (amal, karim, nour):
        stands(each, "LEGAL_AREA", "asylblg.basic", clara)
    stands(oma, "LEGAL_AREA", "sgb12", clara)
    community(amal, karim, oma)
    client, where = sign_in(clara), at("add_switch", town, amal.pk)
    form = client.get(where).context["form"]
    assert form["others"].value() == [str(karim.pk), str(nour.pk)]
    assert str(oma.pk) not in dict(form.fields["others"].choices)
    sent = {"before": "asylblg", "after": "sgb2", "decided_on": TODAY.isoformat()}
    sent["others"] = form["others"].value()

    assert client.post(where, sent).status_code == 302

    acting(town, clara)
    rows = {row.client: row for row in AreaSwitch.objects.all()}
    assert set(rows) == {amal, karim, nour}
    page = at("switch", town, rows[amal].pk)
    shown = client.get(page).context["others"]
    assert [row.client for row in shown] == [karim]
    step = rows[amal].steps.get(code=reference.APPLICATION)
    client.post(at("settle_step", town, step.pk, "done"))
    acting(town, clara)
    applied = AreaSwitch.objects.filter(applied_on=TODAY)
    assert {row.client for row in applied} == {amal, karim}
    assert max(len(questions(client, each)) for each in (where, page)) <= 12


def test_all_of_a_form_go_or_nobody(amal, clara, add):
    karim = add(amal.household, "Karim")
    begin(karim, clara, TODAY)
    with pytest.raises(services.AlreadyThere):
        services.begin_switches(
            client=amal, others=[karim], before="asylblg", after="sgb2",
            decided_on=TODAY, today=TODAY, by=clara,
        )  # fmt: skip
    assert not AreaSwitch.objects.filter(client=amal).exists()


@pytest.fixture
def community(town, acting, clara):
    def make(*people):
        acting(town, clara)
        row = BenefitCommunity.objects.create(
            municipality=town, household=people[0].household, valid_from=TODAY
        )
        for each in people:
            BenefitMember.objects.create(
                municipality=town, community=row, client=each, valid_from=TODAY
            )
        return row

    return make
