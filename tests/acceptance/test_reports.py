"""The report of the pilot: what the city printed comes out of its three lists."""

import pytest
import yaml
from django.utils import timezone

from hafen.evidence.reports.tests.conftest import FILES, bring_in, printed
from hafen.mechanisms.privacy import retention
from hafen.network.contacts.models import Contact

__all__ = ["bring_in", "printed"]
pytestmark = pytest.mark.django_db


def test_the_dortmund_report_reproduces(test_data, bring_in, printed):
    expected = yaml.safe_load((test_data / "dortmund" / "expected.yaml").read_text())
    assert (empty := printed("pilot")).keys() == expected.keys()
    for name in FILES:
        assert not bring_in(name)["errors"]

    bare = printed("pilot")
    given = {
        "source": expected["source"],
        "households_expected": expected["contacts"]["households_expected"],
        "invited": expected["survey_contact_persons"]["invited"],
    }
    found = printed("pilot", *(f"{name}={value}" for name, value in given.items()))

    assert found == expected
    assert bare["source"] is None
    assert bare["contacts"]["households_expected"] is None
    assert bare["survey_contact_persons"]["invited"] is None
    for part in ("contacts", "survey_contact_persons", "survey_households"):
        assert empty[part].keys() == expected[part].keys()
    # The first and the last day count.
    whole = printed("pilot", first="2016-10-04", last="2017-03-30")
    assert whole["contacts"] == bare["contacts"]
    assert printed("pilot", last="2017-03-29")["contacts"]["total"] == 1250 - 21
    # Surveys belong to the report by their round, whatever its period.
    assert printed("pilot", last="2016-10-01")["survey_households"]["returned"] == 19


def test_the_report_of_a_pilot_long_past_reproduces_after_the_nightly_run(
    test_data, bring_in, printed
):
    expected = yaml.safe_load((test_data / "dortmund" / "expected.yaml").read_text())
    for name in FILES:
        bring_in(name)
    before, keys = printed("pilot"), set(Contact.objects.values_list("person_key"))

    assert retention.sweep(now=timezone.now())["contacts.Contact"] == 1250

    assert printed("pilot") == before
    assert before["contacts"]["total"] == expected["contacts"]["total"] == 1250
    left = Contact.objects.values_list("note", "recorded_by", "contact_person")
    assert set(left) == {(None, None, None)}
    assert keys & set(Contact.objects.values_list("person_key")) == {(None,)}
