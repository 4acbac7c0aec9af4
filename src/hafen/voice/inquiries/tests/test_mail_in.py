"""Mail in: threads, loops, hostile bytes, and an hour without a server."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hafen.core.mail.models import OutgoingMail
from hafen.core.mail.services import deliver
from hafen.core.mail.transports import TryLater
from hafen.network.contacts.models import Contact
from hafen.voice.inquiries import services
from hafen.voice.inquiries.models import (
    IncomingMail,
    Inquiry,
    Message,
    RequesterEmail,
)
from hafen.voice.inquiries.parsing import read_mail, without_quotes
from hafen.voice.inquiries.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def eml(body="Wo ist der Sprachkurs?", **headers):
    facts = {
        "From": "Demo Amira <amira@example.org>",
        "To": "anlaufstelle@example.org",
        "Subject": "Frage",
        "Message-ID": "<1@example.org>",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "\r\n".join(f"{name}: {value}" for name, value in facts.items() if value)
    return f"{head}\r\n\r\n{body}".encode()


def take(town, source, **facts):
    return services.take_mail(municipality=town, source=source, now=NOW, **facts)


def reply(inquiry, by):
    return services.reply(
        inquiry=inquiry,
        text="Am Montag.",
        is_question=False,
        whole=True,
        by=by,
        now=NOW,
    )


def test_d65_a_mail_to_the_mailbox_becomes_a_contact_with_channel_email(town, point):
    take(town, eml())

    inquiry = Inquiry.objects.get()
    assert inquiry.channel == Contact.objects.get().channel == "EMAIL"
    assert inquiry.requester.name == "Demo Amira"
    assert Message.objects.get().subject == "Frage"
    assert not OutgoingMail.objects.exists()  # nobody is answered by itself


def test_the_same_mail_twice_is_one(town, point):
    first, second = take(town, eml()), take(town, eml())

    assert first == second
    assert Inquiry.objects.count() == 1


def test_h4_an_answer_joins_its_thread_and_follows_a_merge(town, point, clara):
    take(town, eml())
    take(town, eml(Message_ID="<2@example.org>", Subject="Noch einmal"))
    first, second = Inquiry.objects.order_by("serial")
    ours = reply(second, clara)
    services.merge(inquiry=second, into=first, by=clara, now=NOW)

    answer = eml(
        "Danke!\r\n\r\nAm 18.03.2026 um 10:00 schrieb Anlaufstelle:\r\n> Am Montag.",
        Message_ID="<3@example.org>",
        In_Reply_To=ours.message_id,
        Subject="Re: Frage",
    )
    taken = take(town, answer)

    assert taken.fate == IncomingMail.Fate.THREAD
    assert taken.inquiry == first
    assert Message.objects.latest("created_at").text == "Danke!"
    assert RequesterEmail.objects.get().verified_at == NOW


def test_a_guessed_number_opens_no_thread_for_strangers(town, point):
    take(town, eml())
    number = Inquiry.objects.get().number
    subject = f"Re: Frage [#{number}]"

    own = take(town, eml(Message_ID="<2@x>", Subject=subject))
    strange = take(
        town, eml(Message_ID="<3@x>", Subject=subject, From="boese@example.com")
    )

    assert own.fate == IncomingMail.Fate.THREAD
    assert strange.fate == IncomingMail.Fate.NEW


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<liste.example.org>"},
        {"From": "MAILER-DAEMON@example.org"},
        {"Message_ID": "<abc@localhost>"},
    ],
)
def test_machines_and_loops_make_no_inquiry(town, point, headers, settings):
    settings.PUBLIC_URL = "http://localhost"

    taken = take(town, eml(**headers))

    assert taken.fate == IncomingMail.Fate.AUTOMATIC
    assert not Inquiry.objects.exists()


def test_a_mail_of_ours_that_came_back_is_told_to_the_desk(town, point, clara):
    take(town, eml())
    ours = reply(Inquiry.objects.get(), clara)

    taken = take(
        town,
        eml(
            Message_ID="<b@x>",
            From="mailer-daemon@example.org",
            References=ours.message_id,
        ),
    )

    assert taken.fate == IncomingMail.Fate.BOUNCE
    assert Message.objects.filter(kind="NOTE").exists()


HOSTILE = {
    "empty": b"",
    "zeros": b"\x00" * 5_000,
    "no head": b"just words without any head\xff\xfe",
    "broken multipart": eml(
        "--x\r\nContent-Type: text/plain\r\n\r\nHallo",
        Content_Type='multipart/mixed; boundary="x"',
    ),
    "no boundary": eml(Content_Type="multipart/mixed"),
    "unknown charset": eml(Content_Type="text/plain; charset=klingon"),
    "bad base64": eml("!!!!", Content_Transfer_Encoding="base64"),
    "bad header": eml(Subject="=?utf-8?b?!!!?="),
    "nul in words": eml("a\x00b\x07c"),
    "script": eml("<p>Hallo<script>alert(1)</script>", Content_Type="text/html"),
    "deep": eml(
        "".join(
            f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n'
            for n in range(300)
        ),
        Content_Type='multipart/mixed; boundary="b0"',
    ),
    "many headers": b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\nHi",
    "long line": eml("x" * 3_000_000),
    "no sender": eml(From=""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_are_taken_and_hurt_nobody(town, point, name):
    taken = take(town, HOSTILE[name])

    text = Message.objects.get().text
    assert taken.inquiry is not None
    assert "\x00" not in text
    assert "alert" not in text
    assert len(text) <= 20_000


def test_attachments_are_counted_and_left_out(town, point):
    body = (
        "--x\r\nContent-Type: text/plain\r\n\r\nSiehe Anhang\r\n"
        "--x\r\nContent-Type: application/x-msdownload\r\n"
        'Content-Disposition: attachment; filename="a.exe"\r\n\r\nMZ\r\n--x--'
    )

    taken = take(town, eml(body, Content_Type='multipart/mixed; boundary="x"'))

    assert taken.left_out == 1
    assert Message.objects.get().text == "Siehe Anhang"


def test_a_mail_is_dropped_as_a_file_at_the_desk(town, point, clara, sign_in):

    client = sign_in(clara)
    file = SimpleUploadedFile("frage.eml", eml())

    done = client.post(reverse("inquiries:drop_mail", args=[town.slug]), {"file": file})

    inquiry = Inquiry.objects.get()
    assert done["Location"] == reverse("inquiries:detail", args=[town.slug, inquiry.pk])


def test_quotes_are_left_out_unless_nothing_else_is_there():
    assert without_quotes("Ja.\n> Nein?") == "Ja."
    assert without_quotes("> Nur Zitat") == "> Nur Zitat"
    assert read_mail(b"").message_id == read_mail(b"").message_id


def test_an_hour_without_mail_server_loses_no_answer_and_doubles_none(
    town, point, clara
):
    """Sent twice only if the server died after accepting: with one Message-ID."""
    take(town, eml())
    reply(Inquiry.objects.get(), clara)
    mail = OutgoingMail.objects.get()
    accepted = []

    class Server:
        def __init__(self, mood):
            self.mood = mood

        def deliver(self, sent):
            if self.mood == "away":
                raise TryLater("timeout")
            accepted.append(bytes(sent.source))
            if self.mood == "dies":
                raise TryLater("died")

    def attempt(mood):
        row = OutgoingMail.objects.get()
        if row.next_try_at is not None:
            deliver(mail_id=mail.pk, way=Server(mood), now=row.next_try_at)

    start = mail.next_try_at
    while OutgoingMail.objects.get().next_try_at < start + timedelta(hours=1):
        attempt("away")
    assert accepted == []
    attempt("dies")
    attempt("well")
    attempt("well")

    assert OutgoingMail.objects.get().state == "SENT"
    ids = {re.search(rb"Message-ID: (<[^>]+>)", each)[1] for each in accepted}
    assert len(accepted) == 2
    assert ids == {mail.message_id.encode()}
