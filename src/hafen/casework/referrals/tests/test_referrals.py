"""Referring somebody: the gate, what is told, what comes back, and when it ends."""

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse

from hafen.casework.cases import services as casework
from hafen.casework.cases.models import Consent, NeedTopic
from hafen.casework.cases.services import Rated
from hafen.casework.cases.tests.conftest import TODAY, stands
from hafen.casework.cases.tests.test_desk import MOST_QUERIES
from hafen.casework.referrals import queries, services
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.tests.conftest import NOW, at
from hafen.core.audit.models import Event
from hafen.core.db.context import opened_for
from hafen.core.db.roles import Role
from hafen.core.places.models import Unit
from hafen.information.directory import services as directory
from hafen.information.directory.shapes import ConditionData, OfferedLanguage
from hafen.information.directory.tests.conftest import new_service
from hafen.mechanisms.search import services as search
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db


def publish(organisation, name, **data):
    row = new_service(organisation, name, **data)
    return directory.publish_service(service=row, expected=None, by=None, now=NOW)


def test_d43_without_a_recorded_consent_nothing_is_sent(prepared, agreed, clara):
    with pytest.raises(services.NoGate):
        prepared()
    agreed("N06")  # another purpose
    with pytest.raises(services.NoGate):
        prepared()

    agreed("N16")

    assert prepared().state == "DRAFT"


def test_e14_more_than_the_topic_needs_is_not_told(prepared, agreed):
    agreed("N16", "CONTACT", "SITUATION")

    with pytest.raises(services.NotNeeded):
        prepared(categories=["CONTACT", "SITUATION"])


def test_e11_an_emergency_needs_a_right_of_its_own_and_stands_in_the_trail(
    town, prepared, clara, person
):
    note = "Akute Gefahr, Person nicht ansprechbar"
    row = prepared(gate="OVERRIDE", gate_note=note)
    services.offer_referral(referral=row, now=NOW, by=clara)
    manager = person(town, Role.INTEGRATION_MANAGER)

    event = Event.objects.get(action="referrals.gate.overridden")
    assert (event.actor_id, event.values["gate"]) == (clara.pk, "OVERRIDE")
    assert note not in str(event.values)
    other = prepared(gate="OVERRIDE", gate_note=note)
    with pytest.raises(services.NoGate):
        services.offer_referral(referral=other, now=NOW, by=manager)


def test_a_norm_opens_only_if_it_is_on_the_list(prepared):
    with pytest.raises(services.NoGate):
        prepared(gate="NORM", norm="§ 42", gate_note="weil")

    assert prepared(gate="NORM", norm="sgbx-69", gate_note="Leistung").norm == "sgbx-69"


def test_an_office_of_the_house_is_named_in_the_consent(town, prepared, agreed):
    unit = Unit.objects.create(municipality=town, name="Sozialamt", sort_key="soz")
    to_unit = services.Receiver(unit=unit)
    with pytest.raises(services.NoGate):
        prepared(receiver=to_unit)

    agreed("N16", organisation=None, recipient="Sozialamt")

    assert prepared(receiver=to_unit).recipient == "Sozialamt"


def test_what_was_told_ends_with_the_consent_at_once(
    town, case, amal, agreed, prepared, clara, bela, acting
):
    case(amal.household)
    consent = agreed("N16")
    row = services.offer_referral(referral=prepared(), now=NOW, by=clara)
    row = services.accept(referral=row, appointment_at=None, now=NOW, by=clara)
    assert row.opens_on(TODAY)
    assert not row.opens_on(consent.valid_until + timedelta(days=1))
    mail.outbox.clear()

    # A colleague of the team, who reads no case of Clara's, takes it in.
    acting(town, bela)
    casework.withdraw_consent(consent=consent, on=TODAY, by=bela)

    acting(town, clara)
    row.refresh_from_db()
    assert (row.state, row.told, row.told_until) == ("WITHDRAWN", "", None)
    assert "kompass@example.org" in mail.outbox[0].to


def test_r6_an_expired_consent_ends_what_was_told(
    town, amal, agreed, prepared, clara, acting
):
    consent = agreed("N16")
    row = services.offer_referral(referral=prepared(), now=NOW, by=clara)
    services.accept(referral=row, appointment_at=None, now=NOW, by=clara)
    Consent.objects.filter(pk=consent.pk).update(
        given_on=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )
    mail.outbox.clear()
    acting(town)
    with opened_for(town.pk):
        for _night in range(2):
            casework.end_expired(municipality_id=town.pk, today=TODAY)

    acting(town, clara)
    row.refresh_from_db()
    assert (row.state, row.told, row.told_until) == ("WITHDRAWN", "", None)
    [told] = mail.outbox
    assert told.to == ["kompass@example.org"]


def test_p8_a_referral_to_debt_advice_is_followed_up_and_has_an_outcome(
    town, offered, clara, sign_in
):
    row = offered(follow_up_on=TODAY)
    client = sign_in(clara)
    lead = next(each for each in leads if each.name == "referrals.ask")
    found, address = lead.find(clara, TODAY)

    assert [each.pk for each in found] == [row.pk]
    assert row.recipient in client.get(address).content.decode()
    step = at("referral_step", town, row.pk, "arrive")
    client.post(step, {"on": TODAY.isoformat()})
    step = at("referral_step", town, row.pk, "finish")
    client.post(step, {"outcome": "INFORMED"})
    row.refresh_from_db()
    assert (row.state, row.outcome, row.arrived_on) == ("DONE", "INFORMED", TODAY)
    assert not lead.find(clara, TODAY)[0].exists()
    [office] = queries.office_times(
        queries.referrals_visible_to(clara, today=TODAY), first=TODAY, last=TODAY
    )
    assert (office["arrived_count"], office["open_count"]) == (1, 0)


def test_d14_a_legal_topic_says_no_advice_and_ends_with_information(
    town, amal, prepared, agreed, clara, sign_in
):
    client = sign_in(clara)
    where = at("refer", town, amal.pk, query="?topic=N10")

    page = client.get(where).content.decode()
    assert str(amal.pk) not in " ".join(re.findall(r'href="[^"]*\?([^"]*)"', page))
    agreed("N10")
    row = prepared(topic="N10")
    services.offer_referral(referral=row, now=NOW, by=clara)

    assert "keine Rechtsberatung" in page
    with pytest.raises(services.LegalTopic):
        services.finish(
            referral=row, outcome="HELPED", answer="Klage erheben", now=NOW, by=clara
        )
    row = services.finish(
        referral=row, outcome="INFORMED", answer="", now=NOW, by=clara
    )
    assert row.outcome == "INFORMED"


def test_d63_a_resident_is_referred_without_a_file(
    town, kompass, clara, south, sign_in
):
    client = sign_in(clara)
    query = f"?topic=N16&organisation={kompass.pk}"

    page = client.post(
        at("prepare", town, query=query),
        {"way": "SLIP", "urgency": "MONTH", "language": "de"},
    )

    row = Referral.objects.get()
    assert page.url == at("referral", town, row.pk)
    assert (row.client, row.case, row.categories) == (None, None, [])
    client.post(at("referral_step", town, row.pk, "offer"))
    row.refresh_from_db()
    assert row.state == "OFFERED"
    assert not mail.outbox


@pytest.mark.parametrize(("language", "said"), [("ar", "طريقك"), ("de", "Ihr Weg")])
def test_p8_the_slip_speaks_the_language_of_the_person(
    town, offered, clara, sign_in, language, said
):
    row = offered(language=language)

    answer = sign_in(clara).get(at("slip", town, row.pk))

    pages = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert answer["Content-Type"] == "application/pdf"
    assert "Kompass" in text
    assert "Rechtsberatung" in text or language == "ar"
    assert "nicht zuständig" in text or language == "de"
    assert "Amal" not in text


def test_d44_the_mean_response_time_of_an_office_is_shown_for_a_period(
    town, offered, clara, sign_in
):
    for minutes in (60, 180):
        row = offered()
        services.accept(referral=row, appointment_at=None, now=NOW, by=clara)
        Referral.objects.filter(pk=row.pk).update(answer_minutes=minutes)
    day = TODAY.isoformat()
    client = sign_in(clara)

    page = client.get(at("offices", town, query=f"?first={day}&last={day}"))
    before = client.get(at("offices", town, query="?last=2020-01-01"))

    [(row, hours)] = page.context["rows"]
    assert (row["recipient"], row["asked"], hours) == ("Kompass e. V.", 2, 2.0)
    assert before.context["rows"] == []


def test_p52_for_somebody_tolerated_what_needs_recognition_is_not_proposed(
    town, amal, kompass, clara, sign_in
):
    recognised = [ConditionData("RESIDENCE", ["protected"])]
    publish(kompass, "Kurs für Anerkannte", conditions=recognised)
    publish(kompass, "Beratung für alle")
    publish(kompass, "Beratung auf Arabisch", languages=[OfferedLanguage("ar")])
    stands(amal, "RESIDENCE", "tolerated.dul-a", clara)
    client = sign_in(clara)

    page = client.get(at("refer", town, amal.pk, query="?topic=N01"))

    names = [str(each.card.name) for each, *_rest in page.context["fits"]]
    assert names == ["Beratung auf Arabisch", "Beratung für alle"]
    assert page.context["left_out"] == 1
    [best, _other] = [each for each, *_rest in page.context["fits"]]
    assert best.reasons == ("language",)
    [hint] = page.context["hints"]
    assert "kann" in hint.text


def test_w42_a_volunteer_finds_how_to_refer_and_nothing_of_anybody(
    town, kompass, offered, person, client, sign_in
):
    how = "Die überweisende Stelle ruft montags an, Wartezeit vier Wochen."
    service = publish(
        kompass,
        "Beratung nach Trauma",
        topics=["N14"],
        application=how,
        languages=[OfferedLanguage("ar")],
    )
    search.rebuild(municipality=town)
    row = offered()
    helper = sign_in(person(town, Role.VOLUNTEER))

    found = helper.get(f"/{town.slug}/de/search/", {"q": "Trauma"})
    page = helper.get(f"/{town.slug}/de/offers/{service.address}/").content.decode()

    assert service.address in found.content.decode()
    assert how in page
    assert "Amal" not in page + found.content.decode()
    for name, parts in (("referrals", []), ("referral", [row.pk]), ("refer", [])):
        assert helper.get(at(name, town, *parts)).status_code in {302, 404}


def test_what_was_read_of_a_referral_stands_with_the_file(
    town, offered, clara, sign_in
):
    row = offered()
    client = sign_in(clara)

    client.get(at("referral", town, row.pk))

    where = reverse("cases:readings", args=[town.slug, row.client.household_id])
    assert "ein Verweis" in client.get(where).content.decode()


def test_lists_take_no_more_queries_for_more_rows(
    town, offered, clara, sign_in, questions
):
    client = sign_in(clara)
    for _time in range(3):
        row = offered()

    names = ("referrals", "offices", "switches", "duties")
    pages = [at("referral", town, row.pk), *(at(name, town) for name in names)]
    for address in pages:
        asked = questions(client, address)
        assert len(asked) <= 12, address


def test_the_page_of_referring_takes_as_many_queries_for_a_hundred_offers(
    town, amal, kompass, offered, clara, sign_in, questions
):
    residence = [ConditionData("RESIDENCE", ["tolerated"])]
    told = {"languages": [OfferedLanguage("ar")], "conditions": residence}
    stands(amal, "RESIDENCE", "tolerated.dul-a", clara)
    client = sign_in(clara)
    first = at("refer", town, amal.pk)
    chosen = at("refer", town, amal.pk, query="?topic=N01")

    def asked():
        return [len(questions(client, address)) for address in (first, chosen)]

    publish(kompass, "Beratung 0", **told)
    offered()
    few = asked()
    for number in range(1, 100):
        publish(kompass, f"Beratung {number}", **told)
    offered()

    assert asked() == few
    assert max(few) <= 12
    assert len(client.get(chosen).context["fits"]) == 60


def test_a_referral_that_lies_with_an_office_is_the_first_offer_of_the_need(
    town, amal, case, offered, clara, sign_in, questions
):
    row = case(amal.household)
    casework.assess_needs(
        case=row, on=TODAY, ratings=[Rated("N16", "WEEK")], today=TODAY, by=clara
    )
    need = NeedTopic.objects.get()
    sheet = reverse("cases:needs", args=[town.slug, row.pk])
    desk = sign_in(clara)
    who = at("refer", town, amal.pk, query=f"?topic=N16&need={need.pk}")
    assert who.replace("&", "&amp;") in desk.get(sheet).content.decode()
    assert len(questions(desk, who)) <= MOST_QUERIES
    assert (
        reverse("cases:helpers", args=[town.slug, need.pk])
        in desk.get(who).content.decode()
    )
    offered()

    need.refresh_from_db()
    assert (need.state, need.offered_on, need.offer) == (
        "OFFERED", TODAY, "Kompass e. V.",
    )  # fmt: skip
    assert "Kompass e. V." in desk.get(sheet).content.decode()
