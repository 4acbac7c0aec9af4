"""Art. 18 DSGVO: while a restriction is in force nobody at work finds the file."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import queries, services
from hafen.casework.cases.models import Client, Household
from hafen.casework.cases.tests.conftest import SOON, TODAY, only, stands
from hafen.core.db import context
from hafen.core.db.context import Context, opened_for
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import four_eyes, requests, restricting, retention, rights
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.todos.models import Todo

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TABLES = (
    "cases_household",
    "cases_client",
    "cases_namekey",
    "cases_membership",
    "cases_circumstance",
    "cases_case",
    "cases_note",
    "cases_deadline",
)


def found(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def file(case, clara):
    """A case of Clara's with a row in each table."""
    row = case()
    stands(only(row.household), "LEGAL_AREA", "sgb2", clara)
    services.write_note(case=row, text="Termin vereinbart", on=TODAY, by=clara)
    services.note_deadline(
        household=row.household, client=None, received_on=TODAY, topic="N03",
        due_on=SOON, today=TODAY, by=clara,
    )  # fmt: skip
    return row


def test_art_18_a_restricted_file_is_closed_to_everybody_at_work(
    file, town, closed, clara, bela, agatha, second, acting
):
    acting(town, clara)
    assert all(found(table) for table in TABLES)
    closed(only(file.household))

    for user in (clara, bela, agatha, second):
        acting(town, user)
        assert [found(table) for table in TABLES] == [0] * len(TABLES)
        assert not queries.households_visible_to(user, today=TODAY).exists()
        assert not queries.cases_visible_to(user, today=TODAY).exists()
        assert not Todo.objects.filter(kind=services.LETTER).exists()


def test_art_18_the_officer_reads_it_through_the_request_alone(
    file, town, closed, officer, second, acting
):
    asked = closed(only(file.household))
    acting(town, officer)
    assert not found("cases_household")
    with rights.opened(officer):
        assert found("cases_household") == found("cases_note") == 1
        assert rights.rows_of(asked.roots)

    acting(town, second)
    with rights.opened(second):
        assert not found("cases_household")


@pytest.mark.parametrize("table", TABLES)
def test_art_18_the_key_of_a_row_opens_nothing_of_it(
    file, town, closed, clara, acting, table
):
    asked = closed(only(file.household))
    acting(town, clara)
    # A link opens the row it names (`context.opened_for`), and here it does not.
    for key in set(asked.held) - set(asked.doors):
        with opened_for(key):
            assert found(table) == 0


def test_art_18_another_household_stays_open(
    file, town, closed, household, acting, clara
):
    other = household("Sami Beispiel")
    closed(only(file.household))

    acting(town, clara)
    assert list(queries.households_visible_to(clara, today=TODAY)) == [other]
    assert found("cases_client") == 1


def test_art_18_another_municipality_knows_nothing_of_it(
    file, closed, other_town, person, acting
):
    asked = closed(only(file.household))
    stranger = person(other_town, Role.DATA_PROTECTION_OFFICER)
    acting(other_town, stranger)

    assert not RightsRequest.objects.exists()
    with pytest.raises(RightsRequest.DoesNotExist):
        restricting.look_again(asked=asked, on=SOON, by=stranger, today=TODAY)


def test_art_18_the_file_opens_again_as_it_was(
    file, town, closed, officer, clara, acting
):
    acting(town, clara)
    before = [found(table) for table in TABLES]
    asked = closed(only(file.household))
    acting(town, officer)
    with pytest.raises(restricting.NotYetTold):
        restricting.lift(asked=asked, because="SETTLED", by=officer, now=NOW)
    restricting.tell(asked=asked, by=officer, today=TODAY)
    restricting.lift(asked=asked, because="SETTLED", by=officer, now=NOW)
    with pytest.raises(four_eyes.NoLongerOpen):
        restricting.lift(asked=asked, because="SETTLED", by=officer, now=NOW)

    acting(town, clara)
    assert [found(table) for table in TABLES] == before
    asked.refresh_from_db()
    assert (asked.state, asked.held, asked.doors) == ("DONE", [], [])


def test_art_18_of_two_restrictions_one_is_lifted(
    file, town, closed, officer, clara, acting
):
    first = closed(only(file.household))
    acting(town, officer)
    closed(Client(pk=first.roots[0].partition(":")[2]), ground="CLAIMS")
    acting(town, officer)
    restricting.tell(asked=first, by=officer, today=TODAY)
    restricting.lift(asked=first, because="SETTLED", by=officer, now=NOW)

    acting(town, clara)
    assert not found("cases_household")


def test_art_18_a_second_person_puts_it_in_force(
    file, town, entered, officer, second, clara, acting
):
    asked = entered(only(file.household))
    acting(town, officer)
    facts = {"asked": asked, "look_again_on": SOON, "now": NOW, "today": TODAY}
    with pytest.raises(four_eyes.SecondPersonNeeded):
        restricting.put_in_force(**facts, by=officer)
    with pytest.raises(restricting.NotInTime):
        restricting.put_in_force(**facts | {"look_again_on": TODAY}, by=second)
    acting(town, second)
    restricting.put_in_force(**facts, by=second)
    with pytest.raises(four_eyes.NoLongerOpen):
        restricting.put_in_force(**facts, by=second)
    # The officer alone looks again, tells and lifts.
    for step in (
        lambda: restricting.tell(asked=asked, by=second, today=TODAY),
        lambda: restricting.lift(asked=asked, because="OVER", by=second, now=NOW),
        lambda: restricting.look_again(asked=asked, on=SOON, by=second, today=TODAY),
    ):
        with pytest.raises(restricting.OfficerNeeded):
            step()


def test_art_18_without_the_officer_nothing_is_put_in_force(
    file, town, entered, person, acting
):
    asked = entered(only(file.household))
    acting(town)
    RightsRequest.objects.update(asked_by=person(town, Role.ADMINISTRATOR))
    other = person(town, Role.ADMINISTRATOR)
    acting(town, other)

    with pytest.raises(restricting.OfficerNeeded):
        restricting.put_in_force(
            asked=asked, look_again_on=SOON, by=other, now=NOW, today=TODAY
        )


def test_art_18_whoever_is_needed_by_the_work_of_others_is_not_chosen(
    town, officer, person, acting
):
    acting(town, officer)
    with pytest.raises(restricting.NotRestrictable):
        requests.receive(
            kind="RESTRICT", roots=[rights.key_of(person(town))], received_on=TODAY,
            ground="CLAIMS", by=officer,
        )  # fmt: skip


def test_art_18_the_officer_knows_before_who_else_is_closed(
    file, town, add, clara, officer, closed, acting
):
    client = only(file.household)
    acting(town, clara)
    child = add(file.household, "Nour Muster")
    acting(town, officer)
    with rights.opened(officer):
        assert restricting.others_of([client]) == 1
    # Whoever needs help further gets a file of their own first.
    acting(town, clara)
    own = services.move_out(
        client=child, left="OWN", on=TODAY - timedelta(days=1), by=clara
    )
    acting(town, officer)
    with rights.opened(officer):
        assert restricting.others_of([client]) == 0
    closed(client)

    acting(town, clara)
    assert list(queries.households_visible_to(clara, today=TODAY)) == [own]


def test_art_18_both_entries_of_somebody_are_closed(
    file, town, household, clara, closed, acting
):
    other = household("Amal Mustar")
    services.join_clients(kept=only(file.household), double=only(other), by=clara)
    closed(only(file.household))

    acting(town, clara)
    assert not found("cases_household")


def test_art_18_3_the_person_is_told_before_by_mail(
    file, town, closed, officer, clara, acting
):
    acting(town, clara)
    Client.objects.update(email="amal@example.org", languages=["tr"])
    asked = closed(only(file.household))
    acting(town, officer)
    mail.outbox.clear()

    assert restricting.tell(asked=asked, by=officer, today=TODAY) == 1
    (sent,) = mail.outbox
    assert sent.to == ["amal@example.org"]
    assert "Amal" not in sent.body + sent.subject


def test_art_18_keeping_is_all_that_the_periods_do(file, town, closed, acting, clara):
    long_ago = TODAY - timedelta(days=3000)
    acting(town, clara)
    file.__class__.objects.update(
        closed_on=long_ago, opened_on=long_ago, outcome="REACHED"
    )
    Household.objects.update(ended_on=long_ago, ending="MOVED")
    closed(only(file.household))
    with context.acting(Context(municipality=town.pk, channel="job")):
        retention.sweep(now=NOW)
        with opened_for(town.pk):
            assert found("cases_household") == found("cases_case") == 1


def test_art_17_what_is_restricted_is_not_erased(
    file, town, closed, officer, second, acting
):
    asked = closed(only(file.household), ground="KEPT")
    acting(town, officer)
    erasure = requests.receive(
        kind="ERASURE", roots=asked.roots, received_on=TODAY, by=officer
    )
    acting(town, second)
    with pytest.raises(requests.ProcessingRestricted):
        requests.carry_out(asked=erasure, blacken=[], by=second, now=NOW)


def test_art_18_who_is_responsible_reads_a_word_in_its_place(
    file, town, closed, clara, bela, sign_in, acting
):
    household, client = file.household, only(file.household)
    closed(client)
    desk = sign_in(clara)
    for name, row in (("case", file), ("household", household), ("client", client)):
        answer = desk.get(reverse(f"cases:{name}", args=[town.slug, row.pk]))
        assert answer.status_code == 404
        assert "Art. 18" in answer.text
        assert "Muster" not in answer.text
    listed = desk.get(reverse("cases:cases", args=[town.slug])).text
    assert "Art. 18" in listed
    assert "Muster" not in listed
    # A colleague who is not responsible learns nothing.
    page = reverse("cases:household", args=[town.slug, household.pk])
    answer = sign_in(bela).get(page)
    assert (answer.status_code, "Art. 18" in answer.text) == (404, False)


def test_art_18_it_is_entered_and_put_in_force_at_the_desk(
    file, town, officer, second, sign_in
):
    pages = reverse("privacy:requests", args=[town.slug])
    sent = {
        "roots": [rights.key_of(only(file.household))],
        "kind": "RESTRICT",
        "received_on": str(TODAY),
    }
    desk = sign_in(officer)
    # Without a ground nothing is entered.
    assert desk.post(f"{pages}new/", sent)["Location"] == pages
    where = desk.post(f"{pages}new/", sent | {"ground": "OBJECTED"})["Location"]
    assert "in Kraft setzen" not in desk.get(where).text

    desk = sign_in(second)
    page = desk.get(where).text
    assert ("in Kraft setzen" in page, "Amal" in page) == (True, False)
    desk.post(f"{where}restriction/begin/", {"on": str(TODAY)})
    assert RightsRequest.objects.get().is_open
    desk.post(f"{where}restriction/begin/", {"on": str(SOON)})
    desk.post(f"{where}close/", {"step": "withdraw"})
    assert RightsRequest.objects.get().is_in_force
    assert desk.get(f"{where}letter.pdf").status_code == 404


def test_art_18_the_officer_reads_tells_and_lifts_at_the_desk(
    file, town, closed, officer, clara, sign_in, acting
):
    acting(town, clara)
    Client.objects.update(languages=["ar"], email="amal@example.org")
    asked = closed(only(file.household))
    where = reverse("privacy:request", args=[town.slug, asked.pk])
    desk = sign_in(officer)

    assert "Amal Muster" in desk.get(where).text
    assert desk.get(f"{where}letter.pdf").content.startswith(b"%PDF")
    assert "Einschränkungen der Verarbeitung" in desk.get(f"/{town.slug}/desk/").text
    later = TODAY + timedelta(days=90)
    desk.post(f"{where}restriction/again/", {"on": str(later)})
    desk.post(f"{where}restriction/lift/", {"because": "DECIDED"})
    assert RightsRequest.objects.get().is_in_force
    desk.post(f"{where}restriction/tell/")
    desk.post(f"{where}restriction/lift/", {"because": "DECIDED"})
    asked.refresh_from_db()
    assert (asked.state, asked.look_again_on) == ("DONE", later)
    assert desk.post(f"{where}restriction/other/").status_code == 404
    # Whoever works on cases has no such page.
    assert sign_in(clara).get(where).status_code in {403, 404}


def test_art_18_the_work_of_who_leaves_is_handed_on_unread(
    file, town, closed, clara, bela, second, acting
):
    closed(only(file.household))
    acting(town, second)
    with opened_for(clara.pk):
        assert found("cases_case") == 1
    assert not found("cases_case")
