"""Links to released reports, and released tables as open data."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.evidence.reports import keys, services
from hafen.evidence.reports.models import OpenDataset, Release, Share
from hafen.network.contacts import services as contacts

pytestmark = pytest.mark.django_db
MARCH = "?first=2026-03-01&last=2026-03-31"
TODAY = timezone.localdate()
BY = OpenDataset.Licence.BY


def at(name, *parts):
    return reverse(f"reports:{name}", args=["hier", *parts])


def out(name, *parts):
    return reverse(f"reports_public:{name}", args=["hier", "de", *parts])


@pytest.fixture
def lena(town, person):
    return person(town, Role.PROJECT_LEAD, name="Lena")


@pytest.fixture
def release(town, lena, sign_in, acting):
    """Make a release of March: twelve contacts with newcomers, two with actors."""

    def make(kind="contacts"):
        acting(town)
        for group in "b" * 12 + "a" * 2:
            contacts.record_contact(
                municipality=town, by=None,
                data={"held_on": date(2026, 3, 12), "group": group,
                      "channel": "PERSONAL"},
            )  # fmt: skip
        sent = {"title": f"März {kind}", "submission": uuid4()}
        sign_in(lena).post(at("release", kind) + MARCH, sent)
        acting(town)
        return Release.objects.order_by("-number").first()

    return make


def link(release, by, **more):
    facts = {"label": "Rat", "expires_on": TODAY + timedelta(days=3), **more}
    return services.share(release=release, by=by, today=TODAY, **facts)


def path_of(share):
    return out("shared", share.pk, keys.code_of(share.pk))


def test_a_link_opens_the_frozen_tables_without_an_account(
    release, lena, client, acting, town
):
    share = link(release(), lena)
    client.logout()
    page, before = client.get(path_of(share)), client.get(path_of(share), {"as": "csv"})
    acting(town)
    for _number in range(9):
        contacts.record_contact(
            municipality=town, by=None,
            data={"held_on": date(2026, 3, 13), "group": "b", "channel": "PERSONAL"},
        )  # fmt: skip

    after = client.get(path_of(share), {"as": "csv"})

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Kontakte nach Zielgruppe" in page.content.decode()
    assert "/desk/reports" not in page.content.decode()
    assert len(before.content.splitlines()) > 9
    assert after.content == before.content
    assert client.get(path_of(share), {"as": "exe"}).status_code == 404
    acting(town)
    assert keys.address_of(share).endswith(path_of(share))


def test_a_link_ends_by_itself_is_withdrawn_and_is_guessed_by_nobody(
    release, lena, person, sign_in, town, other_town, acting
):
    row = release()
    share = link(row, lena)
    late = link(row, lena)
    Share.objects.filter(pk=late.pk).update(expires_on=TODAY - timedelta(days=1))
    client = sign_in(lena)

    page = client.get(at("released", row.pk)).content.decode()
    assert path_of(share) in page
    assert path_of(late) not in page
    assert client.get(path_of(late)).status_code == 404
    assert client.get(out("shared", share.pk, "0" * 32)).status_code == 404
    assert (
        client.get(path_of(share).replace("hier", other_town.slug)).status_code == 404
    )
    client.post(at("withdraw", share.pk), {"submission": uuid4()})
    assert client.get(path_of(share)).status_code == 404
    # Whoever only reads reports gives and withdraws no link.
    reader = sign_in(person(town, Role.STEERING))
    assert reader.post(at("withdraw", share.pk), {}).status_code in {403, 404}
    assert reader.post(at("share", row.pk), {}).status_code in {403, 404}
    assert reader.post(at("open_up", row.pk), {}).status_code in {403, 404}
    assert "shares" not in reader.get(at("released", row.pk)).context
    other = sign_in(person(other_town, Role.PROJECT_LEAD))
    address = at("share", row.pk).replace("hier", other_town.slug)
    assert other.post(address, {"submission": uuid4()}).status_code == 404


def test_a_link_is_given_on_the_page_of_the_release_for_a_year_at_most(
    release, lena, sign_in, town, acting
):
    row = release()
    client = sign_in(lena)

    def send(day):
        sent = {"label": "Rat", "expires_on": str(day), "submission": uuid4()}
        return client.post(at("share", row.pk), sent, follow=True)

    assert "höchstens ein Jahr" in send(TODAY + timedelta(days=400)).content.decode()
    assert "höchstens ein Jahr" in send(TODAY - timedelta(days=1)).content.decode()
    send("morgen")
    acting(town)
    assert not Share.objects.exists()
    send(TODAY)
    acting(town)
    assert Share.objects.get().label == "Rat"


def test_released_tables_are_open_data_under_a_licence(
    release, lena, sign_in, client, town
):
    row = release()
    sign_in(lena).post(at("open_up", row.pk), {"licence": BY, "submission": uuid4()})
    client.logout()

    page = client.get(out("open_data")).content.decode()
    found = client.get(out("catalogue"))

    assert row.title in page
    assert "Namensnennung" in page
    assert found.headers["Content-Type"].startswith("application/ld+json")
    told = found.json()
    assert told["@type"] == "dcat:Catalog"
    [dataset] = told["dcat:dataset"]
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2026-03-01"
    must = {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint",
            "dcat:distribution", "dcat:theme", "dct:identifier"}  # fmt: skip
    assert must <= dataset.keys()
    for each in dataset["dcat:distribution"]:
        assert each["dct:license"]["@id"].endswith("/licenses/dl-by-de/2.0")
        address = each["dcat:accessURL"]["@id"].split("/", 3)[3]
        answer = client.get(f"/{address}")
        assert answer.status_code == 200, address
        assert answer.headers["Content-Type"].startswith("text/csv")


def test_a_table_is_a_file_in_which_a_point_hides_small_numbers(release, lena, client):
    row = services.open_up(release=release(), licence=BY, by=lena)
    client.logout()

    text = client.get(out("table", row.pk, "contacts-1")).content

    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    # Two actors are hidden, and what would tell them.
    assert lines[0] == ["Zielgruppe", "Anzahl"]
    assert [line[1] for line in lines[1:]].count(".") >= 2
    assert "2" not in [line[1] for line in lines[1:]]
    assert client.get(out("table", row.pk, "contacts-9")).status_code == 404


def test_what_hides_nothing_is_no_open_data_and_data_are_taken_back(
    release, lena, sign_in, town, acting
):
    pilot = release("pilot")
    client = sign_in(lena)
    sent = {"licence": BY, "submission": uuid4()}
    client.post(at("open_up", pilot.pk), sent)
    acting(town)
    assert not OpenDataset.objects.exists()
    with pytest.raises(services.NothingHidden):
        services.open_up(release=pilot, licence=BY, by=lena)
    row = release()
    services.open_up(release=row, licence=BY, by=lena)
    services.open_up(release=row, licence=OpenDataset.Licence.CC_ZERO, by=lena)
    assert OpenDataset.objects.get().licence == "cc-zero"

    client.post(at("close_up", row.pk), {"submission": uuid4()})

    acting(town)
    assert not OpenDataset.objects.exists()
    assert client.get(out("catalogue")).json()["dcat:dataset"] == []
