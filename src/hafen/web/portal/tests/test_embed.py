"""The portal on other people's sites: feeds, the component, pages in frames."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.errors import SiteRefused
from hafen.core.places.services import change_municipality
from hafen.information.events import services as events
from tests.visits import HOST

pytestmark = pytest.mark.django_db
CITY = "http://stadt.example"
PAGE = """<!doctype html><html lang="de"><title>Stadt</title>
<link rel="stylesheet" href="/style.css"><body><h1>Unsere Stadt</h1>{line}</body>
</html>"""
# As strict as a city's site can be: nothing inline, nothing from elsewhere.
STRICT = (
    f"default-src 'none'; script-src {HOST}; connect-src {HOST}; style-src 'self';"
    f" frame-src {HOST}"
)


def feed(client, name, language="de", **query):
    answer = client.get(f"/portalstadt/{language}/embed/{name}.json", query)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.json()


@pytest.fixture
def dance(town):
    """A public event in the middle of next month, and a draft on the same day."""
    now = timezone.now()
    day = (timezone.localdate(now).replace(day=1) + timedelta(days=32)).replace(day=15)
    data = {
        "title": "Tanz am Hafen",
        "summary": "Alle sind eingeladen.",
        "first_day": day,
        "starts": time(18),
        "ends": time(20),
        "place": "Kaistraße 8",
    }
    with context.acting(Context(municipality=town.pk)):
        made = events.create_event(municipality=town, data=data, by=None, now=now)
        events.publish_event(event=made, by=None, now=now)
        secret = {**data, "title": "Geheimer Entwurf"}
        events.create_event(municipality=town, data=secret, by=None, now=now)
    return made


def shown_on_a_city_site(visit, line, *, style="", width=1280):
    """Open a page of another site that has the line in it."""
    page = visit("/portalstadt/de/about/imprint/", width=width)
    page.route(
        f"{CITY}/**",
        lambda route: route.fulfill(
            body=style if "style.css" in route.request.url else PAGE.format(line=line),
            content_type=(
                "text/css" if "style.css" in route.request.url else "text/html"
            ),
            headers={"Content-Security-Policy": STRICT},
        ),
    )
    page.goto(f"{CITY}/")
    return page


def script_line(**attributes):
    data = " ".join(f'data-{name}="{value}"' for name, value in attributes.items())
    return f'<script src="{HOST}/portalstadt/embed.js" {data} defer></script>'


def test_other_sites_read_published_offers_only(client, course, advice, offer, town):
    found = feed(client, "offers", "ar", topic="N01")

    assert [one["name"] for one in found["items"]] == ["دورة لغة مسائية"]
    assert found["items"][0]["url"].endswith(f"/ar/offers/{course.address}/")
    assert found["direction"] == "rtl"
    assert len(feed(client, "offers", limit="1")["items"]) == 1
    script = client.get("/portalstadt/embed.js")
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path", ["offers/", "embed/", "embed/offers/", "offers/map.json", "search/?q=x"]
)
def test_nothing_but_the_feeds_is_open_to_other_sites(client, course, path):
    answer = client.get(f"/portalstadt/de/{path}")

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer


def test_a_month_has_its_dates_and_no_draft(client, dance):
    day = dance.first_day
    found = feed(client, "events", when=f"{day:%Y-%m}")

    days = [day for week in found["month"]["weeks"] for day in week if day]
    marked = [each for each in days if each["said"]]
    assert [item["name"] for item in found["items"]] == ["Tanz am Hafen"]
    assert [each["key"] for each in marked] == [day.isoformat()]
    assert len(days) in range(28, 32)
    assert found["items"][0]["days"] == [day.isoformat()]
    assert feed(client, "events", when="month")["month"] == found["month"]
    # Without a month: what comes next; beyond what is kept: the last month.
    assert "month" not in feed(client, "events")
    assert feed(client, "events", when="2999-01")["month"]["later"] == ""
    assert feed(client, "events", when="1999-12")["month"]["earlier"] == ""
    assert "month" not in feed(client, "events", when="2026-13")


def test_a_room_that_is_switched_off_feeds_nobody(client, town, dance):
    town.features = {"events": False, "knowledge": False}
    town.save()

    for name in ("events", "questions", "secrets"):
        assert client.get(f"/portalstadt/de/embed/{name}.json").status_code == 404
        assert client.get(f"/portalstadt/de/embed/{name}/").status_code == 404
    assert "hafen-calendar" not in client.get("/portalstadt/de/embed/").content.decode()


@pytest.mark.parametrize("listed", [[], ["https://www.stadt.example"]])
def test_only_listed_sites_may_show_a_frame(client, town, course, listed):
    change_municipality(town, values={"frame_sites": listed}, expected=None)

    answer = client.get("/portalstadt/de/embed/offers/")

    allowed = " ".join(listed) or "'none'"
    assert f"frame-ancestors {allowed};" in answer["Content-Security-Policy"] + ";"
    assert answer.get("X-Frame-Options") == (None if listed else "DENY")
    assert "Sprachkurs am Abend" in answer.content.decode()
    # Everything else stays out of frames.
    plain = client.get("/portalstadt/de/offers/")
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]
    assert plain["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "site",
    [
        "http://www.stadt.example",
        "https://*",
        "javascript:alert(1)",
        "https://x.example; script-src *",
        "https://name:word@www.stadt.example",
        "www.stadt.example",
        "https://stadt.example:99999999",
    ],
)
def test_a_site_for_frames_is_an_address_and_nothing_else(town, site):
    with pytest.raises(SiteRefused):
        change_municipality(town, values={"frame_sites": [site]}, expected=None)


def test_a_site_for_frames_is_kept_as_scheme_and_host(town):
    sites = ["https://www.Stadt.example/seite?a=b", "https://bürger.stadt.example:8443"]
    changed = change_municipality(town, values={"frame_sites": sites}, expected=None)

    assert changed.frame_sites == [
        "https://www.stadt.example",
        "https://xn--brger-kva.stadt.example:8443",
    ]


@pytest.mark.browser
@pytest.mark.parametrize("is_listed", [True, False])
def test_a_browser_shows_the_frame_on_a_listed_site_alone(
    visit, town, course, is_listed
):
    town.frame_sites = [CITY] if is_listed else ["https://other.example"]
    town.save()
    line = f'<iframe title="Hilfe" src="{HOST}/portalstadt/de/embed/offers/"></iframe>'
    page = shown_on_a_city_site(visit, line)
    shown = page.frame_locator("iframe").get_by_text("Sprachkurs am Abend")

    if is_listed:
        shown.wait_for()
    else:
        page.wait_for_timeout(500)
        assert shown.count() == 0
        page.complaints.clear()  # the refusal is said there


@pytest.mark.browser
def test_one_line_shows_the_offers_from_right_to_left(visit, course, searchable):
    page = visit("/portalstadt/ar/embed/", width=360, language="ar")
    shown = page.locator("hafen-list")

    shown.locator("a", has_text="دورة لغة مسائية").wait_for()
    assert shown.locator("[dir]").first.get_attribute("dir") == "rtl"
    search = page.locator("hafen-search")
    search.locator("input").fill("Mietberatung")
    search.locator("button").click()
    search.locator("a", has_text="Mietberatung").wait_for()
    assert search.locator("[role=status]").text_content()
    assert search.locator("a", has_text="دورة لغة مسائية").count() == 0


@pytest.mark.browser
def test_the_calendar_is_used_with_keys_on_a_strict_site_in_its_colours(visit, dance):
    style = (
        "body { color: rgb(20, 30, 40) }"
        " hafen-calendar { --hafen-accent: rgb(0, 80, 60) }"
    )
    page = shown_on_a_city_site(
        visit, script_line(show="calendar", language="de"), style=style, width=360
    )
    calendar = page.locator("hafen-calendar")
    later = calendar.get_by_role("button", name="Späterer Monat")
    earlier = calendar.get_by_role("button", name="Früherer Monat")
    day = calendar.locator("tbody button")
    day.wait_for()  # nothing is on in this month, so the next one is shown
    earlier.click()
    day.wait_for(state="detached")
    assert earlier.get_attribute("aria-disabled") == "true"

    later.focus()
    page.keyboard.press("Enter")
    day.wait_for()
    page.keyboard.press("Tab")
    assert (
        page.evaluate(
            "document.querySelector('hafen-calendar').shadowRoot.activeElement.value"
        )
        == dance.first_day.isoformat()
    )
    page.keyboard.press("Space")

    assert day.get_attribute("aria-pressed") == "true"
    assert "1 Termin" in calendar.locator("[role=status]").text_content()
    link = calendar.locator("a", has_text="Tanz am Hafen")
    assert link.get_attribute("href").startswith("http")
    assert calendar.get_by_text("Geheimer Entwurf").count() == 0
    colours = page.evaluate(
        "() => { const root = document.querySelector('hafen-calendar').shadowRoot;"
        " return [getComputedStyle(root.querySelector('[part=facts]')).color,"
        " getComputedStyle(root.querySelector('li a')).color]; }"
    )
    assert colours == ["rgb(20, 30, 40)", "rgb(0, 80, 60)"]


@pytest.mark.browser
def test_the_language_of_a_component_changes_with_its_attribute(visit, course):
    page = shown_on_a_city_site(visit, script_line(show="list", switch="yes"))
    shown = page.locator("hafen-list")
    shown.locator("a", has_text="Sprachkurs am Abend").wait_for()  # the page's own

    page.evaluate("document.querySelector('hafen-list').setAttribute('language', 'ar')")
    shown.locator("a", has_text="دورة لغة مسائية").wait_for()
    root = shown.locator("[role=group]")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")

    shown.locator("select").select_option("de")
    shown.locator("a", has_text="Sprachkurs am Abend").wait_for()


@pytest.mark.browser
def test_a_component_asks_nobody_but_the_portal(visit, course):
    page = shown_on_a_city_site(visit, script_line(language="de"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("hafen-list a", has_text="Sprachkurs am Abend").wait_for()

    assert {url.split("/")[2] for url in asked} == {"stadt.example", "localhost"}


@pytest.mark.browser
def test_without_the_portal_the_component_leaves_a_link(visit, course):
    page = shown_on_a_city_site(visit, script_line(language="fr"))  # not spoken here

    page.locator("hafen-list a", has_text="localhost").wait_for()
    page.complaints.clear()
