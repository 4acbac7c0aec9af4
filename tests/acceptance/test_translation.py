"""What happens to the translations of an offer when people go on working."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality
from hafen.core.translation import services
from hafen.core.translation.contents import Content, progress
from hafen.core.translation.forms import SideBySideForm
from hafen.core.translation.models import Translation
from hafen.core.translation.texts import source_hash, text_in, with_texts
from hafen.information.directory.models import Service
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 23, 9, 30, tzinfo=UTC)
State = Translation.State


@pytest.fixture
def town(db):
    town = Municipality.objects.create(
        slug="wortstadt", name="Wortstadt", languages=["de", "uk", "ar"]
    )
    with acting(Context(municipality=town.pk)):
        yield town


@pytest.fixture
def olha(town):
    return User.objects.create(municipality=town, name="Olha", email="o@example.org")


@pytest.fixture
def cafe(town):
    return Service.objects.create(
        municipality=town,
        organisation=Organisation.objects.create(municipality=town, name="Werft"),
        name="Sprachcafé",
        summary="Jeden Dienstag um 16 Uhr",
    )


def translate(row, by, *, state=State.CHECKED, name="Мовне кафе", **options):
    return services.save_translation(
        row=row,
        language="uk",
        texts={"name": name},
        state=state,
        by=by,
        now=NOW,
        **options,
    )


def change(row, summary):
    row.summary = summary
    row.save()
    return services.original_changed(row=row)


def test_a_checked_translation_knows_who_checked_it_and_when(cafe, olha):
    saved = translate(cafe, olha)
    assert (saved.checker, saved.checked_at) == (olha, NOW)
    assert text_in(cafe, "uk").text == "Мовне кафе"


def test_a_draft_is_nobodys_reading(cafe, olha):
    translate(cafe, olha, state=State.DRAFT)
    assert text_in(cafe, "uk").is_fallback


def test_a_changed_original_makes_it_outdated_and_changed_back_right(cafe, olha):
    translate(cafe, olha)
    assert change(cafe, "Jeden Dienstag um 17 Uhr") == 1
    found = text_in(cafe, "uk")
    assert (found.text, found.is_outdated) == ("Мовне кафе", True)

    assert change(cafe, "Jeden Dienstag um 16 Uhr") == 0
    assert not text_in(cafe, "uk").is_outdated


def test_an_outdated_draft_stays_hidden(cafe, olha):
    translate(cafe, olha, state=State.DRAFT)
    change(cafe, "Jeden Mittwoch")
    assert cafe.translations.get().state == State.OUTDATED
    assert text_in(cafe, "uk").is_fallback


def test_two_translators_do_not_overwrite_each_other(cafe, olha):
    translate(cafe, olha, expected=0)
    with pytest.raises(LostUpdate):
        translate(cafe, olha, name="Кафе", expected=0)
    assert translate(cafe, olha, name="Кафе", expected=1).version == 2


def test_who_translates_an_old_original_is_told(cafe, olha):
    read = source_hash(cafe)
    change(cafe, "Jeden Mittwoch")
    with pytest.raises(services.OriginalChanged):
        translate(cafe, olha, read_hash=read)


@pytest.mark.parametrize("language", ["de", "xx", ""])
def test_only_another_known_language_can_be_translated_into(cafe, olha, language):
    with pytest.raises(services.UnknownLanguage):
        services.save_translation(
            row=cafe, language=language, texts={}, state=State.DRAFT, by=olha, now=NOW
        )


def test_without_any_text_it_is_missing(cafe, olha):
    translate(cafe, olha)
    assert translate(cafe, olha, name=" ").state == State.MISSING


def test_a_list_needs_one_query_for_its_texts(cafe, olha, django_assert_num_queries):
    translate(cafe, olha)
    with django_assert_num_queries(2):
        rows = list(with_texts(Service.objects.all(), "uk"))
        assert text_in(rows[0], "uk").text == "Мовне кафе"


def test_the_form_shows_both_sides_and_what_changed(cafe, olha):
    translate(cafe, olha)
    change(cafe, "Jeden Dienstag um 17 Uhr")
    form = SideBySideForm(row=cafe, language="uk")
    pairs = {pair.field.name: pair for pair in form.pairs}
    assert set(pairs) == {"name", "summary"}
    assert [piece.kind for piece in pairs["summary"].changes] == [
        "same",
        "gone",
        "new",
        "same",
    ]
    assert form.initial["version"] == 2

    sent = {"version": 2, "read_hash": source_hash(cafe), "state": "CHECKED"}
    form = SideBySideForm({**sent, "name": "Кафе"}, row=cafe, language="uk")
    assert form.is_valid()
    assert form.texts["name"] == "Кафе"


def test_progress_counts_what_is_missing(cafe, olha, monkeypatch):
    content = Content(
        key="test.service",
        title="Offers",
        model=Service,
        rows=lambda town: Service.objects.filter(municipality_id=town),
        address="{0}/{1}".format,
    )
    monkeypatch.setattr("hafen.core.translation.contents.contents", [content])
    translate(cafe, olha)
    ukrainian, arabic = progress(cafe.municipality_id, ["uk", "ar"])
    assert (ukrainian.checked, ukrainian.missing, ukrainian.percent) == (1, 0, 100)
    assert (arabic.checked, arabic.missing, arabic.percent) == (0, 1, 0)


def test_an_editor_sees_what_is_still_to_translate(cafe, olha, person, sign_in):
    translate(cafe, olha)
    change(cafe, "Jeden Mittwoch")
    cafe.state = Service.State.PUBLISHED
    cafe.save()
    town = cafe.municipality
    client = sign_in(person(town, Role.EDITOR))

    page = client.get(reverse("translation:overview", args=[town.slug]))
    assert "Українська" in page.text

    page = client.get(reverse("translation:to_do", args=[town.slug, "uk"]))
    assert "Sprachcafé" in page.text
    # The address names what is translated; the screen speaks the editor's language.
    assert '<html lang="de"' in page.text
    page = client.get(reverse("translation:to_do", args=[town.slug, "xx"]))
    assert page.status_code == 404
