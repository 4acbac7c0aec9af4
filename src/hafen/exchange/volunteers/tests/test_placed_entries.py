"""Placing volunteers, by the pages: W17, W18, W46, W47, D20, D21 and a Monday."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.exchange.volunteers import keys, services
from hafen.exchange.volunteers.models import (
    Partner,
    Place,
    Referral,
    Volunteer,
)
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation, OrganisationEditor

HERE = {"HTTP_ORIGIN": "http://testserver"}
TUESDAY_AFTERNOON = "4"


def at(town, name, *parts):
    return reverse(f"volunteers:{name}", args=[town.slug, *parts])


def make_partner(town, clara, name="Verein Brücke", **facts):
    organisation = Organisation.objects.create(
        municipality=town, name=name, sort_key=name.lower()
    )
    data = {
        "organisation": organisation,
        "email": f"{name.split()[1].lower().replace('ü', 'ue')}@example.org",
    }
    return services.save_partner(municipality=town, data=data | facts, by=clara)


def make_profile(town, clara, **facts):
    data = {
        "title": "Begleitung",
        "kind": "COMPANY",
        "standard": "Keine Rechtsberatung.",
        "needs_acknowledgement": False,
        "clearance": 1,
    }
    return services.save_profile(municipality=town, data=data | facts, by=clara)


def make_place(desk, town, partner, profile, **facts):
    sent = {
        "title": "Begleitung zum Amt",
        "profile": str(profile.pk),
        "places": "1",
        "language_1": "ar",
        "slots": [TUESDAY_AFTERNOON],
        "owner": str(facts.pop("owner")),
    }
    made = desk.post(at(town, "add_place", partner.pk), sent | facts)
    assert made.status_code == 302, made.content.decode()
    return Place.objects.latest("created_at")


def agree(*volunteers):
    for row in volunteers:
        row.helper.consent_on = timezone.localdate()
        row.helper.save()


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


def test_w17_three_offers_are_ranked_and_the_partner_accepts_from_its_login(
    town, clara, person, volunteer, sign_in, client
):
    """One demand, three offers: ranked with reasons; one is forwarded."""
    partner = make_partner(town, clara)
    profile = make_profile(town, clara)
    two = volunteer(ready=True, name="Nadia Probe", slots=0b1 << 9)
    best = volunteer(ready=True, name="Omar Probe")
    volunteer(ready=True, name="Paula Probe", languages={"de": 3})
    agree(two, best)
    desk = sign_in(clara)
    place = make_place(desk, town, partner, profile, owner=clara.pk)

    page = desk.get(at(town, "place", place.pk))
    text = page.content.decode()
    ranked = [each.volunteer.name for each in page.context["fitting"]]
    assert ranked[0] in {"Omar Probe", "Nadia Probe"}
    assert set(ranked) == {"Omar Probe", "Nadia Probe"}  # Paula speaks no Arabic
    assert "Punkte" in text
    assert "Gemeinsame Zeiten" in text
    offer = page.context["fitting"][0].candidate.offer
    desk.post(at(town, "forward_to_place", place.pk), {"offer": str(offer.pk)})

    referral = Referral.objects.get()
    assert referral.state == "SENT"
    assert Todo.objects.filter(kind="volunteers.unanswered", state="OPEN").count() == 1
    the_partner_accepts(town, partner, referral, person, sign_in)


def the_partner_accepts(town, partner, referral, person, sign_in):
    editor = person(town, Role.ORGANISATION_EDITOR, name="Eda")
    OrganisationEditor.objects.create(
        municipality=town, organisation=partner.organisation, user=editor
    )
    theirs = sign_in(editor)
    shown = theirs.get(at(town, "our_volunteers")).content.decode()
    name = referral.volunteer.helper
    assert name.first_name in shown
    assert name.email not in shown  # not before it has accepted
    theirs.post(
        at(town, "our_volunteers"), {"step": "accept", "referral": str(referral.pk)}
    )
    referral.refresh_from_db()
    assert (referral.state, referral.answered_by) == ("ACCEPTED", editor)
    assert referral.match.is_confirmed
    assert Volunteer.objects.get(pk=referral.volunteer_id).stage == "PLACED"
    assert Todo.objects.filter(kind="volunteers.unanswered", state="OPEN").count() == 0
    assert name.email in theirs.get(at(town, "our_volunteers")).content.decode()
    assert theirs.get(at(town, "volunteers")).status_code == 404


def test_w17_the_partner_answers_by_the_mailed_link_and_the_first_answer_counts(
    town, clara, volunteer, client, mailoutbox
):
    partner = make_partner(town, clara)
    row = volunteer(ready=True)
    agree(row)
    services.forward(volunteer=row, partner=partner, by=clara, now=timezone.now())
    referral = Referral.objects.get()
    assert any("/partner/" in mail.body for mail in mailoutbox)
    where = reverse(
        "volunteers_public:partner",
        args=["hier", "de", partner.pk, keys.partner_code(partner)],
    )
    assert client.get(where).status_code == 200
    sent = {"step": "accept", "referral": str(referral.pk)}
    elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
    assert client.post(where, sent, **elsewhere).status_code == 403
    assert client.post(where, sent, **HERE).status_code == 302
    late = client.post(where, sent | {"step": "decline", "reason": "FULL"}, **HERE)
    assert late.status_code == 422
    assert "die erste zählt" in late.content.decode()
    wrong = where[:-33] + "0" * 32 + "/"
    assert client.get(wrong).status_code == 404
    with context.acting(Context(municipality=town.pk)):
        assert Referral.objects.get().state == "ACCEPTED"


def test_w17_a_partner_hands_a_place_in_and_the_desk_opens_it(
    town, clara, client, sign_in, acting
):
    acting(town, clara)
    partner = make_partner(town, clara)
    profile = make_profile(town, clara)
    where = reverse(
        "volunteers_public:partner",
        args=["hier", "de", partner.pk, keys.partner_code(partner)],
    )
    sent = {
        "step": "place",
        "title": "Café am Dienstag",
        "profile": str(profile.pk),
        "places": "2",
    }
    assert client.post(where, sent, **HERE).status_code == 302
    desk = sign_in(clara)
    place = Place.objects.get()
    assert place.is_proposed
    assert not place.need.is_open
    assert Todo.objects.get(kind="volunteers.place").owner == clara
    desk.post(at(town, "place_step", place.pk, "open"))
    place.refresh_from_db()
    place.need.refresh_from_db()
    assert place.is_open
    assert place.need.is_open
    assert Todo.objects.get(kind="volunteers.place").state == "DONE"


def test_w18_a_site_shows_activities_and_open_slots_and_no_residents(
    town, clara, volunteer, sign_in, client
):
    row = volunteer(ready=True)
    partner = make_partner(town, clara)
    profile = make_profile(town, clara)
    site = Site.objects.create(
        municipality=town,
        name="GU.plus Berliner Straße",
        sort_key="gu",
        kind=Site.Kind.ACCOMMODATION,
    )
    desk = sign_in(clara)
    make_place(
        desk, town, partner, profile, owner=clara.pk, title="Hausaufgabenhilfe",
        site=str(site.pk), activities="Dienstags lernen Kinder.", places="3",
        responsible="Frau Sozialdienst", house_rules="Bitte anmelden.",
    )  # fmt: skip
    client.logout()
    where = reverse(
        "volunteers_public:site",
        args=["hier", "de", row.pk, keys.own_code(row), site.public_id],
    )
    page = client.get(where).content.decode()

    assert "GU.plus Berliner Straße" in page
    assert "Hausaufgabenhilfe" in page
    assert "Dienstags lernen Kinder." in page
    assert "Bitte anmelden." in page
    assert "0 von 3" in page
    strange = where.replace(keys.own_code(row), "0" * 32)
    assert client.get(strange).status_code == 404


def test_d20_a_wish_to_help_is_placed_with_a_local_group_that_confirms(
    town, clara, volunteer, sign_in, client
):
    row = volunteer(ready=True)
    agree(row)
    group = make_partner(town, clara, "Initiative Nachbarschaft", email="")
    desk = sign_in(clara)
    desk.post(at(town, "forward", row.pk), {"partner": str(group.pk)})
    referral = Referral.objects.get()
    desk.post(at(town, "referral_step", referral.pk, "accept"))
    desk.post(at(town, "referral_step", referral.pk, "start"))
    row.refresh_from_db()
    assert row.stage == "PLACED"
    listed = desk.get(at(town, "volunteers"), {"part": "placed"}).content.decode()
    assert row.name in listed
    done = {"outcome": "DONE", "feedback": "Sehr verlässlich"}
    desk.post(at(town, "referral_step", referral.pk, "end"), done)
    row.refresh_from_db()
    assert row.stage == "READY"
    assert (
        "Sehr verlässlich" in desk.get(at(town, "volunteer", row.pk)).content.decode()
    )


def test_what_ends_on_the_page_of_the_pool_ends_at_the_place_too(
    town, clara, volunteer, sign_in
):
    row = volunteer(ready=True)
    agree(row)
    desk = sign_in(clara)
    partner, profile = make_partner(town, clara), make_profile(town, clara)
    place = make_place(desk, town, partner, profile, owner=clara.pk)
    [offer] = row.helper.offers.all()
    desk.post(at(town, "forward_to_place", place.pk), {"offer": str(offer.pk)})
    referral = Referral.objects.get()
    services.accept(referral=referral, by=clara, now=timezone.now())
    ended = reverse("pool:step", args=[town.slug, referral.match_id, "end"])
    desk.post(ended, {"outcome": "DONE", "looks_on": "on"})

    referral.refresh_from_db()
    row.refresh_from_db()
    assert (referral.state, row.stage) == ("ENDED", "READY")
    assert Todo.objects.filter(subject_id=row.pk, state="OPEN").count() == 1


def test_d21_free_capacity_is_shown_by_association(town, clara, volunteer, sign_in):
    first = volunteer(ready=True, name="Gina Frei")
    club = Organisation.objects.create(
        municipality=town, name="Sportverein", sort_key="s"
    )
    volunteer(ready=True, name="Hugo Bunt", association=club)
    busy = volunteer(ready=True, name="Ina Probe", association=club)
    partner = make_partner(town, clara)
    agree(busy)
    services.forward(volunteer=busy, partner=partner, by=clara, now=timezone.now())

    found = sign_in(clara).get(at(town, "partners")).context["resources"]
    assert [(r.name, r.here, r.free) for r in found] == [
        ("", 1, 1),
        ("Sportverein", 2, 1),
    ]
    assert first.association is None


def test_a_monday_of_a_coordinator(town, clara, volunteer, sign_in, client):
    """From Today to the volunteer, to the ranked list, to a confirmed placement."""
    row = volunteer(ready=True, days_ago=20)
    agree(row)
    Todo.objects.filter(subject_id=row.pk, state="OPEN").update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    partner, profile = make_partner(town, clara), make_profile(town, clara)
    desk = sign_in(clara)
    place = make_place(desk, town, partner, profile, owner=clara.pk)
    today = desk.get(reverse("desk:today", args=[town.slug])).content.decode()
    assert "Einen Einsatz für eine ehrenamtliche Person finden" in today
    todo = Todo.objects.get(kind="volunteers.next", state="OPEN")
    where = reverse("todos:detail", args=[town.slug, todo.pk])
    assert where in today
    assert at(town, "volunteer", row.pk) in desk.get(where).content.decode()
    assert row.name in desk.get(at(town, "volunteer", row.pk)).content.decode()
    the_best_is_forwarded_and_accepted(town, desk, client, place, partner)
    desk = sign_in(clara)
    shown = desk.get(at(town, "place", place.pk)).content.decode()
    assert "angenommen" in shown
    assert Partner.objects.get().referrals.at_work().count() == 1
    left = desk.get(reverse("desk:today", args=[town.slug])).content.decode()
    assert where not in left


def the_best_is_forwarded_and_accepted(town, desk, client, place, partner):
    page = desk.get(at(town, "place", place.pk))
    [best] = page.context["fitting"]
    desk.post(
        at(town, "forward_to_place", place.pk), {"offer": str(best.candidate.offer.pk)}
    )
    referral = Referral.objects.get()
    where = reverse(
        "volunteers_public:partner",
        args=["hier", "de", partner.pk, keys.partner_code(partner)],
    )
    client.logout()
    client.post(where, {"step": "accept", "referral": str(referral.pk)}, **HERE)
