"""What may matter by status stands where somebody asks what comes next."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.tests.conftest import TODAY, stands
from hafen.casework.cases.tests.test_desk import MOST_QUERIES
from hafen.casework.referrals import reference

pytestmark = pytest.mark.django_db
NO_PROMISE = "keine Zusage"


@pytest.fixture
def pages(town, amal, case):
    """Return the addresses of the person and of the case."""
    row = case(amal.household)
    return [
        reverse("cases:client", args=[town.slug, amal.pk]),
        reverse("cases:case", args=[town.slug, row.pk]),
    ]


def test_hints_stand_with_the_person_and_in_the_case_without_a_promise(
    amal, pages, clara, sign_in, questions
):
    stands(amal, "RESIDENCE", "tolerated.dul-a", clara)
    desk = sign_in(clara)
    [work] = [
        each
        for each in reference.hints("tolerated", "N05", TODAY, "de")
        if "AsylG" in each.legal_ref
    ]

    for address in pages:
        text = desk.get(address).content.decode()
        assert work.text in text
        assert work.legal_ref in text
        assert NO_PROMISE in text
        assert reference.source_of_hints() in text
        assert f'datetime="{timezone.localdate().isoformat()}' in text
        assert len(questions(desk, address)) <= MOST_QUERIES


def test_without_a_known_status_nothing_is_said(pages, clara, sign_in):
    desk = sign_in(clara)
    for address in pages:
        assert NO_PROMISE not in desk.get(address).content.decode()


def test_of_a_status_that_is_over_nothing_is_said(amal, pages, clara, sign_in):
    stands(amal, "RESIDENCE", "tolerated.dul-a", clara)
    stands(amal, "RESIDENCE", "settled", clara, since=TODAY)
    [work] = [
        each
        for each in reference.hints("tolerated", "N05", TODAY, "de")
        if "AsylG" in each.legal_ref
    ]
    desk = sign_in(clara)
    for address in pages:
        assert work.text not in desk.get(address).content.decode()
