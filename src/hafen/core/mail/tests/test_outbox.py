from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError, EmailMessage, send_mail
from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from hafen.core.db.context import Context, enter
from hafen.core.db.errors import NoContext
from hafen.core.db.identifiers import uuid7
from hafen.core.mail import services
from hafen.core.mail.models import OutgoingMail
from hafen.core.mail.transports import Folder, Nowhere

State = OutgoingMail.State
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def outbox_backend(settings):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    settings.PUBLIC_URL = "https://hafen.example"


def write(subject="Termin", to="amira@example.org"):
    send_mail(subject, "Guten Tag", None, [to])
    return OutgoingMail.objects.latest("pk")


def deliver(mail, way, now):
    services.deliver(mail_id=mail.pk, way=way, now=now)
    mail.refresh_from_db()


def test_a_mail_is_written_with_the_change_that_it_tells_of(town):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="mail.send").exists()


def test_a_mail_without_a_municipality_is_refused(town):
    enter(Context())

    with pytest.raises(NoContext):
        send_mail("Termin", "Guten Tag", None, ["amira@example.org"])


def test_a_new_line_in_an_address_is_refused(town):
    with pytest.raises(BadHeaderError):
        send_mail(
            "Termin", "Guten Tag", None, ["amira@example.org\nBcc: b@example.org"]
        )


def test_a_new_line_in_a_subject_ends_no_line(town):
    """A title from elsewhere stands in it, and the mail must go out."""
    send_mail("Termin\r\nBcc: b@example.org", "Guten Tag", None, ["amira@example.org"])

    mail = OutgoingMail.objects.get()
    head = message_from_bytes(bytes(mail.source))
    assert mail.recipient == "amira@example.org"
    assert (head["Subject"], head["Bcc"]) == ("Termin Bcc: b@example.org", None)


def test_each_recipient_gets_a_mail_of_the_own(town):
    EmailMessage(
        "Treffen",
        "Guten Tag",
        None,
        ["Amira <amira@example.org>"],
        bcc=["bernd@example.org", "amira@example.org"],
    ).send()

    recipients = set(OutgoingMail.objects.values_list("recipient", flat=True))
    assert recipients == {"amira@example.org", "bernd@example.org"}
    sources = [bytes(mail.source) for mail in OutgoingMail.objects.all()]
    assert not any(b"bernd@example.org" in source for source in sources)


def test_a_mail_arrives_with_its_lasting_message_id(town, postbox, now):
    mail = write("Grüße")

    deliver(mail, postbox.way, now + MINUTE)

    [message] = postbox.messages
    assert message["subject"] == "Grüße"
    assert message["message-id"] == mail.message_id
    assert mail.message_id == f"<{mail.pk}@hafen.example>"
    assert (mail.state, mail.attempts) == (State.SENT, 1)


def test_a_sent_mail_is_not_sent_twice(town, postbox, now):
    mail = write()

    deliver(mail, postbox.way, now + MINUTE)
    deliver(mail, postbox.way, now + MINUTE)

    assert len(postbox.mails) == 1


def test_a_mail_server_that_is_down_loses_nothing(
    town, postbox, closed_post_office, now
):
    mail = write()

    deliver(mail, closed_post_office, now + MINUTE)
    assert (mail.state, mail.trouble) == (State.QUEUED, "connectionrefusederror")
    assert mail.next_try_at > now + MINUTE

    deliver(mail, postbox.way, mail.next_try_at)
    assert mail.state == State.SENT
    assert len(postbox.mails) == 1


@pytest.mark.parametrize(
    ("step", "answer", "trouble"),
    [
        ("rcpt", "450 greylisted", "smtp_450"),
        ("data", "452 no space", "smtp_452"),
        ("data", "hang up", "smtpserverdisconnected"),
    ],
)
def test_a_mail_put_off_comes_again(town, postbox, now, step, answer, trouble):
    mail = write()
    postbox.answers[step] = [answer]

    deliver(mail, postbox.way, now + MINUTE)
    assert (mail.state, mail.trouble) == (State.QUEUED, trouble)
    assert postbox.mails == []

    deliver(mail, postbox.way, mail.next_try_at)
    assert mail.state == State.SENT
    assert len(postbox.mails) == 1


def test_a_mail_taken_right_before_the_line_broke_keeps_its_message_id(
    town, postbox, now
):
    mail = write()
    postbox.answers["data"] = ["hang up after taking it"]

    deliver(mail, postbox.way, now + MINUTE)
    deliver(mail, postbox.way, mail.next_try_at)

    first, second = postbox.messages
    assert first["message-id"] == second["message-id"]


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_mail_that_is_refused_waits_for_a_person(town, postbox, now, step):
    mail = write()
    postbox.answers[step] = ["550 no such person amira@example.org"]

    deliver(mail, postbox.way, now + MINUTE)
    assert (mail.state, mail.trouble) == (State.FAILED, "smtp_550")

    services.try_again(mail=mail, actor=uuid7(), now=now)
    deliver(mail, postbox.way, now + MINUTE)
    assert mail.state == State.SENT


def test_a_mail_on_its_way_cannot_be_tried_again(town, now):
    mail = write()

    with pytest.raises(services.NotFailed):
        services.try_again(mail=mail, actor=uuid7(), now=now)


def test_pauses_between_attempts_grow(town, now):
    mail = write()
    pauses = []
    moment = now + MINUTE

    for _ in range(4):
        deliver(mail, Nowhere(), moment)
        pauses.append(mail.next_try_at - moment)
        moment = mail.next_try_at

    assert pauses == sorted(set(pauses))


def test_after_five_days_a_person_is_asked(town, now):
    mail = write()

    deliver(mail, Nowhere(), now + services.GIVE_UP_AFTER + MINUTE)

    assert (mail.state, mail.trouble) == (State.FAILED, "no_server")


def test_mails_to_one_person_keep_their_order(town, postbox, now):
    first = write("Erstens")
    second = write("Zweitens")
    other = write("Anderes", to="bernd@example.org")
    postbox.answers["rcpt"] = ["450 later"]

    deliver(first, postbox.way, now + MINUTE)
    deliver(second, postbox.way, now + MINUTE)
    deliver(other, postbox.way, now + MINUTE)
    assert [message["subject"] for message in postbox.messages] == ["Anderes"]

    deliver(first, postbox.way, first.next_try_at)
    deliver(second, postbox.way, first.sent_at)
    assert [message["subject"] for message in postbox.messages] == [
        "Anderes",
        "Erstens",
        "Zweitens",
    ]


def test_the_next_mail_is_planned_when_the_one_before_is_gone(town, postbox, now):
    first = write("Erstens")
    second = write("Zweitens")

    deliver(first, postbox.way, now + MINUTE)

    keys = ProcrastinateJob.objects.values_list("args__key", flat=True)
    assert f"mail:{second.pk}:1:after:{first.pk}" in keys


def test_in_the_demo_each_mail_becomes_a_file(town, tmp_path, now):
    mail = write("Willkommen")

    deliver(mail, Folder(tmp_path / "outbox"), now + MINUTE)

    [file] = (tmp_path / "outbox").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["subject"] == "Willkommen"


def test_a_forgotten_mail_is_swept_up(town, now):
    mail = write()
    ProcrastinateJob.objects.all()

    assert services.sweep(municipality=town.pk, now=now) == 0
    assert services.sweep(municipality=town.pk, now=now + 20 * MINUTE) == 1
    keys = ProcrastinateJob.objects.values_list("args__key", flat=True)
    assert any(key.startswith(f"mail:{mail.pk}:sweep:") for key in keys)


def test_what_could_not_be_sent_is_forgotten_after_a_quarter(town, postbox, now):
    mail = write()
    postbox.answers["rcpt"] = ["550 no such person"]
    deliver(mail, postbox.way, now + MINUTE)

    services.forget(municipality=town.pk, now=now + timedelta(days=89))
    assert OutgoingMail.objects.exists()

    services.forget(municipality=town.pk, now=now + timedelta(days=92))
    assert not OutgoingMail.objects.exists()


def test_a_mail_has_a_plain_and_a_dressed_half_in_its_language(town, postbox, now):
    with translation.override("ar"):
        mail = write("موعد")
    town.contact = {"email": "rathaus@mailstadt.example"}

    deliver(mail, postbox.way, now + MINUTE)

    [message] = postbox.messages
    plain, dressed = message.iter_parts()
    assert plain.get_content().strip() == "Guten Tag"
    assert '<html lang="ar" dir="rtl">' in dressed.get_content()
    assert message["from"].startswith("Mailstadt <")


def test_an_address_on_a_line_of_its_own_becomes_a_button(town):
    EmailMessage(
        "Termin",
        "Guten Tag,\nhier:\nhttps://hafen.example/x?a=1&b=2\n\nBis bald",
        None,
        ["amira@example.org"],
    ).send()

    source = bytes(OutgoingMail.objects.get().source)
    [_plain, dressed] = message_from_bytes(source, policy=policy.default).iter_parts()
    text = dressed.get_content()
    assert 'href="https://hafen.example/x?a=1&amp;b=2"' in text
    assert '<p dir="auto">Guten Tag,<br>hier:</p>' in text


def test_answers_go_to_the_municipality(town):
    town.contact = {"email": "rathaus@mailstadt.example"}
    town.save()
    write()

    source = bytes(OutgoingMail.objects.get().source)
    message = message_from_bytes(source, policy=policy.default)
    assert message["reply-to"] == "rathaus@mailstadt.example"


def test_what_somebody_wrote_is_no_markup_in_a_mail(town):
    send_mail("Termin", "<script>x()</script>", None, ["amira@example.org"])

    source = bytes(OutgoingMail.objects.get().source)
    [_plain, dressed] = message_from_bytes(source, policy=policy.default).iter_parts()
    assert "<script>" not in dressed.get_content()
