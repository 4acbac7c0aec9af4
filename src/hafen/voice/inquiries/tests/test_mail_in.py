"""Mail in: threads, loops, hostile bytes, and a mailbox behind a stand-in."""

import re
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hafen.core.mail.models import OutgoingMail
from hafen.core.mail.services import deliver
from hafen.core.mail.transports import TryLater
from hafen.network.contacts.models import Contact
from hafen.voice.inquiries import imap, services
from hafen.voice.inquiries.models import (
    IncomingMail,
    Inquiry,
    Mailbox,
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


class StandIn(socketserver.StreamRequestHandler):
    """As much of an IMAP server as a fetch needs (RFC 3501), on this machine."""

    def handle(self):
        self.say("* OK stand-in")
        for raw in self.rfile:
            tag, _space, rest = raw.decode().strip().partition(" ")
            answer = getattr(self, f"on_{rest.replace('UID ', '').split()[0].lower()}")
            self.say(f"{tag} {answer(rest) or 'OK done'}")
            if rest == "LOGOUT":
                return

    def on_capability(self, _rest):
        self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2")

    def on_login(self, rest):
        return "" if "right" in rest else "NO wrong"

    def on_authenticate(self, _rest):
        self.say("+ ")
        self.server.tokens.append(self.rfile.readline().decode().strip())

    def on_select(self, _rest):
        self.say(f"* {len(self.server.mails)} EXISTS")

    def on_search(self, _rest):
        unread = [str(n) for n in self.server.mails if n not in self.server.read]
        self.say(f"* SEARCH {' '.join(unread)}")

    def on_fetch(self, rest):
        mail = self.server.mails[int(rest.split()[2])]
        if "RFC822.SIZE" in rest:
            self.say(f"* 1 FETCH (UID 1 RFC822.SIZE {len(mail)})")
            return
        self.wfile.write(b"* 1 FETCH (BODY[] {%d}\r\n" % len(mail))
        self.wfile.write(mail + b")\r\n")

    def on_store(self, rest):
        self.server.read.add(int(rest.split()[2]))

    def on_logout(self, _rest):
        self.say("* BYE")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), StandIn) as found:
        found.mails = {1: eml(), 2: eml(Message_ID="<2@example.org>")}
        found.read, found.tokens = set(), []
        found.daemon_threads = True
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def access(server, **changes):
    facts = {
        "host": "127.0.0.1",
        "port": server.server_address[1],
        "folder": "INBOX",
        "user": "anlaufstelle",
        "secret": "right",
        "security": "none",
        **changes,
    }
    return imap.Access(**facts)


@pytest.fixture
def box(town, point):
    return Mailbox.objects.create(
        municipality=town,
        point=point,
        address="anlaufstelle@example.org",
        host="127.0.0.1",
        user="anlaufstelle",
        secret="right",
    )


def test_a_mailbox_is_fetched_and_marked_only_after_all_is_kept(
    server, box, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = services.fetch(mailbox=box, access=access(server), now=NOW)
        assert server.read == set()  # not before the transaction has ended
    again = services.fetch(mailbox=box, access=access(server), now=NOW)

    assert (first, again) == (2, 0)
    assert server.read == {1, 2}
    assert Inquiry.objects.count() == 2


def test_what_was_not_marked_comes_again_and_is_known(server, box):
    services.fetch(mailbox=box, access=access(server), now=NOW)
    services.fetch(mailbox=box, access=access(server), now=NOW)

    assert Inquiry.objects.count() == 2


def test_trouble_with_a_mailbox_is_named_and_nothing_breaks(server, box):
    services.fetch(mailbox=box, access=access(server, secret="bad"), now=NOW)
    refused = Mailbox.objects.get().trouble
    services.fetch(mailbox=box, access=access(server, port=1), now=NOW)

    assert refused == "refused"
    assert Mailbox.objects.get().trouble == "connectionrefusederror"
    assert Mailbox.objects.get().secret == "right"


def test_a_mailbox_opens_with_oauth2_too(server, box, monkeypatch):
    monkeypatch.setattr(imap, "access_token", lambda _access: "token-of-an-hour")

    taken = services.fetch(mailbox=box, access=access(server, is_oauth=True), now=NOW)

    assert taken == 2
    assert server.tokens
    with pytest.raises(imap.MailboxAway):
        imap.open_box(access(server, is_oauth=True, port=1)).__enter__()
