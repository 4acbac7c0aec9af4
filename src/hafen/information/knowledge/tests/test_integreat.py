"""A page tree of Integreat: each field of its public API has its place."""

import pytest

from hafen.information.knowledge import importing, services
from hafen.information.knowledge.models import Entry, TopicPage

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


def test_a_page_whose_parent_changed_in_the_source_moves_with_all_it_has(at_work):
    def bring(*tree):
        return importing.bring_in(municipality=at_work, pages=[*tree], language="de")

    homes, work = given(1, "Wohnen", 1), given(2, "Arbeit", 2)
    first, last = given(5, "Bewerbung", 1, parent=2), given(6, "Rente", 3, parent=2)
    page, below = given(3, "Vertrag", 9, parent=1), given(4, "Kündigung", 1, parent=3)
    bring(homes, work, first, last, page, below)
    was = Entry.objects.get(title="Vertrag")
    english = given(33, "Contract", 9)
    english["available_languages"] = {"de": {"id": 3}}
    importing.bring_in(
        municipality=at_work, pages=[english], language="en", original="de"
    )

    page = given(3, "Vertrag", 2, parent=2)
    moved = bring(homes, work, first, last, page, below)

    assert (moved.new, moved.changed, moved.same) == (0, 1, 5)
    now = Entry.objects.get(title="Vertrag")
    assert (now.pk, now.short_id, now.address) == (was.pk, was.short_id, was.address)
    parent = Entry.objects.get(title="Arbeit")
    order = parent.get_children().values_list("title", flat=True)
    assert [*order] == ["Bewerbung", "Vertrag", "Rente"]
    assert [*now.get_children().values_list("title", flat=True)] == ["Kündigung"]
    # Its translation has left what stands for the former parent.
    there = Entry.objects.get(title="Contract").get_parent()
    assert "wohnen" not in there.slug
    again = bring(homes, work, first, last, page, below)
    assert (again.changed, again.same) == (0, 6)


def test_a_page_goes_to_the_top_and_its_former_parent_below_it(at_work):
    def bring(*tree):
        return importing.bring_in(municipality=at_work, pages=[*tree], language="de")

    work, notice = given(2, "Arbeit", 2), given(4, "Kündigung", 1, parent=2)
    bring(work, notice)

    turned = bring(given(4, "Kündigung", 1), given(2, "Arbeit", 1, parent=4))

    assert turned.changed == 2
    assert Entry.objects.get(title="Kündigung").get_parent().depth == 2
    assert Entry.objects.get(title="Arbeit").get_parent().title == "Kündigung"


def test_what_an_editor_put_below_a_page_of_the_house_stays_there(at_work):
    tree = [given(1, "Wohnen", 1), given(2, "Miete", 1, parent=1)]
    importing.bring_in(municipality=at_work, pages=tree, language="de")
    own = services.write_page(
        municipality=at_work, page=TopicPage(title="Ankommen"), by=None, publish=True
    )
    page = Entry.objects.get(title="Miete")
    services.move_page(page=page, parent=own, by=None)

    again = importing.bring_in(municipality=at_work, pages=tree, language="de")

    assert again.same == 2
    assert Entry.objects.get(title="Miete").get_parent().pk == own.pk
