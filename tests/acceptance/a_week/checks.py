"""What must be true of a city after a week: nobody forgotten, nothing given twice."""

import re
from collections import Counter
from itertools import pairwise

from hafen.core.mail.models import Notice, OutgoingMail
from hafen.exchange.board.models import Post
from hafen.exchange.interpreting.models import Appointment, Institution
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.volunteers.models import Volunteer
from hafen.mechanisms.todos.models import Todo
from hafen.voice.inquiries.models import Inquiry
from tests.acceptance.a_week.city import Mail


def all_mails():
    return [Mail(row) for row in OutgoingMail.objects.order_by("pk")]


def without_an_answer(people, mails):
    """Who wrote and heard nothing: no mail, no call, no talk that was arranged."""
    answered = {mail.to for mail in mails if mail.is_sent}
    rung = Notice.objects.filter(channel="TELEPHONE", state="DONE")
    answered |= set(rung.values_list("phone", flat=True))
    met = Volunteer.objects.exclude(stage="CONTACT")
    answered |= set(met.values_list("helper__phone", flat=True))
    return [
        each.name
        for each in people
        if each.wrote and not answered & {each.email, each.phone}
    ]


def without_owner_or_date():
    """Every open thing that nobody looks after, or that has no day."""
    found = []
    open_things = (
        (Todo.objects.open(), "due_on"),
        (Need.objects.open(), "due_on"),
        (Offer.objects.open(), "valid_until"),
        (Volunteer.objects.exclude(stage__in=["PLACED", "LEFT"]), "due_on"),
    )
    for rows, day in open_things:
        found += [
            f"{type(row).__name__} {row.pk}"
            for row in rows
            if not (row.owner_id or row.team_id) or getattr(row, day) is None
        ]
    dated = Todo.objects.open().filter(due_on__isnull=False)
    asked_for = set(dated.values_list("subject_id", flat=True))
    things = {
        "Inquiry": Inquiry.objects.filter(closed_at__isnull=True),
        "Post": Post.objects.filter(state=Post.State.WAITING),
        "Institution": Institution.objects.filter(state="REGISTERED"),
    }
    for name, rows in things.items():
        found += [f"{name} {row.pk}" for row in rows if row.pk not in asked_for]
    return found + _open_appointments(asked_for) + _open_matches(asked_for)


def _open_appointments(asked_for):
    """An appointment waits for somebody with a day to answer, or for the desk."""
    rows = Appointment.objects.filter(state__in=["OPEN", "FORWARDED"])
    return [
        f"Appointment {row.pk} {row.state}"
        for row in rows
        if row.pk not in asked_for
        and not row.calls.filter(state="ASKED", answer_by__isnull=False).exists()
        and not row.forwardings.filter(state="ACCEPTED").exists()
    ]


def _open_matches(asked_for):
    """A placement that is not settled waits for an answer by a day, or for the desk."""
    rows = Match.objects.filter(state__in=["PROPOSED", "ASKED", "ACCEPTED"])
    return [
        f"Match {row.pk} {row.state}"
        for row in rows.select_related("need")
        if row.need_id not in asked_for and not (row.is_asked and row.answer_by)
    ]


def given_twice():
    """Pairs that live twice, needs and helpers with more than their places."""
    taken = Match.objects.filter(state__in=["CONFIRMED", "RUNNING"])
    living = Match.objects.active().values_list("need", "offer")
    found = [f"pair {pair}" for pair, times in Counter(living).items() if times > 1]
    for side, model in (("need", Need), ("offer", Offer)):
        used = Counter(taken.values_list(side, flat=True))
        places = dict(model.objects.values_list("pk", "places"))
        found += [f"{side} {key}" for key, times in used.items() if times > places[key]]
    return found


def in_two_places():
    """Interpreters whose settled appointments overlap, buffer included."""
    rows = Appointment.objects.filter(blocked__isnull=False).order_by(
        "interpreter", "starts_at"
    )
    return [
        f"{one.pk} and {other.pk}"
        for one, other in pairwise(rows)
        if one.interpreter_id == other.interpreter_id
        and one.blocked.upper > other.blocked.lower
    ]


def addresses_of_others(people, mails):
    """Mails that tell an address or a number of somebody else who did not agree."""
    ways = {}
    for person in people:
        ways[person.phone] = ways[person.phone.replace("+49", "0")] = person
        if person.email:
            ways[person.email] = person
    pattern = re.compile("|".join(re.escape(each) for each in ways) or "$^")
    agreed = _told_by_consent()
    return sorted(
        f"{mail.message['Subject']} to {mail.to}: {way}"
        for mail in mails
        for way in set(pattern.findall(mail.everything))
        if mail.to != ways[way].email and (ways[way].name, mail.to) not in agreed
    )


def _told_by_consent():
    """Who agreed to be named to whom: a settled placement and the person's consent."""
    found = set()
    rows = Match.objects.filter(
        state__in=["CONFIRMED", "RUNNING", "ENDED", "WITHDRAWN"]
    )
    for match in rows.select_related("need__seeker", "offer__helper"):
        helper, seeker = match.offer.helper, match.need.seeker
        for one, other in ((helper, seeker), (seeker, helper)):
            if one.consent_on is not None:
                found.add((one.name, other.email))
    return found
