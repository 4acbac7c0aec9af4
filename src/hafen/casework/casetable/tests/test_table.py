"""What a case table reads and decides: P12, P13 and E-22, by the pages."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from hafen.casework.cases import services as casework
from hafen.casework.cases.models import Case, Consent, GoalStep
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.casetable import keys, queries, services
from hafen.casework.casetable.errors import (
    AlreadyOver,
    HasMeasures,
    NotAgreed,
    NotResponsible,
    SlotTaken,
)
from hafen.casework.casetable.models import Item, Measure, Meeting, Origin
from hafen.casework.casetable.tests.conftest import JOBCENTER, NOW, at
from hafen.core.db.context import opened_for
from hafen.mechanisms.todos.models import Todo

pytestmark = pytest.mark.django_db
HOST = {"HTTP_ORIGIN": "http://testserver"}
HOUR = timedelta(hours=1)


def rows(table):
    """Return how many rows the database shows, asked in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM casetable_{table}")
        return cursor.fetchone()[0]


def page(client, path):
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_p12_a_participant_reads_the_released_words_and_nothing_of_the_file(
    town, table, seat, brought, dora, jonas, clara, sign_in, acting
):
    meeting = table()
    seat(meeting, JOBCENTER, user=jonas)
    seat(meeting, "Sozialamt", user=dora)
    shown = brought(meeting, JOBCENTER)
    hidden = brought(meeting, "Schulamt", name="Sami Beispiel", topic="N02")
    desk = sign_in(jonas)

    _status, listed = page(desk, at("meeting", town, meeting.pk))
    status, detail = page(desk, at("item", town, shown.pk))

    assert (status, shown.summary in detail, "Arbeit" in detail) == (200, True, True)
    assert shown.number in listed
    assert hidden.number not in listed
    for private in ("Amal", "Sami", "Familie", "Muster"):
        assert private not in listed + detail, private
    assert page(desk, at("item", town, hidden.pk))[0] == 404
    assert page(desk, reverse("cases:cases", args=[town.slug]))[0] == 404
    acting(town, jonas)  # and the database says the same
    assert (rows("item"), rows("release"), rows("origin")) == (1, 1, 0)
    assert not Case.objects.exists()
    acting(town, dora)  # who called the meeting reads no case for that
    assert (rows("item"), queries.items_visible_to(dora, now=NOW).count()) == (0, 0)
    acting(town, clara)
    assert rows("origin") == 2


def test_p12_what_is_agreed_is_a_todo_of_who_takes_it_on_and_a_step_in_the_case(
    town, table, seat, brought, jonas, clara, dora, sign_in, acting
):
    meeting = table()
    taker = seat(meeting, JOBCENTER, user=jonas)
    seat(meeting, JOBCENTER, user=dora)
    item = brought(meeting, JOBCENTER)
    due = TODAY + timedelta(days=14)
    sent = {"seat": str(taker.pk), "text": "Praktikum klären", "due_on": due}

    # Dora keeps the minutes: she reads the released words, and no case.
    answer = sign_in(dora).post(at("item_step", town, item.pk, "decide"), sent)
    assert answer.status_code == 302

    acting(town, clara)
    step, origin = GoalStep.objects.get(), Origin.objects.get()
    assert (step.text, step.other, step.due_on) == ("Praktikum klären", JOBCENTER, due)
    assert (step.goal.case_id, step.goal.domain) == (origin.case_id, "N05")
    assert Todo.objects.filter(kind=services.DO, owner=jonas, due_on=due).exists()

    acting(town, dora)
    services.close_meeting(meeting=meeting, now=NOW, by=dora)
    own = sign_in(jonas)
    _status, listed = page(own, at("measures", town))
    acting(town, jonas)
    measure = Measure.objects.get()
    assert "Praktikum klären" in listed  # what one took on stays, the case does not
    assert page(own, at("item", town, item.pk))[0] == 404
    own.post(at("measures_step", town, measure.pk, "done"))

    acting(town, clara)
    assert GoalStep.objects.get().done_on == Measure.objects.get().done_on == TODAY
    assert Todo.objects.get(kind=services.DO).state == Todo.State.DONE


def test_p13_a_guest_reads_the_one_item_and_only_around_its_time(
    town, table, seat, brought, clara, client, acting
):
    meeting = table(begins=-HOUR / 2)
    first = brought(meeting, JOBCENTER, starts_at=NOW - HOUR / 4)
    other = brought(meeting, JOBCENTER, name="Sami Beispiel", starts_at=NOW + 3 * HOUR)
    guest = seat(meeting, JOBCENTER, item=first, by=clara)
    later = seat(meeting, JOBCENTER, item=other, by=clara, name="Herr Beispiel")
    sent = [each.body for each in mail.outbox]
    link, wait = (urlsplit(keys.seat_address(each)).path for each in (guest, later))

    _status, now = page(client, link)
    _status, early = page(client, wait)
    client.post(link, {"answer": "COMES"}, **HOST)

    assert keys.seat_address(guest) in sent[0]
    assert "Arbeit" not in sent[0]
    assert first.number not in sent[0]
    assert (first.number in now, first.summary in now) == (True, True)
    assert other.number not in now
    assert other.number not in early  # it opens an hour before
    assert "Muster" not in now + early
    borrowed = link.replace(str(guest.pk), str(later.pk))
    assert client.get(borrowed).status_code == 404
    assert client.post(link, {"answer": "COMES"}).status_code == 403  # no origin
    acting(town, clara)
    guest.refresh_from_db()
    assert guest.answer == "COMES"


def test_p13_the_mailed_link_of_a_member_lists_what_it_took_on(
    town, table, seat, brought, clara, dora, client, acting
):
    meeting = table()
    office = seat(meeting, JOBCENTER)
    item = brought(meeting, JOBCENTER)
    measure = services.decide(
        item=item, seat=office, text="Anrufen", due_on=TODAY, now=NOW, by=clara
    )
    link = urlsplit(keys.seat_address(office)).path
    assert item.summary in page(client, link)[1]

    acting(town, dora)
    services.close_meeting(meeting=meeting, now=NOW, by=dora)
    _status, over = page(client, link)
    client.post(link, {"done": str(measure.pk)}, **HOST)

    assert (item.summary in over, "Anrufen" in over) == (False, True)
    acting(town, clara)
    measure.refresh_from_db()
    assert (measure.done_on, GoalStep.objects.get().done_on) == (TODAY, TODAY)
    with pytest.raises(HasMeasures):
        services.take_back(seat=office, by=dora)


def test_p12_a_release_ends_with_the_consent(
    town, table, seat, brought, jonas, clara, bela, acting
):
    meeting = table()
    seat(meeting, JOBCENTER, user=jonas)
    brought(meeting, JOBCENTER)
    # Bela of the team takes the withdrawal in, and reads no case of Clara's.
    acting(town, bela)
    casework.withdraw_consent(consent=Consent.objects.get(), on=TODAY, by=bela)

    acting(town, jonas)
    assert not queries.items_visible_to(jonas, now=NOW).exists()
    assert rows("item") == 0
    acting(town, clara)
    assert Item.objects.get().withdrawn_on == TODAY


def test_r6_an_expired_consent_ends_its_release(town, table, brought, clara, acting):
    brought(table(), JOBCENTER)
    Consent.objects.update(
        given_on=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )
    acting(town)

    with opened_for(town.pk):
        casework.end_expired(municipality_id=town.pk, today=TODAY)

    acting(town, clara)
    assert Item.objects.get().withdrawn_on == TODAY


def test_p12_a_case_comes_by_its_owner_by_consent_and_at_a_time_of_its_own(
    town, table, seat, brought, agreed, case, clara, agatha, bela, acting
):
    meeting = table()
    item = brought(meeting, JOBCENTER)
    file = case(name="Sami Beispiel")
    client = only(file.household)
    given = agreed(client, "N05", JOBCENTER)
    told = services.Told("N05", "Sucht Arbeit", 20)

    def bring(*, by=clara, consents=given, told=told, meeting=meeting):
        return services.bring_case(
            meeting=meeting, case=file, client=client, told=told, consents=consents,
            now=NOW, by=by,
        )  # fmt: skip

    for refused, change in (
        (NotResponsible, {"by": agatha}),  # who leads reads it, and releases nothing
        (NotAgreed, {"consents": []}),
        (NotAgreed, {"told": services.Told("N02", "Schule", 20)}),
        (NotAgreed, {"meeting": table(begins=timedelta(days=900))}),
        (SlotTaken, {"told": services.Told("N05", "x", 20, item.starts_at)}),
        (SlotTaken, {"told": services.Told("N05", "x", 20, NOW - 9 * HOUR)}),
        (AlreadyOver, {"meeting": table(begins=-timedelta(days=3))}),
    ):
        acting(town, clara)
        with pytest.raises(refused):
            bring(**change)
    after = bring()
    assert after.starts_at == item.ends_at
    with pytest.raises(NotAgreed):  # a guest of an office that nobody agreed to
        seat(meeting, "Schulamt", item=after, by=clara)


def test_p12_the_pages_bring_a_case_and_print_agenda_and_minutes(
    town, table, seat, case, agreed, clara, dora, sign_in, acting, questions
):
    meeting = table()
    file = case()
    client = only(file.household)
    [consent] = agreed(client, "N05", JOBCENTER)
    seat(meeting, JOBCENTER)
    desk = sign_in(clara)
    where = at("bring", town, client.pk)
    assert 'name="is_contested"' not in page(desk, where)[1]
    casework.contest(
        client=client, about="GOAL", words="Nie gesagt", since=TODAY, by=clara
    )
    form = page(desk, where)[1]
    assert 'name="is_contested"' in form

    sent = desk.post(
        where,
        {
            "meeting": meeting.pk, "case": file.pk, "consents": [consent.pk],
            "summary": "Sucht einen Platz", "minutes": 15, "is_contested": "on",
        },
    )  # fmt: skip

    assert f"{JOBCENTER} · Arbeit" in form
    acting(town, clara)
    item = Item.objects.get()
    told = page(desk, sent["Location"])[1]
    assert "Die Person bestreitet Daten" in told
    assert "Nie gesagt" not in told  # the mark, and no words of the person
    assert sent["Location"] == at("item", town, item.pk)
    for address in (sent["Location"], at("meeting", town, meeting.pk)):
        asked = questions(desk, address)
        assert len(asked) <= 12, "\n".join(
            x[:110] + " … " + x[x.find(" FROM ") :][:90] for x in asked
        )
    paper = page(desk, at("minutes", town, meeting.pk))[1]
    assert item.number in paper
    assert "Sucht einen Platz" not in paper  # tasks, and no story
    assert JOBCENTER in paper


def test_p12_a_meeting_that_moves_takes_its_cases_along(
    town, table, seat, brought, dora, clara, sign_in, acting
):
    meeting = table(begins=timedelta(days=2))
    seat(meeting, JOBCENTER)
    item = brought(meeting, JOBCENTER)
    before = item.starts_at
    mail.outbox.clear()
    desk = sign_in(dora)
    begins = meeting.starts_at + timedelta(days=1)
    sent = {
        "title": "Jour fixe", "place": "Rathaus", "version": meeting.version,
        "starts_at": begins.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (begins + 6 * HOUR).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip

    assert desk.post(at("edit_meeting", town, meeting.pk), sent).status_code == 302

    acting(town, clara)
    item.refresh_from_db()
    moved = Meeting.objects.get()
    assert item.starts_at - before == moved.starts_at - meeting.starts_at
    assert mail.outbox[0].to == ["jc@example.org"]


def test_art_18_the_table_reads_nothing_of_a_restricted_file(
    town, table, seat, brought, jonas, clara, dora, client, closed, acting
):
    meeting = table()
    office = seat(meeting, JOBCENTER)
    seat(meeting, JOBCENTER, user=jonas)
    item = brought(meeting, JOBCENTER)
    other = brought(meeting, JOBCENTER, name="Sami Beispiel")
    services.decide(
        item=item, seat=office, text="Anrufen", due_on=TODAY, now=NOW, by=clara
    )
    closed(item.origin_row.client)

    _status, shown = page(client, urlsplit(keys.seat_address(office)).path)
    assert (item.number in shown, "Anrufen" in shown) == (False, False)
    assert other.number in shown
    acting(town, jonas)
    assert (rows("item"), rows("release"), rows("measure")) == (1, 1, 0)
    acting(town, clara)
    assert (rows("item"), rows("origin")) == (1, 1)
    assert list(queries.items_visible_to(clara, now=NOW)) == [other]
