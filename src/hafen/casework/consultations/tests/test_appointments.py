"""Appointments by arrangement: an interpreter who is free, and what is told."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from hafen.casework.cases.tests.conftest import only
from hafen.casework.consultations import errors, queries, services
from hafen.casework.consultations.models import Appointment, Visit, Visitor
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.tests.stage import at
from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.exchange.interpreting.models import Institution
from hafen.exchange.interpreting.tests.conftest import at_ten, enter, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(town, person, acting, clara):
    """The interpreters of the town, with one for Persian, and the office that books."""
    dora = person(town, Role.INTERPRETER_COORDINATOR, name="Dora")
    acting(town, dora)
    set_up(town, dora)
    enter(town, dora, languages=("fa",))
    return Institution.objects.create(
        municipality=town, name="Anlaufstelle", sort_key="anlaufstelle", is_own=True,
        state=Institution.State.APPROVED, owner=dora, email="buero@example.org",
    )  # fmt: skip


def sent(office, clara, begins, **more):
    local = timezone.localtime(begins)
    facts = {
        "site": str(office.pk),
        "adviser": str(clara.pk),
        "day": local.date().isoformat(),
        "begins": f"{local:%H:%M}",
        "minutes": "30",
    }
    return facts | more


def test_d11_an_interpreter_can_only_be_booked_while_one_is_free(
    pool, desk, town, office, clara, bela
):
    wanted = {"language": "fa", "interpreter_for": str(pool.pk)}
    form = desk.get(at(town, "arrange")).content.decode()
    assert "Anlaufstelle" in form

    done = desk.post(at(town, "arrange"), sent(office, clara, at_ten(), **wanted))
    assert done.status_code == 302
    # The one for Persian is asked for by now; at the same time nobody else is left.
    second = sent(office, bela, at_ten(), **wanted)
    refused = desk.post(at(town, "arrange"), second)
    other = sent(office, bela, at_ten(), **wanted | {"language": "ti"})
    nobody = desk.post(at(town, "arrange"), other)

    for answer in (refused, nobody):
        assert list(answer.context["form"].errors) == ["language"]
    row, booked = Appointment.objects.get(), Interpreting.objects.get()
    assert row.interpreting == booked
    assert (booked.language, booked.starts_at) == ("fa", row.starts_at)
    # The interpreter is told nothing of whoever comes.
    assert not booked.code

    step = at(town, "appointment_step", row.pk, "off")
    assert desk.post(step).status_code == 302
    booked.refresh_from_db()
    assert booked.is_over
    assert desk.post(at(town, "arrange"), second).status_code == 302


def test_d11_whoever_comes_is_told_in_their_language_and_reminded_once(
    desk, town, office, household, clara
):
    row = household(person={"email": "amal@example.org", "languages": ["ar"]})
    key = Who(row, only(row)).key
    day = timezone.localdate() + timedelta(days=1)
    begins = timezone.make_aware(datetime.combine(day, time(10)))
    desk.post(at(town, "arrange"), sent(office, clara, begins, who=key))
    now = timezone.now()
    for _twice in range(2):
        services.remind(municipality_id=town.pk, today=timezone.localdate(), now=now)
    desk.post(at(town, "appointment_step", Appointment.objects.get().pk, "off"))

    told = Notice.objects.order_by("created_at")
    assert [notice.subject for notice in told] == [
        *("موعدكم", "موعدكم غدًا", "أُلغي موعدكم"),
    ]
    assert {notice.channel for notice in told} == {"MAIL"}
    assert "10:00" in told[0].text


def test_whoever_has_an_appointment_goes_to_its_adviser_when_its_time_has_come(
    came, town, office, household, clara, bela, acting
):
    home = household()
    acting(town, clara)
    # Before midnight an hour later would be another day.
    now = timezone.localtime().replace(hour=10, minute=0)
    row = services.arrange(
        site=office, adviser=clara, starts_at=now + timedelta(hours=1), minutes=30,
        topic="", language="", interpreter_for=None, who=Who(home, only(home)),
        by=clara, now=now,
    )  # fmt: skip
    walk_in = came()
    visit = services.arrive(appointment=row, by=clara, now=now)

    with pytest.raises(errors.Gone):
        services.miss(appointment=row, by=clara)
    due = now + timedelta(hours=2)
    assert services.call_next(site=office, by=clara, now=due) == visit
    assert services.call_next(site=office, by=bela, now=now) == walk_in
    assert Visitor.objects.get().visit == visit
    assert [
        each.visit for each in queries.talks_with(clara, home, today=visit.day)
    ] == [visit]


def test_an_adviser_has_one_appointment_at_a_time(desk, town, office, clara):
    begins = at_ten()
    for minutes, status in ((0, 302), (15, 422), (30, 302)):
        data = sent(office, clara, begins + timedelta(minutes=minutes))
        assert desk.post(at(town, "arrange"), data).status_code == status
    over = sent(office, clara, timezone.now() - timedelta(days=2))
    assert list(desk.post(at(town, "arrange"), over).context["form"].errors) == ["day"]
    silent = sent(office, clara, at_ten(12), interpreter_for="", language="fa")
    assert desk.post(at(town, "arrange"), silent).status_code == 302

    for part, number in (("coming", 3), ("mine", 3), ("past", 0)):
        page = desk.get(at(town, "appointments"), {"part": part})
        assert len(page.context["rows"]) == number
    row = Appointment.objects.first()
    assert row.code in desk.get(at(town, "appointments") + "?as=print").content.decode()
    desk.post(at(town, "appointment_step", row.pk, "came"))
    assert Visit.objects.get().appointment == row
    assert desk.post(at(town, "appointment_step", row.pk, "x")).status_code == 404
