import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.audit.models import Event
from hafen.mechanisms.privacy import retention
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.models import Invitation, OpenAnswer, Response, Wave
from hafen.voice.surveys.tests.conftest import by_code, key_of, over

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def answered(partners):
    rows = by_code(partners)
    for place in range(7):
        overall = ("sehr zufrieden", "eher zufrieden")[place > 4]
        answers = {
            rows["overall"].pk: key_of(rows["overall"], overall),
            rows["strengths"].pk: "Freundlich",
        }
        services.answer(
            wave=partners, answers=answers, language="de", way="PAPER", today=TODAY
        )
    return partners


def test_a_round_that_is_open_has_no_report(answered, paul):
    with pytest.raises(services.NotOver):
        services.approve_report(wave=answered, by=paul, today=TODAY)


def test_after_half_a_year_only_the_tables_are_left(answered, paul, town):
    services.approve_report(wave=over(answered), by=paul, today=TODAY)
    before = queries.results_of(Wave.objects.get())

    early = services.thin_out(municipality=town, today=TODAY + timedelta(days=183))
    gone = services.thin_out(municipality=town, today=TODAY + timedelta(days=184))

    after = queries.results_of(Wave.objects.get())
    assert (early, gone) == (0, 7)
    assert not Response.objects.exists()
    assert not OpenAnswer.objects.exists()
    assert json.loads(json.dumps(before.as_json())) == after.as_json()
    assert Event.objects.filter(action="surveys.sheets.forgotten").exists()


def test_kept_tables_hide_small_counts(answered, paul, town):
    answered.survey.least_cell = 5
    answered.survey.save()
    services.approve_report(wave=over(answered), by=paul, today=TODAY)
    services.thin_out(municipality=town, today=TODAY + timedelta(days=200))

    table = next(
        each for each in Wave.objects.get().kept["tables"] if each["code"] == "overall"
    )
    shown = [line["count"] for line in table["lines"]]
    assert shown.count(None) >= 2
    assert 2 not in shown


def test_who_was_invited_is_forgotten_when_the_round_is_over(partners, town):
    Invitation.objects.create(
        municipality=town,
        wave=partners,
        name="Mira Muster",
        email="mira@example.org",
        language="de",
        channel="MAIL",
        forget_on=TODAY,
    )

    retention.sweep(now=NOW)
    assert Invitation.objects.exists()

    retention.sweep(now=NOW + timedelta(days=1))
    assert not Invitation.objects.exists()
