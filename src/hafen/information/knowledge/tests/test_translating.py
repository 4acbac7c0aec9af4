"""Pages on the board of translations (A1-01 to A1-09): pieces, offices, machines."""

import json

import pytest
from django.utils import timezone

from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.core.translation import contents, machines, xliff
from hafen.core.translation import services as translation
from hafen.core.translation.models import Translation
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.segments import segments

State = Translation.State
KEY = "knowledge.entry"
TEXT = (
    'Fragen Sie das <a href="https://example.org/amt"><b>Wohnungsamt</b></a> & Co.'
    "</p><ul><li>Ausweis</li><li>Mietvertrag</li></ul><p>Ende."
)


def translated(page, language="ar", *, state=State.CHECKED, **options):
    said = {each.key: f"«{each.text}»" for each in segments(page)}
    return services.translate_page(
        original=page,
        language=language,
        texts=said,
        state=state,
        by=None,
        now=timezone.now(),
        **options,
    )


def board(client, language="ar"):
    said = client.get("/hier/desk/translations/").context["rows"]
    (row,) = [row for row in said if row[0] == language]
    (pages,) = [each for each in row[2] if each.content.key == KEY]
    return pages


def test_a_page_is_parted_into_its_lines(write):
    page = write("Wohnung", text=TEXT, summary="Wer hilft.")

    said = [(each.text, each.is_html) for each in segments(page)]

    assert said[:2] == [("Wohnung", False), ("Wer hilft.", False)]
    assert said[2][0].startswith('Fragen Sie das <a href="https://example.org/amt">')
    assert said[2][1]
    assert said[3:] == [("Ausweis", False), ("Mietvertrag", False), ("Ende.", False)]


def test_a101_the_board_counts_pages_words_and_states(write, edit, editor, sign_in):
    client = sign_in(editor)
    page = write("Wohnung suchen", text="Drei Worte hier.")
    assert (board(client).total, board(client).words) == (1, 5)

    translated(page)
    assert (board(client).checked, board(client).words) == (1, 0)

    edit(page, summary="Neu dazu.")
    assert (board(client).outdated, board(client).words) == (1, 7)
    open_ = client.get("/hier/desk/translations/in/ar/").content.decode()
    assert f"/hier/desk/pages/{page.address}/in/ar/" in open_


def test_a102_only_the_piece_that_changed_is_marked_and_the_rest_is_kept(
    write, edit, editor, sign_in
):
    page = write("Wohnung", text=TEXT)
    translated(page)
    block = page.body.get_prep_value()[0]
    value = block["value"].replace("Ende", "Schluss")
    page = edit(page, body=json.dumps([block | {"value": value}]))
    value = value.replace("<li>Ausweis", "<li>Foto</li><li>Ausweis")

    form = sign_in(editor).get(f"/hier/desk/pages/{page.address}/in/ar/")
    pairs = {each.original: each for each in form.context["form"].pairs}

    assert pairs["Ausweis"].field.value() == "«Ausweis»"
    assert pairs["Mietvertrag"].field.value() == "«Mietvertrag»"
    assert [each.text for each in pairs["Schluss."].changes] == ["Ende.", "Schluss."]
    assert not pairs["Mietvertrag"].changes
    page = edit(page, body=json.dumps([block | {"value": value}]))
    form = sign_in(editor).get(f"/hier/desk/pages/{page.address}/in/ar/")
    pairs = {each.original: each for each in form.context["form"].pairs}
    assert pairs["Mietvertrag"].field.value() == "«Mietvertrag»"
    assert not pairs["Foto"].field.value()


def test_a104_somebody_translates_side_by_side_and_the_public_reads_it(
    write, editor, sign_in, client
):
    page = write("Wohnung", text=TEXT)
    where = f"/hier/desk/pages/{page.address}/in/ar/"
    desk = sign_in(editor)
    form = desk.get(where).context["form"]
    data = {f"p{n}": f"ترجمة {each.text}" for n, each in enumerate(form.pieces)}
    data |= {"state": "CHECKED", "version": 0, "read_hash": page.source_hash}

    missing = desk.post(where, data | {"p1": ""})
    answer = desk.post(where, data)

    assert missing.status_code == 422
    assert answer.status_code == 302
    said = client.get(f"/hier/ar/knowledge/{page.address}/", follow=True)
    text = said.content.decode()
    assert "<li>ترجمة Ausweis</li>" in text
    assert "ترجمة Ende." in text
    assert 'href="https://example.org/amt"' in text


def test_two_translators_at_once_lose_nothing(write):
    page = write("Wohnung")
    translated(page, expected=0)

    with pytest.raises(LostUpdate):
        translated(page, expected=0)


def test_a_draft_stays_unread_and_a_piece_without_words_makes_a_draft(write, client):
    page = write("Wohnung", text=TEXT)
    services.translate_page(
        original=page,
        language="ar",
        texts={"title": "سكن"},
        state=State.CHECKED,
        by=None,
        now=timezone.now(),
    )
    entry = Entry.objects.get(original=page.pk, language="ar")

    said = client.get(f"/hier/ar/knowledge/{page.address}/").content.decode()

    assert not entry.live
    assert "سكن" not in said


def test_a105_an_office_gets_pages_as_xliff_and_its_answer_is_released(
    write, at_work, editor, client
):
    page = write("Wohnung", text=TEXT)
    file = translation.for_offices(
        municipality=at_work, language="ar", with_checked=False, by=editor
    )
    (sent,) = [each for each in xliff.read(file) if each.content == KEY]
    assert b'<ph id="1">&lt;a href=' in file
    assert sent.units[1].source.startswith("Fragen Sie das <a href=")

    taken = translation.take_in(
        municipality=at_work,
        file=answered(sent),
        is_checked=True,
        is_trial=False,
        by=editor,
        now=timezone.now(),
    )

    assert [title for _kind, title in taken.taken] == ["Wohnung"]
    said = client.get(f"/hier/ar/knowledge/{page.address}/").content.decode()
    assert "<li>AR Mietvertrag</li>" in said
    assert Entry.objects.get(original=page.pk).state == State.CHECKED


def answered(sent):
    units = tuple(
        xliff.Unit(
            each.field, each.label, each.source, f"AR {each.source}", each.is_html
        )
        for each in sent.units
    )
    fields = {name: getattr(sent, name) for name in ("content", "row", "language")}
    return xliff.write(
        [
            xliff.Document(
                **fields,
                source_language=sent.source_language,
                read_hash=sent.read_hash,
                units=units,
            )
        ]
    )


def test_a105_an_office_that_is_too_late_is_refused(write, edit, at_work, editor):
    page = write("Wohnung", text=TEXT)
    file = translation.for_offices(
        municipality=at_work, language="ar", with_checked=False, by=editor
    )
    (sent,) = [each for each in xliff.read(file) if each.content == KEY]
    edit(page, summary="Jetzt anders.")

    taken = translation.take_in(
        municipality=at_work,
        file=answered(sent),
        is_checked=True,
        is_trial=False,
        by=editor,
        now=timezone.now(),
    )

    assert [title for _kind, title in taken.stale] == ["Wohnung"]
    assert not Entry.objects.filter(original=page.pk).exists()


class Parrot:
    """A machine that says every text again, and keeps its marks."""

    def translate(self, texts, *, target, **_rest):
        return [f"{target}: {text}" for text in texts]


def test_a106_what_a_machine_wrote_is_marked_and_never_written_over_a_person(
    write, edit, at_work, editor, client, settings, monkeypatch
):
    settings.TRANSLATOR_WORDS = 1_000
    monkeypatch.setattr(machines, "machine", lambda _language: Parrot())
    page = write("Wohnung", text=TEXT)
    kept = write("Arbeit")
    translated(kept)
    kept = edit(kept, summary="Neu.")
    order = translation.order_machine(
        municipality=at_work,
        content=contents.contents[KEY],
        language="ar",
        by=editor,
        now=timezone.now(),
    )

    translation.carry_out(order=order, now=timezone.now())

    assert Entry.objects.get(original=page.pk).state == State.MACHINE
    assert Entry.objects.get(original=kept.pk).state == State.OUTDATED
    said = client.get(f"/hier/ar/knowledge/{page.address}/").content.decode()
    assert "ar: Mietvertrag" in said
    assert "&amp;lt;" not in said


def test_a107_a_text_that_is_hard_to_read_is_no_work_for_a_machine(
    write, at_work, editor, sign_in
):
    write(
        "Bescheid",
        text="Unbeschadet der Mitwirkungsobliegenheiten gemäß den einschlägigen"
        " Bestimmungen ist die Anmeldebestätigung unverzüglich der Ausländerbehörde"
        " unter Beifügung sämtlicher Nachweisunterlagen einzureichen.",
    )
    write(
        "Umzug", text="Sie ziehen um. Dann melden Sie sich an. Das kostet nichts. Gut."
    )

    texts = contents.contents[KEY].texts(at_work.pk, "ar")
    board = sign_in(editor).get("/hier/desk/translations/in/ar/").content.decode()

    fit = {each.title: each.is_for_machines for each in texts}
    assert fit == {"Bescheid": False, "Umzug": True}
    assert board.count("für eine Maschine zu schwer") == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EDITOR, 200),
        (Role.INTERPRETER_COORDINATOR, 200),
        (Role.SOCIAL_WORKER, 404),
        (Role.VOLUNTEER, 404),
    ],
)
def test_who_may_translate_a_page(write, person, sign_in, role, status):
    page = write("Wohnung")
    client = sign_in(person(page.municipality, role))

    answer = client.get(f"/hier/desk/pages/{page.address}/in/ar/")

    assert answer.status_code == status


def test_who_may_not_publish_keeps_a_draft(write, person, sign_in, client):
    page = write("Wohnung")
    desk = sign_in(person(page.municipality, Role.INTERPRETER_COORDINATOR))
    where = f"/hier/desk/pages/{page.address}/in/ar/"
    data = {"p0": "سكن", "p1": "نص", "version": 0, "read_hash": page.source_hash}

    refused = desk.post(where, data | {"state": "CHECKED"})
    kept = desk.post(where, data | {"state": "DRAFT"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert not Entry.objects.get(original=page.pk).live


def test_what_an_office_hides_in_a_text_does_not_run(write, client):
    page = write("Wohnung", text=TEXT)
    said = {
        each.key: each.text + "<img src=x onerror=alert(1)><script>alert(2)</script>"
        for each in segments(page)
    }
    services.translate_page(
        original=page,
        language="ar",
        texts=said,
        state=State.CHECKED,
        by=None,
        now=timezone.now(),
    )

    text = client.get(f"/hier/ar/knowledge/{page.address}/").content.decode()

    assert "<img src=x" not in text
    assert "<script>alert" not in text
