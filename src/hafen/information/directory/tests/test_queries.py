from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hafen.core.taxonomy.models import Term
from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.information.directory import documents, queries, services
from hafen.information.directory.models import Service
from hafen.information.directory.queries import PublicFilter, StaffFilter
from hafen.information.directory.services import OfferedLanguage, Place
from hafen.information.directory.tests.conftest import (
    MORNINGS,
    NOW,
    TODAY,
    new_service,
    new_town,
)

LANGUAGES = ["de", "en", "ar"]


EVERYTHING = PublicFilter()


def cards_of(town, chosen=EVERYTHING, *, now=NOW, language="de"):
    found = queries.published_services(town, chosen, now=now)
    return queries.cards(found[:20], town, language=language, now=now)


def names(cards):
    return [str(card.name) for card in cards]


def translated(service, language, **texts):
    return save_translation(
        row=service,
        language=language,
        texts=texts,
        state=Translation.State.CHECKED,
        by=None,
        now=NOW,
    )


def test_drafts_and_what_is_over_are_not_public(town, public_cafe, association):
    new_service(association, "Entwurf")
    over = new_service(association, "Vorbei", valid_until=TODAY - timedelta(days=1))
    services.publish_service(service=over, expected=None, by=None, now=NOW)

    assert names(cards_of(town)) == ["Sprachcafé"]


def test_a_missing_translation_falls_back_flagged(town, public_cafe):
    translated(public_cafe, "en", name="Language café", summary="")

    english = cards_of(town, language="en")[0]
    arabic = cards_of(town, language="ar")[0]

    assert (english.name.text, english.name.is_fallback) == ("Language café", False)
    assert english.summary.is_fallback
    assert arabic.name.is_fallback
    assert arabic.name.text in {"Language café", "Sprachcafé"}


@pytest.mark.parametrize(
    ("now", "is_open", "changes_at"),
    [
        (NOW, True, datetime(2026, 3, 23, 11, tzinfo=UTC)),
        (NOW + timedelta(hours=2), False, datetime(2026, 3, 26, 8, tzinfo=UTC)),
    ],
)
def test_a_card_says_whether_it_is_open_and_when_that_changes(
    town, public_cafe, now, is_open, changes_at
):
    (card,) = cards_of(town, now=now)

    assert card.state.is_open is is_open
    assert card.state.changes_at == changes_at
    assert bool(cards_of(town, PublicFilter(open_now=True), now=now)) is is_open
    assert queries.next_opening_change(town, now) == changes_at


def test_a_visitor_filters_by_topic_district_language_and_price(
    town, public_cafe, old_town
):
    def found(**chosen):
        return names(cards_of(town, PublicFilter(**chosen)))

    assert found(topic="N01") == ["Sprachcafé"]
    assert found(topic="N02") == []
    assert found(districts=frozenset({old_town.pk})) == ["Sprachcafé"]
    assert found(language="ar") == ["Sprachcafé"]
    assert found(language="uk") == []
    assert found(is_free=True) == []


def test_a_domain_holds_the_offers_of_its_sub_topics(town, association):
    below = Term.objects.filter(code__startswith="N01.").first()
    service = new_service(association, topics=[below.code])
    services.publish_service(service=service, expected=None, by=None, now=NOW)

    assert names(cards_of(town, PublicFilter(topic="N01"))) == ["Sprachcafé"]
    assert queries.topic_counts(town, now=NOW)["N01"] == 1


def test_an_old_slug_still_leads_to_the_service(town, public_cafe):
    old = public_cafe.address
    services.edit_service(
        service=public_cafe, data={"name": "Neu"}, expected=None, by=None, now=NOW
    )

    found = queries.published_service(town, old, now=NOW)

    assert found.pk == public_cafe.pk
    assert found.address.startswith("neu-")


def test_the_page_of_a_service_says_all(town, public_cafe):
    entry = queries.entry(public_cafe, town, language="de", now=NOW)

    assert entry.card.where[0].hours[0].days == (0, 3)
    assert entry.card.where[0].district == "Altstadt"
    assert entry.phones[0].label == "Anmeldung"
    assert entry.languages == (OfferedLanguage("ar", "mit Dolmetscherin"),)
    assert entry.organisation_is_public is False


def test_the_house_sees_drafts_and_an_associations_editor_their_own(
    town, edda, clara, otto, cafe, office
):
    foreign = new_service(office, "Fremder Entwurf")

    assert queries.services_visible_to(clara).count() == 2
    assert list(queries.services_editable_by(clara)) == []
    assert queries.services_editable_by(edda).count() == 2
    assert list(queries.services_visible_to(otto)) == [cafe]
    assert list(queries.services_editable_by(otto)) == [cafe]
    services.publish_service(service=foreign, expected=None, by=None, now=NOW)
    assert queries.services_visible_to(otto).count() == 2
    assert list(queries.services_editable_by(otto)) == [cafe]


def test_staff_find_what_is_overdue_and_what_lacks_a_translation(town, edda, cafe):
    def found(today=TODAY, **chosen):
        rows = queries.services_visible_to(edda)
        return queries.filtered(
            rows, StaffFilter(**chosen), languages=LANGUAGES, today=today
        ).count()

    assert found(overdue=True) == 0
    assert found(overdue=True, today=TODAY + timedelta(days=181)) == 1
    assert found(untranslated="any") == 1
    translated(cafe, "en", name="Language café")
    assert (found(untranslated="en"), found(untranslated="any")) == (0, 1)
    translated(cafe, "ar", name="مقهى اللغة")
    assert found(untranslated="any") == 0
    assert found(words="SPRACHCAFE") == 1
    assert found(words="brucke") == 1


def many(association, place, count):
    for number in range(count):
        service = new_service(
            association,
            f"Angebot {number}",
            places=[place],
            schedules=[MORNINGS],
            languages=[OfferedLanguage("ar")],
        )
        translated(service, "en", name=f"Offer {number}")
    Service.objects.update(state=Service.State.PUBLISHED)


def queries_of(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_lists_need_the_same_number_of_queries_at_any_size(
    town, edda, association, cafe
):
    place = Place(cafe.places.get().location)
    chosen = PublicFilter(topic="N01", open_now=True, language="ar")

    def public():
        assert cards_of(town, chosen, language="en")

    def staff():
        rows = queries.services_visible_to(edda)
        rows = queries.filtered(
            rows, StaffFilter(untranslated="any"), languages=LANGUAGES, today=TODAY
        )
        assert list(queries.with_list_columns(rows, languages=LANGUAGES)[:20])

    assert edda.roles_now
    many(association, place, 1)
    small = queries_of(public), queries_of(staff)
    many(association, place, 30)

    assert (queries_of(public), queries_of(staff)) == small
    assert small[0] <= 11
    assert small[1] <= 5


def test_the_search_gets_each_language_that_exists(town, public_cafe):
    translated(public_cafe, "en", name="Language café", summary="Practise German.")

    (draft,) = documents.drafts(town, None)

    assert draft.address == f"offers/{public_cafe.address}/"
    assert set(draft.texts) == {"de", "en"}
    assert "Brücke e. V." in draft.texts["en"].keywords
    assert draft.topics == ("N01",)


def test_weekdays_are_named_in_the_language_of_the_page(cafe):
    place = queries.data_of(cafe)["places"][0]
    (line,) = queries.hours_lines(place.schedules, today=date(2026, 3, 23))

    assert line.is_plain
    assert line.day_names == "Mo, Do"
    assert new_town("dort").pk
