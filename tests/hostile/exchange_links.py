"""Mailed links of the exchange: whose they are, and which columns they open.

Each entry says what the page behind a link may tell, and of which rows: of others
it tells nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from hafen.exchange.board import addresses as board
from hafen.exchange.board.models import Post, Subscription, Talk
from hafen.exchange.interpreting import keys as interpreting
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Forwarding,
    Institution,
)
from hafen.exchange.mentoring import keys as mentoring
from hafen.exchange.mentoring.models import CheckIn, HandOver
from hafen.exchange.pool import keys as pool
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.volunteers import keys as volunteers
from hafen.exchange.volunteers.models import Partner, Volunteer


@dataclass(frozen=True)
class Link:
    """What one person gets by mail.

    :param who: who reads it, and what it is
    :param path: where it leads
    :param grants: the columns that it opens
    """

    who: str
    path: str
    grants: frozenset[str]


NEED = {"pool.Need.title", "pool.Need.text"}
CLAIMED = {"allowances.Order.task", "allowances.Claim.reason"}
JOB = {"interpreting.Appointment.dialect"}
WHERE = {f"interpreting.Appointment.{name}" for name in
         ("place", "hint", "contact", "contact_phone")}  # fmt: skip

GOES_TO = JOB | WHERE | {"interpreting.Institution.name"}


def links(town):
    """Return one link of each kind, for a row that is there."""
    made = [
        *_pool(town),
        *_volunteers(town),
        *_interpreting(town),
        *_board(),
        *_mentoring(town),
    ]
    return [Link(who, path, frozenset(grants)) for who, path, grants in made]


def at(town, name, *parts):
    return reverse(name, args=[town.slug, "de", *parts])


def _pool(town):
    match = Match.objects.order_by("pk").first()
    for side, grants in ((pool.HELPER, NEED), (pool.SEEKER, {"pool.Need.title"})):
        code = pool.answer_code(match, side)
        where = at(town, "pool_public:answer", match.pk, code)
        yield f"{side.lower()}: is asked", where, grants
    for model, part in ((Need, "need"), (Offer, "offer")):
        row = model.objects.order_by("pk").first()
        code = pool.renewal_code(row)
        where = at(town, "pool_public:renew", part, row.pk, code)
        yield f"{part}: does it hold", where, {f"pool.{part.title()}.title"}


def _volunteers(town):
    row = Volunteer.objects.order_by("pk").first()
    where = urlsplit(volunteers.own_address(row)).path
    yield "volunteer: own page", where, {
        "pool.Helper.name (first name)", "pool.Helper.name", "pool.Helper.email",
        "pool.Helper.phone", "pool.Offer.title", "pool.Need.title",
        "volunteers.Task.title", "volunteers.Volunteer.wishes",
        "volunteers.Volunteer.exclusions", "volunteers.Volunteer.support_needed",
        "volunteers.Hours.what",
    }  # fmt: skip
    claims = urlsplit(volunteers.own_address(row, "expenses")).path
    yield "volunteer: expenses", claims, CLAIMED | {"volunteers.Hours.what"}
    partner = Partner.objects.order_by("pk").first()
    yield "partner: own page", urlsplit(volunteers.partner_address(partner)).path, {
        "pool.Need.title", "volunteers.Place.activities",
        "pool.Helper.name (first name)", "volunteers.DeploymentProfile.title",
    }  # fmt: skip


def _interpreting(town):
    call = Call.objects.order_by("pk").first()
    holder = call.interpreter
    job = Appointment.objects.order_by("pk").first()
    for who, name, purpose, row, grants in (
        ("interpreter: is asked", "call", interpreting.CALL, call, JOB),
        ("interpreter: own page", "own", interpreting.OWN, holder, GOES_TO),
        ("interpreter: expenses", "expenses", interpreting.OWN, holder, CLAIMED),
        ("interpreter: calendar", "feed", interpreting.FEED, holder, GOES_TO),
    ):
        code = interpreting.code(purpose, row.pk)
        yield who, at(town, f"interpreting_public:{name}", row.pk, code), grants
    code = interpreting.times_code(job)
    where = at(town, "interpreting_public:report", job.pk, code)
    yield "interpreter: times", where, JOB
    passed_on = Forwarding.objects.order_by("pk").first()
    code = interpreting.code(interpreting.FORWARDING, passed_on.pk)
    where = at(town, "interpreting_public:forwarded", passed_on.pk, code)
    yield "provider: request", where, {"interpreting.Forwarding.text"}
    yield from _institutions(town)


def _institutions(town):
    institution = Institution.objects.filter(closed_at=None).order_by("pk").first()
    own = {
        f"interpreting.Institution.{name}" for name in ("name", "contact", "address")
    }
    code = interpreting.booking_code(institution)
    where = at(town, "interpreting_public:bookings", institution.pk, code)
    told = JOB | {"interpreting.Appointment.code", "pool.Helper.name (first name)"}
    yield "institution: bookings", where, own | told
    booking = institution.appointments.order_by("pk").first()
    if booking is not None:
        where = f"{where}{booking.pk}/"
        yield "institution: booking", where, own | told | WHERE
        yield "institution: complaint", f"{where}complain/", set()
    soon = timezone.now() + timedelta(days=2)
    coming = institution.appointments.filter(state="CONFIRMED", starts_at__gt=soon)
    for booking in coming[:1]:
        where = at(town, "interpreting_public:bookings", institution.pk, code)
        yield "institution: change", f"{where}{booking.pk}/change/", told | WHERE


def _board():
    post = Post.objects.exclude(member=None).order_by("pk").first()
    notice = {"board.Post.title", "board.Post.text"}
    yield "author: own notice", urlsplit(board.manage(post, "de")).path, notice
    talk = Talk.objects.order_by("pk").first()
    for side in Talk.Side:
        where = urlsplit(board.talk(talk, side, "de")).path
        yield f"{side.lower()}: talk", where, {*notice, "board.Message.text"}
    wish = Subscription.objects.order_by("pk").first()
    yield "reader: news by mail", urlsplit(board.alert(wish)).path, set()


def _mentoring(town):
    row = CheckIn.objects.order_by("pk").first()
    if row is not None:
        for side in ("HELPER", "SEEKER"):
            code = mentoring.check_in_code(row, side)
            where = at(town, "mentoring_public:check_in", row.pk, code)
            yield f"{side.lower()}: how it goes", where, set()
    wish = HandOver.objects.order_by("pk").first()
    if wish is not None:
        where = at(town, "mentoring_public:wish", wish.pk, mentoring.wish_code(wish))
        # What the family has agreed that the association is told.
        told = {"pool.Need.title", "pool.Need.text"} if "TEXT" in wish.shares else set()
        yield "association: wish", where, {"mentoring.HandOver.told", *told}
