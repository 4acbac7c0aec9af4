"""Catalogue entries of the notice board, through its pages: M39, L19, L20."""

from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board import addresses, services
from hafen.exchange.board.forms.public import FilterForm
from hafen.exchange.board.models import Message, Post, Talk
from hafen.exchange.board.tests.conftest import PRAM
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations import services as organisations
from hafen.network.organisations.models import Organisation
from hafen.voice.inquiries import services as contact_point
from hafen.web.portal.cache import KNOWN_PARAMETERS

HERE = {"HTTP_ORIGIN": "http://testserver"}
ANNA, BASIM = "anna.probe@example.org", "basim.beispiel@example.com"


@pytest.fixture
def mona(town, person):
    return person(town, Role.BOARD_MODERATOR, name="Mona")


def at(name, *parts, language="de"):
    return reverse(f"board_public:{name}", args=["hier", language, *parts])


def desk_at(name, *parts):
    return reverse(f"board:{name}", args=["hier", *parts])


def send(client, where, **said):
    data = {"token": new_token(is_corrected=True), **said}
    return client.post(where, data, **HERE)


def write(client, **facts):
    said = PRAM | {"name": "Anna Probe", "email": ANNA, "agrees": "on"} | facts
    said = {name: value for name, value in said.items() if value is not None}
    return send(client, at("write"), **said)


def publish(client, sign_in, mona, row):
    sign_in(mona).post(desk_at("decide", row.pk), {"step": "publish"})
    client.logout()
    row.refresh_from_db()
    return row


def mails_to(address):
    rows = OutgoingMail.objects.filter(recipient=address).order_by("pk")
    return [bytes(row.source) for row in rows]


def path_of(address):
    return urlsplit(address).path


def test_m39_a_refugee_answers_an_offer_and_neither_sees_an_address(
    client, town, mona, sign_in, acting
):
    """By web and back by mail, on the raw mails and on every page."""
    acting(town)
    assert write(client).status_code == 302
    acting(town)
    row = publish(client, sign_in, mona, Post.objects.get())
    assert ANNA not in client.get(at("detail", row.short_id)).content.decode()

    answered = send(
        client,
        at("answer", row.short_id, language="ar"),
        text="هل ما زالت متاحة؟ رقمي 0151 23456789 أو basim.beispiel@example.com",
        name="Basim Beispiel",
        email=BASIM,
    )

    acting(town)
    talk = Talk.objects.get()
    page = client.get(answered["Location"]).content.decode()
    assert ANNA not in page
    assert "Anna Probe" not in page
    carried = mails_to(ANNA)[-1]
    assert "هل ما زالت متاحة؟" in read(carried)["text"]
    for secret in (b"basim", b"Basim", b"23456789", b"example.com"):
        assert secret not in everything(carried)
    reply_by_mail(
        town, carried, "Ja! Rufen Sie an: 0171 9876543, anna.probe@example.org"
    )

    back = mails_to(BASIM)[-1]
    acting(town)
    assert [each.by for each in Message.objects.order_by("said_at", "pk")] == [
        "WEB",
        "MAIL",
    ]
    assert "Ja! Rufen Sie an:" in read(back)["text"]
    for secret in (b"anna", b"Anna", b"9876543", b"mail.heim.example"):
        assert secret not in everything(back)
    assert talk.post_id == row.pk


def test_m39_the_name_is_read_after_it_was_released_and_a_block_ends_it(
    client, town, mona, sign_in, acting
):
    acting(town)
    write(client)
    acting(town)
    row = publish(client, sign_in, mona, Post.objects.get())
    said = {"text": "Hallo", "name": "Basim Beispiel", "email": BASIM}
    send(client, at("answer", row.short_id), **said)
    acting(town)
    talk = Talk.objects.get()
    author = path_of(addresses.talk(talk, Talk.Side.AUTHOR, "de"))
    asker = path_of(addresses.talk(talk, Talk.Side.ASKER, "de"))
    assert "Basim Beispiel" not in client.get(author).content.decode()

    client.post(asker, {"step": "release"}, **HERE)
    client.post(asker, {"step": "say", "text": "Meine Nummer: 0151 23456789"}, **HERE)

    page = client.get(author).content.decode()
    assert "Basim Beispiel" in page
    assert "0151 23456789" in page
    client.post(author, {"step": "end"}, **HERE)
    refused = client.post(asker, {"step": "say", "text": "Noch da?"}, **HERE)
    assert refused.status_code == 422
    acting(town)
    assert Message.objects.count() == 2


def test_m39_a_report_comes_to_the_moderator_who_reads_what_was_written(
    client, town, mona, person, sign_in, acting
):
    acting(town)
    write(client)
    acting(town)
    row = publish(client, sign_in, mona, Post.objects.get())
    said = {"text": "Zahlen Sie zuerst", "name": "Basim", "email": BASIM}
    send(client, at("answer", row.short_id), **said)
    acting(town)
    talk = Talk.objects.get()
    detail = desk_at("post", row.pk)
    assert "Zahlen Sie zuerst" not in sign_in(mona).get(detail).content.decode()

    where = path_of(addresses.talk(talk, Talk.Side.AUTHOR, "de"))
    client.post(where, {"step": "report", "reason": "FRAUD"}, **HERE)

    acting(town)
    todo = Todo.objects.get(kind=services.REPORT)
    assert (todo.owner, todo.due_on) == (mona, timezone.localdate())
    page = sign_in(mona).get(detail).content.decode()
    assert "Zahlen Sie zuerst" in page
    client.post(desk_at("decide", row.pk), {"step": "settle"})
    acting(town)
    todo.refresh_from_db()
    assert not todo.is_open


def test_l19_what_is_over_vanishes_and_its_owner_renews_it_with_one_button(
    client, town, mona, sign_in, acting
):
    acting(town)
    write(client)
    acting(town)
    row = publish(client, sign_in, mona, Post.objects.get())
    assert row.title in client.get(at("listing")).content.decode()
    today = timezone.localdate()
    later = timezone.now() + timedelta(days=(row.valid_until - today).days - 2)

    services.keep_fresh(municipality_id=town.pk, now=later)
    [asked] = [each for each in mails_to(ANNA) if "bald" in read(each)["text"]]
    mine = path_of(link_in(asked, "/board/mine/"))
    Post.objects.update(valid_until=today - timedelta(days=1))
    gone = client.get(at("listing")).content.decode()
    services.keep_fresh(municipality_id=town.pk, now=timezone.now())
    row.refresh_from_db()
    assert row.title not in gone
    assert row.is_expired

    assert client.get(mine).status_code == 200  # a scanner opens it
    row.refresh_from_db()
    assert row.is_expired
    client.post(mine, {"step": "renew"}, **HERE)
    acting(town)
    row.refresh_from_db()
    assert row.is_public
    assert row.valid_until > today
    assert row.title in client.get(at("listing")).content.decode()


@pytest.fixture
def zwei_ufer(town, person, acting):
    """An organisation that is not checked yet, and its editor."""
    acting(town)
    body = Organisation.objects.create(
        municipality=town, name="Zwei Ufer", sort_key="zwei ufer", slug="zwei-ufer"
    )
    otto = person(town, Role.ORGANISATION_EDITOR, name="Otto")
    acting(town)
    organisations.appoint_editor(organisation=body, user=otto, by=None)
    return body, otto


def post_for(desk, body, title):
    post = {**PRAM, "organisation": str(body.pk), "title": title}
    said = {name: value for name, value in post.items() if value is not None}
    assert desk.post(desk_at("add"), said).status_code == 302
    return Post.objects.get(title=title)


def verify(desk, body):
    edit = reverse("organisations:edit", args=["hier", body.pk])
    said = {"name": body.name, "kind": "MIGRANT", "is_verified": "on", "version": 1}
    desk.post(edit, said)
    move = reverse("organisations:move", args=["hier", body.pk])
    desk.post(move, {"step": "publish"})
    body.refresh_from_db()


def test_l20_a_verified_profile_counts_and_its_posts_show_the_link_to_it(
    client, town, mona, person, zwei_ufer, sign_in, acting
):
    body, otto = zwei_ufer
    edda = person(town, Role.EDITOR, name="Edda")
    listed = reverse("organisations_public:public_listing", args=["hier", "de"])
    before = client.get(listed).context["profiles"]
    assert post_for(sign_in(otto), body, "Offener Treff").is_waiting

    verify(sign_in(edda), body)
    row = post_for(sign_in(otto), body, "Chor für alle")

    assert row.is_public
    assert row.checked_at is None  # looked at afterwards
    assert Todo.objects.open().filter(subject_id=row.pk, kind=services.CHECK).exists()
    client.logout()
    assert client.get(listed).context["profiles"] == before + 1
    page = client.get(at("detail", row.short_id)).content.decode()
    assert f'href="{listed}{body.address}/"' in page
    assert "von der Kommune geprüft" in page
    assert row.title in client.get(f"{listed}{body.address}/").content.decode()


def test_each_filter_of_the_board_has_a_page_of_its_own_in_the_page_cache():
    """A parameter that makes no key would show one list for every choice."""
    assert {*FilterForm.base_fields, "page"} <= KNOWN_PARAMETERS


def read(source):
    """Return headers and text of a mail as a mail program shows them."""
    message = message_from_bytes(source, policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    return {"message": message, "text": text}


def everything(source):
    """Return the raw mail with all its parts decoded: nothing hides in base64."""
    message = message_from_bytes(source, policy=policy.default)
    parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
    heads = "\n".join(f"{name}: {value}" for name, value in message.items())
    to = message["To"]
    shown = heads.replace(f"To: {to}", "").encode()
    return source.replace(f"To: {to}".encode(), b"") + shown + b"\n".join(parts)


def link_in(source, part):
    return next(word for word in read(source)["text"].split() if part in word)


def reply_by_mail(town, carried, words):
    """Answer a relayed mail as a mail program does, with quote and traces."""
    message = read(carried)["message"]
    quoted = "\r\n".join(f"> {line}" for line in read(carried)["text"].splitlines())
    source = (
        f"Received: from mail.heim.example ([192.0.2.7])\r\n"
        f"From: Anna Probe <{ANNA}>\r\n"
        f"Reply-To: {ANNA}\r\n"
        f"To: {message['Reply-To'] or 'stadt@example.org'}\r\n"
        f"Subject: Re: {message['Subject']}\r\n"
        f"Message-ID: <anna-1@mail.heim.example>\r\n"
        f"In-Reply-To: {message['Message-ID']}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{words}\r\n\r\nAm 1. Mai 2026 schrieb Hier:\r\n{quoted}\r\n"
    ).encode()
    contact_point.take_mail(municipality=town, source=source, now=timezone.now())
    contact_point.take_mail(municipality=town, source=source, now=timezone.now())
