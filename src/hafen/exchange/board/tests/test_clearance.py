"""Notices about children: who may answer, and what all others read instead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board import addresses, queries, services
from hafen.exchange.board.models import Message, Talk
from hafen.exchange.board.tests.conftest import NOW
from hafen.exchange.pool.models import Clearance, Helper
from hafen.mechanisms.feedback.forms import new_token
from hafen.network.organisations import services as organisations
from hafen.network.organisations.models import Organisation

HERE = {"HTTP_ORIGIN": "http://testserver"}
HELENE, STRANGER = "helene@example.org", "fremd@example.org"
SOUGHT = {"side": "NEED", "category": "family.homework", "title": "Lernhilfe gesucht"}
TODAY = NOW.date()


@pytest.fixture
def sought(hanging, person, town, acting):
    """A notice that looks for somebody for a child; two people have looked at it."""
    first = hanging(**SOUGHT)
    acting(town)
    nora = person(town, Role.VOLUNTEER_COORDINATOR, name="Nora")
    acting(town)
    return services.publish_post(row=first, by=nora, now=NOW)


@pytest.fixture
def helene(town, acting):
    acting(town)
    return Helper.objects.create(
        municipality=town,
        name="Helene Probe",
        sort_key=sort_key("Helene Probe"),
        email=HELENE,
        clearance=Clearance.EXTENDED,
        clearance_until=TODAY + timedelta(days=300),
    )


@pytest.fixture
def body(town, acting):
    acting(town)
    return Organisation.objects.create(
        municipality=town,
        name="Zwei Ufer",
        sort_key="zwei ufer",
        state=Organisation.State.PUBLISHED,
        is_verified=True,
        email="post@zweiufer.example.org",
    )


def answer(client, row, email):
    said = {"token": new_token(is_corrected=True), "name": "Wer", "email": email}
    where = reverse("board_public:answer", args=["hier", "de", row.short_id])
    return client.post(where, said | {"text": "Hallo, ich komme gern"}, **HERE)


def last_mail_to(address):
    return OutgoingMail.objects.filter(recipient=address).order_by("pk").last()


def words_of(mail):
    return bytes(mail.source).decode()


def test_b12_a_stranger_reads_why_not_and_where_to_turn(town, sought, client, acting):
    town.contact = {"phone": "+4925100000", "email": "hilfe@hier.example.org"}
    town.save()
    page = client.get(
        reverse("board_public:answer", args=["hier", "de", sought.short_id])
    ).content.decode()
    assert "nur Organisationen" in page
    assert "hilfe@hier.example.org" in page
    assert 'name="text"' not in page

    done = answer(client, sought, STRANGER)

    assert done.status_code == 302
    acting(town)
    assert not Talk.objects.exists()
    said = words_of(last_mail_to(STRANGER))
    assert "hilfe@hier.example.org" in said
    assert "/board/talk/" not in said


def test_b12_a_checked_helper_answers_by_a_link_that_only_the_own_mailbox_gets(
    town, sought, helene, client, acting
):
    done = answer(client, sought, HELENE.upper())
    other = answer(client, sought, STRANGER)
    # Whoever types an address does not learn whom the municipality has checked.
    assert done["Location"] == other["Location"]
    acting(town)
    talk = Talk.objects.get()
    assert not Message.objects.exists()
    assert not queries.talks_of(sought).exists()
    mine = addresses.talk(talk, Talk.Side.ASKER, "de")
    assert "/board/talk/" in words_of(last_mail_to(HELENE))
    path = mine.partition("//")[2].partition("/")[2]
    assert "Schreiben Sie hier" in client.get(f"/{path}").content.decode()

    client.post(f"/{path}", {"step": "say", "text": "Ich helfe gern"}, **HERE)

    acting(town)
    assert Message.objects.get().text == "Ich helfe gern"
    sought.refresh_from_db()
    assert sought.answered_at is not None
    carried = words_of(last_mail_to("anna@example.org"))
    assert HELENE not in carried


def test_b12_asking_twice_makes_one_talk(town, sought, helene, client, acting):
    answer(client, sought, HELENE)
    answer(client, sought, HELENE)

    acting(town)
    assert Talk.objects.count() == 1
    assert OutgoingMail.objects.filter(recipient=HELENE).count() == 2


@pytest.mark.parametrize(
    ("level", "days", "holds"),
    [
        (Clearance.EXTENDED, 1, True),
        (Clearance.EXTENDED, 0, True),
        (Clearance.EXTENDED, None, True),
        (Clearance.EXTENDED, -1, False),
        (Clearance.CERTIFICATE, 300, False),
        (Clearance.TALK, None, False),
    ],
)
def test_b12_only_an_extended_certificate_that_holds_counts(
    town, helene, level, days, holds
):
    until = None if days is None else TODAY + timedelta(days=days)
    Helper.objects.update(clearance=level, clearance_until=until)

    assert queries.has_cleared_address(town, HELENE, TODAY) is holds


def test_b12_who_is_known_to_no_address_is_not_cleared(town, helene):
    Helper.objects.update(email="")

    assert not queries.has_cleared_address(town, "", TODAY)


def test_b12_a_verified_organisation_and_its_editors_may_answer(
    town, body, person, acting
):
    otto = person(town, Role.ORGANISATION_EDITOR, name="Otto")
    acting(town)
    assert queries.has_cleared_address(town, body.email, TODAY)
    assert not queries.has_cleared_address(town, otto.email, TODAY)

    organisations.appoint_editor(organisation=body, user=otto, by=None)
    assert queries.has_cleared_address(town, otto.email, TODAY)

    Organisation.objects.update(is_verified=False)
    assert not queries.has_cleared_address(town, body.email, TODAY)
    assert not queries.has_cleared_address(town, otto.email, TODAY)


def test_b12_a_proof_that_runs_out_ends_what_was_begun_with_it(
    town, sought, helene, acting
):
    person = {"name": "Helene", "email": HELENE, "language": "de", "channel": "MAIL"}
    talk = services.invite_to_answer(row=sought, person=person, language="de", now=NOW)
    words = {"side": "ASKER", "language": "de", "now": NOW}
    services.say(talk=talk, text="Hallo", **words)
    Helper.objects.update(clearance_until=TODAY - timedelta(days=1))

    with pytest.raises(services.ClearanceNeeded):
        services.say(talk=talk, text="Wann soll ich kommen?", **words)
    services.say(talk=talk, text="Lieber nicht", **words | {"side": "AUTHOR"})
    assert Message.objects.count() == 2


def test_b12_a_typed_address_proves_nothing_whoever_calls(sought, helene, asked):
    with pytest.raises(services.ClearanceNeeded):
        asked(sought, email=HELENE)


def test_b12_parents_answer_a_checked_helper_and_nobody_an_unchecked_one(
    town, hanging, person, helene, asked, acting
):
    offered = {"category": "family.childcare", "side": "OFFER"}
    nora = person(town, Role.VOLUNTEER_COORDINATOR, name="Nora")
    rows = [hanging(email=email, **offered) for email in (HELENE, "x@example.org")]
    acting(town)
    checked, unknown = (
        services.publish_post(row=row, by=nora, now=NOW) for row in rows
    )

    assert asked(checked, text="Haben Sie am Montag Zeit?").asker.name
    with pytest.raises(services.ClearanceNeeded):
        asked(unknown)


def test_b12_a_notice_that_becomes_one_about_children_is_answered_anew(
    hanging, asked, helene
):
    """Somebody typed the address of a checked helper while nobody asked for proof."""
    row = hanging(side="NEED")
    talk = asked(row, email=HELENE)
    names = ("side", "title", "text", "language", "district")
    facts = {name: getattr(row, name) for name in names} | {"category": "family.play"}

    services.edit_post(row=row, facts=facts, expected=None, by=None, now=NOW)

    with pytest.raises(services.NotOpen):
        services.say(talk=talk, side="ASKER", text="Hallo", language="de", now=NOW)


@pytest.mark.parametrize(
    ("category", "said"),
    [
        ("family.childcare", "an einem öffentlichen Ort"),
        ("housing.room", "Bezahlen Sie nichts"),
        ("work.job", "schriftlichem Vertrag"),
        ("goods.bicycle", ""),
    ],
)
def test_b12_readers_are_warned_of_what_could_go_wrong(
    town, hanging, person, acting, client, category, said
):
    row = hanging(category=category)
    if row.is_waiting:
        nora = person(town, Role.VOLUNTEER_COORDINATOR, name="Nora")
        acting(town)
        row = services.publish_post(row=row, by=nora, now=NOW)

    page = client.get(
        reverse("board_public:detail", args=["hier", "de", row.short_id])
    ).content.decode()

    assert ("Bitte seien Sie vorsichtig" in page) is bool(said)
    assert said in page
