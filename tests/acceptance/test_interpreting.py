"""Catalogue entries of interpreting, through the pages: W37–W40, L9, D31, D68."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Forwarding,
    Institution,
    Interpreter,
    Provider,
    Wanted,
)
from hafen.exchange.interpreting.tests.conftest import (
    accept,
    approve,
    at_ten,
    enter,
    reserve,
    set_up,
)
from hafen.mechanisms.feedback.forms import new_token

ORIGIN = {"HTTP_ORIGIN": "http://localhost"}


def at(town, name, *parts):
    return reverse(f"interpreting:{name}", args=[town.slug, *parts])


@pytest.fixture
def dora(town, person):
    return person(town, Role.INTERPRETER_COORDINATOR, name="Dora")


@pytest.fixture
def pool(town, dora, acting):
    acting(town, dora)
    return set_up(town, dora)


@pytest.fixture
def desk(dora, pool, sign_in):
    return sign_in(dora)


@pytest.fixture
def school(town, dora, pool):
    return approve(town, dora)


def links_in(email):
    """Return the addresses of this house in the last message to somebody."""
    text = Notice.objects.filter(email=email).latest("pk").text
    return [
        link.partition("://")[2].partition("/")[2]
        for link in re.findall(r"https?://\S+", text)
    ]


def page_of(client, address):
    answer = client.get(f"/{address}", HTTP_HOST="localhost")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, address, **data):
    return client.post(f"/{address}", data, HTTP_HOST="localhost", **ORIGIN)


def test_w37_an_offer_not_confirmed_for_a_year_is_to_be_checked_and_not_proposed(
    town, dora, desk, school
):
    old = timezone.localdate() - timedelta(days=366)
    farah = enter(town, dora, confirmed_on=old)
    appointment = reserve(school)
    listed = desk.get(at(town, "interpreters"), {"part": "check"}).content.decode()
    assert "Farah Beispiel" in listed
    page = desk.get(at(town, "appointment", appointment.pk)).content.decode()
    assert f'value="{farah.pk}"' not in page
    assert "seit zwölf Monaten nicht geprüft" in page

    step = at(town, "interpreter_step", farah.pk)
    assert desk.post(step, {"step": "confirm"}).status_code == 302
    page = desk.get(at(town, "appointment", appointment.pk)).content.decode()
    assert f'value="{farah.pk}"' in page
    listed = desk.get(at(town, "interpreters"), {"part": "check"}).content.decode()
    assert "Farah Beispiel" not in listed


def test_w38_one_click_passes_on_language_time_place_and_subject_alone(
    town, desk, school, client
):
    provider = Provider.objects.create(
        municipality=town, name="Sprachdienst", email="dienst@example.org"
    )
    district = None
    appointment = reserve(
        school,
        language="ti",
        code="K-12",
        hint="Raum 3",
        contact="Frau Lehmann",
        district=district,
    )
    page = desk.get(at(town, "appointment", appointment.pk)).content.decode()
    assert "Niemand, den man fragen könnte" in page
    step = {"step": "forward", "provider": str(provider.pk)}
    assert (
        desk.post(at(town, "appointment_step", appointment.pk), step).status_code == 302
    )
    text = Notice.objects.get(email="dienst@example.org").text
    assert "Tigrinya" in text
    assert "Schule und Kita" in text
    for secret in ("Gesamtschule", "K-12", "Raum 3", "Lehmann", "Schulstraße"):
        assert secret not in text

    [link] = links_in("dienst@example.org")
    client.logout()
    assert "Ja, es kommt jemand" in page_of(client, link)
    assert Forwarding.objects.get().is_sent
    send(client, link, step="yes")
    assert Forwarding.objects.get().state == "ACCEPTED"
    assert "Fachdienst" in Notice.objects.filter(email=school.email).latest("pk").text


def test_w39_three_unmet_requests_for_dari_lead_the_gaps_and_make_a_public_call(
    town, dora, desk, school, client
):
    for number in range(3):
        row = reserve(school, language="prs", starts=at_ten(9 + number))
        desk.post(at(town, "appointment_step", row.pk), {"step": "unmet"})
    row = reserve(school, language="fa")
    desk.post(at(town, "appointment_step", row.pk), {"step": "unmet"})
    page = desk.get(at(town, "demand")).content.decode()
    assert page.index("Dari") < page.index("Persisch")

    call = desk.post(at(town, "call_for"), {"language": "prs"})
    assert call.status_code == 302
    assert Wanted.objects.get().unmet == 3
    client.logout()
    public = f"{town.slug}/de/interpreters-wanted/"
    assert "Dari" in page_of(client, public)
    applied = send(
        client,
        public,
        token=new_token(is_corrected=True),
        name="Navid Muster",
        email="navid@example.org",
        language="prs",
        spoken="3",
        agreed="on",
    )
    assert applied.status_code == 302
    # Not proposed before the desk has talked with the person.
    assert Interpreter.objects.get().confirmed_on is None


def test_w40_a_subject_proposes_those_qualified_for_it_first_and_says_why(
    town, dora, desk, school
):
    """Even where others know the client, stand nearer and are whose turn it is."""
    says_so = enter(town, dora, name="Mia Meint", subjects=["THERAPY"])
    plain = enter(town, dora, name="Anna Allgemein", training="SWORN")
    proven = enter(
        town, dora, name="Zoe Zertifikat", languages=[{"language": "ar", "spoken": 2}]
    )
    for who, until in ((proven, ""), (plain, "2025-01-31")):
        added = desk.post(
            at(town, "add_to_interpreter", who.pk, "qualification"),
            {
                "subject": "THERAPY",
                "title": "Dolmetschen in der Psychotherapie",
                "on": "2024-05-01",
                "valid_until": until,
                "is_shown": "on",
            },
        )
        assert added.status_code == 302
    known = reserve(school, code="K-1", subject="OTHER", starts=at_ten(30))
    services.settle(call=accept(known, plain, dora), by=dora, now=timezone.now())

    appointment = reserve(school, subject="THERAPY", code="K-1")
    page = desk.get(at(town, "appointment", appointment.pk)).content.decode()
    where = [
        page.index(said)
        for said in (
            "Fachgebiet: Psychotherapie",
            f"ask-{proven.pk}",
            f"ask-{says_so.pk}",
            "Ohne dieses Fachgebiet",
            f"ask-{plain.pk}",
        )
    ]
    assert where == sorted(where)
    assert page.count("Dolmetschen in der Psychotherapie") == 1
    found = desk.get(at(town, "interpreters"), {"subject": "THERAPY"}).content.decode()
    assert "Zoe Zertifikat" in found
    assert "Mia Meint" in found


def test_l9_a_social_worker_books_and_the_interpreter_sees_no_case(
    town, dora, pool, person, sign_in, client
):
    farah = enter(town, dora)
    office = approve(town, dora, name="Soziale Arbeit Nord", is_own=True)
    worker = person(town, Role.SOCIAL_WORKER, name="Selma Sozial")
    browser = sign_in(worker)
    day = at_ten().date().isoformat()
    booked = {
        "institution": str(office.pk),
        "language": "ar",
        "level": "2",
        "subject": "HOUSING",
        "mode": "on_site",
        "direction": "BOTH",
        "minutes": "60",
        "place": "Marktplatz 1, Eingang B",
        "code": "H-77",
        "day_1": day,
        "time_1": "10:00",
        "count": "1",
        "every_weeks": "1",
    }
    wrong = browser.post(at(town, "book"), booked | {"code": "Familie Haddad"})
    assert wrong.status_code == 422
    assert Appointment.objects.count() == 0
    assert browser.post(at(town, "book"), booked).status_code == 302
    appointment = Appointment.objects.get()
    page = browser.get(at(town, "appointment", appointment.pk)).content.decode()
    assert "farah@example.org" not in page

    ask_and_settle(town, sign_in(dora), client, appointment, farah)
    own, _times = links_in("farah@example.org")
    page = page_of(client, own)
    assert "Marktplatz 1" in page
    assert "10:00" in page
    assert "Arabisch" in page
    assert "H-77" not in page
    assert "Selma" not in page


def ask_and_settle(town, desk, client, appointment, farah):
    """Ask by the page, answer by the mailed link, settle by the page."""
    cookies = dict(client.cookies)
    ask = {"interpreter": [str(farah.pk)]}
    assert desk.post(at(town, "ask", appointment.pk), ask).status_code == 302
    [link] = links_in("farah@example.org")
    client.cookies.clear()
    asked = page_of(client, link)
    assert "Arabisch" in asked
    assert "Marktplatz" not in asked
    # Looking changes nothing: mail programs open links by themselves.
    assert Call.objects.get().is_asked
    assert send(client, link, step="yes", chosen="0").status_code == 302
    for name, morsel in cookies.items():
        client.cookies[name] = morsel.value
    settle = at(town, "call_step", appointment.pk, Call.objects.get().pk, "settle")
    assert desk.post(settle).status_code == 302
    client.logout()


def test_d12_both_confirm_the_times_and_the_claim_is_made(
    town, dora, desk, school, client
):
    farah = enter(town, dora)
    now = timezone.now()
    started = now.replace(second=0, microsecond=0) - timedelta(minutes=90)
    appointment = reserve(school, minutes=60)
    call = accept(appointment, farah, dora)
    services.settle(call=call, by=dora, now=now)
    Appointment.objects.filter(pk=appointment.pk).update(
        starts_at=started,
        ends_at=started + timedelta(minutes=60),
        blocked=None,
        interpreter=farah,
        state="OPEN",
    )
    Appointment.objects.filter(pk=appointment.pk).update(
        state="CONFIRMED",
        blocked=(started, started + timedelta(minutes=60)),
    )
    client.logout()
    times = links_in("farah@example.org")[-1]
    local = timezone.localtime(started)
    said = {
        "began_at": local.strftime("%Y-%m-%dT%H:%M"),
        "finished_at": (local + timedelta(minutes=61)).strftime("%Y-%m-%dT%H:%M"),
        "kilometres": "6,0",
    }
    assert send(client, times, **said).status_code == 302
    assert "sind notiert" in page_of(client, times)
    [bookings] = links_in(school.email)
    where = f"{bookings}{appointment.pk}/"
    assert "Zeiten bestätigen" in page_of(client, where)
    done = send(client, where, step="confirm", outcome="HELD", mark="GOOD", **said)
    assert done.status_code == 302
    appointment.refresh_from_db()
    assert appointment.is_done
    # 61 minutes are three started half hours at 15 €, 12 km at 30 cents.
    assert appointment.claim.pay_cents == 4500
    assert appointment.claim.refund_cents == 360
    assert appointment.fee_cents == 8000
    desk.force_login(dora)


def test_a_form_of_another_page_changes_nothing(town, dora, desk, school, client):
    farah = enter(town, dora)
    [call] = services.ask(
        appointment=reserve(school),
        interpreters=[(farah, 0)],
        by=dora,
        now=timezone.now(),
    )
    [link] = links_in("farah@example.org")
    client.logout()
    foreign = client.post(
        f"/{link}",
        {"step": "yes"},
        HTTP_HOST="localhost",
        HTTP_ORIGIN="https://evil.example",
    )
    assert foreign.status_code == 403
    call.refresh_from_db()
    assert call.is_asked


def test_a_link_of_an_institution_that_was_closed_is_worthless(
    town, dora, school, client
):
    [link] = links_in(school.email)
    assert "Ihre Buchungen" in page_of(client, link)
    services.close_institution(institution=school, by=dora, now=timezone.now())
    assert client.get(f"/{link}", HTTP_HOST="localhost").status_code == 404


def test_an_institution_registers_and_books_nothing_before_it_is_approved(
    town, dora, desk, client
):
    client.logout()
    where = f"{town.slug}/de/interpreting/register/"
    sent = send(
        client,
        where,
        token=new_token(is_corrected=True),
        name="Praxis am Ring",
        contact="Herr Sommer",
        email="praxis@example.org",
        language="de",
    )
    assert sent.status_code == 302
    assert Notice.objects.filter(email="praxis@example.org").count() == 0
    practice = Institution.objects.get(name="Praxis am Ring")
    assert practice.is_registered


@pytest.mark.parametrize(
    "name",
    [
        "roster",
        "appointments",
        "interpreters",
        "institutions",
        "providers",
        "demand",
        "statements",
    ],
)
def test_lists_ask_the_database_the_same_however_long_they_are(
    town, dora, desk, school, questions, name
):
    farah = enter(town, dora)
    reserve(school)
    first = len(questions(desk, at(town, name)))
    for number in range(8):
        enter(town, dora, name=f"Muster Nr. {number}", languages=["ar", "fa"])
        reserve(school, starts=at_ten(20 + number))
    assert len(questions(desk, at(town, name))) <= max(first, 12)
    for page in ("interpreter", "interpreter_more"):
        assert len(questions(desk, at(town, page, farah.pk))) <= 12
