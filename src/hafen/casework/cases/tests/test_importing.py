"""An office's list of persons makes households, and goes again."""

import pytest
from django.utils import timezone

from hafen.casework.cases import queries, services
from hafen.casework.cases.models import (
    BenefitCommunity,
    Circumstance,
    Client,
    Household,
)
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.models import Import

pytestmark = pytest.mark.django_db


def test_a_number_makes_a_household_and_nobody_comes_in_without_the_notice(
    bring_in, town, clara, emil, acting
):
    told = bring_in()

    acting(town, clara)
    seen = queries.households_visible_to(clara, today=timezone.localdate())
    assert [error.row for error in told.errors] == [5]
    assert sorted(row.name for row in seen) == ["Beispiel", "Muster"]
    community = BenefitCommunity.objects.get(number="BG-7")
    assert community.members.count() == community.household.clients.count() == 2
    kept = Circumstance.objects.values_list("client__name", "kind", "code")
    assert set(kept) == {
        ("Muster, Amal", "LEGAL_AREA", "asylblg"),
        ("Muster, Amal", "NATIONALITY", "SY"),
        ("Beispiel, Lina", "NATIONALITY", "AF"),
    }
    assert Client.objects.get(name="Muster, Sami").born_on.isoformat() == "2015-06-01"
    acting(town, emil)
    assert not Household.objects.exists()
    assert bring_in().unchanged == 3


def test_what_somebody_works_with_since_is_kept_when_the_list_goes(bring_in, clara):
    bring_in()
    household = Household.objects.get(name="Muster")
    services.open_case(
        household=household, client=None, owner=clara, programme=None,
        on=timezone.localdate(), today=timezone.localdate(), by=clara,
    )  # fmt: skip
    undone = imports.undo(Import.objects.get(), by=clara, now=timezone.now())

    assert (undone.removed, len(undone.skipped)) == (1, 2)
    assert list(Household.objects.values_list("name", flat=True)) == ["Muster"]
