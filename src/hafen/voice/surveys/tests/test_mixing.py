"""The last tie between an answer and a link: what the database notes with each row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import CONTACT_PERSONS
from hafen.voice.surveys.models import Invitation, Response
from hafen.voice.surveys.tests.conftest import begin, by_code, key_of
from tests.racing import named

TODAY = timezone.localdate()


@pytest.fixture
def wave(race):
    with acting(Context(municipality=race.town.pk)):
        return begin(race.town, CONTACT_PERSONS)


def invited(wave, name):
    return Invitation.objects.create(
        municipality_id=wave.municipality_id,
        wave=wave,
        name=name,
        email=f"{name}@example.org",
        language="de",
        channel="MAIL",
        forget_on=TODAY + timedelta(days=30),
    )


def answer(invitation):
    question = by_code(invitation.wave)["overall"]
    services.answer_invitation(
        invitation=invitation,
        answers={question.pk: key_of(question, "sehr zufrieden")},
        language="de",
        today=TODAY,
    )


def numbers(model):
    """Return what PostgreSQL wrote beside the rows: which transaction made them."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT xmin::text FROM "{model._meta.db_table}"')
        return [number for (number,) in cursor.fetchall()]


def test_a_night_later_no_row_tells_with_which_link_it_came(race, wave):
    here = Context(municipality=race.town.pk)
    for name in ("anna", "bela", "cem"):
        with acting(here):
            answer(invited(wave, name))
    with acting(here):
        before = set(numbers(Response)) & set(numbers(Invitation))

    with acting(here):
        services.mix(municipality=race.town, today=TODAY)

    with acting(here):
        assert len(before) == 3
        assert len(set(numbers(Response))) == 1
        assert not set(numbers(Response)) & set(numbers(Invitation))


def test_one_link_sent_from_two_devices_counts_once(race, wave):
    here = Context(municipality=race.town.pk)
    with acting(here):
        one = invited(wave, "anna")

    assert named(race(lambda: answer(one), lambda: answer(one))) == [
        "AlreadyAnswered",
        "won",
    ]

    with acting(here):
        assert Response.objects.count() == 1
