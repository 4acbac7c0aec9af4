"""B-04: until when a notice hangs, and whose word that is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board import keys, services
from hafen.exchange.board.models import Post
from hafen.exchange.board.tests.conftest import NOW
from hafen.exchange.board.tests.test_public import HERE, at, said

TODAY = timezone.localdate(NOW)
USUAL = TODAY + timedelta(days=30)


def days(number):
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("wanted", "until"), [(None, USUAL), (days(5), days(5)), (days(400), USUAL)]
)
def test_b04_an_author_may_end_a_notice_earlier_than_usual(hanging, wanted, until):
    assert hanging(ends_on=wanted).valid_until == until


def test_b04_the_form_asks_for_the_day_and_refuses_one_that_is_over(
    town, mona, client, acting
):
    sent = client.post(at("write"), said(ends_on=days(-1).isoformat()), **HERE)
    assert sent.status_code == 422
    assert "ends_on" in sent.context["form"].errors

    client.post(at("write"), said(ends_on=days(3).isoformat()), **HERE)

    acting(town, mona)
    assert Post.objects.get().ends_on == days(3)


def test_b04_it_comes_down_on_that_day_without_a_reminder_and_can_be_renewed(
    hanging, town
):
    row = hanging(ends_on=days(3))
    before = OutgoingMail.objects.count()
    services.keep_fresh(municipality_id=town.pk, now=NOW + timedelta(days=1))
    assert OutgoingMail.objects.count() == before

    services.keep_fresh(municipality_id=town.pk, now=NOW + timedelta(days=4))
    row.refresh_from_db()
    assert row.is_expired
    assert OutgoingMail.objects.count() == before + 1

    renewed = services.renew_post(row=row, by=None, now=NOW + timedelta(days=5))
    assert (renewed.ends_on, renewed.valid_until) == (None, days(35))


def test_b04_the_author_changes_the_day_by_the_mailed_link(
    hanging, town, mona, client, acting
):
    row = hanging(ends_on=days(3))
    where = reverse(
        "board_public:edit", args=["hier", "de", row.pk, keys.manage_code(row)]
    )
    assert client.get(where).context["form"]["ends_on"].value() == days(3)
    facts = {"side": "OFFER", "category": "goods.baby", "title": "Wagen"}
    facts |= {"language": "de", "version": row.version}

    client.post(where, facts | {"ends_on": days(9).isoformat()}, **HERE)

    acting(town, mona)
    row.refresh_from_db()
    assert (row.ends_on, row.valid_until) == (days(9), days(9))


def test_b04_an_expired_notice_that_is_changed_hangs_for_a_while_again(
    hanging, town, mona
):
    row = hanging(ends_on=days(1))
    later = NOW + timedelta(days=4)
    services.keep_fresh(municipality_id=town.pk, now=later)
    row.refresh_from_db()

    facts = {"title": "Wagen", "text": "", "ends_on": None}
    fresh = services.edit_post(row=row, facts=facts, expected=None, by=None, now=later)
    public = services.publish_post(row=fresh, by=mona, now=later)

    assert public.is_public
    assert public.valid_until == days(34)
