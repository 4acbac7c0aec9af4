"""Interpreting at the desk and by link: no barrier, and nothing wider than a phone."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.interpreting import keys, services
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Institution,
    Interpreter,
)
from hafen.exchange.interpreting.queries import monday_of
from hafen.exchange.interpreting.tasks import solve_week
from tests.visits import look

LISTS = (
    "appointments",
    "interpreters",
    "institutions",
    "providers",
    "demand",
    "statements",
    "vouchers",
    "roster",
    "week",
    "settings",
    "book",
    "add_interpreter",
)


def desk_pages(town):
    def desk(name, *parts):
        return reverse(f"interpreting:{name}", args=[town.slug, *parts])

    waiting = Appointment.objects.open().filter(language="uk").first()
    interpreter = Interpreter.objects.get(offer__helper__name="Farida Beispiel")
    school = Institution.objects.get(name__startswith="Gesamtschule")
    return {name: desk(name) for name in LISTS} | {
        "appointment": desk("appointment", waiting.pk),
        "interpreter": desk("interpreter", interpreter.pk),
        "interpreter_more": desk("interpreter_more", interpreter.pk),
        "institution": desk("institution", school.pk),
    }


def public_pages(town, language):
    """Return the pages behind links, each by its name."""

    def at(name, *parts):
        return reverse(
            f"interpreting_public:{name}", args=[town.slug, language, *parts]
        )

    call = Call.objects.filter(state="ASKED").first()
    interpreter = Interpreter.objects.get(offer__helper__name="Farida Beispiel")
    school = Institution.objects.get(name__startswith="Gesamtschule")
    settled = Appointment.objects.confirmed().first()
    soon = timezone.now() + timedelta(days=2)
    coming = school.appointments.filter(state="CONFIRMED", starts_at__gt=soon).first()
    code = keys.booking_code(school)
    own = keys.code(keys.OWN, interpreter.pk)
    return {
        "register": at("register"),
        "wanted": at("wanted"),
        "call": at("call", call.pk, keys.code(keys.CALL, call.pk)),
        "own": at("own", interpreter.pk, own),
        "expenses": at("expenses", interpreter.pk, own),
        "report": at("report", settled.pk, keys.times_code(settled)),
        "bookings": at("bookings", school.pk, code),
        "booking": at("booking", school.pk, code, settled.pk),
        "change": at("change_booking", school.pk, code, coming.pk),
        "complain": at("complain", school.pk, code, settled.pk),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_interpreting_has_no_barrier_at_the_desk(
    musterhafen, speaking, visit, language
):
    user = speaking("dolmetschen@example.org", language)
    services.call_for(
        municipality=musterhafen, language="prs", unmet=1, by=user, now=timezone.now()
    )
    plan_next_week(musterhafen, user)
    look(desk_pages(musterhafen), visit, language)


def plan_next_week(town, user):
    """Let a plan and a consultation hour without anybody stand on the pages."""
    monday = monday_of(timezone.localdate() + timedelta(days=7))
    plan = services.request_week_plan(municipality=town, first_day=monday, by=user)
    services.compute_week_plan(plan_id=plan.pk, solve=solve_week, now=timezone.now())
    services.save_slot(
        institution=Institution.objects.get(name__startswith="Gesamtschule"),
        slot=None,
        data={
            "weekday": 2,
            "begins": time(9),
            "ends": time(12),
            "languages": ["ar", "fa"],
            "first_day": monday - timedelta(days=30),
            "last_day": None,
        },
        by=user,
    )


@pytest.mark.parametrize("language", ["de", "ar"])
def test_interpreting_has_no_barrier_by_link(musterhafen, visit, language):
    look(public_pages(musterhafen, language), visit, language)


def test_an_institution_books_and_an_interpreter_answers_on_a_phone(musterhafen, visit):
    """The journey of both, each with a thumb and a link, without an account."""
    pages = public_pages(musterhafen, "de")
    page = visit(pages["bookings"], width=360)
    page.locator("#id_language").select_option("ar")
    page.locator("#id_subject").select_option("SCHOOL")
    day = timezone.localdate() + timedelta(days=21)
    page.locator("#id_day_1").fill(day.isoformat())
    page.locator("#id_time_1").fill("10:00")
    page.locator("#id_place").fill("Hafenstraße 3")
    page.get_by_role("button", name="Buchen").click()
    page.get_by_text("Gebucht. Wir suchen jemanden").wait_for()
    page.close()

    booked = Appointment.objects.open().filter(language="ar").latest("pk")
    farida = Interpreter.objects.get(offer__helper__name="Farida Beispiel")
    [call] = services.ask(
        appointment=booked,
        interpreters=[(farida, 0)],
        by=None,
        now=timezone.now(),
    )
    where = reverse(
        "interpreting_public:call",
        args=[musterhafen.slug, "de", call.pk, keys.code(keys.CALL, call.pk)],
    )
    page = visit(where, width=360)
    yes = page.get_by_role("button", name="Ja, ich kann dolmetschen")
    yes.click()
    yes.wait_for(state="detached")
    call.refresh_from_db()
    assert call.has_accepted
