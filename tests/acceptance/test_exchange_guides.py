"""Catalogue entries of integration guides, through the pages: M4, M5."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.mentoring.models import Guide, Programme, Sponsorship
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.training.models import Module, Participant, Run
from hafen.information.knowledge.models import ConceptDraft, Document
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


def of_register(town, name, *parts):
    return at(town, name, *parts, room="knowledge")


def begin(desk, town, programme):
    answer = desk.post(at(town, "begin_concept", programme.pk))
    assert answer.status_code == 302
    return ConceptDraft.objects.get()


def write(desk, town, draft, *, complete=False, **parts):
    """Send the form as it was shown, with these parts."""
    sent = {f"part_{name}": text for name, text in parts.items()}
    sent["version"] = str(ConceptDraft.objects.get(pk=draft.pk).version)
    if complete:
        sent["complete"] = "yes"
    return desk.post(of_register(town, "write_draft", draft.pk), sent)


def approve(desk, town, draft):
    begins = {"begins": timezone.localdate().isoformat()}
    return desk.post(of_register(town, "approve_draft", draft.pk), begins).status_code


def test_m4_a_concept_is_complete_with_its_three_parts_alone(
    desk, town, programme, person, sign_in
):
    draft = begin(desk, town, programme)
    two = {name: PARTS[name] for name in ("qualification", "tasks")}

    refused = write(desk, town, draft, **two, complete=True)
    assert refused.status_code == 422
    assert "Es fehlt noch: Unterstützung durch die Kommune" in refused.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.parts) == ("DRAFT", {})
    # Nor does anything else that writes the row.
    with pytest.raises(IntegrityError), transaction.atomic():
        ConceptDraft.objects.update(is_complete=True, parts=two)

    assert write(desk, town, draft, **two).status_code == 302  # drafted further
    paper = desk.get(of_register(town, "draft_paper", draft.pk))
    assert paper.content.startswith(b"%PDF")


def test_m4_who_coordinates_volunteers_drafts_and_the_head_approves(
    desk, town, programme, person, sign_in
):
    draft = begin(desk, town, programme)
    write(desk, town, draft, tasks=PARTS["tasks"])
    ada = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Ada")
    assert approve(sign_in(ada), town, draft) == 302
    draft.refresh_from_db()
    assert (draft.state, draft.file) == ("DRAFT", None)
    desk = sign_in(programme.owner)
    assert write(desk, town, draft, **PARTS, complete=True).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "COMPLETE"
    assert approve(desk, town, draft) == 404

    head = sign_in(ada)
    today = reverse("desk:today", args=["hier"])
    assert "Konzepte, die freizugeben sind" in head.get(today).content.decode()
    assert approve(head, town, draft) == 302
    assert "Konzepte, die freizugeben" not in head.get(today).content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by.name) == ("APPROVED", "Ada")
    assert write(head, town, draft, **PARTS).status_code == 422


def test_m4_an_approved_edition_stays_and_the_next_begins_with_its_words(
    desk, town, programme, person, sign_in
):
    first = begin(desk, town, programme)
    write(desk, town, first, **PARTS, complete=True)
    # One edition is worked on at a time.
    following = of_register(town, "next_edition", first.document_id)
    desk.post(following)
    desk.post(at(town, "begin_concept", programme.pk))
    assert ConceptDraft.objects.count() == Document.objects.count() == 1
    head = sign_in(person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Ada"))
    approve(head, town, first)
    head.post(following)

    second, first = ConceptDraft.objects.order_by("-created_at")
    assert (second.state, second.parts["tasks"]) == ("DRAFT", PARTS["tasks"])
    write(head, town, second, **(PARTS | {"tasks": "Auch Behördenwege."}))
    first.refresh_from_db()
    assert (first.state, first.parts["tasks"]) == ("APPROVED", PARTS["tasks"])
    page = head.get(at(town, "edit_programme", programme.pk)).content.decode()
    assert "Fassung 1" in page
    assert "Fassung 2" in page
    # Two who draft at once: the second is told what the first has written.
    late = head.post(
        of_register(town, "write_draft", second.pk),
        {"part_tasks": "Anders", "version": "1"},
    )
    assert "Auch Behördenwege." in late.content.decode()


def test_m4_a_partner_drafts_along_and_nobody_approves_own_words(
    desk, town, programme, person, sign_in
):
    draft = begin(desk, town, programme)
    write(desk, town, draft, **PARTS)
    partner = sign_in(person(town, Role.ORGANISATION_EDITOR, name="Agentur"))
    page = of_register(town, "concept", draft.document_id)
    assert PARTS["tasks"] in partner.get(page).content.decode()
    said = {"text": "Bitte auch den Versicherungsschutz nennen."}
    partner.post(of_register(town, "comment_draft", draft.pk), said)
    assert said["text"] in partner.get(page).content.decode()
    assert write(partner, town, draft, **PARTS).status_code == 404

    head = sign_in(person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Ada"))
    write(head, town, draft, **PARTS, complete=True)
    assert approve(head, town, draft) == 302
    draft.refresh_from_db()
    assert draft.approved_at is None
    second = sign_in(person(town, Role.INTEGRATION_MANAGER, name="Ina"))
    approve(second, town, draft)
    document = Document.objects.get()
    assert [row.label for row in document.versions.all()] == ["Fassung 1"]
    file = document.versions.get().file
    assert file.name.endswith(".pdf")


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
