"""A page tree of Integreat: each field of its public API has its place."""

import pytest

from hafen.information.knowledge import importing
from hafen.information.knowledge.models import Entry

pytestmark = pytest.mark.django_db


def given(key, title, order, parent=0, day="2026-05-01", text="Text"):
    return {
        "id": key,
        "title": title,
        "parent": {"id": parent},
        "order": order,
        "content": f"<p>{text}</p>",
        "last_updated": f"{day}T10:00:00+02:00",
        "available_languages": {},
    }


def test_pages_stand_in_the_order_and_below_the_parent_that_were_given(at_work):
    tree = [
        given(3, "Zuletzt", 3, parent=1),
        given(2, "Zuerst", 1, parent=1),
        given(4, "Dazwischen", 2, parent=1),
        given(1, "Oben", 0),
    ]

    importing.bring_in(municipality=at_work, pages=tree, language="de")

    top = Entry.objects.get(title="Oben")
    below = top.get_children().values_list("title", flat=True)
    assert [*below] == ["Zuerst", "Dazwischen", "Zuletzt"]


def test_a_renewed_page_says_the_new_day_unless_somebody_named_other_sources(
    at_work,
):
    def bring(day, text):
        pages = [
            given(1, "Wohnen", 0, day=day, text=text),
            given(2, "Arbeit", 1, day=day, text=text),
        ]
        return importing.bring_in(municipality=at_work, pages=pages, language="de")

    bring("2026-05-01", "Alt.")
    work = Entry.objects.get(title="Arbeit").specific
    first = Entry.objects.get(title="Wohnen").sources
    work.sources = "Gespräch mit dem Amt"
    work.save_revision().publish(skip_permission_checks=True)
    renewed = bring("2026-06-02", "Neu.")

    said = dict(Entry.objects.values_list("title", "sources"))
    assert renewed.changed == 2
    assert first == "Integreat, 01.05.2026"
    assert said["Wohnen"] == "Integreat, 02.06.2026"
    assert said["Arbeit"] == "Gespräch mit dem Amt"
