"""The copy that a person asks for (Art. 15 DSGVO) can be read, over the whole demo."""

import io
import re
import zipfile

import pytest
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.exchange.mentoring.models import CheckIn
from hafen.exchange.pool.models import Helper, Seeker
from hafen.mechanisms.privacy import export, rights
from tests.demo import demo_database, musterhafen

__all__ = ["demo_database", "musterhafen"]

KEY = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
# A key that is the whole value, or one of a list; in a text it is a link of ours.
LINE = re.compile(
    rf'<th scope="row">([^<]*)</th><td[^>]*>(?:[^<]*&quot;)?{KEY}(?:&quot;|<)'
)


@pytest.fixture
def officer(musterhafen):
    with acting(Context(municipality=musterhafen.pk)):
        found = User.objects.get(email="datenschutz@example.org")
    with acting(Context(municipality=musterhafen.pk, actor=found.pk)):
        yield found


def copy_for(officer, *roots):
    content = export.archive(
        officer, list(roots), officer.municipality, now=timezone.now()
    )
    return zipfile.ZipFile(io.BytesIO(content)).read("auskunft.html").decode()


def test_no_copy_shows_a_key_where_a_name_belongs(officer):
    everybody = [
        row
        for model, declaration in rights.personal_models()
        if declaration.subject == "self"
        for row in model._default_manager.all()
    ]

    page = copy_for(officer, *everybody)

    assert sorted(set(LINE.findall(page))) == []
    assert "Basis-Schulung für Ehrenamtliche" in page
    assert "Volkshochschule Musterhafen" in page


def test_what_one_of_two_said_is_in_the_copy_of_that_one_alone(officer):
    check = CheckIn.objects.first()
    match = check.sponsorship.match
    check.answers.all().delete()
    for side, note in (("HELPER", "Kranichfeder"), ("SEEKER", "Zimtsternduft")):
        check.answers.create(
            municipality=officer.municipality, side=side, mood="TALK", note=note,
            at=timezone.now(),
        )  # fmt: skip

    helped, helper = (
        copy_for(officer, person) for person in (match.need.seeker, match.offer.helper)
    )

    assert "Kranichfeder" in helper
    assert "Kranichfeder" not in helped
    assert "Zimtsternduft" in helped
    assert "Zimtsternduft" not in helper


def test_a_copy_names_no_other_person_that_a_row_points_to(officer):
    helper = Helper.objects.get(name="Anja Beispiel")

    page = copy_for(officer, helper)

    assert LINE.findall(page) == []
    assert "Leuchtfeuer e. V." in page
    others = [*Helper.objects.exclude(pk=helper.pk), *Seeker.objects.all()]
    assert [row.name for row in others if row.name in page] == []
