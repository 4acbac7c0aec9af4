"""Mailboxes that are fetched: by password and by OAuth2, behind stand-ins."""

import base64
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from hafen.voice.inquiries import imap, services
from hafen.voice.inquiries.models import Inquiry, Mailbox
from hafen.voice.inquiries.tests.conftest import NOW
from hafen.voice.inquiries.tests.test_mail_in import eml

pytestmark = pytest.mark.django_db


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


class TokenStandIn(BaseHTTPRequestHandler):
    """Gives a token for the one refresh token that it knows."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = dict(parse_qsl(self.rfile.read(length).decode()))
        self.server.asked.append(form)
        is_known = form.get("refresh_token") == "right"
        self.send_response(200 if is_known else 400)
        self.end_headers()
        self.wfile.write(b'{"access_token": "for-an-hour"}' if is_known else b"{}")

    def log_message(self, *_args):
        """Stay silent."""


@pytest.fixture
def tokens():
    with ThreadingHTTPServer(("127.0.0.1", 0), TokenStandIn) as found:
        found.asked = []
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def test_a_mailbox_opens_with_oauth2_too(server, tokens, box):
    facts = {
        "is_oauth": True,
        "client_id": "hafen",
        "token_url": f"http://127.0.0.1:{tokens.server_port}/token",
    }

    taken = services.fetch(mailbox=box, access=access(server, **facts), now=NOW)
    bad = access(server, **facts, secret="withdrawn")
    refused = services.fetch(mailbox=box, access=bad, now=NOW)

    assert (taken, refused) == (2, 0)
    asked = tokens.asked[0]
    assert (asked["grant_type"], asked["client_id"]) == ("refresh_token", "hafen")
    line = base64.b64decode(server.tokens[0]).decode()
    assert line == "user=anlaufstelle\x01auth=Bearer for-an-hour\x01\x01"
    assert Mailbox.objects.get().trouble == "token"
    assert "withdrawn" not in str(Mailbox.objects.values("trouble"))


@pytest.mark.parametrize(
    "address", ["http://login.example.org/token", "file:///etc/passwd", ""]
)
def test_a_refresh_token_goes_to_no_unsafe_address(server, box, address):
    facts = {"is_oauth": True, "token_url": address, "security": "tls"}

    with pytest.raises(imap.MailboxAway):
        imap.access_token(access(server, **facts))
