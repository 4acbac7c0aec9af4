"""Every page that the navigation of the desk leads to has no barrier."""

import pytest
from django.urls import reverse

from hafen.core.db.navigation import staff
from hafen.core.db.roles import EVERYBODY
from tests.visits import overflow, violations

SAMPLE = ("places:sites", "audit:trail", "directory:services")


@pytest.fixture
def somebody(town, person, acting, sign_in):
    """A maker of people with every role, in a language: partners have entries too."""

    def make(language):
        user = person(town, *EVERYBODY)
        acting(town, user)
        type(user).objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        sign_in(user)

    return make


def check(visit, url_name):
    page = visit(reverse(url_name, kwargs={"municipality": "hier"}), width=360)
    assert overflow(page) <= 0, url_name
    page.set_viewport_size({"width": 1280, "height": 900})
    assert violations(page) == [], url_name
    page.close()


def test_a_sample_of_the_desk_has_no_barrier(visit, somebody):
    somebody("de")
    for entry in staff:
        if entry.url_name in SAMPLE:
            check(visit, entry.url_name)


@pytest.mark.long
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_the_whole_desk_has_no_barrier(visit, somebody, language):
    somebody(language)
    for entry in staff:
        check(visit, entry.url_name)
