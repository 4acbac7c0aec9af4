import json
import re

import pytest

from hafen.core.places.caching import MARK
from hafen.core.places.models import Municipality
from hafen.mechanisms.search.models import MissedSearch
from hafen.mechanisms.search.services import rebuild
from hafen.web.portal.tests.conftest import new_town
from hafen.web.portal.views import engines
from hafen.web.portal.views.root import best_language

pytestmark = pytest.mark.django_db
ABOUT = ("accessibility", "imprint", "privacy", "easy", "sign-language")


def page(client, address, **query):
    return client.get(f"/portalstadt/{address}", query)


def html(client, address, **query):
    response = page(client, address, **query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_start_page_shows_search_topics_and_languages(client, course):
    text = html(client, "de/")

    assert 'action="/portalstadt/de/search/"' in text
    assert 'href="/portalstadt/de/offers/?topic=N01"' in text
    assert 'lang="ar" hreflang="ar" dir="rtl"' in text
    assert "topic=N13" not in text  # no offer, so no tile that leads nowhere


def test_what_is_open_now_stands_on_the_start_page(client, course, advice):
    text = html(client, "de/")

    assert "Sprachkurs am Abend" in text
    assert "Mietberatung" not in text


def test_reading_sets_no_cookie_and_is_marked_for_the_cache(client, searchable, course):
    for address in ("de/", "de/offers/", f"de/offers/{course.address}/", "de/search/"):
        response = page(client, address)
        assert not response.cookies, address
        assert response[MARK].startswith("portalstadt;"), address


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Sprachkurs am Abend", "Mietberatung"}),
        ({"topic": "N01"}, {"Sprachkurs am Abend"}),
        ({"language": "ar"}, {"Sprachkurs am Abend"}),
        ({"open": "on"}, {"Sprachkurs am Abend"}),
        ({"group": "b"}, {"Sprachkurs am Abend", "Mietberatung"}),
        ({"topic": "N22"}, set()),
        ({"topic": "nonsense", "district": "x", "page": "99"}, {"Mietberatung"}),
        ({"district": "0190a000-0000-7000-8000-000000000000"}, {"Mietberatung"}),
    ],
)
def test_the_list_is_narrowed_by_filters(client, course, advice, query, expected):
    text = html(client, "de/offers/", **query)
    found = {name for name in ("Sprachkurs am Abend", "Mietberatung") if name in text}

    assert found >= expected
    if not query.get("page"):
        assert found == expected or "district" in query


def test_the_list_is_narrowed_by_district(client, course, district):
    assert "Sprachkurs" in html(client, "de/offers/", district=str(district.pk))


def test_an_empty_list_says_what_to_do(client, course):
    text = html(client, "de/offers/", topic="N22")

    assert "/portalstadt/de/feedback/?kind=MISSING" in text


def test_a_page_in_arabic_shows_the_translation_from_right_to_left(client, course):
    text = html(client, f"ar/offers/{course.address}/")

    assert '<html lang="ar" dir="rtl">' in text
    assert "دورة لغة مسائية" in text


def test_a_missing_translation_is_flagged_and_marked_with_its_language(client, advice):
    text = html(client, f"ar/offers/{advice.address}/")

    assert '<h1 lang="de" dir="ltr">Mietberatung</h1>' in text
    assert "kern-alert--info" in text


def test_the_language_switch_stays_on_the_page(client, course):
    text = html(client, f"de/offers/{course.address}/")

    assert f'href="/portalstadt/ar/offers/{course.address}/"' in text


def test_an_old_slug_leads_to_the_page(client, course):
    response = page(client, f"de/offers/alter-name-{course.short_id}/")

    assert response.status_code == 301
    assert response["Location"] == f"/portalstadt/de/offers/{course.address}/"


def test_machines_read_the_offer_as_linked_data(client, offer):
    course = offer("Kurs </script><b>", schedules=[])
    text = html(client, f"de/offers/{course.address}/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    data = json.loads(block[1])

    assert data["name"] == "Kurs </script><b>"
    assert data["availableChannel"][0]["serviceLocation"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Kaistraße 8",
        "postalCode": "00123",
        "addressLocality": "Portalstadt",
        "addressCountry": "DE",
    }


def test_an_offer_is_printed_with_a_code_that_leads_back(client, course):
    text = html(client, f"de/offers/{course.address}/print/")
    code = page(client, f"de/offers/{course.address}/qr.svg")

    assert f"/portalstadt/de/offers/{course.address}/qr.svg" in text
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<svg")


def test_the_map_draws_districts_and_points(client, course):
    data = page(client, "de/offers/map.json").json()

    assert data["districts"][0]["name"] == "Hafenviertel"
    assert data["points"][0]["at"] == [51.05, 7.05]
    assert data["points"][0]["address"] == f"/portalstadt/de/offers/{course.address}/"


@pytest.mark.parametrize(
    "address", ["offers/nowhere/", "offers/x-y/qr.svg", "nothing/"]
)
def test_an_unknown_address_helps_with_a_search(client, course, address):
    response = page(client, f"de/{address}")

    assert response.status_code == 404
    assert "/portalstadt/de/search/" in response.content.decode()


def test_a_draft_is_not_public(client, course):
    course.state = "DRAFT"
    course.save()

    assert page(client, f"de/offers/{course.address}/").status_code == 404


def test_a_search_finds_and_leads_to_the_page(client, searchable, course):
    text = html(client, "de/search/", q="sprachkurse")

    assert f'href="/portalstadt/de/offers/{course.address}/"' in text


def test_a_fallback_among_the_hits_is_flagged(client, searchable):
    text = html(client, "ar/search/", q="Mietberatung")

    assert 'lang="de" dir="ltr"' in text
    assert "untranslated" in text


@pytest.mark.parametrize("query", ["", "<script>", "a" * 3_000, "%00", "' | !("])
def test_any_words_are_answered(client, searchable, query):
    text = html(client, "de/search/", q=query, page="-1", topic="N99", district="x")

    assert "<script>" not in text.replace("<script src", "")


def test_a_search_without_a_result_is_counted_and_not_kept(client, searchable):
    response = page(client, "de/search/", q="Raumfahrt")

    assert MARK not in response
    assert [row.words for row in MissedSearch.objects.all()] == ["raumfahrt"]


def test_pages_are_suggested_while_typing(client, searchable):
    text = html(client, "de/search/suggest/", q="Miet")

    assert "Mietberatung" in text


@pytest.mark.parametrize("name", ABOUT)
@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_pages_that_the_law_asks_for_are_there(client, town, name, language):
    text = html(client, f"{language}/about/{name}/")

    assert f"/portalstadt/{language}/about/imprint/" in text


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("ar-SY,ar;q=0.9", "ar"),
        ("fr;q=0.9, en;q=0.8", "en"),
        ("uk", "de"),
        ("", "de"),
        ("*;q=x", "de"),
    ],
)
def test_the_front_door_leads_to_the_visitors_language(client, town, accepts, language):
    response = client.get("/", headers={"Accept-Language": accepts})

    assert response["Location"] == f"/portalstadt/{language}/"


def test_the_front_door_lets_choose_among_several(client, town):
    new_town("nachbarstadt")
    Municipality.objects.create(slug="zu", name="Geheim", languages=["de"])
    text = client.get("/").content.decode()

    assert "/portalstadt/de/" in text
    assert "/nachbarstadt/de/" in text
    assert "Geheim" not in text


def test_an_own_domain_leads_to_its_town(client, town, settings):
    settings.ALLOWED_HOSTS = ["willkommen.example"]
    new_town("nachbarstadt")
    town.domain = "willkommen.example"
    town.save()
    response = client.get("/", headers={"Host": "willkommen.example"})

    assert response["Location"] == "/portalstadt/de/"


def test_search_engines_find_every_page(client, searchable, course):
    index = client.get("/sitemap.xml").content.decode()
    pages = client.get("/portalstadt/sitemap-1.xml").content.decode()

    assert "/portalstadt/sitemap-1.xml" in index
    assert f"/portalstadt/ar/offers/{course.address}/" in pages
    assert "Sitemap: " in client.get("/robots.txt").content.decode()


def test_a_long_site_map_comes_in_parts(client, searchable, course, monkeypatch):
    monkeypatch.setattr(engines, "PART", 1)
    index = client.get("/portalstadt/sitemap.xml").content.decode()
    parts = [client.get(f"/portalstadt/sitemap-{n}.xml") for n in range(4)]

    assert re.findall(r"sitemap-\d", index) == ["sitemap-1", "sitemap-2"]
    assert [part.status_code for part in parts] == [404, 200, 200, 404]
    both = "".join(part.content.decode() for part in parts[1:3])
    assert both.count(f"/ar/offers/{course.address}/") == 1
    assert both.count("/portalstadt/ar/offers/") == 3


def test_pages_of_an_own_domain_name_it_as_their_home(client, searchable, settings):
    settings.PUBLIC_URL = "https://hafen.example"
    settings.ALLOWED_HOSTS = ["willkommen.example", "testserver"]
    searchable.domain = "willkommen.example"
    searchable.save()
    own, home = "https://willkommen.example/portalstadt", {"Host": searchable.domain}

    text = html(client, "de/offers/", page="2", q="x")
    assert f'rel="canonical" href="{own}/de/offers/?page=2"' in text
    assert f'hreflang="ar" href="{own}/ar/offers/?' in text
    robots = client.get("/robots.txt", headers=home).content.decode()
    assert f"Sitemap: {own}/sitemap.xml" in robots
    assert f"<loc>{own}/sitemap-1.xml" in client.get("/sitemap.xml").content.decode()


def test_weights_of_languages_are_obeyed(rf):
    request = rf.get("/", headers={"Accept-Language": "de;q=0.2, ar;q=0.7"})

    assert best_language(request, ["de", "ar"]) == "ar"


@pytest.mark.parametrize("address", ["de/", "de/offers/", "de/search/?q=kurs"])
def test_the_number_of_queries_does_not_grow_with_the_content(
    client, town, offer, questions, address
):
    def queries():
        rebuild(municipality=town)
        return len(questions(client, f"/portalstadt/{address}"))

    offer("Erster Kurs", schedules=[])
    few = queries()
    for number in range(30):
        offer(f"Kurs {number}", arabic=f"دورة {number}", schedules=[])

    assert queries() == few


def test_hits_are_narrowed_by_form_and_what_narrows_stays(client, searchable, district):
    text = html(client, "de/search/", q="kurs", language="ar", open="on", topic="N01")

    assert "Sprachkurs am Abend" in text
    assert '<option value="ar" selected>' in text
    assert f'<option value="{district.pk}">Hafenviertel (1)</option>' in text
    assert 'name="open" id="filter-open" value="on" checked' in text
    gone = html(client, "de/search/", q="Mietberatung", language="ar")
    assert "Mietberatung</a>" not in gone
    assert "/de/search/?q=Mietberatung" in gone


def test_a_missed_search_counts_for_its_topic_and_district(
    client, searchable, district
):
    page(client, "de/search/", q="Zahnarzt", district=str(district.pk))
    page(client, "de/search/", q="Zahnarzt", open="on")

    (missed,) = MissedSearch.objects.all()
    assert (missed.topic, missed.district_id) == ("N13", district.pk)
