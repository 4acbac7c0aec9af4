"""Recognition, figures and ideas: W25, P43, P44, C-26, W49."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.models import (
    Award,
    Hours,
    Idea,
    PoliceCertificate,
    Task,
)
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo

HERE = {"HTTP_ORIGIN": "http://testserver"}


def at(town, name, *parts):
    return reverse(f"volunteers:{name}", args=[town.slug, *parts])


@pytest.fixture
def give(clara):
    """Log and confirm hours: `give(volunteer, 50)`."""

    def make(volunteer, hours, what="Deutsch üben", on=None):
        now = timezone.now()
        day = on or timezone.localdate(now)
        left = hours * 60
        rows = []
        while left > 0:
            part = min(left, 600)
            rows.append(
                services.log_hours(
                    volunteer=volunteer,
                    on=day,
                    minutes=part,
                    what=what,
                    by=clara,
                    now=now,
                )
            )
            left -= part
        services.decide_hours(rows=rows, approve=True, by=clara, now=now)

    return make


def test_w25_fifty_hours_earn_a_certificate_that_is_noted_once(
    town, clara, volunteer, give, sign_in
):
    row = volunteer(ready=True)
    give(row, 30)
    desk = sign_in(clara)
    year = timezone.localdate().year
    assert desk.get(at(town, "thanks")).context["earned"] == []
    give(row, 20, what="Begleitung zum Amt")
    page = desk.get(at(town, "thanks"))
    [(earned, kinds)] = page.context["earned"]
    assert earned.minutes == 3000
    assert [kind for kind, _name in kinds] == ["CERTIFICATE"]
    paper = desk.get(at(town, "engagement", row.pk, year))
    assert paper.content.startswith(b"%PDF")
    assert queries.tasks_done(row, year=year) == [
        ("Deutsch üben", 1800),
        ("Begleitung zum Amt", 1200),
    ]
    for _time in range(2):
        desk.post(at(town, "thank", row.pk, year), {"kind": "CERTIFICATE"})
    assert Award.objects.get().minutes == 3000
    assert desk.get(at(town, "thanks")).context["earned"] == []


def test_w25_the_honour_card_is_proposed_from_its_own_threshold(
    town, clara, volunteer, give, sign_in
):
    row = volunteer(ready=True)
    give(row, 260)
    [(_earned, kinds)] = sign_in(clara).get(at(town, "thanks")).context["earned"]

    assert [kind for kind, _name in kinds] == ["CERTIFICATE", "CARD"]


def test_p43_the_yearly_list_shows_who_was_thanked_and_how(
    town, clara, volunteer, sign_in
):
    row = volunteer(ready=True)
    desk = sign_in(clara)
    sent = {"kind": "EVENT", "occasion": "Sommerfest im Rathaus"}
    assert desk.post(at(town, "add_thanks", row.pk), sent).status_code == 302
    page = desk.get(at(town, "thanks")).content.decode()

    assert row.name in page
    assert "Sommerfest im Rathaus" in page
    assert "Einladung zu einer Veranstaltung" in page
    last = str(timezone.localdate().year - 1)
    assert (
        "Sommerfest"
        not in desk.get(at(town, "thanks"), {"year": last}).content.decode()
    )
    file = desk.get(at(town, "thanks"), {"as": "csv"}).content.decode("utf-8-sig")
    assert "Sommerfest im Rathaus" in file


def test_p44_three_of_thirty_who_carry_half_of_the_hours_are_shown(
    town, clara, volunteer, sign_in
):
    people = [volunteer(ready=True, name=f"P{n:02d} Probe") for n in range(30)]
    today = timezone.localdate()
    for place, person in enumerate(people):
        minutes = 540 if place < 3 else 60
        Hours.objects.create(
            municipality=town, volunteer=person, on=today, minutes=minutes, what="x",
            state="APPROVED",
        )  # fmt: skip
    page = sign_in(clara).get(at(town, "figures"))
    found = page.context["figures"]

    assert (found.concentration, found.carrying_half, found.givers) == (50, 3, 30)
    assert "3 von 30 Personen leisten die Hälfte der Stunden" in page.content.decode()
    assert found.months[-1].active == 30


def test_shares_are_counted_right():
    assert queries.share_of_tenth([]) == 0
    assert queries.share_of_tenth([60]) == 100
    assert queries.carrying_half([10, 10, 10, 10]) == 2
    assert queries.carrying_half([]) == 0


def test_p44_exits_with_reason_load_and_silence_are_shown(
    town, clara, volunteer, give, sign_in
):
    gone = volunteer(ready=True, name="Gerd Probe")
    services.leave(
        volunteer=gone, reason="TOO_MUCH", by=clara, now=timezone.now(), may_return=True
    )
    busy = volunteer(ready=True, name="Bea Probe")
    give(busy, 40)
    desk = sign_in(clara)
    found = desk.get(at(town, "figures")).context["figures"]

    assert found.exits == [("es war zu viel", 1)]
    assert [(row.name, hours) for row, hours in found.overloaded] == [
        ("Bea Probe", 10.0)
    ]
    returning = desk.get(at(town, "volunteers"), {"part": "return"}).content.decode()
    assert "Gerd Probe" in returning


def test_w48_refugees_who_help_are_a_sum_and_small_sums_are_not_told(
    town, clara, volunteer, sign_in
):
    for number in range(4):
        row = volunteer(ready=True, name=f"R{number} Probe")
        type(row).objects.filter(pk=row.pk).update(is_refugee=True)
    desk = sign_in(clara)
    assert desk.get(at(town, "figures")).context["figures"].refugees is None
    row = volunteer(ready=True, name="R5 Probe")
    type(row).objects.filter(pk=row.pk).update(is_refugee=True)
    assert desk.get(at(town, "figures")).context["figures"].refugees == 5


def test_c26_people_by_age_kind_and_time_to_placement(town, clara, volunteer, sign_in):
    for number in range(6):
        volunteer(
            ready=True, name=f"A{number} Probe",
            birth_year=timezone.localdate().year - 30,
        )  # fmt: skip
    volunteer(ready=True, name="Alt Probe", birth_year=1950)
    found = sign_in(clara).get(at(town, "figures")).context["figures"]

    assert ("27–45", "6") in found.ages
    assert ("66–120", "< 5") in found.ages
    assert found.kinds == [("Begleitung", 7)]
    assert found.to_placement is None


def idea_form(**said):
    form = {"title": "Nachbarschaftsgarten", "text": "Beete für alle"}
    return form | {"token": new_token(is_corrected=True)} | said


def test_w49_an_idea_with_three_supporters_becomes_a_project_and_keeps_its_origin(
    town, clara, client, sign_in, acting
):
    base = ["hier", "de"]
    handed = reverse("volunteers_public:hand_in", args=base)
    assert client.post(handed, idea_form(), **HERE).status_code == 302
    listed = reverse("volunteers_public:ideas", args=base)
    assert "Nachbarschaftsgarten" not in client.get(listed).content.decode()
    desk = sign_in(clara)
    idea = Idea.objects.get()
    assert Todo.objects.get(kind="volunteers.idea").owner == clara
    desk.post(at(town, "idea_step", idea.pk, "publish"))
    client.logout()
    assert "Nachbarschaftsgarten" in client.get(listed).content.decode()
    where = reverse("volunteers_public:support", args=[*base, idea.pk])
    for name in ("a", "b", "b"):
        sent = {"email": f"{name}@example.org", "token": new_token(is_corrected=True)}
        client.post(where, sent, **HERE)
    desk = sign_in(clara)
    early = desk.post(at(town, "idea_step", idea.pk, "project"), follow=True)
    assert "mehr Unterstützende" in early.content.decode()
    client.logout()
    sent = {"email": "c@example.org", "token": new_token(is_corrected=True)}
    client.post(where, sent, **HERE)
    desk = sign_in(clara)
    desk.post(at(town, "idea_step", idea.pk, "project"))

    the_project_names_its_origin(desk, town, idea, client, listed)


def the_project_names_its_origin(desk, town, idea, client, listed):
    task = Task.objects.get()
    assert task.idea == idea
    page = desk.get(at(town, "task", task.pk)).content.decode()
    assert "Entstanden aus einer Idee" in page
    assert "ist ein Projekt geworden" in client.get(listed).content.decode()


def test_forms_of_strangers_are_guarded(town, clara, client):
    where = reverse("volunteers_public:hand_in", args=["hier", "de"])
    elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
    assert client.post(where, idea_form(), **elsewhere).status_code == 403
    client.post(where, idea_form(website="spam"), **HERE)
    assert client.post(where, idea_form(token="x"), **HERE).status_code == 422
    assert Idea.objects.count() == 0


def test_no_public_form_of_the_room_takes_a_file(town, clara, client):
    """§ 72a (5) SGB VIII: nobody can hand a certificate in, however it is sent."""
    scan = SimpleUploadedFile("zeugnis.pdf", b"%PDF-1.4")
    where = reverse("volunteers_public:offer", args=["hier", "de"])
    page = client.get(where).content.decode()
    assert 'type="file"' not in page
    client.post(where, {"scan": scan}, **HERE)
    assert PoliceCertificate.objects.count() == 0


def test_hours_of_another_year_do_not_count(clara, volunteer, give):
    row = volunteer(ready=True)
    last = date(timezone.localdate().year - 1, 6, 1)
    give(row, 5, on=last)
    assert queries.minutes_of(row, year=last.year) == 300
    assert queries.minutes_of(row, year=last.year + 1) == 0
    assert timedelta(minutes=queries.minutes_of(row)) == timedelta(hours=5)
