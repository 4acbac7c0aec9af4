"""People who read little: pictograms, easy words, a voice, one question at a time."""

import pytest
from django.urls import reverse

from hafen.core.db.languages import PLAIN_GERMAN
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import HOUSEHOLDS
from hafen.voice.surveys.models import Response
from hafen.voice.surveys.tests.conftest import begin, by_code, key_of, post, sheet
from tests.visits import go, look, sends

# A device with two voices; only one of them speaks without asking the network.
VOICES = """
window.told = [];
const voices = [
  {lang: "ar_EG", name: "Ahmad", localService: true},
  {lang: "de-DE", name: "elsewhere", localService: false},
];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => voices, cancel: () => {}, addEventListener: () => {},
  speak: (said) => window.told.push([said.lang, said.text]),
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def link(wave, language="ar"):
    return reverse("surveys_public:open_link", args=["hier", language, wave.short_id])


@pytest.mark.parametrize("language", ["de", "en", "ar", "fa"])
def test_j04_easy_words_stand_beside_the_usual_ones(client, households, language):
    rows = by_code(households)
    where = link(households, language)
    easy, usual = rows["site"].easy[language], rows["site"].texts[language]
    assert easy not in client.get(where).content.decode()

    page = post(client, where, sheet(households) | {"show": "easy"}).content.decode()

    assert easy in page
    assert usual in page
    # It stays when something is wrong with the sheet.
    wrong = post(client, where, sheet(households) | {"easy": "1"}).content.decode()
    assert easy in wrong


def test_j04_whoever_reads_plain_german_gets_easy_words_at_once(client, town, acting):
    acting(town)
    town.languages = ["de", PLAIN_GERMAN]
    town.save()
    wave = begin(town, HOUSEHOLDS)

    page = client.get(link(wave, PLAIN_GERMAN)).content.decode()

    assert by_code(wave)["site"].easy["de"] in page


def test_j04_questions_and_answers_have_pictograms(client, households):
    page = client.get(link(households)).content.decode()

    for name in ("topic-family", "map-pin", "thumb-up", "home", "building", "check"):
        assert f"#{name}" in page, name
    assert page.count('class="face"') == 5 * 10  # nine rows and the head of the table


def test_j04_the_device_reads_aloud_what_it_has_a_voice_for(visit, households):
    page = visit(link(households), width=360)
    page.add_init_script(VOICES)
    go(page, link(households))

    page.locator(
        "fieldset:has-text('ساعات'), fieldset:has-text('أوقات الدوام')"
    ).locator(".aloud").first.click()

    told = page.evaluate("window.told")
    row = by_code(households)["opening_hours"]
    words = [text for _tag, text in told]
    assert {tag for tag, _text in told} == {"ar_EG"}
    assert words[0] == row.stems["ar"]
    assert words[1].endswith(row.texts["ar"])
    assert words[2:] == [option["texts"]["ar"] for option in row.options]

    # The only German voice would send the text to somebody else.
    go(page, link(households, "de"))
    assert page.locator(".aloud").count() == 0


def test_j04_one_question_at_a_time_on_a_phone(visit, households, acting, town):
    page = visit(link(households), width=360)
    rows = by_code(households)
    page.locator("[data-single=on]").click()
    shown = page.locator("[data-part]:visible")
    assert shown.count() == 1
    assert not page.locator(".form__actions").is_visible()

    page.locator("input[type=number]").fill("4")
    page.keyboard.press("Enter")  # leads on, and sends nothing
    key = rows["heard_of"].options[1]["key"]
    page.locator(f"input[value='{key}']").check()
    page.locator("[data-step='1']").click()

    assert shown.count() == 1
    assert (
        rows["opening_hours"].stems["ar"] in page.locator(".matrix__stem").inner_text()
    )
    place = page.locator("[data-place]").inner_text()
    assert "3" in place
    assert "16" in place


def test_j04_another_language_keeps_the_place_and_what_was_ticked(visit, households):
    page = visit(link(households), width=360)
    row = by_code(households)["heard_of"]
    ticked = page.locator(f"input[value='{row.options[1]['key']}']")
    page.locator("[data-single=on]").click()
    page.locator("[data-step='1']").click()
    ticked.check()

    sends(page, page.locator("button[lang=de]"))

    shown = page.locator("[data-part]:visible")
    assert page.locator("html").get_attribute("lang") == "de"
    assert shown.count() == 1
    assert row.texts["de"] in shown.inner_text()
    assert ticked.is_checked()
    for _question in range(14):
        page.locator("[data-step='1']").click()
    assert page.locator(".form__actions").is_visible()
    assert not page.locator("[data-step='1']").is_visible()


def test_j04_a_question_that_is_not_asked_is_skipped(visit, households, acting, town):
    acting(town)
    rows = by_code(households)
    hanging = rows["persons"]
    # It stands first; let it hang on nothing, and the second one on an answer.
    row, key = rows["go_on"], key_of(rows["recommend"], "nein")
    row.only_if = f"recommend={key}"
    row.save()
    page = visit(link(households, "de"), width=360)
    page.locator("[data-single=on]").click()
    assert hanging.texts["de"] in page.locator("[data-part]:visible").inner_text()

    for _question in range(14):
        page.locator("[data-step='1']").click()

    assert (
        rows["understood"].texts["de"]
        in page.locator("[data-part]:visible").inner_text()
    )
    assert "15" in page.locator("[data-place]").inner_text()


def test_j04_every_target_is_large_enough_for_a_finger(visit, households):
    page = visit(link(households), width=360)

    for label in page.locator(".kern-form-check .kern-label").all():
        box = label.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44


@pytest.mark.parametrize("language", ["de", "ar"])
def test_j04_these_pages_have_no_barrier(visit, households, language):
    page = visit(link(households, language), width=360)
    page.add_init_script(VOICES)
    look({"easy": link(households, language)}, visit, language)


def test_an_interviewer_sees_easy_words_at_once(sign_in, ines, households):
    client = sign_in(ines)
    where = reverse("surveys:interview", args=["hier", households.pk])

    page = client.get(f"{where}?language=ar").content.decode()

    assert by_code(households)["site"].easy["ar"] in page


@pytest.mark.parametrize("given", ["999999", "-1", "x", "<b>", "١"])
def test_a_place_that_somebody_makes_up_does_nothing(client, households, given):
    said = sheet(households, recommend="ja") | {"single": given, "show": "large"}

    page = post(client, link(households), said)

    assert page.status_code == 200
    assert 'name="single" value=""' in page.content.decode()
    assert not Response.objects.exists()


def test_old_surveys_without_easy_words_offer_none(client, town, acting):
    acting(town)
    survey = services.create_survey(
        municipality=town,
        data={"name": "Kurz", "titles": {"de": "Kurz"}, "audience": "EVERYBODY"},
        by=None,
    )
    wave = services.plan_wave(
        survey=survey,
        data={"name": "1", "opens_on": "2026-01-01", "closes_on": "2099-01-01"},
        by=None,
    )

    page = client.get(link(wave, "de")).content.decode()

    assert 'value="easy"' not in page
