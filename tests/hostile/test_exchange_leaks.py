"""Nobody reads a field of the exchange that the rules do not grant (SEC-10).

Each column of each row has a mark of its own. Then everything is opened that a role
can open: pages, lists, exports, papers, feeds, what a mailed link shows, and the
mails themselves. What is heard is compared with what the rules grant; each
difference is named by role and field.
"""

import os
import re

import pytest
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.permissions import permissions
from hafen.core.db.roles import EVERYBODY
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.allowances.rules import VIEW_CLAIMS
from hafen.exchange.board import services as board
from hafen.exchange.board.models import Member, Talk
from hafen.exchange.board.rules import MODERATE
from hafen.exchange.interpreting import services as interpreting
from hafen.exchange.interpreting.models import Appointment, Call
from hafen.exchange.interpreting.rules import BOOK, VIEW_INTERPRETERS
from hafen.exchange.mentoring.rules import VIEW_MENTORING
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Helper, Match, Need, Seeker, Visibility
from hafen.exchange.pool.rules import VIEW_POOL
from hafen.exchange.training.rules import VIEW_TRAINING
from hafen.exchange.volunteers.rules import VIEW_CERTIFICATE, VIEW_VOLUNTEERS
from tests.architecture.routes import routes
from tests.hostile.exchange_links import links
from tests.hostile.marks import ROOMS, Marks, is_of_the_exchange, mail_texts, text_of
from tests.hostile.painting import fill, fill_by_hand, paint
from tests.hostile.test_leaks import PUBLIC
from tests.hostile.walking import Walk, body, first_addresses, route_of

# Whose right opens which columns at the desk; what stands here first, holds.
GRANTED = (
    ("volunteers.Talk.note", VIEW_CERTIFICATE),
    ("volunteers.Concern.", VIEW_CERTIFICATE),
    ("pool.", VIEW_POOL),
    ("allowances.", VIEW_CLAIMS),
    ("board.", MODERATE),
    # For which offices of the municipality somebody may book.
    ("interpreting.Institution.name", BOOK),
    ("interpreting.", VIEW_INTERPRETERS),
    ("mentoring.", VIEW_MENTORING),
    ("training.", VIEW_TRAINING),
    ("volunteers.", VIEW_VOLUNTEERS),
)
# Rooms that are walked in the short run too: the exchange, and what gathers from it.
NEAR = ("hafen.exchange.", "hafen.web.", "hafen.mechanisms.", "hafen.voice.",
        "hafen.core.mail.", "hafen.core.audit.")  # fmt: skip


def is_public(label):
    """Return whether anybody reads a column: the table of the public pages says so."""
    return bool({label, label.rpartition(".")[0]} & PUBLIC)


def grants(role):
    """Return what a role reads: a test of the label of a column."""

    def is_granted(label):
        if is_public(label):
            return True
        right = next(right for part, right in GRANTED if label.startswith(part))
        return role in right.roles

    return is_granted


def different_roles():
    """Return one role for each set of rights in the exchange, nobody's included."""
    found = {}
    for role in sorted(EVERYBODY):
        held = frozenset(
            each.name
            for each in permissions
            if each.name.partition(".")[0] in ROOMS and role in each.roles
        )
        found.setdefault(held, role)
    return sorted(found.values())


def far_off():
    """Return routes of rooms beyond the exchange; the long run goes there too."""
    if os.environ.get("HAFEN_LONG"):
        return "^$"
    far = [
        re.escape(each.route)
        for each in routes()
        if not each.callback.__module__.startswith(NEAR)
    ]
    return f"^({'|'.join(far)})$"


@pytest.fixture
def marked(musterhafen):
    fill(musterhafen)
    fill_by_hand(musterhafen)
    # What everybody may read would say nothing of who may read the others.
    Need._base_manager.update(visibility=Visibility.NETWORK)
    marks = Marks()
    paint(marks, only=is_of_the_exchange)
    return marks


def test_no_role_reads_a_field_of_the_exchange_that_its_rules_do_not_grant(
    musterhafen, marked, person, sign_in
):
    leaks = set()
    for role in different_roles():
        client = sign_in(person(musterhafen, role))
        client.raise_request_exception = False
        starts = first_addresses(musterhafen, "de", is_public=False)
        walk = Walk(client, skip=far_off()).start(starts)
        is_granted = grants(role)
        for address, answer in walk.answers.items():
            for label, _key in marked.heard(text_of(answer)):
                if not is_granted(label):
                    leaks.add(f"{role} × {label}: {route_of(address)}")
    assert "\n".join(sorted(leaks)) == ""


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
