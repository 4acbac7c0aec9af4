"""A newcomer with a cheap phone, in Arabic: find, keep, print, ask, read."""

import re
from urllib.parse import urljoin

import pypdfium2
import pytest

from tests.browser.journeys import TOWN, enter, look, mailed_link, quick
from tests.visits import HOST, overflow, sends

__all__ = ["enter", "quick"]
QUESTION = "أين أجد دورة لغة صباحية؟"
ANSWER = "تبدأ الدورة يوم الاثنين الساعة التاسعة."


@pytest.fixture
def phone(visit):
    """Open an address on a phone of 360 pixels."""
    return lambda path: visit(path, width=360, language="ar")


def test_a_newcomer_finds_keeps_asks_and_reads_the_answer(
    phone, visit, enter, quick, client
):
    page = phone(f"{TOWN}/ar/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    finds_an_offer(page)
    puts_two_on_the_list(page)
    takes_the_leaflet_along(page, client)
    number, pin = asks(page)
    the_desk_answers(visit, enter, number)
    client.logout()
    reads_the_answer(phone, pin)


def finds_an_offer(page):
    look(page, "ar-1-start")
    page.get_by_role("searchbox", name="عمّ تبحثون؟").fill("دورة لغة")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/search/**")
    look(page, "ar-2-search")
    page.locator("main a[href*='/ar/offers/']").first.click()
    page.wait_for_url("**/ar/offers/*-*/")
    look(page, "ar-3-offer")
    assert page.get_by_text("ساعات العمل").count()
    assert re.search(r"\d\d?:\d\d", page.inner_text("main"))
    assert overflow(page) <= 0


def puts_two_on_the_list(page):
    page.get_by_role("link", name="قائمة بهذا العرض").click()
    page.wait_for_url("**/ar/list/?offer=*")
    find = page.locator("main form").first
    find.locator("input:visible").first.fill("استشارة")
    find.get_by_role("button").click()
    look(page, "ar-4-list-found")
    page.get_by_role("list").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="إضافة إلى القائمة").click()
    look(page, "ar-5-list")
    assert page.get_by_role("link", name=re.compile("^إزالة")).count() == 2
    assert overflow(page) <= 0


def takes_the_leaflet_along(page, client):
    leaflet = page.get_by_role("link", name="ورقة للطباعة (PDF)")
    address = urljoin(page.url, leaflet.get_attribute("href")).replace(HOST, "")
    paper = pypdfium2.PdfDocument(client.get(address).content)
    said = "".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    assert re.search("[\u0600-\u06ff]{3}", said)


def asks(page):
    page.goto(f"{HOST}{TOWN}/ar/inquiry/")
    look(page, "ar-6-ask")
    page.locator("main a[href$='/inquiry/new/question/']").click()
    look(page, "ar-7-write")
    page.get_by_role("textbox", name="سؤالكم").fill(QUESTION)
    page.get_by_role("textbox", name="عنوان بريدكم").fill("amal@example.org")
    page.get_by_role("button", name="إرسال").click()
    page.wait_for_url("**/inquiry/sent/**")
    look(page, "ar-8-sent")
    assert overflow(page) <= 0
    said = page.inner_text("main")
    pin = re.search(r"\d{4} \d{4}", said).group()
    return re.search(r"\d{4}-\d{4}", said).group(), pin


def the_desk_answers(visit, enter, number):
    enter("ehrenamt")
    page = visit(f"{TOWN}/desk/")
    page.get_by_role("link", name="Anfragen", exact=True).first.click()
    page.get_by_role("link", name=number).click()
    look(page, "de-9-inquiry")
    assert QUESTION in page.inner_text("main")
    page.locator("#answer textarea").fill(ANSWER)
    sends(page, page.get_by_role("button", name="Antwort senden"))
    assert ANSWER in page.inner_text("main")


def reads_the_answer(phone, pin):
    page = phone(mailed_link("/inquiry/"))
    page.locator("[name=pin]").fill(pin.replace(" ", ""))
    page.get_by_role("button", name="عرض الاستفسار").click()
    page.get_by_text("هناك رد").wait_for()
    look(page, "ar-10-answer")
    assert "هناك رد" in page.inner_text("main")
    assert ANSWER in page.inner_text("main")
    assert overflow(page) <= 0
