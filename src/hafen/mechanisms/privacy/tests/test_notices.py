"""The data-protection notice: editions in all languages, and a sheet to hand over."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import notices
from hafen.mechanisms.privacy.models import NoticeEdition
from hafen.mechanisms.privacy.queries import current_notice
from hafen.mechanisms.privacy.wording import GAP

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town, person, acting):
    found = person(town, Role.DATA_PROTECTION_OFFICER)
    acting(town, found)
    return found


@pytest.fixture
def released(town, officer):
    """A maker of editions in use."""

    def make(word="Musterstelle"):
        row = notices.prepare(municipality=town, today=TODAY, by=officer)
        texts = {
            tag: text.replace(GAP, word).replace("Erste", word)
            for tag, text in row.texts.items()
        }
        notices.save_texts(notice=row, texts=texts, expected=None, by=officer)
        return notices.release(notice=row, today=TODAY, by=officer)

    return make


def at(name, town, *parts, query=""):
    return reverse(f"privacy:{name}", args=[town.slug, *parts]) + query


def test_an_edition_is_written_on_screen_and_released_when_nothing_is_open(
    town, officer, sign_in
):
    client = sign_in(officer)
    client.post(at("prepare_notice", town))
    row = NoticeEdition.objects.get()
    page = client.get(at("notice", town, row.pk))
    assert set(row.texts) == {"de", "en", "ar"}

    client.post(at("release_notice", town, row.pk))
    assert current_notice(town) is None  # the gaps are open
    version = page.context["form"].initial  # as the screen had it
    sent = {key: text.replace(GAP, "Amt") for key, text in version.items()}
    client.post(at("notice", town, row.pk), sent | {"version": row.version})
    client.post(at("release_notice", town, row.pk))

    assert current_notice(town) == row
    client.post(at("notice", town, row.pk), {"text_de": "anders"})
    row.refresh_from_db()
    assert "anders" not in row.texts["de"]


def test_what_was_given_can_be_read_after_a_new_edition(
    town, released, sign_in, officer
):
    first, second = released("Erste"), released("Zweite")
    client = sign_in(officer)

    old = client.get(at("notice_sheet", town, query=f"?edition={first.edition}"))
    now = client.get(at("notice_sheet", town, query="?language=ar"))

    assert (first.edition != second.edition, current_notice(town)) == (True, second)
    assert "Erste" in old.content.decode()
    assert 'dir="rtl"' in now.content.decode()
    assert "Zweite" in now.content.decode()
    unknown = client.get(at("notice_sheet", town, query="?edition=1"))
    assert "Zweite" not in unknown.content.decode()


def test_a_language_without_a_text_is_given_the_next_best(released):
    row = released()

    assert [row.text_in(tag)[1] for tag in ("ar", "ti", "uk")] == ["ar", "en", "de"]


def test_two_begin_one_edition(town, officer):
    rows = [
        notices.prepare(municipality=town, today=TODAY, by=officer) for _each in "ab"
    ]

    assert rows[0] == rows[1]


def test_another_town_sees_no_draft_and_no_edition(
    released, other_town, person, sign_in
):
    row = released()
    client = sign_in(person(other_town, Role.DATA_PROTECTION_OFFICER))

    assert client.get(at("notice", other_town, row.pk)).status_code == 404
    sheet = at("notice_sheet", other_town, query=f"?edition={row.edition}")
    assert "Musterstelle" not in client.get(sheet).content.decode()
