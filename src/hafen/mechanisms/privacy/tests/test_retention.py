from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from hafen.core.audit.models import Event
from hafen.core.db.personal_data import AtEnd, DataClass
from hafen.core.files import services as files
from hafen.core.files.models import StoredFile
from hafen.mechanisms.feedback.models import SendingCount
from hafen.mechanisms.privacy import retention
from hafen.mechanisms.todos.models import Todo

NOW = timezone.now()


@pytest.fixture
def here(town, acting):
    acting(town)
    return town


def counted(town, *, days_ago):
    row = SendingCount.objects.create(municipality=town, sender=f"s{days_ago}")
    SendingCount.objects.filter(pk=row.pk).update(
        updated_at=NOW - timedelta(days=days_ago)
    )
    return row


def test_what_was_kept_long_enough_goes_and_the_rest_stays(here):
    old, young = counted(here, days_ago=2), counted(here, days_ago=0)

    assert retention.sweep(now=NOW) == {"feedback.SendingCount": 1}
    assert list(SendingCount.objects.all()) == [young]
    assert old.pk not in SendingCount.objects.values_list("pk", flat=True)


def test_what_hangs_on_its_key_alone_goes_with_it(here, person):
    old = counted(here, days_ago=2)
    paper = files.store(
        municipality=here.pk,
        upload=ContentFile(b"%PDF-1.4", name="x.pdf"),
        kind="feedback.paper",
        data_class=DataClass.V1,
        owner=old.pk,
    )
    owner = {"municipality": here, "owner": person(here)}
    Todo.objects.create(**owner, kind="note", title="x", subject_id=old.pk)
    other = Todo.objects.create(**owner, kind="note", title="y", subject_id=here.pk)

    retention.sweep(now=NOW)

    assert not StoredFile.objects.filter(pk=paper.pk).exists()
    assert list(Todo.objects.all()) == [other]


def test_the_sweep_tells_how_much_went_and_nothing_else(here):
    counted(here, days_ago=2)
    retention.sweep(now=NOW)

    event = Event.objects.filter(action="privacy.swept").latest("id")
    assert event.values == {"feedback.SendingCount": 1}


def test_a_second_sweep_finds_nothing(here):
    counted(here, days_ago=2)
    retention.sweep(now=NOW)

    assert not retention.sweep(now=NOW)


def test_rows_of_another_municipality_wait_for_their_own_sweep(
    here, other_town, acting
):
    acting(other_town)
    counted(other_town, days_ago=2)
    acting(here)

    assert not retention.sweep(now=NOW)


def test_a_period_starts_at_a_day_or_instant_of_the_row():
    names = [
        (model, declaration.keep_from)
        for model, declaration in retention.swept_models()
        if declaration.keep_from
    ]

    assert len(names) >= 5
    for model, name in names:
        assert model._meta.get_field(name).get_internal_type() in {
            "DateField",
            "DateTimeField",
        }


def test_what_stays_without_its_person_can_be_emptied_and_told_apart():
    stays = [
        (model, found)
        for model, found in retention.swept_models()
        if found.at_end is AtEnd.ANONYMISE
    ]

    assert stays
    for model, found in stays:
        assert set(found.counted_by) <= set(found.fields)
        for name, value in retention.emptied(model, found).items():
            field = model._meta.get_field(name)
            assert value is None or field.get_internal_type() in {
                "CharField",
                "TextField",
            }
        for name in found.counted_by:
            field = model._meta.get_field(name)
            assert field.get_internal_type() == "BigIntegerField"
