import pytest
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail import notices
from hafen.core.mail.models import Notice, OutgoingMail
from hafen.core.mail.notices import Channel, Recipient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox_backend(settings):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"


@pytest.fixture
def here(town, person):
    """A municipality with an administrator, and a coordinator who rings people up."""
    town.admin = person(town, Role.ADMINISTRATOR)
    town.ella = person(town, Role.VOLUNTEER_COORDINATOR)
    return town


def failed_mail():
    send_mail("Termin", "Guten Tag", None, ["amira@example.org"])
    mail = OutgoingMail.objects.get()
    OutgoingMail.objects.update(
        state="FAILED", next_try_at=None, trouble="smtp_550", attempts=1
    )
    return mail


def letter(town):
    return notices.notify(
        municipality=town.pk,
        recipient=Recipient(
            name="Amira Beispiel",
            language="ar",
            channel=Channel.LETTER,
            address="Kaiweg 3",
        ),
        subject="Termin",
        text="Guten Tag",
        now=timezone.now(),
    )


def test_what_was_not_delivered_stands_in_the_outbox_and_is_tried_again(here, sign_in):
    browser = sign_in(here.admin)
    mail = failed_mail()

    page = browser.get(reverse("mail:outbox", args=[here.slug]))
    assert "amira@example.org" in page.content.decode()
    assert "smtp_550" in page.content.decode()

    browser.post(reverse("mail:try_again", args=[here.slug, mail.pk]))
    mail.refresh_from_db()
    assert mail.state == "QUEUED"


def test_letters_are_put_into_one_document_and_printed(here, sign_in):
    browser = sign_in(here.ella)
    letter(here)
    address = reverse("mail:notices", args=[here.slug])
    assert "Amira Beispiel" in browser.get(address).content.decode()

    browser.post(reverse("mail:print_letters", args=[here.slug]))

    batch = Notice.objects.get().batch
    for kind in ("letters", "labels"):
        paper = browser.get(reverse("mail:paper", args=[here.slug, batch.pk, kind]))
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
    other = reverse("mail:paper", args=[here.slug, batch.pk, "secrets"])
    assert browser.get(other).status_code == 404


def test_a_call_is_noted_as_done(here, sign_in):
    browser = sign_in(here.ella)
    notice = letter(here)

    browser.post(reverse("mail:close_notice", args=[here.slug, notice.pk]))

    notice.refresh_from_db()
    assert notice.done_by == here.ella.pk


def test_who_has_nothing_to_do_with_it_reads_no_mail_and_no_notice(
    here, person, sign_in
):
    browser = sign_in(person(here, Role.EDITOR))

    for name in ("mail:outbox", "mail:notices"):
        assert browser.get(reverse(name, args=[here.slug])).status_code == 404


def test_the_administrator_reads_nothing_of_what_people_are_told(here, sign_in):
    """Rule of separation: accounts, and no people."""
    letter(here)
    browser = sign_in(here.admin)

    assert browser.get(reverse("mail:notices", args=[here.slug])).status_code == 404
    today = browser.get(reverse("desk:today", args=[here.slug]))
    assert reverse("mail:notices", args=[here.slug]) not in today.content.decode()


def test_the_mail_of_another_municipality_is_out_of_reach(
    here, other_town, person, sign_in
):
    sign_in(here.admin)
    mail = failed_mail()
    browser = sign_in(person(other_town, Role.ADMINISTRATOR))

    address = reverse("mail:try_again", args=[other_town.slug, mail.pk])
    assert browser.post(address).status_code == 404
