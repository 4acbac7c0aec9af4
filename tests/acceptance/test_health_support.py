"""Somebody goes along to a doctor: when, where and in which language, no diagnosis."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import SpecialNote
from hafen.casework.cases.tests.conftest import (
    TODAY,
    agatha,
    bela,
    case,
    clara,
    household,
    south,
    team,
)
from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.tests.conftest import (
    approve,
    at_ten,
    enter,
    reserve,
    set_up,
)

__all__ = ["agatha", "bela", "case", "clara", "household", "south", "team"]
pytestmark = pytest.mark.django_db
DIAGNOSIS = "Epilepsie"
FARAH = "farah@example.org"


@pytest.fixture
def dora(town, person):
    return person(town, Role.INTERPRETER_COORDINATOR, name="Dora")


def last_link(email):
    text = Notice.objects.filter(email=email).latest("pk").text
    [link, *_more] = re.findall(r"https?://\S+", text)
    return "/" + link.partition("://")[2].partition("/")[2]


def test_d15_the_interpreter_sees_time_place_and_language_and_no_diagnosis(
    town, case, clara, dora, acting, client
):
    file = case()
    cases.write_special(
        case=file, text=f"Diagnose: {DIAGNOSIS}", on=TODAY, by=clara, today=TODAY
    )
    acting(town, dora)
    set_up(town, dora)
    farah = enter(town, dora)
    practice = approve(town, dora, name="Praxis am Markt")
    appointment = reserve(
        practice, starts=at_ten(), place="Marktplatz 3", subject="HEALTH"
    )

    [call] = services.ask(
        appointment=appointment, interpreters=[(farah, 0)], by=dora, now=timezone.now()
    )
    asked = client.get(last_link(FARAH), HTTP_HOST="localhost").content.decode()
    said = services.Answer(accepts=True, is_impartial=True)
    call = services.answer(call=call, said=said, now=timezone.now())
    services.settle(call=call, by=dora, now=timezone.now())

    page = client.get(last_link(FARAH), HTTP_HOST="localhost").content.decode()
    for fact in ("Arabisch", "10:00"):
        assert fact in asked
    assert "Marktplatz 3" in page
    told = [asked, page, *Notice.objects.values_list("text", flat=True)]
    assert not [text for text in told if DIAGNOSIS in text]
    # Nor does the desk that looks for who goes along.
    assert not SpecialNote.objects.exists()
    acting(town, clara)
    assert DIAGNOSIS in SpecialNote.objects.get().text


def test_d15_the_list_says_who_goes_along_to_which_appointment_on_health(
    town, dora, acting, sign_in
):
    acting(town, dora)
    set_up(town, dora)
    practice = approve(town, dora, name="Praxis am Markt")
    for subject, place in (("HEALTH", "Marktplatz 3"), ("SCHOOL", "Schulweg 1")):
        reserve(practice, starts=at_ten(), place=place, subject=subject)
    desk = sign_in(dora)
    page = reverse("interpreting:appointments", args=[town.slug])

    found = desk.get(page, {"subject": "HEALTH", "part": "all"}).context["page"]

    assert [each.subject for each in found] == ["HEALTH"]
    sheet = desk.get(page, {"subject": "HEALTH", "part": "all", "as": "csv"})
    assert sheet.getvalue().decode().count("Praxis am Markt") == 1
