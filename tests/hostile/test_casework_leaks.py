"""Nobody reads of the people of casework what their rule does not grant (domain 5.2).

Each column of each row of its rooms has a mark of its own. Then those who work in the
demo municipality open what they can: pages, lists, exports, papers, feeds. All that
runs by the clock runs too, and mails and the log are read. What is heard is held
against the classes of what was declared. Strangers walk through all rooms
(`test_matrix.py`).
"""

import logging
import os
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from hafen.casework.cases.models import Client
from hafen.config.operations.logs import JsonFormatter
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db import context, work
from hafen.core.db.context import Context
from hafen.core.db.personal_data import DataClass, declared
from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board import addresses
from hafen.exchange.board import services as board
from hafen.exchange.board.models import Post, Talk
from tests.hostile.marks import mail_texts, marked_in, text_of
from tests.hostile.seeing import as_case_worker
from tests.hostile.walking import Walk, far_off, first_addresses, route_of

OF_PEOPLE = {DataClass.C1, DataClass.C2, DataClass.C3, DataClass.C4}
CASE_WORK = {Role.SOCIAL_WORKER, Role.INTEGRATION_MANAGER, Role.PARTNER_CASE_WORKER}
# What others read of these classes, by the seat that they have at a table: what was
# released to it, under a number and without a name.
GRANTED = {
    Role.ADMINISTRATIVE_COORDINATOR: {
        "casetable.Item.number", "casetable.Item.summary", "casetable.Release.office",
        "casetable.Measure.number", "casetable.Measure.text",
    },
}  # fmt: skip
# Read by a reason that is given each time, or by whom they were entrusted to.
CLOSED = {
    "cases.SpecialNote.text": set(), "cases.SecretNote.text": {Role.SOCIAL_WORKER},
}  # fmt: skip
# Rooms that are walked in the short run too.
NEAR = ("hafen.casework.", "hafen.web.desk", "hafen.mechanisms.")


def is_of_people(field):
    return (
        field.model.__module__.startswith("hafen.casework.")
        and declared(field.model).data_class in OF_PEOPLE
        and field.name in declared(field.model).fields
    )


@pytest.fixture
def logged():
    """The lines that a log would hold, as they are written."""
    lines = []

    class Keeping(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Keeping(logging.INFO)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def marked(musterhafen):
    return marked_in(musterhafen, only=is_of_people)


def read_by(client, town, marks):
    """Return which columns somebody reads, each with the routes that tell it."""
    client.raise_request_exception = False
    starts = first_addresses(town, "de", is_public=False)
    walk = Walk(client, skip=far_off(NEAR)).start(starts)
    assert walk.answers
    return {
        (label, route_of(address))
        for address, answer in walk.answers.items()
        for label, _key in marks.heard(text_of(answer))
    }


def people(town):
    """Return who is walked with; in the short run one for each way to a file."""
    found = User.objects.filter(municipality=town).order_by("email")
    if os.environ.get("HAFEN_LONG"):
        return found
    names = ("sozialarbeit", "ehrenamt", "koordination", "praktikum", "unterkunft")
    return found.filter(email__in=[f"{name}@example.org" for name in names])


def test_people_at_work_read_what_their_class_grants(
    musterhafen, marked, sign_in, logged
):
    leaks = set()
    for user in people(musterhafen):
        roles = {each.role for each in RoleAssignment.objects.filter(user=user)}
        granted = set().union(*(GRANTED.get(role, set()) for role in roles))
        for label, route in read_by(sign_in(user), musterhafen, marked):
            may = CLOSED.get(label, CASE_WORK)
            if not roles & may and label not in granted:
                leaks.add(f"{user.email} × {label}: {route}")

    assert "\n".join(sorted(leaks)) == ""
    assert marked.heard("\n".join(logged)) == set()


# Of the board, what a room stands on and what comes of it.
BOARD = ("hafen.exchange.board", "hafen.web.portal", *NEAR)


@pytest.fixture
def room(musterhafen, marked, settings):
    """A room that a resident offers, and what a person of a file asked about it."""
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    now = timezone.now()
    with as_case_worker():
        asker = Client.objects.exclude(phone="").first()
    new = board.NewPost(
        facts={
            "side": "OFFER", "category": "housing.room", "title": "Zimmer, 14 m²",
            "text": "Ab sofort.", "language": "de", "district": None,
        },
        person={"name": "Vera Muster", "email": "vera@example.org", "language": "de"},
        by=None,
    )  # fmt: skip
    post = board.post(municipality=musterhafen, new=new, now=now)
    Post.objects.filter(pk=post.pk).update(state="PUBLISHED", published_at=now)
    post.refresh_from_db()
    OutgoingMail.objects.all().delete()
    who = {"name": asker.name, "email": "fragt@example.org", "phone": asker.phone,
           "language": "ar", "channel": "MAIL"}  # fmt: skip
    return board.answer_post(
        row=post, person=who, text="Ist das Zimmer noch frei?", language="de", now=now
    )


def test_r16_whoever_offers_a_room_hears_what_they_were_asked_and_nothing_of_a_file(
    musterhafen, marked, room, person, client, sign_in
):
    """Rule 16: by the own links, the public pages, the mails, and with an account."""
    own = [
        urlsplit(address).path
        for address in (
            addresses.manage(room.post, "de"),
            addresses.talk(room, Talk.Side.AUTHOR, "de"),
        )
    ]
    starts = [*own, *first_addresses(musterhafen, "de", is_public=True)]
    walk = Walk(client, skip=far_off(BOARD)).start(starts)
    read = "".join(text_of(answer) for answer in walk.answers.values())
    told = "".join(text for to, text in mail_texts() if "vera" in to)

    assert set(own) <= set(walk.answers)
    assert "Ist das Zimmer noch frei?" in read
    assert "Ist das Zimmer noch frei?" in told
    assert marked.heard(read + told) == set()
    landlady = sign_in(person(musterhafen, Role.NEIGHBOUR_LANDLORD))
    assert read_by(landlady, musterhafen, marked) == set()


def test_what_runs_by_the_clock_tells_nobody_and_no_log(
    musterhafen, marked, logged, settings
):
    """All tasks on some days to come: reminders, ends, deletions, lists for Today."""
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    OutgoingMail.objects.all().delete()
    begin = timezone.now()
    for days in (0, 8, 40, 400):
        with patch("django.utils.timezone.now", return_value=begin + timedelta(days)):
            for each in work.schedules:
                with context.acting(Context(municipality=musterhafen.pk, actor=None)):
                    work.tasks[each.task].run()

    told = "\n".join(text for _recipient, text in mail_texts())
    assert OutgoingMail.objects.count() > 20
    assert marked.heard(told) == set()
    assert marked.heard("\n".join(logged)) == set()
