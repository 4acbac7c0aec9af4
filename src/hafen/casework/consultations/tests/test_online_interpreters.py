"""Interpreters of appointments that were asked for online."""

import pytest
from django.core import mail
from django.utils import timezone

from hafen.casework.consultations import services
from hafen.casework.consultations.tests.stage import at, moment
from hafen.casework.consultations.tests.test_online import (
    asked,
    next_day,
    point,
    press,
    times,
)
from hafen.core.db.roles import Role
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.exchange.interpreting.models import Institution
from hafen.exchange.interpreting.tests.conftest import enter, set_up

__all__ = ["asked", "point"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(town, person, acting):
    """Who coordinates interpreters; one of them speaks Arabic."""
    dora = person(town, Role.INTERPRETER_COORDINATOR, name="Dora")
    acting(town, dora)
    set_up(town, dora)
    enter(town, dora, languages=("ar",))
    return dora


@pytest.fixture
def booker(town, dora):
    """The institution in whose name the desk books."""
    return Institution.objects.create(
        municipality=town, name="Anlaufstelle", sort_key="anlaufstelle", is_own=True,
        state=Institution.State.APPROVED, owner=dora, email="buero@example.org",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["person", "desk"])
def test_d11_for_the_new_time_an_interpreter_is_asked_anew(
    asked, point, town, client, clara, desk, dora, booker, acting, who
):
    now = timezone.now()
    acting(town, clara)
    row = services.accept(appointment=asked, by=clara, now=now)
    row = services.book_interpreter(
        appointment=row, institution=booker, by=clara, now=now
    )
    before = row.interpreting
    mail.outbox.clear()

    if who == "person":
        press(client, row, town, "move", slot=times(town, point)[0].key)
    else:
        later = moment(next_day(2), 16)
        form = {"adviser": clara.pk, "day": later.date().isoformat()}
        desk.post(at(town, "move", row.pk), form | {"begins": "16:00"})

    acting(town, dora)
    row.refresh_from_db()
    before.refresh_from_db()
    anew = row.interpreting
    assert (before.is_living, anew.is_living) == (False, True)
    assert (anew.starts_at, anew.ends_at) == (row.starts_at, row.ends_at)
    assert (anew.language, anew.institution) == ("ar", booker)
    assert Interpreting.objects.count() == 2


def test_where_nobody_speaks_it_an_interpreter_is_booked_with_one_press(
    asked, point, town, client, desk, clara, booker, acting
):
    listed = desk.get(at(town, "appointments"), {"part": "asked"})
    assert [may for _row, _brief, may in listed.context["rows"]] == [True]
    step = at(town, "appointment_step", asked.pk, "interpreter")
    assert desk.post(step, {"institution": "x"}).status_code == 404
    for _twice in range(2):
        desk.post(step, {"institution": booker.pk})

    acting(town, clara)
    booked = Interpreting.objects.get()
    assert (booked.language, booked.starts_at) == ("ar", asked.starts_at)
    assert not booked.code
    listed = desk.get(at(town, "appointments"), {"part": "asked"})
    assert [may for _row, _brief, may in listed.context["rows"]] == [False]
    # Moved by whoever comes: nobody is left waiting at the old time.
    press(client, asked, town, "move", slot=times(town, point)[-1].key)
    booked.refresh_from_db()
    assert booked.is_over
