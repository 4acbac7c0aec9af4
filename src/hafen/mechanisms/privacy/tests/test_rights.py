"""The rights of a person: everything is found, handed over, and erased."""

import io
import json
import zipfile
from datetime import date, timedelta

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from conftest import ADMIN, make_town
from hafen.core.accounts.models import ConfidentialityUndertaking, User
from hafen.core.audit import services as audit
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.personal_data import DataClass
from hafen.core.db.roles import Role
from hafen.core.files import services as files
from hafen.core.mail.models import Notice, OutgoingMail
from hafen.core.places import services as places
from hafen.mechanisms.feedback.models import FeedbackEntry
from hafen.mechanisms.privacy import erasure, four_eyes, requests, retention, rights
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import ContactPerson, Organisation

NOW = timezone.now()
TODAY = timezone.localdate()
NAME, ADDRESS, PHONE = "Zenobia Quittenduft", "zenobia.q@example.org", "+492510099887"
PAGES = "/hier/desk/requests-of-persons/"


@pytest.fixture
def heads(tmp_path, settings):
    settings.AUDIT_HEADS = str(tmp_path / "heads")
    return tmp_path


def live_of(town, person):
    """Let Zenobia leave her traces in every room, and go."""
    user = person(town, name=NAME)
    user.email, user.left_on, user.is_active = ADDRESS, TODAY, False
    user.save()
    house = Organisation.objects.create(
        municipality=town, name="Haus", sort_key="haus", kind="ASSOCIATION"
    )
    contact = ContactPerson.objects.create(
        municipality=town,
        organisation=house,
        name=NAME,
        phone=PHONE,
        email=ADDRESS,
        confirmed_on=TODAY,
    )
    said = FeedbackEntry.objects.create(
        municipality=town,
        kind="MISTAKE",
        language="de",
        message=f"Bitte rufen Sie mich an: {PHONE}",
        reply_to=ADDRESS,
    )
    Todo.objects.create(
        municipality=town,
        kind="note",
        title=f"{NAME} zurückrufen",
        params={"who": NAME},
        owner=person(town, Role.EDITOR),
    )
    Todo.objects.create(
        municipality=town,
        kind="note",
        title="Erledigt",
        owner=user,
        state="DONE",
        done_at=NOW,
    )
    OutgoingMail.objects.create(
        municipality=town,
        recipient=ADDRESS.upper(),
        subject=f"Guten Tag {NAME}",
        source=f"To: {ADDRESS}".encode(),
        message_id="<1@example.org>",
        next_try_at=NOW,
    )
    Notice.objects.create(
        municipality=town,
        channel="TELEPHONE",
        person=user.pk,
        name=NAME,
        language="de",
        phone=PHONE,
        subject="Termin",
        text=f"Sagen Sie {NAME}, …",
    )
    paper = files.store(
        municipality=town.pk,
        upload=ContentFile(b"%PDF-1.4 Zenobia", name="zenobia.pdf"),
        kind="accounts.paper",
        data_class=DataClass.V1,
        owner=user.pk,
    )
    audit.seen(subject=user, what="accounts.person")
    return user, contact, said, paper


def texts_of(database):
    """Return every text, array, JSON and byte value of a database, by column."""
    found = []
    with psycopg.connect(ADMIN, dbname=database) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        for table, column in columns:
            rows = connection.execute(
                f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL'
            ).fetchall()
            found += [(f"{table}.{column}", value) for (value,) in rows]
    return found


def places_of(database, *words):
    """Return the columns in which one of the words stands, bytes included."""
    wanted = [word.casefold() for word in words]
    wanted += [word.encode().hex() for word in words]
    return {
        column
        for column, value in texts_of(database)
        if any(word in value.casefold() for word in wanted)
    }


def test_after_an_erasure_nothing_of_the_person_is_left(own_database, person, heads):
    town = make_town("hier")
    with context.acting(Context(municipality=town.pk)):
        first, second = (person(town, Role.DATA_PROTECTION_OFFICER) for _ in "12")
        user, contact, said, paper = live_of(town, person)
    before = places_of(own_database, NAME, ADDRESS, PHONE)
    assert {"accounts_user.name", "mail_outgoingmail.source", "todos_todo.params"} <= (
        before
    )

    with context.acting(Context(municipality=town.pk, actor=first.pk)):
        keys = [rights.key_of(row) for row in (user, contact, said)]
        asked = requests.receive(
            kind="ERASURE", roots=keys, received_on=TODAY, by=first
        )
    with context.acting(Context(municipality=town.pk, actor=second.pk)):
        roots = rights.rows_of(asked.roots)
        parts = rights.gather(roots)
        named = requests.mentions.find(second, requests.mentions.needles(roots), parts)
        asked = requests.carry_out(
            asked=asked, blacken=[each.code for each in named], by=second, now=NOW
        )

    assert asked.state == RightsRequest.State.DONE
    assert places_of(own_database, NAME, ADDRESS, PHONE) == set()
    assert not default_storage.exists(paper.path)
    # The trail stays: who did what, by numbers and keyed hashes.
    assert "audit_event.subject_id" in places_of(own_database, str(user.pk))
    assert str(user.pk) in erasure.ledger(town.pk).read_text()


@pytest.fixture
def office(town, person, acting, heads):
    """Two people who may answer requests, and Zenobia."""
    first = person(town, Role.ADMINISTRATOR)
    second = person(town, Role.DATA_PROTECTION_OFFICER)
    acting(town, first)
    return first, second, live_of(town, person)


def enter(by, rows, kind="ERASURE"):
    return requests.receive(
        kind=kind,
        roots=[rights.key_of(row) for row in rows],
        received_on=date(2026, 1, 31),
        by=by,
    )


def test_a_copy_holds_every_declared_room_and_the_originals(office, sign_in):
    first, _second, (user, contact, said, paper) = office
    asked = enter(first, [user, contact, said], kind="ACCESS")
    assert asked.due_on == date(2026, 2, 28)

    answer = sign_in(first).get(f"{PAGES}{asked.pk}/copy.zip")

    copy = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(copy.read("daten.json"))["data"]
    assert {
        "accounts.user",
        "organisations.contactperson",
        "feedback.feedbackentry",
        "todos.todo",
        "mail.outgoingmail",
        "mail.notice",
        "files.storedfile",
    } <= set(data)
    assert data["accounts.user"][0]["name"] == NAME
    assert "password" not in data["accounts.user"][0]
    page = copy.read("auskunft.html").decode()
    assert PHONE in page
    assert "accounts.person.read" in page
    names = copy.namelist()
    assert any(name.startswith("dateien/") for name in names)
    assert any(name.endswith(".eml") for name in names)
    assert b"Zenobia" in copy.read(f"dateien/{paper.key[:8]}-{paper.name}")


def test_whoever_enters_an_erasure_does_not_carry_it_out(office):
    first, second, rows = office
    asked = enter(first, rows[:1])

    with pytest.raises(four_eyes.SecondPersonNeeded):
        requests.carry_out(asked=asked, blacken=(), by=first, now=NOW)
    requests.carry_out(asked=asked, blacken=(), by=second, now=NOW)
    with pytest.raises(four_eyes.NoLongerOpen):
        requests.carry_out(asked=asked, blacken=(), by=second, now=NOW)


def test_in_a_small_office_a_day_and_a_mail_stand_for_the_second_person(
    office, town, mailoutbox
):
    first, second, rows = office
    places.set_features(town, switched={"small_office": True}, expected=None)
    first = User.objects.get(pk=first.pk)
    asked = enter(first, rows[:1])
    [told] = mailoutbox
    assert told.to == [second.email]
    assert NAME not in told.body

    with pytest.raises(four_eyes.TooEarly):
        requests.carry_out(asked=asked, blacken=(), by=first, now=NOW)
    tomorrow = asked.created_at + timedelta(days=1, minutes=1)
    done = requests.carry_out(asked=asked, blacken=(), by=first, now=tomorrow)
    assert done.state == RightsRequest.State.DONE


def test_who_still_works_here_hands_over_first(office, person, town):
    first, _second, _rows = office

    with pytest.raises(erasure.StillWorksHere):
        enter(first, [person(town, Role.EDITOR)])


def test_what_must_be_kept_waits_with_the_name_alone_and_goes_then(office, person):
    first, second, _rows = office
    keeper = person(first.municipality, Role.VOLUNTEER, name="Xaver Kirschkern")
    keeper.left_on, keeper.is_active = TODAY, False
    keeper.save()
    mail = keeper.email
    asked = requests.carry_out(
        asked=enter(first, [keeper]), blacken=(), by=second, now=NOW
    )

    assert asked.state == RightsRequest.State.WAITING
    keeper.refresh_from_db()
    assert (keeper.name, keeper.email) == ("Xaver Kirschkern", None)
    assert not keeper.has_usable_password()
    assert mail not in str(User.objects.values_list("email", flat=True))

    later = NOW + timedelta(days=1097)
    # The account's own period ends earlier and waits for the signature's.
    retention.sweep(now=NOW + timedelta(days=400))
    assert ConfidentialityUndertaking.objects.filter(user=keeper).exists()
    retention.sweep(now=later)
    requests.finish(now=later)
    asked.refresh_from_db()
    assert asked.state == RightsRequest.State.DONE
    assert not User.objects.filter(pk=keeper.pk).exists()


def test_whom_a_backup_brought_back_goes_again(office, town, person):
    first, second, rows = office
    requests.carry_out(asked=enter(first, rows[:1]), blacken=(), by=second, now=NOW)
    erasure.note(town.pk, roots=[rights.key_of(rows[0])], now=NOW)
    path = erasure.ledger(town.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"at": "", "roots": [rights.key_of(rows[1])]}) + "\n")

    assert requests.replay(town=town, now=NOW) == 1
    assert not ContactPerson.objects.filter(pk=rows[1].pk).exists()
    assert requests.replay(town=town, now=NOW) == 0


def test_the_way_through_the_desk(office, sign_in):
    first, second, (user, contact, _said, _paper) = office
    client = sign_in(first)
    assert client.get(PAGES).status_code == 200
    page = client.post(f"{PAGES}search/", {"name": "quittenduft"}).content.decode()
    keys = [rights.key_of(row) for row in (user, contact)]
    assert all(key in page for key in keys)
    assert client.post(f"{PAGES}search/", {"name": "Q"}).status_code == 422

    entered = client.post(
        f"{PAGES}new/",
        {"roots": keys, "kind": "ERASURE", "received_on": str(TODAY)},
    )
    where = entered["Location"]
    assert "Endgültig löschen" not in client.get(where).content.decode()

    client = sign_in(second)
    page = client.get(where).content.decode()
    assert "Endgültig löschen" in page
    assert "zurückrufen" in page
    answer = client.post(f"{where}close/", {"step": "carry-out"}, follow=True)
    assert "gelöscht" in answer.content.decode()
    assert not User.objects.filter(pk=user.pk).exists()


def test_whoever_only_wrote_once_is_found_by_their_address(office, town):
    first, _second, _rows = office
    for number in "12":
        OutgoingMail.objects.create(
            municipality=town,
            recipient="yara.q@example.org",
            subject=f"Guten Tag {number}",
            source=b"",
            message_id=f"<y{number}@example.org>",
            next_try_at=NOW,
        )

    [hit] = rights.search(first, "yara.q@example.org")

    asked = requests.receive(
        kind="ACCESS", roots=[hit.key], received_on=TODAY, by=first
    )
    [part] = rights.gather(rights.rows_of(asked.roots))
    assert (part.model, part.count) == (OutgoingMail, 2)


def test_somebody_from_elsewhere_is_not_found(office, other_town, person, sign_in):
    stranger = person(other_town, Role.ADMINISTRATOR)

    page = sign_in(stranger).post(
        "/dort/desk/requests-of-persons/search/", {"name": NAME}
    )

    assert NAME not in page.content.decode().replace(f'value="{NAME}"', "")
