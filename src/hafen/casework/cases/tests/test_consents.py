"""Consents: the ten rules of releasing what is known of a person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hafen.casework.cases import agreeing, errors, queries, services
from hafen.casework.cases.models import Client, Consent
from hafen.casework.cases.tests.conftest import TODAY, only, stands
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import leads
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
SIGNED = {"given_by": "SELF", "form": "PAPER", "witness": "", "interpreted": ""}


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def kompass(town, acting):
    acting(town)
    return Organisation.objects.create(
        municipality=town, name="Kompass e. V.", sort_key="kompass", kind="WELFARE"
    )


@pytest.fixture
def amal(kompass, household):
    person = {"born_on": date(1990, 5, 1), "phone": "+49231112233"}
    return only(household(person=person))


@pytest.fixture
def asked(amal, kompass, clara):
    """A maker of prepared consents: `asked("N05", "N06")`."""

    def make(*purposes, client=amal, months=12, **facts):
        known = {
            "kind": "SHARING",
            "recipient": kompass.name,
            "organisation": kompass,
            "categories": ["CONTACT", "LANGUAGE"],
        }
        return services.prepare_consents(
            client=client,
            facts=known | facts,
            purposes=purposes or ["N05"],
            months=months,
            today=TODAY,
            by=clara,
        )

    return make


def signed(rows, by, *, client=None, agrees=False, on=TODAY, **facts):
    return services.sign_consents(
        client=client or rows[0].client,
        asked=rows,
        ticked=rows,
        facts=SIGNED | facts,
        youth_agrees=agrees,
        on=on,
        by=by,
    )


def gate(client, organisation, **more):
    wanted = {"purpose": "N05", "category": "CONTACT", "day": TODAY} | more
    return queries.consent_for(client, organisation=organisation, **wanted)


def test_d42_r1_each_purpose_is_ticked_for_itself_and_none_before(
    desk, town, amal, kompass
):
    sent = {
        "kind": "SHARING",
        "organisation": str(kompass.pk),
        "purposes": ["N05", "N06"],
        "categories": ["CONTACT"],
        "months": "12",
    }
    assert desk.post(at(town, "prepare", amal.pk), sent).status_code == 302
    work, flat = Consent.objects.order_by("purpose")
    page = desk.get(at(town, "agreed", amal.pk)).content.decode()
    assert page.count("checked") == 0

    day = TODAY.isoformat()
    both = [str(work.pk), str(flat.pk)]
    sent = SIGNED | {"asked": both, "ticked": [str(work.pk)], "on": day}
    assert desk.post(at(town, "agreed", amal.pk), sent).status_code == 302

    assert gate(amal, kompass) == work
    assert gate(amal, kompass, purpose="N06") is None
    assert gate(amal, kompass, category="SITUATION") is None
    assert not Consent.objects.filter(pk=flat.pk).exists()


def test_r2_who_refuses_is_helped_all_the_same(
    desk, town, amal, kompass, asked, case, clara
):
    [row] = asked()
    assert str(row.pk) in desk.get(at(town, "agreed", amal.pk)).content.decode()
    sent = SIGNED | {"asked": [str(row.pk)], "on": TODAY.isoformat()}
    [of_a_colleague] = asked("N06")

    assert desk.post(at(town, "agreed", amal.pk), sent).status_code == 302

    assert Consent.objects.get() == of_a_colleague
    assert case(of=amal.household).is_open


def test_r3_a_release_names_who_may_speak_and_to_whom(desk, town, amal, asked, clara):
    sent = {"kind": "RELEASE", "purposes": ["N13"], "months": "6"}
    wrong = desk.post(at(town, "prepare", amal.pk), sent)
    assert list(wrong.context["form"].errors) == ["recipient", "released"]
    sent |= {"recipient": "Praxis am Markt", "released": str(clara.pk)}
    assert desk.post(at(town, "prepare", amal.pk), sent).status_code == 302
    row = Consent.objects.get()
    assert clara.name in row.text
    assert "Praxis am Markt" in row.text
    for wrong_facts in ({"released": None}, {"recipient": "", "released": clara}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked(kind="RELEASE", **wrong_facts)


def test_d42_r4_a_withdrawal_ends_it_at_once_and_the_recipient_is_told(
    desk, town, amal, kompass, asked, clara
):
    [row] = signed(asked(), clara)
    assert desk.get(at(town, "told", row.pk)).status_code == 200

    assert desk.post(at(town, "consent_step", row.pk, "withdraw")).status_code == 302

    assert gate(amal, kompass) is None
    assert desk.get(at(town, "told", row.pk)).status_code == 404
    todo = Todo.objects.get(kind=services.TELL)
    assert (todo.state, todo.owner) == ("OPEN", clara)
    letter = desk.get(at(town, "letter", row.pk)).content.decode()
    assert kompass.name in letter
    desk.post(at(town, "consent_step", row.pk, "told"))
    todo.refresh_from_db()
    assert todo.state == "DONE"
    row.refresh_from_db()
    assert (row.withdrawn_on, row.told_on) == (TODAY, TODAY)
    with pytest.raises(errors.AlreadyClosed):
        services.withdraw_consent(consent=row, on=TODAY, by=clara)


def test_r5_what_was_signed_keeps_its_text(monkeypatch, amal, asked, clara):
    [old] = signed(asked(), clara)
    before = old.text

    monkeypatch.setattr(agreeing, "wording", lambda *_args, **_more: ["Neuer Satz"])
    monkeypatch.setattr("hafen.casework.cases.services._consents.EDITION", "2")
    [new] = asked("N06")

    old.refresh_from_db()
    assert (old.text, old.edition) == (before, agreeing.EDITION)
    assert "Neuer Satz" in new.text
    assert new.edition == "2"


@pytest.mark.parametrize(
    "spoil",
    [
        {"withdrawn_on": TODAY},
        {"valid_until": TODAY - timedelta(days=1), "given_on": date(2020, 1, 1)},
        {"given_on": None},
        {"kind": "PHOTO"},
    ],
)
def test_d42_r6_without_a_valid_consent_there_is_no_page(
    desk, town, asked, clara, spoil
):
    [row] = signed(asked(), clara)
    if "valid_until" in spoil:
        spoil = spoil | {"given_on": TODAY - timedelta(days=300)}
    Consent.objects.filter(pk=row.pk).update(**spoil)

    assert desk.get(at(town, "told", row.pk)).status_code == 404


def test_the_recipient_gets_what_was_ticked_and_nothing_else(
    desk, town, amal, add, asked, clara
):
    add(amal.household, "Karim Muster")
    stands(amal, "RESIDENCE", "tolerated", clara)
    [row] = signed(asked(categories=["CONTACT", "HOUSEHOLD"]), clara)

    page = desk.get(at(town, "told", row.pk)).content.decode()

    assert "Amal Muster" in page
    assert "+49231112233" in page
    assert "Karim" not in page
    assert "Duldung" not in page


@pytest.mark.parametrize(
    ("who", "is_marked"), [("CHILD", True), ("FAMILY", True), ("PROFESSIONAL", False)]
)
def test_r7_translated_by_a_child_it_is_marked(
    desk, town, amal, asked, clara, who, is_marked
):
    [row] = signed(asked(), clara, interpreted=who)

    assert row.is_doubtful is is_marked
    page = desk.get(at(town, "agreed", amal.pk)).content.decode()
    assert ("die Familie hat übersetzt" in page) is is_marked


def test_r8_thirty_days_before_the_end_it_is_on_today(
    desk, town, asked, clara, north, emil, acting
):
    acting(town, clara)
    [row] = signed(asked(), clara)
    lead = leads["cases.consents"]
    assert not lead.find(clara, TODAY)[0].exists()

    Consent.objects.filter(pk=row.pk).update(valid_until=TODAY + timedelta(days=30))

    found, where = lead.find(clara, TODAY)
    assert found.get() == row
    assert [each.pk for each in desk.get(where).context["page"]] == [row.pk]
    acting(town, emil)
    assert not lead.find(emil, TODAY)[0].exists()


@pytest.mark.parametrize(
    ("age", "given_by", "agrees", "refused"),
    [
        (18, "PARENT", True, errors.AdultSignsAlone),
        (18, "SELF", False, None),
        (18, "CUSTODIAN", False, None),
        (17, "PARENT", False, errors.YouthIsAsked),
        (15, "PARENT", True, None),
        (15, "SELF", False, None),
        (14, "SELF", False, errors.GuardianSigns),
        (14, "PARENT", False, None),
    ],
)
def test_r9_each_adult_signs_alone_and_youths_are_asked(
    amal, asked, clara, age, given_by, agrees, refused
):
    Client.objects.filter(pk=amal.pk).update(
        born_on=TODAY.replace(year=TODAY.year - age, day=1)
    )
    rows = asked()

    if refused:
        with pytest.raises(refused):
            signed(rows, clara, given_by=given_by, agrees=agrees)
    else:
        assert signed(rows, clara, given_by=given_by, agrees=agrees)


def test_d42_r10_the_sheet_is_in_two_languages_with_a_slip(desk, town, amal, asked):
    asked()

    page = desk.get(at(town, "sheet", amal.pk)).content.decode()

    assert 'lang="ar" dir="rtl"' in page
    assert "Ich widerrufe" in page
    assert "أسحب" in page
    assert page.count("Kompass e. V.") == 2


def test_no_consent_is_longer_than_three_years(amal, asked, clara):
    with pytest.raises(errors.TooLong):
        asked(months=37)
    [row] = asked(months=36)
    assert signed([row], clara)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(
            valid_until=TODAY + timedelta(days=1200)
        )


@pytest.mark.parametrize("size", [1, 30])
def test_pages_of_consents_ask_as_much_of_many(
    desk, town, amal, asked, clara, questions, size
):
    for number in range(size):
        signed(asked(recipient=f"Stelle {number}"), clara)
    asked()

    for where in (
        at(town, "agreed", amal.pk),
        at(town, "consents"),
        at(town, "prepare", amal.pk),
    ):
        assert len(questions(desk, where)) <= MOST_QUERIES, where
