"""Catalogue entries of integration guides, through the pages: M4, M5."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.mentoring.models import Concept, Guide, Programme, Sponsorship
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.training.models import Module, Participant, Run
from hafen.mechanisms.feedback.forms import new_token

HERE = {"HTTP_ORIGIN": "http://testserver"}
PARTS = {
    "qualification": "Basis-Schulung 3 × 3 Stunden an der VHS.",
    "tasks": "Orientierung in den ersten Monaten.",
    "support": "Die Stadt stellt Räume und eine Ansprechperson.",
    "budget": "12.000 € im Jahr",
}


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


@pytest.fixture(autouse=True)
def slow_hands(monkeypatch):
    """A form that came back at once would be a robot's."""
    monkeypatch.setattr(
        "hafen.mechanisms.feedback.visiting.is_too_quick", lambda _token: False
    )


def at(town, name, *parts, room="mentoring"):
    return reverse(f"{room}:{name}", args=[town.slug, *parts])


@pytest.fixture
def programme(desk, town, clara):
    sent = {
        "title_de": "Integrationslotsen", "is_open": "on", "is_for_guides": "on",
        "owner": str(clara.pk),
    }  # fmt: skip
    desk.post(at(town, "add_programme"), sent)
    return Programme.objects.get()


def write(desk, town, concept, **sent):
    """Send the form as it was shown, with these parts."""
    where = at(town, "concept", concept.pk)
    shown = {"version": str(Concept.objects.get(pk=concept.pk).version)}
    return desk.post(where, shown | sent)


def test_m4_a_concept_is_complete_with_its_three_parts_alone(
    desk, town, programme, person, sign_in
):
    assert desk.post(at(town, "begin_concept", programme.pk)).status_code == 302
    concept = Concept.objects.get()
    two = {name: PARTS[name] for name in ("qualification", "tasks")}

    refused = write(desk, town, concept, **two, complete="yes")
    assert refused.status_code == 422
    assert "Es fehlt noch: Unterstützung durch die Kommune" in refused.content.decode()
    concept.refresh_from_db()
    assert (concept.state, concept.tasks) == ("DRAFT", "")
    # Nor does anything else that writes the row.
    with pytest.raises(IntegrityError), transaction.atomic():
        Concept.objects.update(state="COMPLETE", **two)

    assert write(desk, town, concept, **two).status_code == 302  # drafted further
    assert write(desk, town, concept, **PARTS, complete="yes").status_code == 302
    concept.refresh_from_db()
    assert concept.is_complete
    paper = desk.get(at(town, "paper", concept.pk))
    assert paper.content.startswith(b"%PDF")
    # Who coordinates volunteers drafts; the administrative coordinator approves.
    approve = at(town, "approve_concept", concept.pk)
    assert desk.post(approve).status_code == 404
    head = sign_in(person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Ada"))
    assert head.post(approve).status_code == 302
    concept.refresh_from_db()
    assert (concept.state, concept.approved_by.name) == ("APPROVED", "Ada")
    assert write(head, town, concept, **PARTS).status_code == 422


def test_m4_an_approved_edition_stays_and_the_next_begins_with_its_words(
    desk, town, programme, person, sign_in
):
    desk.post(at(town, "begin_concept", programme.pk))
    first = Concept.objects.get()
    write(desk, town, first, **PARTS, complete="yes")
    # One edition is worked on at a time.
    desk.post(at(town, "begin_concept", programme.pk))
    assert Concept.objects.count() == 1
    head = sign_in(person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Ada"))
    head.post(at(town, "approve_concept", first.pk))
    head.post(at(town, "begin_concept", programme.pk))

    second, first = Concept.objects.order_by("-edition")
    assert (second.edition, second.state, second.tasks) == (2, "DRAFT", PARTS["tasks"])
    write(head, town, second, **(PARTS | {"tasks": "Auch Behördenwege."}))
    first.refresh_from_db()
    assert (first.state, first.tasks) == ("APPROVED", PARTS["tasks"])
    page = head.get(at(town, "edit_programme", programme.pk)).content.decode()
    assert "Fassung 1" in page
    assert "Fassung 2" in page
    # Two who draft at once: the second is told what the first has written.
    late = head.post(at(town, "concept", second.pk), PARTS | {"version": "1"})
    assert "Auch Behördenwege." in late.content.decode()


def apply(client, programme, side, name):
    where = reverse("mentoring_public:apply", args=["hier", "de", programme.pk, side])
    sent = {
        "name": name, "email": f"{name.split()[0].lower()}@example.org",
        "spoken_1": "ar", "consent": "on", "token": new_token(),
    }  # fmt: skip
    assert client.post(where, sent, **HERE).status_code == 302


def train(desk, town, clara, guide):
    """Let a guide take part in all three evenings of the basic training."""
    sent = {"name": "Basis", "kind": "BASIC", "parts": 3, "hours": "9"}
    desk.post(at(town, "add_module", room="training"), sent)
    day = timezone.localdate() - timedelta(days=21)
    sent = {
        "module": str(Module.objects.get().pk), "title": "Basis",
        "groups": ["VOLUNTEER"], "first_day": day.isoformat(), "starts": "18:00",
        "ends": "21:00", "times": 3, "owner": str(clara.pk), "place": "VHS",
    }  # fmt: skip
    desk.post(at(town, "add_run", room="training"), sent)
    run = Run.objects.get()
    sent = {
        "group": "VOLUNTEER",
        "role": "LEARNS",
        "helper": str(guide.offer.helper_id),
    }
    desk.post(at(town, "enrol", run.pk, room="training"), sent)
    present = {"present": [str(Participant.objects.get().pk)]}
    for part in (1, 2, 3):
        desk.post(at(town, "attend", run.pk, part, room="training"), present)


def ask(desk, town, need, offer):
    where = at(town, "ask", need.pk, room="pool")
    return desk.post(where, {"offer": [str(offer.pk)]}, follow=True).content.decode()


def listed(desk, town, part):
    page = desk.get(at(town, "guides"), {"part": part}).context["page"]
    return [(row.name, row.at_work, row.done) for row in page]


def test_m5_a_guide_is_assigned_after_the_basic_training_and_not_before(
    desk, client, town, clara, programme, sign_in
):
    client.logout()
    apply(client, programme, "sponsor", "Karim Beispiel")
    apply(client, programme, "wish", "Amira Haddad")
    desk = sign_in(clara)
    guide, need = Guide.objects.get(), Need.objects.get()
    assert listed(desk, town, "recruited") == [("Karim Beispiel", 0, 0)]

    refused = ask(desk, town, need, guide.offer)
    assert "hat die Basisschulung noch nicht abgeschlossen" in refused
    assert not Match.objects.exists()

    train(desk, town, clara, guide)

    assert listed(desk, town, "recruited") == []
    assert listed(desk, town, "qualified") == [("Karim Beispiel", 0, 0)]
    assert "Gefragt. Die Antwort wird" in ask(desk, town, need, guide.offer)
    assign(desk, town)
    assert listed(desk, town, "assigned") == [("Karim Beispiel", 1, 0)]
    page = desk.get(at(town, "guide", guide.pk)).content.decode()
    assert "Amira Haddad" in page
    assert "Basis" in page
    file = desk.get(at(town, "guides"), {"as": "csv"}).content.decode("utf-8-sig")
    assert "Karim Beispiel" in file


def assign(desk, town):
    """Let both agree after a talk, confirm, begin, and write something down."""
    match, today = Match.objects.get(), timezone.localdate().isoformat()
    step = at(town, "step", match.pk, "answer", room="pool")
    desk.post(step, {"says": "yes"})
    desk.post(step.replace("/answer/", "/talk/"), {"talk_on": today})
    desk.post(step.replace("/answer/", "/agree/"), {"says": "yes"})
    desk.post(step.replace("/answer/", "/confirm/"))
    row = Sponsorship.objects.get()
    assert row.programme == Programme.objects.get()
    steps = {"met_on": today, "signed_on": today, "version": str(row.version)}
    desk.post(at(town, "step", row.pk, "note"), steps)
    desk.post(at(town, "step", row.pk, "begin"))
    match.refresh_from_db()
    assert match.state == "RUNNING"


def test_m5_a_guide_is_accompanied_reports_and_ends(
    desk, client, town, clara, programme, sign_in
):
    client.logout()
    apply(client, programme, "sponsor", "Karim Beispiel")
    apply(client, programme, "wish", "Amira Haddad")
    desk = sign_in(clara)
    guide = Guide.objects.get()
    train(desk, town, clara, guide)
    ask(desk, town, Need.objects.get(), guide.offer)
    assign(desk, town)
    row, today = Sponsorship.objects.get(), timezone.localdate().isoformat()
    for kind, text in (("MEETING", "Bücherei gezeigt"), ("SUPERVISION", "Gut so")):
        sent = {"kind": kind, "on": today, "text": text}
        desk.post(at(town, "step", row.pk, "write"), sent)
    page = desk.get(at(town, "guide", guide.pk)).content.decode()
    assert "Bücherei gezeigt" in page
    assert "Gut so" in page

    # While an assignment goes on nobody stops being a guide.
    desk.post(at(town, "end_guide", guide.pk))
    guide.refresh_from_db()
    assert guide.ended_on is None
    desk.post(at(town, "step", row.pk, "end"), {"outcome": "DONE"})
    desk.post(at(town, "end_guide", guide.pk))
    guide.refresh_from_db()
    assert guide.ended_on == timezone.localdate()
    assert Offer.objects.get(pk=guide.offer_id).state == "WITHDRAWN"
    assert listed(desk, town, "ended") == [("Karim Beispiel", 0, 1)]


def test_m5_the_desk_takes_a_sponsor_in_as_a_guide(desk, town, clara, programme):
    sent = {
        "kind": "SPONSORSHIP", "title": "Patenschaft", "name": "Bruno Probe",
        "channel": "VISIT", "person_language": "de", "places": "1", "clearance": "0",
        "visibility": "INTERNAL", "owner": str(clara.pk),
    }  # fmt: skip
    made = desk.post(at(town, "add_offer", room="pool"), sent)
    assert made.status_code == 302
    offer = Offer.objects.get()
    chosen = {"offer": str(offer.pk), "programme": str(programme.pk)}
    assert desk.post(at(town, "add_guide"), chosen).status_code == 302
    assert Guide.objects.get().offer == offer
    assert desk.post(at(town, "add_guide"), chosen).status_code == 422


def test_m5_pages_of_guides_ask_little_and_are_the_desks_alone(
    desk, client, town, clara, programme, person, sign_in, questions
):
    for number in range(30):
        apply(client, programme, "sponsor", f"Lotse{number} Beispiel")
    guide = Guide.objects.first()
    desk = sign_in(clara)
    for where in (at(town, "guides"), at(town, "guide", guide.pk)):
        questions(desk, where)
        assert len(asked := questions(desk, where)) <= 12, "\n".join(asked)
    worker = sign_in(person(town, Role.SOCIAL_WORKER))
    assert worker.get(at(town, "guides")).status_code == 404
    assert worker.get(at(town, "guide", guide.pk)).status_code == 404
