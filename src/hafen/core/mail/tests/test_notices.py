from datetime import date

import pytest

from hafen.core.db.context import Context, enter
from hafen.core.db.identifiers import uuid7
from hafen.core.mail import letters, notices
from hafen.core.mail.models import Notice, OutgoingMail
from hafen.core.mail.notices import Channel, Recipient, State

BY = uuid7()


@pytest.fixture(autouse=True)
def outbox_backend(settings):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"


def amira(channel, **ways):
    return Recipient(name="Amira Beispiel", language="ar", channel=channel, **ways)


def tell(town, recipient, now, text="موعدك الساعة 10:30"):
    return notices.notify(
        municipality=town.pk, recipient=recipient, subject="موعد", text=text, now=now
    )


@pytest.fixture
def follower():
    class Diary:
        name = "diary"
        lines = []

        def opened(self, notice):
            self.lines.append(("opened", notice.pk))

        def closed(self, notice):
            self.lines.append(("closed", notice.pk))

    diary = Diary()
    diary.lines = []
    notices.followers.register(diary)
    yield diary
    del notices.followers._entries["diary"]


def test_who_has_a_mailbox_is_written_to_at_once(town, now):
    notice = tell(town, amira(Channel.MAIL, email="amira@example.org"), now)

    assert notice.state == State.DONE
    assert OutgoingMail.objects.get().recipient == "amira@example.org"


@pytest.mark.parametrize(
    ("channel", "ways"),
    [
        (Channel.LETTER, {"address": "Kaiweg 3\n48000 Musterhafen"}),
        (Channel.TELEPHONE, {"phone": "+4925112345"}),
        (Channel.VISIT, {}),
    ],
)
def test_any_other_way_waits_for_a_person(town, now, follower, channel, ways):
    notice = tell(town, amira(channel, **ways), now)
    assert notice.state == State.OPEN

    closed = notices.close(notice=notice, by=BY, now=now)

    assert (closed.state, closed.done_by) == (State.DONE, BY)
    assert follower.lines == [("opened", notice.pk), ("closed", notice.pk)]
    with pytest.raises(notices.AlreadyDone):
        notices.close(notice=notice, by=BY, now=now)


@pytest.mark.parametrize(
    "channel", [Channel.MAIL, Channel.LETTER, Channel.TELEPHONE, Channel.SMS]
)
def test_a_way_without_an_address_is_refused(town, now, channel):
    with pytest.raises(notices.NoWay):
        tell(town, amira(channel), now)


def test_text_messages_are_off_until_a_provider_is_set(town, now):
    with pytest.raises(notices.ChannelOff):
        tell(town, amira(Channel.SMS, phone="+4915112345"), now)


def test_all_letters_are_printed_in_one_batch(town, now):
    for number in range(3):
        tell(town, amira(Channel.LETTER, address=f"Kaiweg {number}"), now)

    batch = notices.print_letters(municipality=town.pk, by=BY, now=now)

    assert batch.letters == 3
    assert set(batch.notices.values_list("state", flat=True)) == {State.DONE}
    with pytest.raises(notices.NothingToPrint):
        notices.print_letters(municipality=town.pk, by=BY, now=now)


def test_another_municipality_reads_no_notice(town, now):
    tell(town, amira(Channel.VISIT), now)
    enter(Context())

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("اتصل +49 251 12345", "اتصل \u2066+49\u00a0251\u00a012345\u2069"),
        ("في 3 ديسمبر", "في \u20663\u2069 ديسمبر"),
        ("hier@dort.example نعم", "\u2066hier@dort.example\u2069\nنعم"),
    ],
)
def test_numbers_keep_their_direction_in_a_right_to_left_letter(given, shown):
    assert letters.isolated(given, "ar") == shown
    assert letters.isolated(given, "de") == given


def test_letters_and_labels_are_documents_that_can_be_read_aloud(town, now):
    town.contact = {"address": "Hafenplatz 1\n48000 Mailstadt"}
    notice = tell(
        town,
        amira(Channel.LETTER, address="Kaiweg 3\n48000 Mailstadt"),
        now,
        text='#panic("x") *fett*\n\n$ \\ " #set page(width: 1cm)',
    )

    letter = letters.letters([notice, notice], town, today=date(2026, 11, 21))
    sheet = letters.labels([notice] * 25)

    assert letter.startswith(b"%PDF-")
    assert sheet.startswith(b"%PDF-")
    assert b"pdfuaid" in letter
    line = letters.sender(town)["line"]
    assert line == f"{town.name} · Hafenplatz 1 · 48000 Mailstadt"
    assert b"pdfuaid" in sheet
