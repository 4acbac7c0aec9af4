"""Advice on a return: on the client's wish, read by one person (P14)."""

import pytest
from django.db import connection
from django.urls import reverse

from hafen.casework.cases import services as casework
from hafen.casework.cases.tests.conftest import (
    TODAY,
    agatha,
    bela,
    case,
    clara,
    emil,
    household,
    north,
    only,
    south,
    team,
)
from hafen.casework.cases.words import quarters
from hafen.casework.returns import fences, queries, services
from hafen.casework.returns.errors import NotResponsible, NotTheirWish
from hafen.casework.returns.models import ReturnWish
from hafen.core.audit.models import Event
from hafen.mechanisms.todos.models import Todo

__all__ = [
    "agatha", "bela", "case", "clara", "emil", "household", "north", "south", "team",
]  # fmt: skip
pytestmark = pytest.mark.django_db


def at(name, town, *parts, query=""):
    return reverse(f"returns:{name}", args=[town.slug, *parts]) + query


def found():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM returns_returnwish")
        return cursor.fetchone()[0]


@pytest.fixture
def wish(case, clara, acting, town):
    """A case of Clara's, whose person asked for advice on a return."""
    file = case()
    return services.note_wish(
        case=file, client=only(file.household), is_own_wish=True, on=TODAY, by=clara
    )


def test_p14_a_wish_is_read_by_who_is_responsible_and_by_nobody_else(
    town, wish, clara, agatha, bela, emil, sign_in, acting
):
    """Neither who leads the team nor a deputy finds it: page, query, plain SQL."""
    page = at("person", town, wish.client_id)
    casework.name_deputy(
        case=wish.case, user=bela, valid_from=TODAY, valid_until=TODAY, by=clara
    )  # fmt: skip
    own = sign_in(clara).get(page).content.decode()
    pages = {}
    for user in (agatha, bela):
        pages[user.name] = sign_in(user).get(page).content.decode()
        acting(town, user)
        assert (found(), queries.wishes_visible_to(user, today=TODAY).count()) == (0, 0)
    assert sign_in(emil).get(page).status_code == 404
    assert "Gewünscht am" in own
    for name, body in pages.items():
        assert "Gewünscht am" not in body, name
    # Nor does the list of readings, or a todo, tell who leads that there is one.
    acting(town, agatha)
    readings = reverse("cases:readings", args=[town.slug, wish.case.household_id])
    body = sign_in(agatha).get(readings).content.decode()
    assert "Rückkehr" not in body.partition("<main")[2]
    acting(town, clara)
    assert not Todo.objects.exists()
    files = {str(wish.case_id), str(wish.client_id), str(wish.case.household_id)}
    told = Event.objects.filter(action__startswith="returns.")
    assert not files & set(told.values_list("subject_id", flat=True))


def test_p14_a_referral_is_possible_as_the_clients_wish_alone(
    town, case, clara, agatha, sign_in, acting
):
    file = case()
    client = only(file.household)
    page, step = (
        at("person", town, client.pk),
        at("person_step", town, client.pk, "note"),
    )
    desk = sign_in(clara)
    shown = desk.get(page).content.decode()

    unasked = desk.post(step, {"on": TODAY})
    assert unasked.status_code == 422
    desk.post(at("person_step", town, client.pk, "refer"), {"office": "X"})
    acting(town, clara)
    assert not ReturnWish.objects.exists()
    assert "keine Zusage" in shown  # a hint, never a promise

    desk.post(step, {"is_own_wish": "on", "on": TODAY})
    desk.post(at("person_step", town, client.pk, "refer"), {"office": "Kompass"})
    acting(town, clara)
    row = ReturnWish.objects.get()
    assert (row.office, row.referred_on) == ("Kompass", TODAY)
    for refused, change in (
        (NotTheirWish, {"is_own_wish": False}),
        (NotResponsible, {"by": agatha}),
    ):
        facts = {"is_own_wish": True, "by": clara, "on": TODAY}
        with pytest.raises(refused):
            services.note_wish(case=file, client=client, **facts | change)
    desk.post(at("person_step", town, client.pk, "take-back"))
    acting(town, clara)
    assert not ReturnWish.objects.exists()


def test_p14_it_goes_with_the_case_to_who_is_responsible_next(
    town, wish, clara, bela, acting
):
    casework.hand_over_case(case=wish.case, to=bela, today=TODAY, by=clara)

    assert found() == 0
    acting(town, bela)
    assert found() == 1


def test_p14_no_figure_tells_one(town, wish, clara, agatha, case, acting, sign_in):
    """Counts are of quarters that are over, in whole steps of five."""
    quarter = quarters(TODAY, 1)[0]
    for number, shown in ((1, 0), (4, 0), (5, 5), (6, 5)):
        acting(town, clara)
        while ReturnWish.objects.count() < number:
            name = f"Person {ReturnWish.objects.count()}"
            file = case(name=name)
            services.note_wish(
                case=file, client=only(file.household), is_own_wish=True, on=TODAY,
                by=clara,
            )  # fmt: skip
        ReturnWish.objects.update(
            wished_on=quarter.first, referred_on=quarter.last, office="Kompass"
        )
        acting(town, agatha)
        assert fences.referred(quarter.first, quarter.last) == shown, number
    body = sign_in(agatha).get(at("counts", town)).content.decode()
    assert '<td class="number">5</td>' in body


def test_p14_nobody_is_referred_or_asked_about_a_return_on_the_open_pages(
    town, case, clara, sign_in, acting
):
    """Where leads read along, the topic is not offered for somebody with a file."""
    file = case()
    client = only(file.household)
    desk = sign_in(clara)
    whom = [town.slug, client.pk]
    listed = desk.get(reverse("referrals:refer", args=whom))
    consents = desk.get(reverse("cases:prepare", args=whom))

    prepared = desk.get(reverse("referrals:prepare", args=whom) + "?topic=N22")

    assert prepared.status_code == 404
    for page in (listed, consents):
        assert 'value="N22' not in page.content.decode()
