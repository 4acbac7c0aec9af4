"""Three kinds of notes, three circles of readers; the trail keeps who read."""

import pytest
from django.db import connection
from django.urls import reverse

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import Note, SecretNote, SpecialNote
from hafen.casework.cases.tests.conftest import TODAY
from hafen.core.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(case, clara):
    """A case in which Clara wrote a note of each kind."""
    row = case()
    facts = {"case": row, "on": TODAY, "by": clara}
    services.write_note(text="Termin im Jobcenter", **facts)
    services.write_special(text="Braucht eine Therapie", today=TODAY, **facts)
    services.write_secret(text="Mir anvertraut", **facts)
    return row


def found():
    return [model.objects.count() for model in (Note, SpecialNote, SecretNote)]


def test_each_kind_has_its_own_readers(written, town, clara, bela, agatha, acting):
    acting(town, clara)
    assert found() == [1, 1, 1]
    services.name_deputy(
        case=written, user=bela, valid_from=TODAY, valid_until=TODAY, by=clara
    )
    acting(town, bela)
    assert found() == [1, 1, 0]
    acting(town, agatha)
    assert found() == [1, 0, 0]
    with pytest.raises(errors.NotNamed):
        services.open_special(case=written, reason="HELP", by=agatha, today=TODAY)


def test_a_secret_is_never_inherited(written, town, clara, bela, acting):
    acting(town, clara)
    services.hand_over_case(case=written, to=bela, today=TODAY, by=clara)
    assert found() == [0, 0, 0]
    acting(town, bela)
    assert found() == [1, 1, 0]


def test_a_secret_reaches_others_only_as_a_summary(
    written, town, clara, agatha, acting
):
    acting(town, clara)
    services.write_note(
        case=written, text="Schutz nötig", on=TODAY, by=clara, ground="EMERGENCY"
    )
    acting(town, agatha)

    texts = {note.text: note.ground for note in queries.notes_of(written)}

    assert texts == {"Termin im Jobcenter": "", "Schutz nötig": "EMERGENCY"}


@pytest.mark.parametrize("table", ["note", "specialnote", "secretnote"])
def test_the_database_holds_no_plain_text(written, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM cases_{table}")
        [(text,)] = cursor.fetchall()

    assert b"Th" not in bytes(text)
    assert b"Termin" not in bytes(text)


def at(town, name, *parts):
    return reverse(f"cases:{name}", args=[town.slug, *parts])


def test_special_notes_open_after_a_reason_which_is_kept(written, town, clara, sign_in):
    desk = sign_in(clara)
    where = at(town, "special", written.pk)
    assert "Therapie" not in desk.get(where).content.decode()
    assert desk.post(where, {"reason": ""}).status_code == 422

    opened = desk.post(where, {"reason": "HELP"})

    assert "Braucht eine Therapie" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    event = Event.objects.get(action="cases.special.read")
    assert (event.kind, event.values) == ("READ", {"reason": "HELP"})


def test_the_list_of_readers_names_functions_and_no_colleague(
    written, town, clara, agatha, sign_in
):
    sign_in(agatha).get(at(town, "case", written.pk))
    desk = sign_in(clara)

    page = desk.get(at(town, "readings", written.household_id))

    content = page.content.decode()
    assert "Agatha" not in content
    [(reading, what)] = page.context["rows"]
    assert (reading.action, reading.office) == ("cases.case.read", "Süd")
    assert str(what)
    assert reading.function


def test_whoever_may_not_open_a_page_of_notes_finds_none(
    written, town, agatha, emil, north, sign_in
):
    assert sign_in(agatha).get(at(town, "special", written.pk)).status_code == 404
    desk = sign_in(emil)
    for name in ("special", "secret", "case"):
        assert desk.get(at(town, name, written.pk)).status_code == 404
    assert desk.get(at(town, "readings", written.household_id)).status_code == 404


@pytest.mark.parametrize("name", ["special", "secret"])
def test_what_is_special_or_secret_never_lies_on_a_device(
    written, town, clara, sign_in, name
):
    desk = sign_in(clara)

    def page(view):
        where = reverse(f"cases:{view}", args=[town.slug, written.pk])
        return desk.get(where).content.decode()

    assert "<textarea" in page(name)
    assert "data-draft=" not in page(name)
    assert "data-draft=" in page("case")


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("case_step", {"on": TODAY.isoformat(), "text": "%s"}),
        ("add_goal", {"domain": "N01", "text": "%s"}),
    ],
)
def test_a_word_follows_where_a_text_holds_too_much(
    case, town, clara, sign_in, name, sent
):
    row, desk = case(), sign_in(clara)
    parts = (row.pk, "note") if name == "case_step" else (row.pk,)

    for text, warned in (("Konto DE89370400440532013000", 1), ("Termin", 0)):
        facts = {key: value.replace("%s", text) for key, value in sent.items()}
        page = desk.post(at(town, name, *parts), facts, follow=True)
        levels = [each.level_tag for each in page.context["messages"]]
        assert levels.count("success") == 1
        assert levels.count("warning") == warned
