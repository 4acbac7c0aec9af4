"""What mailed links and mails of the exchange tell, and to whom (SEC-10).

Each column of each row has a mark of its own; whoever signs in is looked at by the
matrix of all roles (`test_matrix.py`).
"""

import re

import pytest
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board import services as board
from hafen.exchange.board.models import Member, Talk
from hafen.exchange.interpreting import services as interpreting
from hafen.exchange.interpreting.models import Appointment, Call
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Helper, Match, Need, Seeker, Visibility
from tests.hostile.exchange_links import links
from tests.hostile.marks import Marks, is_of_the_exchange, mail_texts, text_of
from tests.hostile.painting import fill, fill_by_hand, paint
from tests.hostile.test_leaks import is_public
from tests.hostile.walking import body


@pytest.fixture
def marked(musterhafen):
    fill(musterhafen)
    fill_by_hand(musterhafen)
    # What everybody may read would say nothing of who may read the others.
    Need._base_manager.update(visibility=Visibility.NETWORK)
    marks = Marks()
    paint(marks, only=is_of_the_exchange)
    return marks


def test_a_mailed_link_tells_what_it_is_for_and_nothing_else(
    musterhafen, marked, client
):
    leaks = set()
    for link in links(musterhafen):
        answer = client.get(link.path)
        assert answer.status_code == 200, link.who
        answer.body = body(answer)
        # Its secret address goes to no other page, which would keep it.
        assert f"?page={link.path}".encode() not in answer.body, link.who
        found = {label for label, _key in marked.heard(text_of(answer))}
        leaks |= {
            f"{link.who} × {label}"
            for label in found - link.grants
            if not is_public(label)
        }
    assert "\n".join(sorted(leaks)) == ""


# Ways to a person; a relay carries them to nobody else.
WAYS = re.compile(
    r"^(pool\.(Helper|Seeker)|board\.Member)\.(name|email|phone|address)$"
)


def place_by_mail(by, now):
    match = Match.objects.filter(state="ASKED").first()
    pool.answer(match=match, side="HELPER", accepts=True, now=now)
    match.refresh_from_db()
    pool.confirm(match=match, by=by, now=now)


def talk_by_mail(now):
    Member.objects.update(channel="MAIL")
    talk = Talk.objects.exclude(asker=None).first()
    for side in Talk.Side:
        words = "Rufen Sie an: 0151 23456789"
        board.say(talk=talk, side=side, text=words, language="de", now=now)


def settle_by_mail(by, now):
    Appointment.objects.update(dialect="")  # else nobody speaks it
    call = Call.objects.filter(state="ASKED", appointment__state="OPEN").first()
    yes = interpreting.Answer(accepts=True, is_impartial=True)
    call = interpreting.answer(call=call, said=yes, now=now)
    if call.has_accepted:
        interpreting.settle(call=call, by=by, now=now)


def test_no_raw_mail_of_a_relay_tells_the_way_to_the_other_side(
    musterhafen, marked, settings
):
    """Board, pool and interpreting: whole mails with heads, by all their parts."""
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    now, by = timezone.now(), User.objects.get(email="ehrenamt@example.org")
    Helper.objects.update(consent_on=None, channel="MAIL")
    Seeker.objects.update(consent_on=None, channel="MAIL")
    OutgoingMail.objects.all().delete()

    place_by_mail(by, now)
    talk_by_mail(now)
    settle_by_mail(by, now)

    told = set()
    for recipient, text in mail_texts():
        own = {key for _label, key in marked.heard(recipient)}
        heard = {label for label, key in marked.heard(text) if key not in own}
        told |= {f"{recipient} × {label}" for label in heard if WAYS.match(label)}
        assert "23456789" not in text
    assert OutgoingMail.objects.count() >= 6
    assert "\n".join(sorted(told)) == ""
