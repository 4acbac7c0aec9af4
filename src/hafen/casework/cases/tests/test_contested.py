"""What a person says is wrong stands with the data, wherever the data goes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import queries, services
from hafen.casework.cases.errors import AlreadyClosed
from hafen.casework.cases.models import Client, ContestedPoint, Household
from hafen.casework.cases.tests.conftest import TODAY, only, stands
from hafen.casework.cases.tests.test_copy import copy_of, receive
from hafen.core.db.roles import Role

__all__ = ["copy_of"]
pytestmark = pytest.mark.django_db
SAID = "Ich bin am 15. Maerz geboren <b>x</b>"


def says(client, by, about="BIRTH", words=SAID):
    return services.contest(client=client, about=about, words=words, since=TODAY, by=by)


def settle(point, how, by):
    return services.settle_contested(point=point, how=how, now=timezone.now(), by=by)


def at(town, name, *parts):
    return reverse(f"cases:{name}", args=[town.slug, *parts])


def told(client, *parts):
    class Wording:
        def name(self, _kind, code):
            return code

    found = queries.told_of(client, parts, day=TODAY, wording=Wording(), spoken={})
    return [line for each in found for line in each.lines]


def test_the_desk_writes_it_down_and_the_mark_stands_with_the_data(
    case, town, clara, sign_in
):
    row = case()
    amal, desk = only(row.household), sign_in(clara)
    page = at(town, "contested", amal.pk)
    sent = {"about": "BIRTH", "words": SAID, "since": TODAY.isoformat()}

    too_long = desk.post(f"{page}contest/", sent | {"words": "x" * 301})
    assert too_long.status_code == 422
    assert desk.post(f"{page}contest/", sent | {"since": "2999-01-01"}).status_code
    assert not ContestedPoint.objects.exists()
    assert desk.post(f"{page}contest/", sent).status_code == 302

    for where in (page, at(town, "client", amal.pk), at(town, "case", row.pk)):
        shown = desk.get(where).content.decode()
        assert "Ich bin am 15. Maerz geboren &lt;b&gt;" in shown, where
        assert SAID not in shown
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM cases_contestedpoint")
        assert b"Maerz" not in bytes(cursor.fetchone()[0])
    listed = desk.get(at(town, "cases"), {"as": "csv"}).content.decode("utf-8-sig")
    assert listed.splitlines()[1].rstrip().endswith("bestritten")


@pytest.mark.parametrize(
    ("how", "stays"), [("CORRECTED", False), ("RIGHT", False), ("UNCLEAR", True)]
)
def test_only_what_cannot_be_established_keeps_its_mark(household, clara, how, stays):
    amal = only(household())
    point = says(amal, clara)
    assert told(amal, "HOUSEHOLD")[2:]
    assert told(amal, "LANGUAGE") == ["ar"]

    settle(point, how, clara)

    assert bool(told(amal, "HOUSEHOLD")[2:]) is stays
    assert [each.pk for each in queries.contested_by(amal)] == [point.pk] * stays
    with pytest.raises(AlreadyClosed):
        settle(point, how, clara)
    if stays:
        settle(point, "RIGHT", clara)
        assert not queries.contested_by(amal)


def test_whoever_is_told_reads_the_mark_of_what_is_told_and_no_words(household, clara):
    amal = only(household())
    stands(amal, "LEGAL_AREA", "sgb2", clara)
    says(amal, clara, "AREA")
    says(amal, clara, "NAME")

    assert told(amal, "SITUATION") == ["sgb2", "von der Person bestritten: Rechtskreis"]
    assert told(amal, "LANGUAGE", "SCHOOLING") == ["ar"]
    assert "Maerz" not in " ".join(told(amal, "SITUATION", "CONTACT", "HISTORY"))


def test_the_copy_contains_flag_and_words_of_the_person_alone(
    case, add, town, clara, person, sign_in, acting
):
    row = case()
    amal, karim = only(row.household), add(row.household, "Karim Muster")
    settle(says(amal, clara), "UNCLEAR", clara)
    says(karim, clara, "NOTE", "Karims eigene Worte")
    desk = sign_in(person(town, Role.DATA_PROTECTION_OFFICER))

    for text in copy_of(desk, town, receive(desk, town, amal, "ACCESS")):
        assert "Ich bin am 15. Maerz" in text
        assert "Karims eigene Worte" not in text
    assert '"how": "UNCLEAR"' in text


def test_nobody_else_reads_or_writes_it(
    household, town, clara, emil, north, person, other_town, sign_in, acting
):
    amal = only(household())
    point = says(amal, clara)
    page, step = at(town, "contested", amal.pk), at(town, "settle_contested", point.pk)
    sent = {"about": "NAME", "words": "x", "since": TODAY.isoformat()}

    for user in (emil, person(town, Role.EDITOR), person(town, Role.ADMINISTRATOR)):
        desk = sign_in(user)
        assert desk.get(page).status_code in (403, 404)
        assert desk.post(f"{page}contest/", sent).status_code in (403, 404)
        assert desk.post(step, {"how": "RIGHT"}).status_code in (403, 404)
        acting(town, user)
        assert not ContestedPoint.objects.exists(), user.name
    stranger = person(other_town, Role.SOCIAL_WORKER)
    acting(other_town, stranger)
    assert not ContestedPoint.objects.exists()
    acting(town, clara)
    assert ContestedPoint.objects.get().how == ""


def test_a_colleague_kept_out_and_a_restriction_close_it(
    household, town, clara, bela, closed, acting
):
    amal = only(household())
    says(amal, clara)
    services.keep_out(client=amal, user=bela, why="RELATIVE", by=clara)
    acting(town, bela)
    assert not ContestedPoint.objects.exists()

    closed(amal)
    acting(town, clara)
    assert not ContestedPoint.objects.exists()
    assert not queries.contested_visible_to(clara, today=TODAY).exists()


def test_joined_entries_share_it_and_separated_ones_have_their_own(household, clara):
    kept, double = only(household()), only(household("Amel Muster"))
    says(double, clara)
    assert not queries.contested_by(kept)

    services.join_clients(kept=kept, double=double, by=clara)
    assert len(queries.contested_by(kept)) == 1
    assert len(queries.contested_by(Client.objects.get(pk=double.pk))) == 1

    services.separate_clients(double=Client.objects.get(pk=double.pk), by=clara)
    assert not queries.contested_by(Client.objects.get(pk=kept.pk))


def test_it_goes_along_with_its_data_and_stays_with_what_stays(
    case, town, clara, north, emil, acting
):
    row = case()
    amal = only(row.household)
    for about in ("BIRTH", "AREA", "NOTE", "PAPER"):
        says(amal, clara, about)

    services.move_file(
        household=Household.objects.get(pk=row.household_id), team=north, owner=emil,
        parts=["CONTACT", "LANGUAGE", "HOUSEHOLD"], special=[], today=TODAY, by=clara,
    )  # fmt: skip

    acting(town, emil)
    moved = Client.objects.get(pk=amal.pk)
    assert [each.about for each in queries.contested_by(moved)] == ["BIRTH", "PAPER"]
    assert ContestedPoint.objects.count() == 2


def test_the_database_holds_settled_points_together(household, clara):
    point = says(only(household()), clara)
    rows = ContestedPoint.objects.filter(pk=point.pk)
    for wrong in ({"how": "RIGHT"}, {"settled_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
