"""A volunteer claims expenses behind the own link, in the own language."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.exchange.allowances import services as allowances
from hafen.exchange.allowances.models import Claim
from hafen.exchange.allowances.tests.conftest import enter_order, enter_tariff
from hafen.exchange.volunteers import keys, services
from hafen.mechanisms.todos.models import Todo

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def dora(town, person):
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Dora")


@pytest.fixture
def mira(volunteer):
    return volunteer(ready=True, language="ar")


@pytest.fixture
def order(town, mira, clara, dora):
    return enter_order(town, mira.helper, enter_tariff(town, dora), clara)


@pytest.fixture
def where(mira):
    return urlsplit(keys.own_address(mira, "expenses")).path


def send(client, where, order, **said):
    said = {"on": timezone.localdate().isoformat(), "order": str(order.pk)} | said
    return client.post(where, said, **HERE)


def rows(town):
    with context.acting(Context(municipality=town.pk)):
        return list(Claim.objects.order_by("created_at", "pk"))


def test_c18_a_volunteer_claims_by_the_own_link(
    town, client, order, where, clara, dora, sign_in, mailoutbox
):
    """Kilometres and a ticket; it waits for somebody at the desk, and is answered."""
    page = client.get(where).content.decode()
    assert "/ar/" in where
    assert 'dir="rtl"' in page
    assert "Begleitung zu Ämtern" in page
    sent = {"minutes": "61", "kilometres": "7.5"}
    sent |= {"receipt_1": "4.20", "receipt_note_1": "Bus"}
    assert send(client, where, order, **sent).status_code == 302

    [claim] = rows(town)
    assert (claim.pay_cents, claim.refund_cents) == (2_250, 450 + 420)
    assert (claim.by_helper, claim.entered_by, claim.state) == (True, None, "SUBMITTED")
    with context.acting(Context(municipality=town.pk)):
        assert Todo.objects.get(kind=allowances.CHECK).owner == clara
    desk = reverse("allowances:claim", args=[town.slug, claim.pk])
    assert "selbst, über den Link" in sign_in(clara).get(desk).content.decode()
    mailoutbox.clear()
    with context.acting(Context(municipality=town.pk, actor=dora.pk)):
        allowances.approve_claim(claim=claim, by=dora, now=timezone.now())
    [mail] = mailoutbox
    assert where in mail.body
    assert mail.to == ["mira@example.org"]
    client.logout()
    assert "موافق عليها" in client.get(where).content.decode()


def test_c18_what_was_done_and_not_claimed_yet_is_offered(
    town, client, order, where, mira, clara
):
    """A day is offered with its minutes, and no more once it is claimed."""
    today, now = timezone.localdate(), timezone.now()
    for days, what in ((2, "Zum Amt begleitet"), (400, "Vor dem Auftrag")):
        services.log_hours(
            volunteer=mira,
            on=today - timedelta(days=days),
            minutes=90,
            what=what,
            by=clara,
            now=now,
        )
    page = client.get(where).content.decode()
    assert "Zum Amt begleitet" in page
    assert "Vor dem Auftrag" not in page
    day = (today - timedelta(days=2)).isoformat()
    form = client.get(where, {"on": day, "minutes": "90"}).content.decode()
    assert f'value="{day}"' in form
    assert 'value="90"' in form

    assert send(client, where, order, on=day, minutes="90").status_code == 302
    assert "Zum Amt begleitet" not in client.get(where).content.decode()


def test_c18_only_what_the_tariff_prices_is_asked_for(client, order, where):
    page = client.get(where).content.decode()
    assert 'name="kilometres"' in page
    for name in ("mode", "strokes", "way_minutes", "notice_hours"):
        assert f'name="{name}"' not in page


def test_c18_a_claim_is_taken_back_until_somebody_has_decided(
    town, client, order, where, dora
):
    send(client, where, order, minutes="30")
    send(client, where, order, minutes="60")
    first, second = rows(town)
    assert client.post(where, {"claim": str(first.pk)}, **HERE).status_code == 302
    with context.acting(Context(municipality=town.pk, actor=dora.pk)):
        allowances.approve_claim(claim=second, by=dora, now=timezone.now())
    late = client.post(where, {"claim": str(second.pk)}, **HERE)

    assert late.status_code == 422
    assert [row.state for row in rows(town)] == ["REFUSED", "APPROVED"]
    with context.acting(Context(municipality=town.pk)):
        assert not Todo.objects.filter(kind=allowances.CHECK, state="OPEN").exists()


def test_c18_a_foreign_link_order_or_claim_opens_nothing(
    town, client, order, where, mira, volunteer, clara
):
    other = volunteer(ready=True, name="Karim Beispiel")
    theirs = enter_order(town, other.helper, order.tariff, clara)
    their_claim = allowances.enter_claim(
        order=theirs,
        data={"on": timezone.localdate(), "minutes": 30, "by_helper": True},
        by=None,
        now=timezone.now(),
    )
    assert send(client, where, theirs, minutes="30").status_code == 404
    taken = client.post(where, {"claim": str(their_claim.pk)}, **HERE)
    assert taken.status_code == 404
    assert client.post(where, {"claim": "x"}, **HERE).status_code == 404
    assert client.get(where.replace(keys.own_code(mira), "0" * 32)).status_code == 404
    elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
    forged = client.post(where, {"order": str(order.pk)}, **elsewhere)
    assert forged.status_code == 403
    services.send_link(volunteer=mira, now=timezone.now(), by=clara, renew=True)
    assert client.get(where).status_code == 404


def test_c18_whoever_is_ordered_something_hears_of_it(
    town, mira, clara, dora, mailoutbox
):
    tariff = enter_tariff(town, dora)
    mailoutbox.clear()
    today = timezone.localdate()
    allowances.give_order(
        municipality=town,
        data={
            "helper": mira.helper,
            "task": "Begleitung zu Ämtern",
            "tariff": tariff,
            "starts_on": today,
            "until": today + timedelta(days=30),
            "ordered_on": today,
            "owner": clara,
        },
        by=clara,
        now=timezone.now(),
    )
    [mail] = mailoutbox
    assert urlsplit(keys.own_address(mira, "expenses")).path in mail.body
    assert "Begleitung zu Ämtern" in mail.body
