"""A newcomer with a cheap phone looks for a pram in Arabic, and finds one."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board import services
from hafen.exchange.board.models import Message, Post
from hafen.mechanisms.feedback import forms
from tests.acceptance.test_board import link_in
from tests.visits import overflow

pytestmark = pytest.mark.browser
SALMA = "salma@example.org"


def fill(page, **said):
    for name, text in said.items():
        page.fill(f"[name={name}]", text)


def write(phone):
    """Write the notice from the list on."""
    assert phone.evaluate("document.documentElement.dir") == "rtl"
    phone.click("a[href*='side=NEED']")
    assert phone.is_checked("[name=side][value=NEED]")
    phone.select_option("[name=category]", "goods.baby")
    fill(phone, title="أبحث عن عربة أطفال", text="لطفل عمره ستة أشهر", name="سلمى")
    fill(phone, email=SALMA)
    phone.check("[name=agrees]")
    phone.click("main form button[type=submit]")
    assert "وصل إعلانكم" in phone.inner_text("main")


def answer(helper):
    fill(helper, text="Ich habe einen.", name="Anna Probe", email="anna@example.org")
    helper.click("main form button[type=submit]")


def see(phone, start):
    phone.goto(f"http://localhost{start}")
    assert phone.get_by_text("أبحث عن عربة أطفال").first.is_visible()
    assert overflow(phone) <= 0


def thank(phone):
    phone.fill("[name=text]", "شكرا جزيلا")
    phone.click("[name=step][value=say]")


def take_down(phone):
    phone.check("[name=outcome][value=PERSON]")
    phone.click("[name=step][value=close]")


def follow(phone, mail, part):
    """Open the link of a mail, as it stands in it."""
    link = urlsplit(link_in(bytes(mail.source), part)).path
    assert "/ar/" in link
    phone.goto(f"http://localhost{link}")


def test_a_newcomer_posts_in_arabic_on_a_phone_and_gets_an_answer(
    town, visit, person, acting, monkeypatch
):
    """On 360 px and without JavaScript: list, form, mail, answer, taken down."""
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", -1)
    mona = person(town, Role.BOARD_MODERATOR, name="Mona")
    start = reverse("board_public:listing", args=["hier", "ar"])
    phone = visit(start, width=360, language="ar", script=False)
    write(phone)

    acting(town)
    row = Post.objects.get()
    assert (row.language, row.is_waiting) == ("ar", True)
    services.publish_post(row=row, by=mona, now=row.created_at)
    see(phone, start)

    answer(visit(reverse("board_public:answer", args=["hier", "de", row.short_id])))
    acting(town)
    mails = OutgoingMail.objects.filter(recipient=SALMA).order_by("pk")
    follow(phone, mails.last(), "/board/talk/")
    assert "Ich habe einen." in phone.inner_text("main")
    assert "Anna" not in phone.inner_text("main")
    thank(phone)
    acting(town)
    assert Message.objects.count() == 2

    follow(phone, mails.first(), "/board/mine/")
    take_down(phone)
    acting(town)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("CLOSED", "PERSON")
