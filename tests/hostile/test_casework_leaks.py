"""Nobody reads of the people of casework what their rule does not grant (domain 5.2).

Each column of each row of its rooms has a mark of its own. Then those who work in the
demo municipality, and strangers in every role, open what they can: pages, lists,
exports, papers, feeds. All that runs by the clock runs too, and mails and the log are
read. What is heard is held against the classes of what was declared.
"""

import logging
import os
import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from hafen.config.operations.logs import JsonFormatter
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db import context, work
from hafen.core.db.context import Context
from hafen.core.db.permissions import permissions
from hafen.core.db.personal_data import DataClass, declared
from hafen.core.db.roles import EVERYBODY, Role
from hafen.core.mail.models import OutgoingMail
from tests.architecture.routes import routes
from tests.hostile.marks import Marks, mail_texts, text_of
from tests.hostile.painting import (
    fill,
    fill_by_hand,
    label_of,
    paint,
    painted_fields,
    painted_models,
)
from tests.hostile.walking import Walk, first_addresses, route_of

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


def far_off():
    """Return routes of rooms beyond casework; the long run goes there too."""
    if os.environ.get("HAFEN_LONG"):
        return "^$"
    far = (r.route for r in routes() if not r.callback.__module__.startswith(NEAR))
    return f"^({'|'.join(map(re.escape, far))})$"


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
    """Marks in all rows, whoever of the town is the one who sees a row."""
    fill(musterhafen)
    fill_by_hand(musterhafen)
    marks = Marks()
    done = set()
    for user in User.objects.filter(municipality=musterhafen):
        with context.acting(Context(municipality=musterhafen.pk, actor=user.pk)):
            done.update(paint.__wrapped__(marks, only=is_of_people))
    texts = [label_of(each) for model in painted_models()
             for each in painted_fields(model) if is_of_people(each)]  # fmt: skip
    assert done == set(texts)
    return marks


def read_by(client, town, marks):
    """Return which columns somebody reads, each with the routes that tell it."""
    client.raise_request_exception = False
    starts = first_addresses(town, "de", is_public=False)
    walk = Walk(client, skip=far_off()).start(starts)
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


def different_roles():
    """Return one role for each set of rights in the rooms that are walked."""
    found = {}
    for role in sorted(EVERYBODY):
        held = frozenset(each.name for each in permissions if role in each.roles)
        found.setdefault(held, role)
    return sorted(found.values())


@pytest.mark.long
def test_strangers_in_every_role_read_nothing_of_people(
    musterhafen, marked, person, sign_in, logged
):
    leaks = set()
    for role in different_roles():
        client = sign_in(person(musterhafen, role))
        for label, route in read_by(client, musterhafen, marked):
            leaks.add(f"{role} × {label}: {route}")

    assert "\n".join(sorted(leaks)) == ""
    assert marked.heard("\n".join(logged)) == set()


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
