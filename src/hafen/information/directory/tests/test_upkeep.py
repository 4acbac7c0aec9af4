"""Organisations keep their entries themselves; editors decide."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import RoleAssignment
from hafen.core.db.roles import Role
from hafen.information.directory import freshness, queries, services
from hafen.information.directory.freshness import Facts, Reason, points_of, score
from hafen.information.directory.models import Proposal, Review, Service
from hafen.information.directory.proposing import said_by
from hafen.information.directory.tests.conftest import NOW, TODAY, new_service
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation, OrganisationEditor


@pytest.fixture
def due(at_work, association, public_cafe):
    """Two published entries of one organisation that are to be checked."""
    other = new_service(association, "Nähstube")
    services.publish_service(service=other, expected=None, by=None, now=NOW)
    Service.objects.update(next_check_on=timezone.localdate())
    Organisation.objects.filter(pk=association.pk).update(email="buero@example.org")
    return public_cafe


@pytest.fixture
def asked(due, at_work):
    services.ask_organisations(municipality=at_work, now=timezone.now())
    (letter,) = mail.outbox
    found = re.search(r"https?://[^/]+(/\S+)", letter.body)
    return letter, found[1]


@pytest.fixture
def otto(at_work, association, person):
    user = person(at_work, Role.ORGANISATION_EDITOR, name="Otto")
    OrganisationEditor.objects.create(
        municipality=at_work, organisation=association, user=user
    )
    return user


def form_of(page):
    """Return the hidden fields that a page sends along."""
    content = page.content.decode()
    found = re.findall(r'name="(token|submission)" value="([^"]*)"', content)
    return dict(found)


def sent(client, path, **data):
    origin = {"HTTP_ORIGIN": "http://localhost", "HTTP_HOST": "localhost"}
    page = client.get(path, HTTP_HOST="localhost")
    return client.post(path, {**form_of(page), **data}, **origin)


def test_one_letter_for_all_that_is_due_and_opening_it_changes_nothing(
    asked, client, at_work
):
    letter, path = asked
    again = services.ask_organisations(municipality=at_work, now=timezone.now())

    page = client.get(path, HTTP_HOST="localhost")

    assert "Sprachcafé" in letter.body
    assert "Nähstube" in letter.body
    assert (again, len(mail.outbox)) == (0, 1)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert not page.cookies
    assert Review.objects.get().is_open
    assert {row.last_checked_on for row in Service.objects.all()} == {None}


def test_one_button_says_that_all_is_still_right(asked, client):
    _letter, path = asked

    done = sent(client, path)

    assert done.status_code == 302
    assert not Review.objects.get().is_open
    for service in Service.objects.all():
        assert service.last_checked_on == timezone.localdate()
        assert service.assured_by == Service.Assurer.ORGANISATION
    assert "beantwortet" in client.get(path, HTTP_HOST="localhost").content.decode()


def test_a_link_that_was_made_up_or_sent_from_elsewhere_does_nothing(asked, client):
    _letter, path = asked
    made_up = re.sub(r"review/[^/]+/", "review/made-up/", path)

    foreign = client.post(path, {"token": "x"}, HTTP_ORIGIN="http://elsewhere")

    assert client.get(made_up, HTTP_HOST="localhost").status_code == 404
    assert foreign.status_code == 403
    assert Review.objects.get().is_open


def test_a2_15_what_comes_by_the_link_is_public_only_when_an_editor_takes_it_over(
    asked, client, due, person, at_work, sign_in
):
    _letter, path = asked
    entry = f"{path}{due.short_id}/"
    said = {**said_by(due), "summary": "Dienstags statt montags", "costs": "2 €"}
    sent(client, entry, **said, note="Neuer Raum: 2. Stock")
    before = Service.objects.get(pk=due.pk)
    proposal = Proposal.objects.get()
    edda = sign_in(person(at_work, Role.EDITOR))
    where = reverse("directory:decide", args=[at_work.slug, proposal.pk])

    page = edda.get(where).content.decode()
    edda.post(where, {"step": "accept", "fields_taken": ["summary"]})

    after = Service.objects.get(pk=due.pk)
    assert before.summary != "Dienstags statt montags"
    assert "Dienstags statt montags" in page
    assert "2. Stock" in page
    assert (after.summary, after.costs) == ("Dienstags statt montags", before.costs)
    assert after.is_published
    assert Review.objects.get().entries.exclude(answer="").count() == 1


def test_w51_an_offices_login_proposes_for_its_own_offer_only(
    town, public_cafe, office, otto, sign_in
):
    foreign = new_service(office, "Fremd")
    services.publish_service(service=foreign, expected=None, by=None, now=NOW)
    client = sign_in(otto)

    def address(name, service, *parts):
        return reverse(f"directory:{name}", args=[town.slug, service.pk, *parts])

    said = {**said_by(public_cafe), "alert": "Diese Woche geschlossen"}
    done = client.post(address("propose", public_cafe), said)
    other = client.post(address("propose", foreign), said)
    straight = client.get(address("edit", public_cafe, "what"))

    assert (done.status_code, other.status_code) == (302, 404)
    assert straight.status_code == 404
    assert Service.objects.get(pk=public_cafe.pk).alert == ""
    assert Proposal.objects.get().content == {"alert": "Diese Woche geschlossen"}


def test_m12_what_a_provider_changed_is_read_everywhere_without_a_second_entry(
    town, public_cafe, otto, edda
):
    said = {**said_by(public_cafe), "summary": "Jetzt auch samstags"}
    proposal = services.propose_change(
        service=public_cafe, said=said, note="", by=otto, now=NOW
    )

    services.accept_proposal(proposal=proposal, fields=["summary"], by=edda, now=NOW)

    (card,) = queries.cards([public_cafe.pk], town, language="de", now=NOW)
    assert str(card.summary) == "Jetzt auch samstags"
    with pytest.raises(services.AlreadyDecided):
        services.decline_proposal(proposal=proposal, reason="", by=edda, now=NOW)


def test_the_silent_are_reminded_then_rung_up(asked, at_work, person):
    person(at_work, Role.EDITOR)
    first = asked[1]
    for days in (15, 16, 29):
        later = timezone.now() + timedelta(days=days)
        services.remind_and_escalate(municipality=at_work, now=later)

    (_letter, reminder) = mail.outbox
    assert "Erinnerung" in reminder.subject
    assert first not in reminder.body
    assert Todo.objects.get().kind == "directory.silent"
    services.confirm_all(review=Review.objects.get(), by=None, now=NOW)
    assert Todo.objects.get().state == Todo.State.DONE


def test_without_any_address_an_editor_rings_up(due, at_work, edda, association):
    RoleAssignment.objects.get_or_create(
        municipality=at_work, user=edda, role=Role.EDITOR
    )
    Organisation.objects.update(email="")

    services.ask_organisations(municipality=at_work, now=timezone.now())

    assert mail.outbox == []
    assert Review.objects.get().way == Review.Way.TELEPHONE
    assert Todo.objects.get().params == {"name": association.name}


def test_d70_an_offer_in_preparation_is_public_only_when_set_live(
    town, client, person, association, at_work, sign_in
):
    desk = sign_in(person(at_work, Role.EDITOR))
    draft = new_service(association, "Begegnungscafé in Gründung")
    where = reverse("directory:prepare", args=[town.slug, draft.pk])

    desk.post(where, {"step": "add", "title": "Raum finden", "support": "Vermittlung"})
    desk.post(where, {"step": "done", "place": "0"})
    upkeep = desk.get(reverse("directory:upkeep", args=[town.slug])).content.decode()
    hidden = queries.published_services(town, now=NOW).count()
    services.publish_service(service=draft, expected=None, by=None, now=NOW)

    assert draft.preparation_steps.get().done_on == timezone.localdate()
    assert "Begegnungscafé in Gründung" in upkeep
    assert hidden == 0
    assert list(queries.published_services(town, now=NOW)) == [draft]


def test_free_places_are_told_with_the_instant(public_cafe, otto, sign_in, town):
    client = sign_in(otto)
    where = reverse("directory:tell_places", args=[town.slug, public_cafe.pk])

    client.post(where, {"total": "12", "free": "0"})
    client.post(where, {"total": "12", "free": "13"})

    told = Service.objects.get(pk=public_cafe.pk)
    assert (told.places_total, told.places_free) == (12, 0)
    assert told.places_at is not None
    with pytest.raises(services.MoreThanThereAre):
        services.tell_places(service=told, total=1, free=2, by=None, now=NOW)


@pytest.mark.parametrize("number", [24])
def test_p27_the_host_logs_guests_and_the_trend_shows_them(
    public_cafe, otto, sign_in, town, number
):
    client = sign_in(otto)
    where = reverse("directory:visits", args=[town.slug, public_cafe.pk])
    day = {"day": "2026-03-02", "newcomers": "10"}

    client.post(where, {**day, "guests": "12"})
    client.post(where, {**day, "guests": str(number)})
    wrong = client.post(where, {**day, "guests": "3"})

    trend = queries.visits_of(public_cafe)
    assert [row.guests for row in trend.rows] == [number]
    assert trend.bars[0].height == 100
    assert wrong.status_code == 422
    assert "<rect" in client.get(where).content.decode()


FRESH = Facts(
    next_check_on=TODAY,
    interval=90,
    translations=4,
    outdated=0,
    has_ended_hours=False,
    has_contact=True,
    places_told_on=None,
)


def test_staleness_is_points_with_reasons():
    assert points_of(FRESH, today=TODAY) == ()
    worst = Facts(
        next_check_on=date(2020, 1, 1),
        interval=90,
        translations=4,
        outdated=4,
        has_ended_hours=True,
        has_contact=False,
        places_told_on=date(2020, 1, 1),
    )
    assert score(points_of(worst, today=TODAY)) == 100
    assert sum(freshness.MOST.values()) == 100
    half = points_of(
        Facts(**{**FRESH.__dict__, "outdated": 2}), today=TODAY + timedelta(days=45)
    )
    assert [(each.reason, each.points) for each in half] == [
        (Reason.CHECK, 20),
        (Reason.TRANSLATIONS, 10),
    ]


def test_a2_18_the_stalest_come_first_and_the_expired_leave_the_public(
    town, public_cafe, association, edda
):
    fresh = new_service(association, "Frisch")
    services.publish_service(service=fresh, expected=None, by=None, now=NOW)
    Service.objects.filter(pk=public_cafe.pk).update(next_check_on=date(2020, 1, 1))

    found = queries.stalest(edda, now=NOW, most=10)
    Service.objects.filter(pk=fresh.pk).update(valid_until=TODAY - timedelta(days=1))

    assert found[0].service == public_cafe
    assert fresh not in queries.published_services(town, now=NOW)
    since = TODAY - timedelta(days=2)
    assert queries.services_turning(town, today=TODAY, since=since) == [fresh.pk]
