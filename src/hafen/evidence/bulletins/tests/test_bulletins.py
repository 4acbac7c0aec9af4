"""What people need is told to partners as numbers, and they answer with offers."""

from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import NeedTopic
from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    case,
    clara,
    household,
    south,
    team,
)
from hafen.casework.cases.words import quarters
from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.evidence.bulletins import demo, queries, services
from hafen.evidence.bulletins.models import (
    Bulletin,
    BulletinRefusal,
    BulletinSettings,
)
from hafen.information.directory.models import Gap, Service
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import kinds
from hafen.network.organisations.models import Organisation

__all__ = ["agatha", "bela", "case", "clara", "household", "south", "team"]
pytestmark = pytest.mark.django_db
QUARTER = quarters(timezone.localdate(), 1)[0]
FROM_HERE = {"headers": {"origin": "http://testserver"}}


@pytest.fixture
def lena(town, person, sign_in):
    return sign_in(person(town, Role.PROJECT_LEAD, name="Lena"))


@pytest.fixture
def known(town, case, household, acting, clara):
    """Needs of a quarter: six of one district, and three too few to tell."""
    acting(town)
    there, elsewhere = (
        District.objects.create(
            municipality=town, name=name, sort_key=name.lower(), level=1
        )
        for name in ("Nordend", "Südstadt")
    )
    for number in range(9):
        place = there if number < 6 else elsewhere
        row = case(of=household(f"Person Geheim{number}", district=place))
        acting(town, clara)
        NeedTopic.objects.create(
            municipality=town, case=row, domain="N01", urgency="WEEK",
            since=QUARTER.first,
        )  # fmt: skip
    return there


@pytest.fixture
def forget_the_few(town, acting, clara):
    def forget():
        acting(town, clara)
        NeedTopic.objects.filter(case__household__district__name="Südstadt").delete()

    return forget


@pytest.fixture
def bridge(town, acting):
    acting(town)
    rows = [
        Organisation.objects.create(
            municipality=town, name=name, sort_key=name.lower(), kind="ASSOCIATION",
            state="PUBLISHED", email=email,
        )
        for name, email in (("Brücke", "bruecke@example.org"), ("Chor", ""))
    ]  # fmt: skip
    return rows[0]


def at(name, *parts):
    return reverse(f"bulletins:{name}", args=["hier", *parts])


def send(client, there, bridge):
    sent = {"needs": [f"N01:{there.pk}"], "organisations": [str(bridge.pk)]}
    return client.post(f"{at('new')}?quarter={QUARTER.code}", sent)


def offered_by_link(letter):
    """What a partner does who has the mail: read, and offer something once."""
    link = next(line for line in letter.body.splitlines() if "/bulletins/" in line)
    path = urlsplit(link).path
    partner = Client()
    assert partner.get(path[:-3] + "xx/").status_code == 404
    page = partner.get(path)
    line = page.context["told"][0][0]
    offer = {"line": str(line.pk), "name": "Sprachtreff", "summary": "Üben"}
    assert partner.post(path, offer).status_code == 403
    assert partner.post(path, offer, **FROM_HERE).status_code == 302
    assert partner.post(path, offer, **FROM_HERE).status_code == 422


def test_l8_needs_are_told_to_partners_as_numbers_and_answered_with_an_offer(
    town, known, bridge, lena, acting, forget_the_few
):
    form = lena.get(at("new")).context["form"]
    # Three elsewhere are too few, so six would tell them: nothing is told of either.
    assert form.fields["needs"].choices == []
    forget_the_few()

    page = lena.get(at("new"))
    told = [str(label) for _key, label in page.context["form"].fields["needs"].choices]
    assert told == ["Sprache, Nordend: 6 Fälle"]
    assert "Chor" not in page.content.decode()
    assert send(lena, known, bridge).status_code == 302
    assert send(lena, known, bridge).status_code == 422

    [letter] = mail.outbox
    assert letter.to == ["bruecke@example.org"]
    assert "Sprache, Nordend: 6 Fälle" in letter.body
    assert "Geheim" not in letter.body
    offered_by_link(letter)

    acting(town)
    made = Service.objects.get()
    assert (made.organisation, made.name) == (bridge, "Sprachtreff")
    assert Gap.objects.get().people == 6
    row = Bulletin.objects.get()
    assert "Sprachtreff" in lena.get(at("bulletin", row.pk)).content.decode()
    assert lena.get(at("listing"), {"as": "csv"}).status_code == 200


def test_who_sent_it_hears_of_an_answer_today(
    town, known, bridge, lena, acting, forget_the_few
):
    forget_the_few()
    send(lena, known, bridge)

    offered_by_link(mail.outbox[0])

    acting(town)
    row, todo = Bulletin.objects.get(), Todo.objects.get()
    where = at("bulletin", row.pk)
    assert (todo.owner, todo.subject_id) == (row.sent_by, row.pk)
    assert kinds[todo.kind].addresses([row.pk], todo.owner) == {row.pk: where}
    today = lena.get(reverse("desk:today", args=[town.slug])).content.decode()
    assert "Bedarfsmeldung geantwortet" in today


def test_who_may_send_hears_of_an_answer_once_the_sender_has_left(
    town, known, bridge, lena, acting, person, forget_the_few
):
    forget_the_few()
    send(lena, known, bridge)
    acting(town)
    row = Bulletin.objects.get()
    nora = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Nora")
    acting(town)
    row.sent_by.is_active = False
    row.sent_by.save()

    offered_by_link(mail.outbox[0])

    acting(town)
    assert Todo.objects.get().owner == nora


def link_in(letter, name):
    line = next(line for line in letter.body.splitlines() if line.endswith(name))
    return urlsplit(line).path


def test_an_organisation_ends_the_bulletins_by_the_link_and_gets_them_again(
    town, known, bridge, lena, acting, forget_the_few
):
    forget_the_few()
    send(lena, known, bridge)
    path, partner = link_in(mail.outbox[0], "/stop/"), Client()

    # Whoever looks, such as a scanner of mails, changes nothing.
    page = partner.get(path).content.decode()
    assert "bruecke@example.org" in page
    assert partner.post(path).status_code == 403
    assert partner.get(path.replace("/stop/", "0/stop/")).status_code == 404
    acting(town)
    assert not BulletinRefusal.objects.exists()

    for _twice in range(2):
        assert partner.post(path, **FROM_HERE).status_code == 302
    acting(town)
    assert BulletinRefusal.objects.get().by_link
    assert not queries.partners(town).exists()
    assert "Brücke" in lena.get(at("settings")).content.decode()
    Bulletin.objects.all().delete()  # the copy went, and with it the link
    assert send(lena, known, bridge).status_code == 422
    assert len(mail.outbox) == 1

    assert partner.get(path).status_code == 404


def test_the_link_of_the_last_mail_brings_the_bulletins_back(
    town, known, bridge, lena, acting, forget_the_few
):
    forget_the_few()
    send(lena, known, bridge)
    path, partner = link_in(mail.outbox[0], "/stop/"), Client()
    partner.post(path, **FROM_HERE)

    assert partner.post(path, {"again": "yes"}, **FROM_HERE).status_code == 302

    acting(town)
    assert list(queries.partners(town)) == [bridge]


def test_the_desk_notes_who_wants_no_bulletins(
    town, other_town, bridge, lena, person, sign_in, acting
):
    sent = {"organisation": str(bridge.pk)}
    lena = sign_in(person(town, Role.PROJECT_LEAD, name="Lea"))
    assert lena.post(at("refuse"), sent).status_code == 302
    row = BulletinRefusal.objects.get()
    assert (row.organisation, row.by_link) == (bridge, False)

    mayor = sign_in(person(town, Role.STEERING))
    assert mayor.get(at("settings")).status_code == 404
    assert mayor.post(at("want_again", row.pk)).status_code == 404
    stranger = sign_in(person(other_town, Role.PROJECT_LEAD, name="Fremd"))
    there = reverse("bulletins:want_again", args=[other_town.slug, row.pk])
    assert stranger.post(there).status_code == 404
    there = reverse("bulletins:refuse", args=[other_town.slug])
    stranger.post(there, sent)
    acting(town)
    assert BulletinRefusal.objects.get() == row

    lena = sign_in(person(town, Role.PROJECT_LEAD, name="Lara"))
    assert lena.post(at("want_again", row.pk)).status_code == 302
    assert not BulletinRefusal.objects.exists()


def test_who_refuses_while_a_bulletin_is_prepared_is_told_nothing(
    town, known, bridge, person, acting, forget_the_few
):
    forget_the_few()
    acting(town)
    services.refuse(organisation=bridge, by=None)

    with pytest.raises(services.NothingChosen):
        services.send_bulletin(
            municipality=town, period=(QUARTER.first, QUARTER.last),
            chosen=[f"N01:{known.pk}"], organisations=[bridge], note="",
            by=person(town, Role.PROJECT_LEAD, name="Lo"), now=timezone.now(),
        )  # fmt: skip

    assert mail.outbox == []
    assert not Bulletin.objects.exists()


def test_of_special_areas_more_is_small_as_the_settings_say(
    town, known, lena, acting, clara, forget_the_few
):
    forget_the_few()
    acting(town, clara)
    NeedTopic.objects.update(domain="N13")

    def told():
        return lena.get(at("new")).context["form"].fields["needs"].choices

    assert told() == []
    page = lena.get(at("settings"))
    assert page.context["form"].initial == {"special_least": 10}
    assert lena.post(at("settings"), {"special_least": 4}).status_code == 422
    sent = {"special_least": 6, "version": ""}
    assert lena.post(at("settings"), sent).status_code == 302
    assert [str(label) for _key, label in told()] == [
        "Körperliche Gesundheit, Nordend: 6 Fälle"
    ]
    acting(town)
    row = BulletinSettings.objects.get()
    late = {"special_least": 20, "version": str(row.version - 1)}
    assert lena.post(at("settings"), late).status_code == 409


def test_who_may_not_send_finds_no_form(town, known, bridge, person, sign_in):
    mayor = sign_in(person(town, Role.STEERING))

    assert mayor.get(at("listing")).status_code == 200
    assert mayor.get(at("new")).status_code in {403, 404}
    assert send(mayor, known, bridge).status_code in {403, 404}
    assert mail.outbox == []


def test_the_demo_has_one_bulletin_however_often_it_is_loaded(town, known, bridge):
    for _each in range(2):
        demo.load(town, {
            "topic": "N01", "number": 7, "note": "Wer kann helfen?",
            "special_least": 10,
        })  # fmt: skip

    assert Bulletin.objects.get().lines.get().gap.people == 7
    assert BulletinSettings.objects.get().special_least == 10


def test_pages_of_bulletins_ask_few_questions(
    town, known, bridge, lena, questions, acting, forget_the_few
):
    forget_the_few()
    send(lena, known, bridge)
    acting(town)
    row = Bulletin.objects.get()

    found = {
        name: len(questions(lena, at(name, *parts)))
        for name, *parts in (
            ("listing",),
            ("new",),
            ("settings",),
            ("bulletin", row.pk),
        )
    }

    assert {name: n for name, n in found.items() if n > 12} == {}
