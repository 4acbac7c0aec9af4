"""The board as the public meets it: lists, numbers, sheets, forms, figures."""

from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse

from hafen.exchange.board import addresses, services
from hafen.exchange.board.models import Post, Subscription
from hafen.exchange.board.tests.conftest import NOW, PRAM
from hafen.mechanisms.feedback.forms import new_token
from hafen.network.organisations.models import Organisation

HERE = {"HTTP_ORIGIN": "http://testserver"}


def at(name, *parts, language="de"):
    return reverse(f"board_public:{name}", args=["hier", language, *parts])


def said(**facts):
    known = {name: value for name, value in PRAM.items() if value is not None}
    known |= {"name": "Anna", "email": "anna@example.org", "agrees": "on"}
    return known | {"token": new_token(is_corrected=True)} | facts


def test_filters_narrow_the_list(hanging, client):
    hanging(title="Wagen")
    hanging(side="NEED", category="goods.bicycle", title="Rad", email="b@example.org")
    hanging(category="leisure", title="Чай", language="uk", email="c@example.org")

    def titles(**wanted):
        page = client.get(at("listing"), wanted).context["page"]
        return {row.title for row in page}

    assert titles() == {"Wagen", "Rad", "Чай"}
    assert titles(category="goods") == {"Wagen", "Rad"}
    assert titles(category="goods", side="NEED") == {"Rad"}
    assert titles(language="uk") == {"Чай"}
    assert titles(q="wage") == {"Wagen"}


def test_foreign_words_say_in_which_language_and_direction_they_run(hanging, client):
    row = hanging(title="عربة أطفال", text="بحالة جيدة", language="ar")

    page = client.get(at("detail", row.short_id)).content.decode()

    assert '<h1 lang="ar" dir="rtl">عربة أطفال</h1>' in page
    assert 'lang="ar" dir="rtl"><p>بحالة جيدة' in page


def test_a_list_asks_the_same_of_the_database_at_any_size(hanging, client, questions):
    hanging()
    few = len(questions(client, at("listing") + "?q="))
    for number in range(12):
        hanging(email=f"a{number}@example.org")

    assert len(questions(client, at("listing") + "?q=&side=")) == few


def test_the_number_of_a_strip_leads_to_the_notice(hanging, client):
    row = hanging()

    found = client.get(at("listing"), {"q": f"#{row.number}"})

    assert found["Location"] == at("detail", row.short_id)
    assert client.get(at("listing"), {"q": "99999"}).status_code == 200


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_sheet_for_the_wall_names_the_notice_its_number_and_no_person(
    hanging, client, language
):
    row = hanging(name="Anna Wahrname")

    sheet = client.get(at("notice", row.short_id, language=language))

    assert sheet["Content-Type"] == "application/pdf"
    [page] = pypdfium2.PdfDocument(sheet.content)
    text = page.get_textpage().get_text_bounded()
    assert row.title in text
    assert text.count(f"#{row.number}") == 8
    assert "Wahrname" not in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Ruf an: 0171 9876543"),
        ("text", "Schreib an a@example.org"),
        ("agrees", ""),
        ("category", "nothing"),
        ("email", "keine"),
    ],
)
def test_a_form_that_cannot_be_taken_says_so(town, client, acting, field, value):
    answer = client.post(at("write"), said(**{field: value}), **HERE)

    assert answer.status_code == 422
    acting(town)
    assert not Post.objects.exists()


def test_strangers_and_robots_write_nothing(town, client, acting):
    assert client.post(at("write"), said()).status_code == 403
    answer = client.post(at("write"), said(website="x"), **HERE)

    assert answer["Location"] == at("thanks")
    acting(town)
    assert not Post.objects.exists()


def test_a_notice_that_is_not_public_is_not_there(written, client):
    row = written()

    for name in ("detail", "answer", "report", "notice"):
        assert client.get(at(name, row.short_id)).status_code == 404


def test_by_mail_from_the_form_to_the_end(town, client, acting):
    wish = {"token": new_token(is_corrected=True), "email": "l@example.org"}
    client.post(at("subscribe"), wish | {"categories": ["goods"]}, **HERE)
    acting(town)
    row = Subscription.objects.get()
    assert row.confirmed_at is None
    where = addresses.alert(row).partition("//")[2].partition("/")[2]
    assert client.get(f"/{where}").status_code == 200
    acting(town)
    row.refresh_from_db()
    assert row.confirmed_at is None  # opening changes nothing

    client.post(f"/{where}", {"step": "keep", "categories": ["goods"]}, **HERE)
    acting(town)
    row.refresh_from_db()
    assert row.confirmed_at is not None
    ended = client.post(f"/{where}", {"step": "end"}, **HERE)
    acting(town)
    assert not Subscription.objects.exists()
    assert client.get(ended["Location"]).status_code == 200


def test_figures_count_what_was_found_and_how_long_an_answer_took(
    hanging, asked, client
):
    row = hanging()
    asked(row, now=NOW + timedelta(hours=5))
    services.close_post(row=row, outcome="ORGANISATION", by=None, now=NOW)
    hanging(category="leisure.sport", email="b@example.org")

    page = client.get(at("figures"))

    rows = {row.category: row for row in page.context["rows"]}
    assert (rows[""].posts, rows[""].open, rows[""].found) == (2, 1, 1)
    assert (rows["goods"].found, rows["goods"].hours) == (1, 5)
    assert rows["leisure"].hours is None


def test_an_organisation_that_is_not_public_any_more_is_named_nowhere(
    town, hanging, asked, client, acting
):
    acting(town)
    body = Organisation.objects.create(
        municipality=town, name="Stiller Verein", sort_key="stiller verein"
    )
    row = hanging(organisation=body)
    talk = asked(row)

    pages = [at("listing"), at("detail", row.short_id), at("answer", row.short_id)]
    pages.append(addresses.talk(talk, "ASKER", "de"))
    for page in pages:
        where = page.partition("/hier/")
        text = client.get(f"/hier/{where[2]}").content.decode()
        assert "Stiller Verein" not in text


def test_an_author_who_was_overtaken_compares_and_decides(town, written, client, mona):
    """A moderator publishes while the author is writing."""
    row = written()
    where = f"/{addresses.manage(row, 'de').partition('//')[2].partition('/')[2]}edit/"
    facts = {name: value for name, value in PRAM.items() if value is not None}
    sent = facts | {"title": "Kinderwagen, blau", "version": str(row.version)}
    services.publish_post(row=row, by=mona, now=NOW)

    late = client.post(where, sent, **HERE)

    assert late.status_code == 409
    assert "Kinderwagen, blau" in late.content.decode()
    assert "csrftoken" not in late.cookies
    row.refresh_from_db()
    assert (row.title, row.is_public) == (PRAM["title"], True)
    again = client.post(where, sent | {"version": str(row.version)}, **HERE)
    assert again.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.is_waiting) == ("Kinderwagen, blau", True)
