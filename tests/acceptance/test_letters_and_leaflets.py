"""Text blocks become letters and leaflets: from the desk to paper, and public."""

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.core.places.models import OpeningHours, Site, Unit
from hafen.core.places.services import content_changed
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Paper, PaperPart, Quote, TextBlock
from hafen.information.knowledge.tests.papers import (
    new_block,
    new_paper,
    new_site,
    quote,
    text_of,
)
from hafen.mechanisms.todos.models import Todo
from tests.visits import overflow, violations

NOW = timezone.now()
HARD = (
    "Hinsichtlich der von Ihnen beantragten Leistungen zur Sicherstellung des"
    " Lebensunterhalts wird Ihnen hiermit mitgeteilt, dass die Bearbeitung Ihres"
    " Antrags erst nach vollständiger Vorlage sämtlicher entscheidungserheblicher"
    " Unterlagen unter Berücksichtigung der gesetzlichen Mitwirkungspflichten erfolgen"
    " kann."
)
PLAIN = (
    "Guten Tag {name},\n\nSie haben Geld beantragt. Uns fehlen noch Papiere.\n\n"
    "- Bringen Sie Ihren Ausweis mit.\n- Kommen Sie am {tag} um {zeit}.\n\n"
    "Ihr Termin ist hier: {ort}"
)
ARABIC = (
    "السلام عليكم {name}،\n\nلقد طلبتم مالا من الدائرة. ما زالت تنقصنا أوراق.\n\n"
    "- أحضروا بطاقة الهوية.\n- تعالوا في {tag} الساعة {zeit}.\n\nموعدكم هنا: {ort}"
)


@pytest.fixture
def at_work(town):
    with context.acting(Context(municipality=town.pk)):
        yield town


@pytest.fixture
def editor(town, person, sign_in):
    return sign_in(person(town, Role.EDITOR, name="Demo Redaktion"))


@pytest.fixture
def site(at_work):
    return new_site(at_work)


def at(name, *keys):
    return reverse(f"knowledge:{name}", args=["hier", *keys])


@pytest.fixture
def letter(at_work, site):
    """A letter in German and Arabic with what a clerk fills in, released."""
    block = new_block(
        at_work,
        "unterlagen",
        "",
        PLAIN,
        now=NOW,
        ar=("", ARABIC),
    )
    quote(block, "ort", Quote.Fact.SITE_ADDRESS, site=site, now=NOW)
    paper = new_paper(
        at_work,
        Paper.Kind.LETTER,
        "Es fehlen Unterlagen",
        [{"block": block}],
        titles={"ar": "تنقصنا أوراق"},
        now=NOW,
        variables={
            "name": {"label": "Name", "kind": "LINE"},
            "tag": {"label": "Tag", "kind": "DAY"},
            "zeit": {"label": "Uhrzeit", "kind": "TIME"},
        },
    )
    services.release_paper(
        paper=paper,
        languages=["de", "ar"],
        legal_check="Rechtsamt, 3. März",
        by=None,
        now=NOW,
    )
    return Paper.objects.get(pk=paper.pk)


FILLED_IN = {
    "recipient": "Demo Person\nKaistraße 1\n00123 Hier",
    "v-name": "Demo Person",
    "v-tag": "2026-03-03",
    "v-zeit": "10:30",
    "is_bilingual": "on",
    "output": "pdf",
}


def written_at_the_desk(client):
    """Return a hard block and the letter that an editor built from it."""
    said = {"key": "antrag", "heading": "Ihr Antrag", "text": HARD}
    client.post(at("new_block"), said)
    block = TextBlock.objects.get()
    data = {"kind": "LETTER", "title": "Ihr Antrag", "languages": ["de"]}
    client.post(at("new_paper"), data)
    paper = Paper.objects.get()
    add = {"step": "add", "what": f"block:{block.pk}"}
    client.post(at("paper_parts", paper.pk), add)
    return block, paper


def test_p47_long_sentences_are_shown_and_a_plain_version_replaces_the_letter(
    at_work, editor
):
    """Written, found hard, handed through the legal check, and written anew."""
    client = editor
    client.post(
        at("new_block"),
        {"key": "antrag", "heading": "Ihr Antrag", "text": HARD},
    )
    block = TextBlock.objects.get()
    data = {"kind": "LETTER", "title": "Ihr Antrag", "languages": ["de"]}
    client.post(at("new_paper"), data)
    paper = Paper.objects.get()
    client.post(
        at("paper_parts", paper.pk), {"step": "add", "what": f"block:{block.pk}"}
    )

    page = client.get(at("paper", paper.pk)).content.decode()
    assert "Schwer zu lesen" in page
    assert "Hinsichtlich der von Ihnen beantragten" in page

    answer = client.post(at("release_paper", paper.pk), {"languages": ["de"]})
    assert answer.status_code == 422
    released = {"languages": ["de"], "legal_check": "Rechtsamt, 3. März"}
    client.post(at("release_paper", paper.pk), released)
    hard = Paper.objects.get().editions.get()
    assert not hard.is_plain
    client.post(
        at("edit_block", block.pk),
        {
            "key": "antrag",
            "heading": "Ihr Antrag",
            "text": PLAIN.partition("- ")[0].replace(" {name}", ""),
            "version": TextBlock.objects.get().version,
            "reason": "Kürzere Sätze",
        },
    )
    assert Paper.objects.get().outdated_at is not None
    client.post(at("release_paper", paper.pk), released)

    [plain, _hard] = Paper.objects.get().editions.order_by("-number")
    assert plain.is_plain
    assert plain.lix < hard.lix
    assert_replaced(client, paper, block)


def assert_replaced(client, paper, block):
    """The plain version is printed, the former one is kept, the pages say so."""
    text = text_of(client.get(at("paper_pdf", paper.pk, "de")).content)
    old = client.get(at("paper_pdf", paper.pk, "de"), {"edition": 1}).content
    assert "Uns fehlen noch Papiere." in text
    assert "Hinsichtlich" not in text
    assert "Hinsichtlich" in text_of(old)
    assert "Kürzere Sätze" in client.get(at("block", block.pk)).content.decode()
    assert "Leicht zu lesen" in client.get(at("paper", paper.pk)).content.decode()


def test_p47_a_clerk_writes_a_letter_in_two_languages_for_the_window(
    letter, town, person, sign_in
):
    client = sign_in(person(town, Role.SOCIAL_WORKER))

    answer = client.post(at("write_letter", letter.pk, "ar"), FILLED_IN)

    text = text_of(answer.content)
    assert answer["Cache-Control"] == "no-store"
    assert b"pdfuaid" in answer.content
    assert pypdfium2.PdfDocument(answer.content).is_tagged()
    for line in (
        "Kaistraße 1",
        "Guten Tag Demo Person",
        "Kommen Sie am 3. März 2026 um 10:30.",
        "Kaistraße 8, 00123 Hier",
        "ما زالت تنقصنا أوراق.",
        "أحضروا بطاقة الهوية.",
    ):
        assert line in text
    assert text.count("Kaistraße 8, 00123 Hier") == 2


def test_p47_a_letter_is_had_as_plain_text_in_one_language(
    letter, town, person, sign_in
):
    client = sign_in(person(town, Role.SOCIAL_WORKER))
    sent = {**FILLED_IN, "output": "text"}
    del sent["is_bilingual"]

    text = client.post(at("write_letter", letter.pk, "ar"), sent).content.decode()

    assert "Demo Person" in text
    assert "أحضروا بطاقة الهوية." in text
    assert "Guten Tag" not in text


def test_p47_the_library_lists_by_topic_and_says_who_uses_what(
    letter, at_work, editor, questions
):
    unit = Unit.objects.create(
        municipality=at_work, name="Sozialamt", sort_key="sozialamt"
    )
    services.write_paper(
        paper=letter,
        data={"topic": "N07", "uses": [unit]},
        by=None,
        now=NOW,
    )
    client = editor

    page = client.get(at("papers"), {"topic": "N07"}).content.decode()
    other = client.get(at("papers"), {"topic": "N01"}).content.decode()
    block = TextBlock.objects.get()
    for where in (at("papers"), at("paper", letter.pk), at("block", block.pk)):
        assert len(questions(client, where)) <= 12

    assert "Es fehlen Unterlagen" in page
    assert "Sozialamt" in page
    assert "Es fehlen Unterlagen" not in other


def test_p47_a_letter_that_an_author_hands_in_waits_for_the_editor(
    at_work, person, sign_in, town
):
    editor = person(town, Role.EDITOR)
    client = sign_in(person(town, Role.INTEGRATION_MANAGER))
    paper = new_paper(at_work, Paper.Kind.FORM, "Antrag auf Hilfe", [], now=NOW)

    client.post(at("act_on_paper", paper.pk), {"step": "hand_in"})
    refused = client.post(at("release_paper", paper.pk), {"languages": ["de"]})

    todo = Todo.objects.get(owner=editor)
    assert todo.subject_id == paper.pk
    assert refused.status_code == 404


@pytest.fixture
def leaflet(at_work, site):
    block = new_block(
        at_work,
        "anlaufstelle",
        "Wir helfen Ihnen",
        "Kommen Sie ohne Termin.\n\n{zeiten}",
        now=NOW,
        ar=("نحن نساعدكم", "تعالوا دون موعد.\n\n{zeiten}"),
    )
    quote(block, "zeiten", Quote.Fact.SITE_HOURS, site=site, now=NOW)
    paper = new_paper(
        at_work,
        Paper.Kind.SHEET,
        "Willkommen in Hier",
        [{"block": block}, {"site": site}],
        titles={"ar": "أهلا وسهلا"},
        is_public=True,
        now=NOW,
    )
    services.release_paper(paper=paper, languages=["de", "ar"], by=None, now=NOW)
    return Paper.objects.get(pk=paper.pk)


def test_l21_the_arabic_flyer_is_refused_while_a_block_lacks_its_translation(
    leaflet, at_work, editor
):
    bare = new_block(at_work, "kosten", "Kosten", "Alles ist kostenlos.", now=NOW)
    services.add_part(part=PaperPart(paper=leaflet, block=bare), by=None, now=NOW)
    client = editor

    answer = client.post(at("release_paper", leaflet.pk), {"languages": ["ar"]})

    assert answer.status_code == 422
    assert "„Kosten“ ist nicht übersetzt" in answer.content.decode()
    assert leaflet.editions.count() == 1


def test_d5_a_changed_hour_rises_on_today_and_on_the_public_page(
    leaflet, site, editor, client
):
    OpeningHours.objects.filter(site=site).update(opens="08:00")
    content_changed(site.municipality_id)
    town = site.municipality
    town.content_version += 1
    services.check_facts(municipality=town, now=timezone.now())

    library = editor.get(at("papers"), {"outdated": "on"}).content.decode()
    page = editor.get(at("paper", leaflet.pk)).content.decode()
    today = editor.get("/hier/desk/").content.decode()
    public = editor.get(f"/hier/de/leaflets/{leaflet.address}/").content.decode()

    assert "Willkommen in Hier" in library
    assert "Wir helfen Ihnen" in library
    assert "Diese Ausgabe ist veraltet" in page
    assert "Veraltete Schreiben, Faltblätter und Textbausteine" in today
    assert "Eine neue Ausgabe ist in Arbeit" in public


def test_p18_the_sheet_is_printed_in_the_needed_language_in_two_clicks(
    leaflet, town, person, sign_in
):
    """One click to the library, one on the language."""
    client = sign_in(person(town, Role.SOCIAL_WORKER))

    library = client.get(at("papers")).content.decode()
    address = at("paper_pdf", leaflet.pk, "ar")
    assert f'href="{address}"' in library

    text = text_of(client.get(address).content)
    assert "تعالوا دون موعد." in text
    assert "Kaistraße 8, 00123 Hier" in text


def test_p22_neighbours_find_the_sheet_about_a_house_before_it_opens(
    at_work, client, editor
):
    """What neighbours read names the meeting, not who will live there."""
    block = new_block(
        at_work,
        "nachbarschaft",
        "Ein neues Haus in Ihrer Straße",
        "Wir laden Sie ein: Lernen Sie das Haus kennen, bevor jemand einzieht.",
        now=NOW,
    )
    home = new_site(
        at_work, kind=Site.Kind.ACCOMMODATION, is_published=False, name="Haus am Deich"
    )
    paper = new_paper(
        at_work,
        Paper.Kind.SHEET,
        "Für die Nachbarschaft",
        [{"block": block}, {"site": home}],
        is_public=True,
        now=NOW,
    )
    refused = editor.post(at("release_paper", paper.pk), {"languages": ["de"]})
    assert "Haus am Deich" in refused.content.decode()
    editor.post(at("paper_parts", paper.pk), {"step": "drop", "place": "2"})
    editor.post(at("release_paper", paper.pk), {"languages": ["de"]})
    editor.logout()

    guide = client.get("/hier/de/guide/").content.decode()
    paper = Paper.objects.get(pk=paper.pk)
    text = text_of(client.get(f"/hier/de/leaflets/{paper.address}/de.pdf").content)

    assert "Für die Nachbarschaft" in guide
    assert "Lernen Sie das Haus kennen" in text
    assert "Haus am Deich" not in text


def test_what_is_not_announced_stays_inside(letter, leaflet, at_work, client):
    services.write_paper(paper=leaflet, data={"is_public": False}, by=None, now=NOW)

    for paper in (letter, leaflet):
        where = f"/hier/de/leaflets/{paper.address}/"
        assert client.get(where).status_code == 404
        assert client.get(f"{where}de.pdf").status_code == 404
    assert "Willkommen in Hier" not in client.get("/hier/de/guide/").content.decode()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("de", 1280), ("ar", 360)])
def test_every_screen_of_letters_and_leaflets_is_accessible(
    letter, leaflet, editor, visit, language, width
):
    """Axe finds nothing, and no page is wider than a phone."""
    del editor
    block = TextBlock.objects.order_by("key").first()
    addresses = [
        at("papers"), at("new_paper"), at("paper", leaflet.pk),
        at("paper_parts", leaflet.pk), at("paper_variables", letter.pk),
        at("release_paper", letter.pk), at("write_letter", letter.pk, "ar"),
        at("blocks"), at("block", block.pk), at("edit_block", block.pk),
        at("quote", block.pk), at("translate_block", block.pk, "ar"),
        f"/hier/{language}/leaflets/{leaflet.address}/", f"/hier/{language}/guide/",
    ]  # fmt: skip

    for where in addresses:
        page = visit(where, width=width, language=language)
        assert violations(page) == [], where
        assert overflow(page) <= 0, where
