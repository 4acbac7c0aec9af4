"""A worry about a child, from the first sign to the day it is forgotten.

`reference/domain.md` 1.2: § 8a SGB VIII, § 4 KKG.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import KeptOut
from hafen.casework.cases.tests.conftest import (
    TODAY,
    agatha,
    bela,
    clara,
    emil,
    household,
    north,
    only,
    south,
    team,
)
from hafen.casework.childprotection import errors, queries, services
from hafen.casework.childprotection.models import Procedure, Sign
from hafen.core.audit.models import Event
from hafen.core.db.context import opened_for
from hafen.core.db.roles import Role
from hafen.exchange.volunteers import services as volunteers
from hafen.exchange.volunteers.models import Concern
from hafen.mechanisms.privacy import rights
from hafen.mechanisms.todos.models import Todo
from tests.releasing import released_by_two

__all__ = ["agatha", "bela", "clara", "emil", "household", "north", "south", "team"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()
CHILD = {"name": "Lea Beispiel", "about": "Lea, 6 Jahre, bei der Mutter"}
SEEN = {
    "on": TODAY, "kind": "SUPERVISION", "is_weighty": True,
    "text": "LEA war abends allein; Frau Beispiel kam um elf.",
}  # fmt: skip
REPORT = {
    "report_to": "Jugendamt", "ground": "kkg-4", "reported": "Abends allein",
    "parents_told": True,
}  # fmt: skip


def at(name, town, *parts, query=""):
    return reverse(f"childprotection:{name}", args=[town.slug, *parts]) + query


@pytest.fixture
def begun(town, clara, bela, south, acting):
    """A maker of worries: Clara has it, Bela is the second person."""

    def make(*, client_key=None, second=bela, **sign):
        acting(town, clara)
        row = services.begin(
            municipality=town,
            client_key=client_key,
            facts=CHILD | {"source": "OWN"},
            sign=SEEN | sign,
            owner=clara,
            today=TODAY,
            by=clara,
        )
        if second is not None:
            services.name_second(procedure=row, user=second, today=TODAY, by=clara)
        return row

    return make


def advise(row, by):
    services.note_advice(
        procedure=row, adviser="Fachkraft", on=TODAY, advice="Gespräch", by=by
    )


def judge(row, judgement, by):
    return services.judge(
        procedure=row, judgement=judgement, reasons="Weil", now=NOW, by=by
    )


def judged(row, judgement, clara, bela):
    """Return it assessed by Clara and confirmed by Bela."""
    advise(row, clara)
    judge(row, judgement, clara)
    return services.confirm(procedure=row, now=NOW, by=bela)


def test_two_people_read_it_and_nobody_who_leads_them(
    town, begun, clara, bela, agatha, emil, sign_in, acting
):
    row = begun()
    page = at("procedure", town, row.pk)
    for user, sees in ((clara, True), (bela, True), (agatha, False), (emil, False)):
        status = sign_in(user).get(page).status_code
        assert (status == 200) is sees, user.name
        acting(town, user)
        with connection.cursor() as cursor:
            for table in ("procedure", "sign"):
                cursor.execute(f"SELECT count(*) FROM childprotection_{table}")
                assert cursor.fetchone()[0] == sees, (user.name, table)
        assert queries.procedures_visible_to(user).count() == sees
    events = Event.objects.filter(action="childprotection.procedure.read")
    assert events.count() == 2


def test_advice_is_asked_for_without_a_name(town, begun, clara, sign_in):
    row = begun()

    sheet = sign_in(clara).get(at("sheet", town, row.pk)).content.decode().casefold()

    assert row.number.casefold() in sheet
    assert "6 jahre" in sheet
    assert "● war abends allein; frau ● kam um elf." in sheet
    assert "lea " not in sheet
    assert "beispiel" not in sheet


def test_danger_is_assessed_by_signs_advice_and_two_people(begun, clara, bela):
    row = begun(second=None, is_weighty=False)
    with pytest.raises(errors.NeedsSecond):
        judge(row, "DANGER", clara)
    services.name_second(procedure=row, user=bela, today=TODAY, by=clara)
    with pytest.raises(errors.NeedsSigns):
        judge(row, "DANGER", clara)
    services.note_sign(procedure=row, facts=SEEN, by=clara)
    with pytest.raises(errors.NeedsAdvice):
        judge(row, "DANGER", clara)
    advise(row, clara)
    judge(row, "DANGER", clara)

    assert Todo.objects.get(kind=services.CONFIRM).owner == bela
    with pytest.raises(errors.NotTheSecond):
        services.confirm(procedure=row, now=NOW, by=clara)
    with pytest.raises(errors.NotInDanger):  # two pairs of eyes come first
        services.report(procedure=row, now=NOW, by=clara, **REPORT)
    row = services.confirm(procedure=row, now=NOW, by=bela)
    assert (row.confirmed_by, Todo.objects.open().count()) == (bela, 0)


def test_a_report_needs_no_consent_but_a_norm_and_the_talk_or_why_not(
    begun, clara, bela
):
    row = judged(begun(), "DANGER", clara, bela)
    with pytest.raises(errors.NeedsParents):
        services.report(procedure=row, now=NOW, by=clara, **REPORT)
    services.note_parents(
        procedure=row, parents="ENDANGERS", on=TODAY, note="Drohungen", by=clara
    )
    with pytest.raises(errors.NoGround):
        services.report(procedure=row, now=NOW, by=clara, **REPORT | {"ground": "x"})
    told = REPORT | {"parents_told": False}
    row = services.report(procedure=row, now=NOW, by=clara, **told)

    event = Event.objects.get(action="childprotection.reported")
    assert event.values == {"ground": "kkg-4"}
    todo = Todo.objects.get(kind=services.RECEIPT)
    days = timedelta(days=services.RECEIPT_DAYS)
    assert (todo.owner, todo.due_on) == (clara, TODAY + days)
    with pytest.raises(errors.NeedsReport):  # nobody has answered yet
        services.close(procedure=row, closing="Ende", today=TODAY, by=clara)
    services.note_receipt(procedure=row, on=TODAY, now=NOW, by=clara)
    assert not Todo.objects.open().exists()


def test_acute_danger_waits_for_nobody(begun, clara, bela):
    row = begun()
    judge(row, "ACUTE", clara)

    row = services.report(procedure=row, now=NOW, by=clara, **REPORT)

    assert row.reported_at == NOW
    assert Todo.objects.get(kind=services.CONFIRM).due_on == TODAY
    assert services.confirm(procedure=row, now=NOW, by=bela).is_confirmed


def test_it_is_kept_for_its_period_and_goes_when_two_release_it(
    begun, household, town, clara, bela
):
    file = household()
    open_one = begun(client_key=only(file).pk)
    founded = judged(begun(), "HELP", clara, bela)
    unfounded = judged(begun(), "UNFOUNDED", clara, bela)
    for row in (founded, unfounded):
        services.close(procedure=row, closing="Ende", today=TODAY, by=clara)
    file.delete()  # the file ends by itself, and takes nothing along
    left = {}
    for days in (364, 366, 3 * 365 - 1, 3 * 365 + 1):
        released_by_two(town, now=NOW + timedelta(days=days))
        left[days] = set(Procedure.objects.values_list("pk", flat=True))

    everything = {open_one.pk, founded.pk, unfounded.pk}
    assert left[364] == everything
    assert left[366] == left[3 * 365 - 1] == everything - {unfounded.pk}
    assert left[3 * 365 + 1] == {open_one.pk}  # what is open is needed
    assert Sign.objects.count() == 1


def test_the_familys_copy_tells_of_it_when_the_second_person_has_released_it(
    town, begun, household, clara, bela, acting
):
    child = only(household())
    row = begun(client_key=child.pk)

    def in_copy():
        acting(town)
        with opened_for(town.pk):
            parts = rights.gather([child])
        return {part.model for part in parts} & {Procedure, Sign}

    assert in_copy() == set()
    acting(town, clara)
    with pytest.raises(errors.NotTheSecond):
        services.release(procedure=row, today=TODAY, by=clara)
    acting(town, bela)
    services.release(procedure=row, today=TODAY, by=bela)
    assert in_copy() == {Procedure, Sign}


def test_who_is_kept_out_of_the_file_answers_for_no_worry(
    town, begun, household, clara, bela, acting
):
    child = only(household())
    KeptOut.objects.create(
        municipality=town, client=child, user=bela, why=KeptOut.Why.RELATIVE
    )

    with pytest.raises(errors.MayNot):
        begun(client_key=child.pk)


def test_the_worry_of_a_volunteer_is_handed_on_without_being_typed_again(
    town, person, clara, south, sign_in, acting
):
    carla = person(town, Role.VOLUNTEER_COORDINATOR, name="Carla")
    acting(town)
    volunteers.report_concern(
        municipality=town, volunteer=None, text="Ein Kind schläft im Auto", now=NOW
    )
    acting(town, carla)
    concern = Concern.objects.get()
    desk = sign_in(carla)
    listed = desk.get(reverse("volunteers:concerns", args=[town.slug]))
    address = at("hand_on", town, concern.pk)

    assert address in listed.content.decode()
    assert desk.post(address, {"to": str(clara.pk)}).status_code == 302

    acting(town, carla)
    assert not Procedure.objects.exists()  # who handed it on reads on nothing
    concern.refresh_from_db()
    assert concern.done_at is not None
    assert desk.get(address).status_code == 404
    acting(town, clara)
    row = Procedure.objects.get()
    assert (row.owner, row.source) == (clara, "VOLUNTEER")
    assert row.signs.get().text == "Ein Kind schläft im Auto"
    todo = Todo.objects.get(kind=services.ASSESS)
    assert (todo.owner, todo.due_on) == (clara, TODAY)


def test_the_whole_way_on_the_pages(
    town, household, clara, bela, south, sign_in, acting, questions
):
    child = only(household(person={"born_on": TODAY - timedelta(days=2200)}))
    desk, second = sign_in(clara), None
    where = at("begin", town, child.pk)
    form = desk.get(where).content.decode()
    sent = {"name": child.name, "about": "6 Jahre", "source": "CHILD", **SEEN}

    begun = desk.post(where, sent)

    assert f'value="{child.name}"' in form
    acting(town, clara)
    row = Procedure.objects.get()
    assert begun["Location"] == at("procedure", town, row.pk)
    for name, data in (
        ("second", {"user": str(bela.pk)}),
        ("advice", {"adviser": "F", "on": TODAY, "advice": "A"}),
        ("parents", {"parents": "TALKED", "on": TODAY, "note": "N"}),
        ("judge", {"judgement": "DANGER", "reasons": "R"}),
        ("confirm", {}),  # by who assessed: refused
    ):
        desk.post(at("procedure_step", town, row.pk, name), data)
    acting(town, clara)
    assert not Procedure.objects.get().is_confirmed
    second = sign_in(bela)
    second.post(at("procedure_step", town, row.pk, "confirm"))
    for name, data in (
        ("report", REPORT | {"parents_told": "yes"}),
        ("receipt", {"on": TODAY}),
        ("close", {"closing": "Hilfe läuft"}),
        ("release", {}),
    ):
        answer = second.post(at("procedure_step", town, row.pk, name), data)
        assert answer.status_code == 302, name
    acting(town, bela)
    done = Procedure.objects.get()
    assert (done.received_on, done.closed_on, done.released_on) == (TODAY,) * 3
    assert len(questions(second, at("procedure", town, row.pk))) <= 12
    assert len(questions(second, at("procedures", town))) <= 12
