"""A case asks the exchange for help: by consent, without a name, with no way back."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from hafen.casework.cases import errors, services
from hafen.casework.cases.models import Consent, SoughtHelp
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.core.accounts import services as accounts
from hafen.core.accounts.services import Receiver
from hafen.core.db.roles import Role
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Need
from hafen.exchange.pool.times import bit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def vera(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Vera")


@pytest.fixture
def agree(clara):
    def make(client, *, kind="MATCHING"):
        [row] = services.prepare_consents(
            client=client,
            facts={"kind": kind, "recipient": "Freiwilligenagentur", "categories": []},
            purposes=[],
            months=12,
            today=TODAY,
            by=clara,
        )
        services.sign_consents(
            client=client, asked=[row], ticked=[row], on=TODAY, youth_agrees=False,
            facts={"given_by": "SELF", "form": "PAPER"}, by=clara,
        )  # fmt: skip
        row.refresh_from_db()
        return row

    return make


def test_without_a_consent_there_is_no_such_page(desk, town, case, agree, clara, vera):
    row = case()
    assert desk.get(at(town, "seek", row.pk)).status_code == 404
    page = desk.get(at(town, "help", row.pk)).content.decode()
    assert "zugestimmt" in page
    other = agree(only(row.household), kind="SURVEY")

    with pytest.raises(errors.NotAgreed):
        services.seek_help(
            case=row, consent=other, facts={}, now=timezone.now(), by=clara
        )

    assert not Need.objects.exists()


def test_the_exchange_learns_language_times_and_no_name(
    desk, town, case, agree, vera, clara, acting
):
    row = case(person={"born_on": date(1990, 5, 1)})
    consent = agree(only(row.household))
    sent = {
        "consent": str(consent.pk),
        "kind": "COMPANY",
        "title": "Begleitung zum Amt",
        "days": ["1"],
        "parts": ["3"],
        "owner": str(vera.pk),
    }

    assert desk.post(at(town, "seek", row.pk), sent).status_code == 302

    need = Need.objects.select_related("seeker", "owner").get()
    assert (need.languages, need.slots, need.is_for_minor) == (
        {"ar": 2},
        bit(1, 3),
        False,
    )
    assert (need.owner, need.seeker.email) == (vera, clara.email)
    told = f"{need.title} {need.text} {need.seeker.name} {need.seeker.address}"
    assert "Muster" not in told
    listed = desk.get(at(town, "help", row.pk))
    assert [each.need for each in listed.context["sought"]] == [need]
    acting(town, vera)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_soughthelp")
        assert cursor.fetchone() == (0,)


def test_a_withdrawn_consent_ends_what_was_asked_for(case, agree, vera, clara):
    row = case()
    consent = agree(only(row.household))
    made = services.seek_help(
        case=row,
        consent=consent,
        facts={"kind": "SPONSORSHIP", "title": "Patenschaft", "owner": vera},
        now=timezone.now(),
        by=clara,
    )

    services.withdraw_consent(consent=consent, on=TODAY, by=clara)

    made.need.refresh_from_db()
    assert made.need.state == Need.State.WITHDRAWN
    assert SoughtHelp.objects.count() == 1
    assert Consent.objects.get().withdrawn_on == TODAY


def test_open_requests_speak_to_whoever_gets_the_case(
    case, agree, vera, clara, bela, town
):
    row, now = case(), timezone.now()
    consent = agree(only(row.household))
    wish = {"kind": "SPONSORSHIP", "title": "Patenschaft", "owner": vera}
    need = services.seek_help(
        case=row, consent=consent, facts=wish, now=now, by=bela
    ).need
    assert need.seeker.email == clara.email
    offer = pool.enter_offer(
        municipality=town, person=pool.Person({"name": "Mira", "channel": "VISIT"}),
        data=wish | {"languages": need.languages}, by=vera, now=now,
    )  # fmt: skip
    [match] = pool.ask(need=need, offers=[offer], by=vera, now=now)
    pool.answer(match=match, side="HELPER", accepts=True, now=now)
    Need.objects.update(reminded_at=now)
    mail.outbox.clear()

    services.hand_over_case(case=row, to=bela, today=TODAY, by=clara)

    need.refresh_from_db()
    assert (need.seeker.email, need.reminded_at) == (bela.email, None)
    [told] = mail.outbox
    assert told.to == [bela.email]


def test_who_leaves_leaves_no_address_in_the_exchange(
    case, agree, vera, clara, bela, town, person, acting
):
    row = case()
    consent = agree(only(row.household))
    services.seek_help(
        case=row, consent=consent, now=timezone.now(), by=clara,
        facts={"kind": "GOODS", "title": "Sache", "owner": vera},
    )  # fmt: skip
    ayse = person(town, Role.ADMINISTRATOR, name="Ayşe")
    acting(town, ayse)

    accounts.hand_over(
        holder=clara,
        receivers={name: Receiver(bela) for name in ("cases.case", "cases.household")},
        by=ayse,
    )

    assert Need.objects.get().seeker.email == bela.email


def test_pages_of_help_ask_as_much_of_many_as_of_one(
    desk, town, case, agree, vera, clara, questions
):
    row = case()
    consent = agree(only(row.household))
    for number in range(5):
        services.seek_help(
            case=row, consent=consent, now=timezone.now(), by=clara,
            facts={"kind": "GOODS", "title": f"Sache {number}", "owner": vera},
        )  # fmt: skip
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, row.pk))) for name in ("help", "seek")
    }

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
