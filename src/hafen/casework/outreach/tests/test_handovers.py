"""A file goes from the shelter to the town: who has it, who reads it, what went."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from hafen.casework.cases import queries as files
from hafen.casework.cases import services as cases
from hafen.casework.cases.errors import KeptOutOfFile
from hafen.casework.cases.models import (
    Case,
    Circumstance,
    Client,
    Consent,
    Household,
    KeptOut,
    Note,
    SecretNote,
    SpecialNote,
)
from hafen.casework.cases.tests.conftest import only, stands
from hafen.casework.outreach import errors, machine, queries, services
from hafen.casework.outreach.machine import Event
from hafen.casework.outreach.models import Arrival, HandOver, Protocol
from hafen.casework.outreach.tests.conftest import NOW, TODAY, accepted, agree
from hafen.core.db.context import opened_for
from hafen.mechanisms.todos.models import Todo

pytestmark = pytest.mark.django_db

FILE = (
    *("cases_household", "cases_client", "cases_membership", "cases_circumstance"),
    *("cases_case", "cases_note", "outreach_arrival", "outreach_protocol"),
)


def found(*tables):
    with connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.fixture
def file(case, clara, arrival):
    """A case with notes of each kind, circumstances, and an arrival."""
    row = case()
    household = row.household
    stands(only(household), "LEGAL_AREA", "sgb2", clara)
    stands(only(household), "GERMAN", "a2", clara)
    # Told to nobody: no part of a consent names it.
    stands(only(household), "NATIONALITY", "SY", clara)
    cases.write_note(case=row, text="Verlauf", on=TODAY, by=clara)
    cases.write_special(case=row, text="Knie", on=TODAY, by=clara, today=TODAY)
    cases.write_special(case=row, text="Herz", on=TODAY, by=clara, today=TODAY)
    cases.write_secret(case=row, text="Anvertraut", on=TODAY, by=clara)
    arrival(household=household)
    return household


def test_receiving_is_not_accepting(file, handed, town, clara, emil, acting):
    row = handed(file)
    acting(town, emil)

    assert found(*FILE) == dict.fromkeys(FILE, 0)
    card = queries.hand_overs_visible_to(emil, today=TODAY).get()
    assert (card.persons, card.languages, card.topics) == (1, ["ar"], ["N01"])
    acting(town, clara)
    assert Household.objects.get().team == row.from_team


def test_until_it_is_offered_the_other_team_learns_nothing(
    file, handed, town, emil, acting
):
    handed(file, until="CHECKED")
    acting(town, emil)

    assert found("outreach_handover") == {"outreach_handover": 0}
    assert not queries.hand_overs_visible_to(emil, today=TODAY).exists()


def test_history_follows_and_the_old_worker_loses_access(
    file, handed, town, clara, bela, agatha, emil, acting
):
    acting(town, clara)
    special = SpecialNote.objects.order_by("id").first()
    accepted(handed(file, special=[special.pk]), emil, acting)

    for old in (clara, bela, agatha):
        acting(town, old)
        assert found(*FILE, "cases_specialnote", "cases_secretnote") == dict.fromkeys(
            (*FILE, "cases_specialnote", "cases_secretnote"), 0
        )
        assert not files.households_visible_to(old, today=TODAY).exists()
        # The card stays, so that the answer arrives.
        assert queries.hand_overs_visible_to(old, today=TODAY).count() == 1
    acting(town, emil)
    assert found(*FILE) == dict.fromkeys(FILE, 1) | {"cases_circumstance": 2}
    assert Case.objects.get().owner == emil
    assert Household.objects.get().owner == emil
    assert Note.objects.get().text == "Verlauf"
    # What is of a special category was chosen one by one; a secret never goes.
    assert [note.text for note in SpecialNote.objects.all()] == ["Knie"]
    assert not SecretNote.objects.exists()
    assert Arrival.objects.get().team.name == "Nord"


def test_e14_what_nobody_agreed_to_stays_behind_and_nobody_reads_it(
    file, handed, town, clara, emil, acting
):
    accepted(handed(file, parts={"SCHOOLING"}), emil, acting)

    assert [row.kind for row in Circumstance.objects.all()] == ["GERMAN"]
    assert not Note.objects.exists()
    assert not SpecialNote.objects.exists()
    # Accompanied without a gap: a case of the new team has begun.
    assert Case.objects.get().owner == emil
    assert stands(only(file), "LEGAL_AREA", "sgb2", emil).code == "sgb2"
    acting(town, clara)
    assert found(*FILE) == dict.fromkeys(FILE, 0)
    with opened_for(town.pk):  # kept for its period all the same
        assert Note.objects.get().case.is_left_behind
        assert SpecialNote.objects.count() == 2


def test_without_a_consent_of_each_adult_nothing_is_offered(
    file, handed, north, add, clara
):
    row = handed(file, until="DRAFT")
    agree(file, north, row.parts, clara)
    partner = add(file, "Karim Muster", kind="PARTNER")
    with pytest.raises(errors.NoGate):
        services.check_gate(hand_over=row, ground="", note="", today=TODAY, by=clara)
    with pytest.raises(errors.NoGate):  # a norm needs its reason
        services.check_gate(
            hand_over=row, ground="TASK", note="", today=TODAY, by=clara
        )

    assert services.ask_consents(hand_over=row, today=TODAY, by=clara) == 1
    assert Consent.objects.get(given_on=None).client == partner
    assert services.ask_consents(hand_over=row, today=TODAY, by=clara) == 0
    services.check_gate(
        hand_over=row, ground="TASK", note="Zuständigkeit", today=TODAY, by=clara
    )
    row.refresh_from_db()
    assert row.state == "CHECKED"


def test_a_consent_for_somebody_else_opens_nothing(file, handed, south, clara):
    row = handed(file, until="DRAFT")
    agree(file, south, row.parts, clara)

    assert queries.gate_of(row, today=TODAY) is None


def test_a_withdrawal_before_the_acceptance_ends_the_offer(
    file, handed, town, clara, emil, acting
):
    row = handed(file)
    acting(town, clara)
    cases.withdraw_consent(consent=Consent.objects.get(), on=TODAY, by=clara)
    row.refresh_from_db()
    assert row.state == "WITHDRAWN"
    acting(town, emil)

    assert not queries.hand_overs_visible_to(emil, today=TODAY).exists()
    assert found("outreach_handover") == {"outreach_handover": 0}


def test_a_withdrawal_after_it_closes_what_came_along(file, handed, emil, acting, town):
    accepted(handed(file), emil, acting)
    case = Case.objects.get()
    # What the new team writes is its own.
    Note.objects.update(created_at=NOW - timedelta(minutes=1))
    SpecialNote.objects.update(created_at=NOW - timedelta(minutes=1))
    Circumstance.objects.update(created_at=NOW - timedelta(minutes=1))
    own = cases.write_note(case=case, text="Neu", on=TODAY, by=emil)
    cases.withdraw_consent(consent=Consent.objects.get(), on=TODAY, by=emil)

    assert list(Note.objects.all()) == [own]
    assert not Circumstance.objects.exists()
    assert Household.objects.get().team.name == "Nord"


def test_r6_an_expired_consent_closes_what_came_along(file, handed, town, emil, acting):
    accepted(handed(file), emil, acting)
    Note.objects.update(created_at=NOW - timedelta(minutes=1))
    assert Note.objects.exists()
    Consent.objects.update(
        given_on=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )
    acting(town)
    with opened_for(town.pk):
        for _night in range(2):
            cases.end_expired(municipality_id=town.pk, today=TODAY)

    acting(town, emil)
    assert not Note.objects.exists()
    assert Household.objects.get().team.name == "Nord"


def test_who_accepts_works_in_the_receiving_team_and_is_no_relative(
    file, handed, town, clara, emil, acting
):
    row = handed(file)
    with pytest.raises(errors.NotResponsible):
        accepted(row, clara, acting)
    KeptOut.objects.create(
        municipality=town, client=only(file), user=emil, why="RELATIVE"
    )
    with pytest.raises(KeptOutOfFile):
        accepted(row, emil, acting)

    acting(town, clara)
    assert Household.objects.get().team == row.from_team
    assert HandOver.objects.get().state == "OFFERED"


def test_e12_who_withdraws_or_declines_leaves_the_file_where_it_is(
    file, handed, town, clara, emil, acting
):
    row = handed(file)
    acting(town, emil)
    services.decide(
        hand_over=row, event=Event.DECLINE, because="voll", today=TODAY, now=NOW,
        by=emil,
    )  # fmt: skip
    acting(town, clara)
    assert HandOver.objects.get().declined_because == "voll"
    services.go_on(hand_over=row, event=Event.AGAIN, today=TODAY, now=NOW, by=clara)
    services.go_on(hand_over=row, event=Event.WITHDRAW, today=TODAY, now=NOW, by=clara)

    assert Household.objects.get().owner == clara
    assert not Todo.objects.filter(kind=services.DECIDE).open().exists()
    assert handed(file).state == "OFFERED"  # a new one may begin


def test_a_file_goes_one_way_at_a_time(file, handed):
    handed(file)

    with pytest.raises(errors.AlreadyUnderWay):
        handed(file, until="DRAFT")


def test_an_offer_that_nobody_accepts_ends_and_stays_with_the_sender(
    file, handed, town, emil, acting
):
    row = handed(file)
    late = TODAY + machine.PATIENCE + timedelta(days=1)
    for day, ended in ((TODAY, 0), (late, 1)):
        done = services.expire_offers(municipality_id=town.pk, today=day, now=NOW)
        assert done == ended
    row.refresh_from_db()
    acting(town, emil)

    assert row.state == "EXPIRED"
    assert found("cases_household") == {"cases_household": 0}


def test_p10_a_hand_over_is_complete_with_its_checklist_and_an_acceptance(
    file, handed, clara, emil, acting
):
    row = handed(file)
    with pytest.raises(errors.NotNow):
        services.answer(hand_over=row, result="ARRIVED", today=TODAY, now=NOW, by=clara)
    services.write_protocol(
        hand_over=row,
        texts={"needs": "Kurs", "matters": "Frist", "documents": "", "closing": ""},
        by=clara,
    )
    *first, last = HandOver.Item.values
    for item in first:
        services.tick(hand_over=row, item=item, today=TODAY, by=clara)
    accepted(row, emil, acting)
    assert Protocol.objects.get().matters == "Frist"
    services.answer(hand_over=row, result="ARRIVED", today=TODAY, now=NOW, by=emil)
    step = {"hand_over": row, "today": TODAY, "by": emil}
    with pytest.raises(errors.NotNow):
        services.go_on(event=Event.CLOSE, now=NOW, **step)
    services.tick(item=last, **step)
    services.go_on(event=Event.CLOSE, now=NOW, **step)
    row.refresh_from_db()

    assert (row.state, row.answer) == ("CLOSED", "ARRIVED")
    assert not Todo.objects.open().filter(subject_id=row.pk).exists()


def test_the_house_of_a_restricted_file_stays_restricted(
    case, handed, town, clara, emil, person, team, acting, north
):
    file = case(is_restricted=True, owner=clara).household
    accepted(handed(file), emil, acting)

    assert Household.objects.get().is_restricted
    assert Client.objects.count() == 1


def test_which_special_notes_go_along_is_chosen_without_reading_them(
    file, town, clara, sign_in
):
    """What they say opens by a reason alone; each is told by its day and hour."""
    address = reverse("outreach:begin", args=[town.slug, file.pk])

    page = sign_in(clara).get(address).content.decode()

    assert page.count('name="special"') == 2
    assert "Knie" not in page
    assert "Herz" not in page
