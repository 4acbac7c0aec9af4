"""Complaints: shielded from the other side, and passed up to who decides."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.audit import queries as audit
from hafen.core.audit.queries import Wanted
from hafen.core.db.roles import Role
from hafen.mechanisms.todos.models import Todo
from hafen.voice.inquiries import keys, queries, services
from hafen.voice.inquiries.models import Accused, Inquiry
from hafen.voice.inquiries.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def today():
    return timezone.localdate()


def complain(received, **facts):
    return received(kind="COMPLAINT", channel="WEB", **facts)


def test_w8_the_named_office_reads_nothing_until_a_summary_is_released(
    town, clara, person, offices, received, sign_in
):
    volunteer = person(town, Role.VOLUNTEER, name="Bernd")
    inquiry = complain(received, name="Bernd", text="Niemand hat zugehört.")
    liaison = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Olga")
    office = offices["Sozialamt"]
    office.email = liaison.email
    office.save()
    services.name_other_side(inquiry=inquiry, unit=office, by=clara, now=NOW)
    client = sign_in(liaison)

    before = client.get(address("summaries", town)).content.decode()
    shut = client.get(address("detail", town, inquiry.pk)).status_code
    listed = client.get(address("listing", town)).context["rows"]
    counted = client.get(address("figures", town)).context["figures"].total
    services.describe_complaint(
        inquiry=inquiry,
        category="CONDUCT",
        summary="Es geht um den Ablauf am Schalter.",
        outcome="",
        is_released=True,
        by=clara,
        now=NOW,
    )
    after = client.get(address("summaries", town)).content.decode()

    assert volunteer.name == "Bernd"
    assert (shut, listed, counted) == (404, [], 0)
    assert "Schalter" not in before
    assert "Ablauf am Schalter" in after
    assert "zugehört" not in after
    assert client.get(address("detail", town, inquiry.pk)).status_code == 404


@pytest.mark.parametrize("side", ["user", "team"])
def test_w8_whom_it_is_about_finds_it_in_no_list_search_trail_or_export(
    town, clara, person, received, sign_in, side
):
    accused = person(town, Role.COMMISSIONER, Role.AUDITOR, name="Zora")
    team = Team.objects.create(municipality=town, name="Schalter")
    TeamMembership.objects.create(
        municipality=town, user=accused, team=team, valid_from=today()
    )
    inquiry = complain(received, name="Demo Kläger")
    services.name_other_side(
        inquiry=inquiry,
        by=clara,
        now=timezone.now(),
        **{side: accused if side == "user" else team},
    )
    client = sign_in(accused)

    assert not queries.inquiries_visible_to(accused, today=today()).exists()
    found = client.get(address("listing", town), {"q": inquiry.number, "part": "all"})
    assert found.context["rows"] == []
    file = client.get(address("listing", town), {"part": "all", "as": "csv"})
    assert inquiry.number not in file.content.decode()
    hidden = {str(inquiry.pk), *map(str, Accused.objects.values_list("pk", flat=True))}
    events = audit.events_visible_to(accused, town.pk, Wanted())
    assert not events.filter(subject_id__in=hidden).exists()
    others = audit.events_visible_to(person(town, Role.AUDITOR), town.pk, Wanted())
    assert others.filter(subject_id=str(inquiry.pk)).exists()


def test_w8_its_todo_never_lies_with_the_other_side(town, clara, person, received):
    inquiry = complain(received, now=timezone.now())
    first = Todo.objects.open().get(subject_id=inquiry.pk).owner
    second = person(town, Role.COMMISSIONER, name="Agatha")

    services.name_other_side(inquiry=inquiry, by=second, now=timezone.now(), user=clara)

    assert first == clara
    assert Todo.objects.open().get(subject_id=inquiry.pk).owner == second


def opened_by_requester(client, town, inquiry):
    """Read the own page as the person who complained."""
    client.logout()
    own = reverse(
        "inquiries_public:own_page",
        args=[town.slug, "de", inquiry.short_id, keys.link_code(inquiry)],
    )
    return client.get(own).content.decode()


def test_w8_a_complaint_is_passed_up_to_somebody_who_decides(
    town, clara, person, received, sign_in, client
):
    agatha = person(town, Role.COMMISSIONER, name="Agatha")
    inquiry = complain(received, now=timezone.now(), email="bernd@example.org")
    where = address("complaint", town, inquiry.pk)
    sent = {"form": "up", "up-to": agatha.pk, "up-because": "Es geht um meinen Chef."}
    sent["up-version"] = Inquiry.objects.get(pk=inquiry.pk).version

    desk = sign_in(clara)
    offered = desk.get(where).content.decode().split('id="up"')[1]
    done = desk.post(where, sent)
    late = desk.post(where, sent)
    page = desk.get(where).content.decode()
    trail = desk.get(address("history", town, inquiry.pk)).content.decode()
    todo = Todo.objects.open().get(subject_id=inquiry.pk)
    hers = sign_in(agatha).get(f"/{town.slug}/desk/").content.decode()
    own = opened_by_requester(client, town, inquiry)

    assert ("Agatha" in offered, "Clara" in offered) == (True, False)
    assert (done.status_code, late.status_code) == (302, 422)
    assert (todo.kind, todo.owner) == (services.DECIDE, agatha)
    assert f"Über Beschwerde {inquiry.number} entscheiden" in hers
    assert "<bdi>Agatha</bdi>" in page
    assert "Nach oben gegeben" in trail
    assert "nach oben gegeben" in own
    assert "meinen Chef" not in own
    events = audit.events_visible_to(person(town, Role.AUDITOR), town.pk, Wanted())
    assert events.filter(action="inquiries.complaint.escalated").count() == 1


def test_w8_nobody_on_the_other_side_is_asked_to_decide(
    town, clara, person, received, sign_in
):
    zora = person(town, Role.COMMISSIONER, name="Zora")
    team = Team.objects.create(municipality=town, name="Schalter")
    TeamMembership.objects.create(
        municipality=town, user=zora, team=team, valid_from=today()
    )
    worker = person(town, Role.SOCIAL_WORKER, name="Sven")
    inquiry = complain(received, now=timezone.now())
    services.name_other_side(inquiry=inquiry, by=clara, now=timezone.now(), team=team)
    where = address("complaint", town, inquiry.pk)

    desk = sign_in(clara)
    for chosen in (zora, worker, clara):
        sent = {"form": "up", "up-to": chosen.pk, "up-because": "Bitte entscheiden."}
        assert desk.post(where, sent).status_code == 422

    assert Inquiry.objects.get(pk=inquiry.pk).owner is None
    assert Todo.objects.open().get(subject_id=inquiry.pk).owner == clara


def test_w8_an_answer_ends_what_the_decider_was_asked(town, clara, person, received):
    agatha = person(town, Role.COMMISSIONER, name="Agatha")
    inquiry = complain(received, now=timezone.now())
    services.pass_up(
        inquiry=inquiry,
        to=agatha,
        because="Bitte entscheiden.",
        expected=None,
        by=clara,
        now=timezone.now(),
    )

    services.reply(
        inquiry=inquiry,
        text="Sie haben recht.",
        is_question=False,
        whole=False,
        by=agatha,
        now=timezone.now(),
    )

    assert not Todo.objects.open().filter(subject_id=inquiry.pk).exists()


def test_who_handles_no_complaints_sees_none(town, person, received):
    complain(received)
    worker = person(town, Role.SOCIAL_WORKER)

    assert not queries.inquiries_visible_to(worker, today=today()).exists()
