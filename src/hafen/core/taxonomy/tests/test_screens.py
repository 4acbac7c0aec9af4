import pytest
from django.urls import reverse

from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_desk(town, person, sign_in):
    return sign_in(person(town, Role.EDITOR, name="Edda"))


def test_an_editor_sees_the_vocabularies_with_their_numbers(town, at_the_desk):
    page = at_the_desk.get(reverse("taxonomy:vocabularies", args=[town.slug]))
    assert page.status_code == 200
    assert "Bedarfsfelder der kommunalen" in page.text
    assert "23" in page.text


def test_the_needs_are_listed_with_their_sub_topics(town, at_the_desk):
    page = at_the_desk.get(reverse("taxonomy:terms", args=[town.slug, "needs"]))
    assert "Deutsch lernen" in page.text
    assert "Sprachcafé" in page.text


def test_languages_show_their_own_name_and_direction(town, at_the_desk):
    page = at_the_desk.get(reverse("taxonomy:languages", args=[town.slug]))
    assert '<th scope="row" lang="ckb" dir="rtl">سۆرانی</th>' in page.text


def test_an_unknown_vocabulary_is_not_there(town, at_the_desk):
    page = at_the_desk.get(reverse("taxonomy:terms", args=[town.slug, "nothing"]))
    assert page.status_code == 404


def test_a_volunteer_does_not_find_them(town, person, sign_in):
    client = sign_in(person(town, Role.VOLUNTEER))
    page = client.get(reverse("taxonomy:vocabularies", args=[town.slug]))
    assert page.status_code == 404
