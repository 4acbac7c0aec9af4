from datetime import date, time, timedelta

import pytest
from django.db import connection

from hafen.core.audit.models import Event
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.errors import LostUpdate
from hafen.core.places.models import Municipality
from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.information.directory import queries, services
from hafen.information.directory.models import (
    Location,
    Schedule,
    Service,
    ServiceOpening,
)
from hafen.information.directory.services import (
    BulkAction,
    DayOff,
    Email,
    LocationData,
    NotReady,
    OfferedLanguage,
    Phone,
    Place,
    UnknownLanguage,
    UnknownTerm,
    WrongState,
)
from hafen.information.directory.tests.conftest import (
    MORNINGS,
    NOW,
    TODAY,
    new_service,
    new_town,
)
from hafen.mechanisms.todos.models import Todo


def edit(service, expected=None, **data):
    return services.edit_service(
        service=service, data=data, expected=expected, by=None, now=NOW
    )


def test_a_new_service_is_a_draft_with_an_address_and_a_day_for_its_check(cafe):
    assert cafe.is_draft
    assert cafe.address.startswith("sprachcafe-")
    assert cafe.next_check_on == TODAY + timedelta(days=90)


def test_the_district_follows_from_the_point(cafe, old_town):
    assert cafe.places.get().location.district == old_town


def test_an_address_in_another_spelling_is_the_same_location(at_work):
    one = services.find_or_create_location(
        municipality=at_work,
        data=LocationData(street="Hafenstraße", house_number="8", city="Hafenstadt"),
        by=None,
    )
    two = services.find_or_create_location(
        municipality=at_work,
        data=LocationData(
            street="Hafenstr.",
            house_number="8",
            city="Hafenstadt",
            latitude=51.05,
            longitude=7.05,
        ),
        by=None,
    )

    assert one.pk == two.pk
    assert Location.objects.get().latitude == 51.05


def test_what_was_said_comes_back_as_it_was_said(cafe):
    data = queries.data_of(cafe)

    assert data["phones"] == [Phone("+4925112345", label="Anmeldung")]
    assert data["languages"] == [OfferedLanguage("ar", "mit Dolmetscherin")]
    assert data["places"][0].schedules == (MORNINGS,)
    assert data["topics"] == ["N01"]


def test_saying_the_same_again_writes_nothing(cafe):
    before = Event.objects.count()

    changed = edit(cafe, **queries.data_of(cafe))

    assert changed == frozenset()
    assert Service.objects.get().version == cafe.version
    assert Event.objects.count() == before


def test_an_edit_names_what_changed_and_leaves_the_rest(cafe):
    changed = edit(cafe, name="Erzählcafé", emails=[Email("cafe@example.org")])

    after = Service.objects.get()
    assert changed == {"name", "emails"}
    assert after.slug == "erzaehlcafe"
    assert after.short_id == cafe.short_id
    assert after.version == cafe.version + 1
    assert after.phones.count() == 1


def test_the_second_of_two_people_is_told_that_the_first_was_faster(cafe):
    edit(cafe, expected=cafe.version, name="Ihres")

    with pytest.raises(LostUpdate):
        edit(cafe, expected=cafe.version, name="Meines")
    assert Service.objects.get().name == "Ihres"


def test_an_unknown_topic_and_an_unknown_language_are_refused(cafe):
    with pytest.raises(UnknownTerm, match="N99"):
        edit(cafe, topics=["N01", "N99"])
    with pytest.raises(UnknownLanguage, match="xx"):
        edit(cafe, languages=[OfferedLanguage("xx")])


def test_a_place_that_stays_keeps_its_hours_row(cafe):
    place = queries.data_of(cafe)["places"][0]
    row = Schedule.objects.get()

    edit(cafe, places=[Place(place.location, "3. Stock", place.schedules)])

    assert Schedule.objects.get().pk == row.pk
    assert cafe.places.get().note == "3. Stock"


def test_openings_are_written_out_without_the_days_off(cafe):
    off = DayOff(date(2026, 3, 26), reason="Betriebsausflug")
    place = queries.data_of(cafe)["places"][0]
    changed = type(MORNINGS)(MORNINGS.rrule, time(9), time(12), exceptions=(off,))

    edit(cafe, places=[Place(place.location, place.note, (changed,))])

    days = {opening.starts_at.date() for opening in ServiceOpening.objects.all()}
    assert date(2026, 3, 23) in days
    assert date(2026, 3, 26) not in days
    assert date(2026, 4, 6) not in days  # Easter Monday


def test_an_incomplete_service_is_not_published(association):
    draft = new_service(association, summary="", topics=[])

    with pytest.raises(NotReady) as refused:
        services.publish_service(service=draft, expected=None, by=None, now=NOW)

    assert refused.value.lacks == ("summary", "topics")


def test_publishing_lets_pages_be_built_anew(
    cafe, at_work, django_capture_on_commit_callbacks
):
    before = Municipality.objects.get(pk=at_work.pk).content_version
    connection.run_on_commit.clear()  # what making the offer left waiting

    with django_capture_on_commit_callbacks(execute=True):
        services.publish_service(service=cafe, expected=None, by=None, now=NOW)

    assert Municipality.objects.get(pk=at_work.pk).content_version > before
    assert Event.objects.filter(action="directory.service.published").count() == 1


def test_an_archived_service_is_restored_as_a_draft_and_only_then_published(cafe):
    services.archive_service(service=cafe, expected=None, by=None)
    with pytest.raises(WrongState):
        services.publish_service(service=cafe, expected=None, by=None, now=NOW)

    restored = services.restore_service(service=cafe, expected=None, by=None)

    assert restored.is_draft


def test_a_check_moves_the_next_one(cafe):
    checked = services.mark_checked(
        service=cafe, expected=None, by=None, today=TODAY + timedelta(days=100)
    )

    assert checked.next_check_on == TODAY + timedelta(days=190)


def test_each_service_has_its_own_interval_between_checks(cafe):
    edit(cafe, check_every_days=30)
    checked = services.mark_checked(
        service=cafe, expected=None, by=None, today=TODAY + timedelta(days=100)
    )

    assert checked.next_check_on == TODAY + timedelta(days=130)


def test_many_are_published_and_taken_back_except_what_went_on(association, cafe):
    other = new_service(association, "Zweites Angebot")
    unready = new_service(association, "Ohne Thema", topics=[])
    done = services.apply_to_many(
        services=[cafe, other, unready],
        action=BulkAction.PUBLISH,
        by=None,
        now=NOW,
    )
    edit(other, name="Weiterbearbeitet")

    undone = services.undo_many(steps=done.steps, among=Service.objects.all(), by=None)

    assert [service.name for service, _ in done.refused] == ["Ohne Thema"]
    assert undone == 1
    assert Service.objects.get(pk=cafe.pk).is_draft
    assert Service.objects.get(pk=other.pk).is_published


def test_a_changed_text_makes_its_translation_outdated(cafe):
    save_translation(
        row=cafe,
        language="en",
        texts={"name": "Language café"},
        state=Translation.State.CHECKED,
        by=None,
        now=NOW,
    )

    edit(cafe, name="Erzählcafé")

    assert cafe.translations.get().state == Translation.State.OUTDATED


def test_a_created_service_is_discarded_only_while_nobody_went_on(cafe):
    services.discard_service(service=cafe, expected=cafe.version, by=None)

    assert Service.objects.count() == 0


def test_another_town_sees_none_of_it(public_cafe, edda):
    there = new_town("dort")
    with context.acting(Context(municipality=there.pk)):
        assert not queries.published_services(there, now=NOW).exists()


def test_a_review_is_somebodys_todo_until_it_is_decided(cafe, edda):
    services.hand_in_service(service=cafe, expected=None, by=None)
    (todo,) = Todo.objects.all()

    services.publish_service(service=cafe, expected=None, by=edda, now=NOW)

    assert todo.owner == edda
    assert todo.params == {"name": "Sprachcafé"}
    assert Todo.objects.get().state == Todo.State.DONE
