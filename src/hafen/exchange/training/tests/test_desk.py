"""The screens of the desk: who reads them, and how much they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.training import keys, services
from hafen.exchange.training.models import Module, Participant
from hafen.information.events import services as events
from hafen.mechanisms.feedback.forms import new_token

HERE = {"HTTP_ORIGIN": "http://testserver"}
LISTS = ("programme", "modules", "gaps", "polls")


def at(town, name, *parts):
    return reverse(f"training:{name}", args=[town.slug, *parts])


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_as_much_for_many_as_for_few(
    name, desk, town, module, plan, helper, enrol, questions
):
    def grow(count, first):
        for number in range(first, first + count):
            training = module(f"Modul {number}")
            run = plan(training, days_ago=number, organisation=None)
            enrol(run, helper(f"Hilfe {number}"))

    grow(2, 0)
    few = len(questions(desk, at(town, name)))
    grow(6, 2)

    assert len(questions(desk, at(town, name))) == few
    assert few <= 12


def test_a_run_asks_little(desk, town, basic, plan, helper, enrol, mark, questions):
    run = plan(basic)
    rows = [enrol(run, helper(f"Hilfe {number}")) for number in range(5)]
    mark(run, 1, *rows)

    assert len(questions(desk, at(town, "run", run.pk))) <= 12
    assert len(questions(desk, at(town, "attend", run.pk, 2))) <= 12
    for file in ("csv", "print"):
        assert desk.get(at(town, "run", run.pk), {"as": file}).status_code == 200


def test_every_list_is_a_file(desk, town, module):
    module()
    for name in LISTS:
        assert desk.get(at(town, name), {"as": "xlsx"}).status_code == 200
    for part in ("staff", "units"):
        sent = {"as": "csv", "part": part}
        assert desk.get(at(town, "gaps"), sent).status_code == 200


def test_a_training_is_changed_and_a_name_is_given_once(desk, town, module):
    made = module("Eins")
    module("Zwei")
    sent = {"name": "Zwei", "kind": "BASIC", "parts": 1, "hours": "3", "version": 1}
    taken = desk.post(at(town, "edit_module", made.pk), sent)
    assert (taken.status_code, list(taken.context["form"].errors)) == (422, ["name"])
    sent["name"] = "Drei"
    assert desk.post(at(town, "edit_module", made.pk), sent).status_code == 302
    # Sent again, nothing differs by now; it is not written a second time.
    assert desk.post(at(town, "edit_module", made.pk), sent).status_code == 409
    assert Module.objects.filter(name="Drei", kind="BASIC").count() == 1


def test_another_municipality_and_other_roles_see_nothing(
    town, other_town, basic, plan, helper, enrol, person, sign_in
):
    run = plan(basic)
    row = enrol(run, helper())
    emil = person(other_town, Role.VOLUNTEER_COORDINATOR, name="Emil")
    client = sign_in(emil)
    for name, parts in (
        ("run", [run.pk]), ("enrol", [run.pk]), ("attend", [run.pk, 1]),
        ("certificate", [run.pk, row.pk]), ("edit_module", [basic.pk]),
    ):  # fmt: skip
        assert client.get(at(other_town, name, *parts)).status_code == 404
    client = sign_in(person(town, Role.SOCIAL_WORKER, name="Sofie"))
    assert client.get(at(town, "programme")).status_code in {403, 404}


def test_a_visitor_registers_once_and_learns_nothing_of_others(
    client, town, module, plan, acting, clara, monkeypatch
):
    monkeypatch.setattr(
        "hafen.mechanisms.feedback.visiting.is_too_quick", lambda _token: False
    )
    run = plan(module(), days_ago=-10, places=5)
    where = reverse("training_public:join", args=["hier", "de", run.pk])
    assert client.get(where).status_code == 200
    sent = {"name": "Gast", "email": "gast@example.org", "group": "VOLUNTEER"}
    answers = [
        client.post(where, sent | {"token": new_token()}, **HERE) for _time in (1, 2)
    ]
    assert {each["Location"] for each in answers} == {answers[0]["Location"]}

    acting(town, clara)
    assert Participant.objects.count() == 1
    wrong = {"HTTP_ORIGIN": "https://evil.example"}
    assert client.post(where, sent | {"token": new_token()}, **wrong).status_code == 403


def test_a_poll_opens_with_its_code_alone(client, desk, town, clara, acting):
    acting(town, clara)
    poll = services.open_poll(
        municipality=town, title="Umfrage", topics=[{"de": "A"}, {"de": "B"}],
        closes_on=timezone.localdate(), by=clara,
    )  # fmt: skip
    page = desk.get(at(town, "poll", poll.pk)).content.decode()
    assert keys.poll_code(poll, poll.pk) in page
    assert desk.post(at(town, "invite", poll.pk)).status_code == 302
    wrong = ["hier", "de", poll.pk, poll.pk, "0" * 32]
    assert client.get(reverse("training_public:poll", args=wrong)).status_code == 404


def test_two_who_change_one_training_compare_and_decide(desk, town, module):
    row = module("Asylrecht")
    where = at(town, "edit_module", row.pk)
    said = {"name": "Asylrecht", "kind": "FURTHER", "parts": "2", "hours": "3"}
    first = said | {"version": str(row.version)}
    assert desk.post(where, first | {"name": "Asyl- und Aufenthaltsrecht"}).url

    late = desk.post(where, first | {"hours": "6"})

    assert late.status_code == 409
    page = late.content.decode()
    assert "Asyl- und Aufenthaltsrecht" in page
    row.refresh_from_db()
    assert row.minutes == 180
    again = said | {"hours": "6", "version": str(row.version)}
    assert desk.post(where, again).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.minutes) == ("Asylrecht", 360)


def test_the_page_of_a_run_says_what_it_lacks_and_leads_to_another_date(
    desk, town, basic, plan, clara, now, questions
):
    run, other = plan(basic, days_ago=-10), plan(basic, days_ago=-12)
    second = timezone.localdate(run.parts_at[1])
    changed = {"is_cancelled": True}
    events.change_date(event=run.event, day=second, values=changed, by=clara, now=now)
    page = at(town, "run", run.pk)

    said = desk.get(page).content.decode()
    assert "Nur 2 von 3 Teilen finden statt" in said
    year = {"year": run.starts_at.year}
    assert "es fehlen Teile" in desk.get(at(town, "programme"), year).content.decode()
    assert "hat weniger Termine" in desk.get(f"/{town.slug}/desk/").content.decode()
    assert len(questions(desk, page)) <= 12

    where = at(town, "add_date", run.pk)
    assert at(town, "run", other.pk) in desk.get(where).content.decode()
    late = {"day": (second + timedelta(days=9)).isoformat(), "starts": "18:00"}
    assert desk.post(where, late | {"ends": "17:00"}).status_code == 422
    past = late | {"day": "2020-01-01", "ends": "21:00"}
    assert "Dieser Tag ist vorbei" in desk.post(where, past).content.decode()
    assert desk.post(where, late | {"ends": "21:00"}).status_code == 302
    assert "Nur 2 von 3" not in desk.get(page).content.decode()
