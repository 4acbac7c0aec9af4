"""Catalogue entries of training, through the pages.

W19, W20, W21, D58, M6, M29, W40, P48, D72, D32, D56.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.pool.models import Helper
from hafen.exchange.training import keys, queries
from hafen.exchange.training.models import Module, Participant, Poll, Run
from hafen.information.events.models import Wish
from hafen.mechanisms.feedback.forms import new_token
from hafen.network.organisations.models import Organisation

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


def at(town, name, *parts):
    return reverse(f"training:{name}", args=[town.slug, *parts])


def name_training(desk, town, name, kind="FURTHER", parts=1, hours="3"):
    sent = {"name": name, "kind": kind, "parts": parts, "hours": hours}
    assert desk.post(at(town, "add_module"), sent).status_code == 302
    return Module.objects.get(name=name)


def plan(desk, town, module, owner, day=None, query="", **facts):
    day = day or timezone.localdate() - timedelta(days=21)
    sent = {
        "module": str(module.pk), "title": module.name, "groups": ["VOLUNTEER"],
        "first_day": day.isoformat(), "starts": "18:00", "ends": "21:00",
        "times": module.parts, "owner": str(owner.pk), "place": "VHS",
    }  # fmt: skip
    led = desk.post(at(town, "add_run") + query, sent | facts)
    assert led.status_code == 302, led.context["form"].errors
    return Run.objects.get(pk=led["Location"].rstrip("/").rsplit("/", 1)[-1])


def add_helper(town, name):
    return Helper.objects.create(
        municipality=town, name=name, sort_key=name.lower(), channel="VISIT"
    )


def add_organisation(town, name):
    return Organisation.objects.create(
        municipality=town, name=name, sort_key=name.lower()
    )


def enrol(desk, town, run, **facts):
    sent = {"group": "VOLUNTEER", "role": "LEARNS"} | facts
    answer = desk.post(at(town, "enrol", run.pk), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Participant.objects.order_by("-created_at", "-id").first()


def attend(desk, town, run, part, *people):
    present = {"present": [str(row.pk) for row in people]}
    assert desk.post(at(town, "attend", run.pk, part), present).status_code == 302


def test_w19_five_answer_and_the_top_topic_becomes_an_event(desk, client, town, clara):
    """The ranking shows votes; one click plans the topic."""
    closes = (timezone.localdate() + timedelta(days=9)).isoformat()
    sent = {"title": "Bedarf", "closes_on": closes, "topics_de": "Asylrecht\nTrauma"}
    assert desk.post(at(town, "add_poll"), sent).status_code == 302
    poll = Poll.objects.get()
    [question, *_rest] = poll.questionnaire.questions.order_by("place")
    law, trauma = (option["key"] for option in question.options)
    code = keys.poll_code(poll, poll.pk)
    where = reverse("training_public:poll", args=["hier", "de", poll.pk, poll.pk, code])
    for ticked in ([trauma], [trauma, law], [trauma], [law], [trauma]):
        voted = client.post(where, {f"question_{question.pk.hex}": ticked}, **HERE)
        assert voted.status_code == 302

    ranking = desk.get(at(town, "poll", poll.pk)).context["ranking"]
    assert ranking.answered == 5
    assert [(t.text, t.votes) for t in ranking.topics] == [
        ("Trauma", 4), ("Asylrecht", 2),
    ]  # fmt: skip
    module = name_training(desk, town, "Trauma")
    query = f"?poll={poll.pk}&topic={trauma}&title=Trauma"
    run = plan(desk, town, module, clara, query=query)
    [top, _other] = desk.get(at(town, "poll", poll.pk)).context["ranking"].topics
    assert top.run == str(run.pk)


def test_w20_seven_topics_of_2018_are_a_yearly_report(desk, town, clara):
    """ "7 Informationsveranstaltungen 2018", with the list of topics."""
    module = name_training(desk, town, "Informationsveranstaltung", kind="EVENT")
    topics = [f"Thema {number}" for number in range(1, 8)]
    for month, topic in enumerate(topics, start=1):
        plan(desk, town, module, clara, day=date(2018, month, 14), title=topic)

    page = desk.get(at(town, "programme"), {"year": 2018}).content.decode()
    assert "7 Informationsveranstaltungen 2018" in page
    assert all(topic in page for topic in topics)
    file = desk.get(at(town, "programme"), {"year": 2018, "as": "csv"})
    assert file.content.decode("utf-8-sig").count("Thema ") == 7


def test_w21_one_of_one_events_has_a_refugee_who_contributes(desk, town, clara):
    module = name_training(desk, town, "Ankommen", kind="EVENT")
    run = plan(desk, town, module, clara)
    enrol(desk, town, run, name="Frau A.", group="NEWCOMER", role="CONTRIBUTES")

    year = run.starts_at.year
    page = desk.get(at(town, "programme"), {"year": year}).content.decode()
    assert "Zugewanderte wirken an 1 von 1 Fortbildungen mit" in page


def test_d58_volunteers_without_basic_training_are_listed_by_association(
    desk, town, clara
):
    basic = name_training(desk, town, "Basis", kind="BASIC")
    run = plan(desk, town, basic, clara)
    trained, missing = add_helper(town, "Anna Muster"), add_helper(town, "Ben Muster")
    association = add_organisation(town, "Projekt Ankommen e.V.")
    for helper in (trained, missing):
        sent = {"helper": str(helper.pk), "organisation": str(association.pk)}
        assert desk.post(at(town, "affiliate"), sent).status_code == 302
    row = enrol(desk, town, run, helper=str(trained.pk))
    attend(desk, town, run, 1, row)

    listed = list(desk.get(at(town, "gaps")).context["page"])
    assert [(each.association, each.name) for each in listed] == [
        ("Projekt Ankommen e.V.", "Ben Muster")
    ]


def test_m6_two_of_three_evenings_are_six_of_nine_hours(desk, town, clara):
    """After the third evening, made up in another run, there is a certificate."""
    basic = name_training(desk, town, "Basis", kind="BASIC", parts=3, hours="9")
    first = plan(desk, town, basic, clara)
    day = timezone.localdate() - timedelta(days=20)
    second = plan(desk, town, basic, clara, day=day)
    helper = add_helper(town, "Ben Muster")
    row = enrol(desk, town, first, helper=str(helper.pk))
    attend(desk, town, first, 1, row)
    attend(desk, town, first, 2, row)
    page = desk.get(at(town, "run", first.pk)).content.decode()
    assert "6 von 9 Stunden" in page
    paper = at(town, "certificate", first.pk, row.pk)
    assert desk.get(paper).status_code == 404

    attend(desk, town, second, 3, row)

    assert "9 von 9 Stunden" in desk.get(at(town, "run", first.pk)).content.decode()
    assert desk.get(paper).content.startswith(b"%PDF")
    assert queries.has_basic_training(helper, timezone.localdate())


def test_m29_two_providers_on_one_evening_for_one_group_are_pointed_out(
    desk, town, clara
):
    module = name_training(desk, town, "Modul")
    one, two = add_organisation(town, "VHS"), add_organisation(town, "Agentur")
    plan(desk, town, module, clara, organisation=str(one.pk), title="Erste")
    led = plan(desk, town, module, clara, organisation=str(two.pk), title="Zweite")
    year = led.starts_at.year
    page = desk.get(at(town, "programme"), {"year": year}).content.decode()
    assert page.count("zur selben Zeit") == 2
    plan(
        desk, town, module, clara, title="Dritte", groups=["STAFF"],
        organisation=str(two.pk),
    )  # fmt: skip
    page = desk.get(at(town, "programme"), {"year": year}).content.decode()
    assert page.count("zur selben Zeit") == 2


def test_w40_a_specialisation_is_a_qualification_that_other_rooms_ask_for(
    desk, town, clara
):
    subject = name_training(desk, town, "Psychotherapie", kind="SUBJECT")
    helper = add_helper(town, "Mina Muster")
    today = timezone.localdate()
    sent = {
        "helper": str(helper.pk), "module": str(subject.pk),
        "acquired_on": today.isoformat(), "note": "Zertifikat gesehen",
    }  # fmt: skip
    assert desk.post(at(town, "record"), sent).status_code == 302

    assert list(queries.qualifications_of(helper, today)) == [subject]
    yesterday = today - timedelta(days=1)
    assert not queries.qualifications_of(helper, yesterday).exists()
    assert clara is not None


def test_p48_six_of_ten_are_trained_and_nobody_is_named(desk, town, clara):
    module = name_training(desk, town, "Interkulturell", kind="INTERCULTURAL")
    run = plan(desk, town, module, clara, groups=["STAFF"])
    unit = {"name": "Jobcenter", "contact": "", "people": 10}
    assert desk.post(at(town, "unit"), unit).status_code == 302
    key = str(queries.units_visible_to(clara).get().pk)
    rows = [
        enrol(desk, town, run, name=f"Person {n}", group="STAFF", unit=key)
        for n in range(6)
    ]
    attend(desk, town, run, 1, *rows)

    page = desk.get(at(town, "gaps"), {"part": "units"}).content.decode()
    assert "6 von 10" in page
    assert "Person 1" not in page


def test_d72_the_list_shows_staff_without_diversity_training(desk, town, clara, person):
    module = name_training(desk, town, "Diversität", kind="DIVERSITY")
    run = plan(desk, town, module, clara, groups=["STAFF"])
    person(town, Role.SOCIAL_WORKER, name="Dora Probe")
    row = enrol(desk, town, run, user=str(clara.pk), group="STAFF")
    attend(desk, town, run, 1, row)

    listed = desk.get(at(town, "gaps"), {"part": "staff"}).context["page"]
    assert [each.name for each in listed] == ["Dora Probe"]


def test_d32_a_training_for_newcomers_shows_partner_and_twelve_participants(
    desk, client, town, clara, monkeypatch
):
    monkeypatch.setattr(
        "hafen.mechanisms.feedback.visiting.is_too_quick", lambda _token: False
    )
    partner = add_organisation(town, "Planerladen e.V.")
    module = name_training(desk, town, "Integrationsschulung")
    day = timezone.localdate() + timedelta(days=9)
    run = plan(
        desk, town, module, clara, day=day, organisation=str(partner.pk),
        groups=["NEWCOMER"],
    )  # fmt: skip
    where = reverse("training_public:join", args=["hier", "de", run.pk])
    for number in range(12):
        sent = {"name": f"Gast {number}", "email": f"gast{number}@example.org"}
        sent |= {"group": "NEWCOMER", "token": new_token()}
        assert client.post(where, sent, **HERE).status_code == 302

    page = desk.get(at(town, "programme"), {"year": day.year})
    [(row, _others)] = page.context["rows"]
    assert (row.event.organisation.name, row.coming) == ("Planerladen e.V.", 12)
    assert "Planerladen e.V." in page.content.decode()


def test_d56_the_planned_training_is_linked_to_the_wish_of_three(desk, town, clara):
    wish = Wish.objects.create(municipality=town, title="Lehrkräftetreffen", voices=3)
    module = name_training(desk, town, "Austausch")
    run = plan(desk, town, module, clara, wish=str(wish.pk))

    wish.refresh_from_db()
    assert wish.event == run.event
