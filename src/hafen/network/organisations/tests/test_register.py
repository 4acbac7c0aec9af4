"""The register: who works where on what, and whom the public may know."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.network.organisations import queries, services
from hafen.network.organisations.models import ContactPerson, Organisation

pytestmark = pytest.mark.django_db
SEED = (
    "Runder Tisch Mainz-Kastel",
    "Lobby für Flüchtlingshelfer",
    "Freiwilligenzentrum",
    "WIPSO-net",
    "Helferkreis Auringen",
)


@pytest.fixture
def edda(town, person):
    return person(town, Role.EDITOR, name="Edda")


def district(town, name, parent=None):
    return District.objects.create(
        municipality=town,
        name=name,
        sort_key=name.lower(),
        layer="parts",
        parent=parent,
    )


def make(town, name="Brücke e. V.", *, public=False, **data):
    row = services.create_organisation(
        municipality=town, data={"name": name, "kind": "ASSOCIATION", **data}, by=None
    )
    if public:
        services.publish_organisation(organisation=row, expected=None, by=None)
    return row


def address(name, town, *parts):
    return reverse(f"organisations:{name}", args=[town.slug, *parts])


def test_w11_the_seed_list_is_entered_and_filtered_by_district(
    town, edda, acting, sign_in
):
    acting(town)
    east = district(town, "Ost")
    auringen = district(town, "Auringen", parent=east)
    client = sign_in(edda)
    for name in SEED:
        sent = {"name": name, "kind": "INITIATIVE", "topics": ["N17"]}
        if "Auringen" in name:
            sent["districts"] = [str(auringen.pk)]
        assert client.post(address("create", town), sent).status_code == 302

    where = address("listing", town)
    page = client.get(where, {"district": auringen.pk})
    above = client.get(where, {"district": east.pk, "topic": "N17"})

    assert Organisation.objects.count() == len(SEED)
    for answer in (page, above):
        assert [row.name for row in answer.context["page"]] == ["Helferkreis Auringen"]


def test_l20_a_verified_profile_raises_the_counter_by_one(
    town, edda, person, acting, sign_in, client
):
    acting(town)
    make(town, "Schon da", public=True)
    fresh = make(town, "Zwei Ufer")
    otto = person(town, Role.ORGANISATION_EDITOR, name="Otto")
    services.appoint_editor(organisation=fresh, user=otto, by=None)
    listed = reverse("organisations_public:public_listing", args=[town.slug, "de"])
    before = client.get(listed).context["profiles"]
    sent = {
        "name": "Zwei Ufer",
        "kind": "MIGRANT",
        "description": "Wir kochen und singen.",
        "languages": ["uk", "ar"],
        "version": 1,
    }

    sign_in(otto).post(address("edit", town, fresh.pk), sent)
    move = {"step": "publish"}
    assert sign_in(otto).post(address("move", town, fresh.pk), move).status_code == 404
    sign_in(edda).post(address("move", town, fresh.pk), move)
    client.logout()
    after = client.get(listed)

    assert (before, after.context["profiles"]) == (1, 2)
    fresh.refresh_from_db()
    shown = client.get(f"{listed}{fresh.address}/").content.decode()
    assert "Wir kochen und singen." in shown
    assert "العربية" in shown
    old = client.get(f"{listed}anders-{fresh.short_id}/")
    assert old["Location"] == f"{listed}{fresh.address}/"


def test_the_public_reads_the_names_of_those_who_agreed_until_they_withdraw(
    town, edda, acting, sign_in, client
):
    acting(town)
    row = make(town, public=True)
    mina, _omar = (
        ContactPerson.objects.create(
            municipality=town,
            organisation=row,
            name=name,
            confirmed_on=date(2026, 1, 2),
        )
        for name in ("Mina Muster", "Omar Ohne")
    )
    agreed = {"agreed_on": "2026-03-01", "agreed_how": "SIGNED"}
    sign_in(edda).post(address("consent", town, row.pk, mina.pk), agreed)
    acting(town)
    consent = mina.consents.get()
    where = reverse(
        "organisations_public:public_detail", args=[town.slug, "de", row.address]
    )
    client.logout()
    named = client.get(where).content.decode()
    sign_in(edda).post(address("withdraw", town, row.pk, mina.pk))
    listed = client.get(address("people", town, row.pk)).content.decode()
    client.logout()
    gone = client.get(where).content.decode()

    assert (consent.text_version, consent.recorded_by) == ("1", edda)
    assert "Mina Muster" in named
    assert "Omar Ohne" not in named
    assert "Mina Muster" in listed
    assert "Mina Muster" not in gone
    acting(town)
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()


def test_consent_is_given_once_and_withdrawn_once(town, acting):
    acting(town)
    today = timezone.localdate()
    person = ContactPerson.objects.create(
        municipality=town, organisation=make(town), name="Mina", confirmed_on=today
    )
    agreed = {"agreed_on": today, "agreed_how": "ORAL", "text_version": "1"}

    services.record_consent(person=person, **agreed, by=None)
    with pytest.raises(services.AgreedAlready):
        services.record_consent(person=person, **agreed, by=None)
    yesterday = today - timedelta(days=1)
    with pytest.raises(services.NotAgreed):
        services.withdraw_consent(person=person, withdrawn_on=yesterday, by=None)
    services.withdraw_consent(person=person, withdrawn_on=today, by=None)
    services.record_consent(person=person, **agreed, by=None)

    assert person.consents.count() == 2


def test_a_draft_is_on_no_public_page(town, acting, client):
    acting(town)
    row = make(town)
    listed = reverse("organisations_public:public_listing", args=[town.slug, "de"])

    assert row.name not in client.get(listed).content.decode()
    assert client.get(f"{listed}{row.address}/").status_code == 404


def test_who_works_both_ways_is_found_under_both(town, acting):
    acting(town)
    for name, workforce in (("A", "PROFESSIONAL"), ("B", "BOTH"), ("C", "VOLUNTEER")):
        make(town, name, workforce=workforce, languages=["ar"])
    rows = Organisation.objects.filter(municipality=town).sorted()

    found = queries.filtered(
        rows, queries.Wanted(workforce="PROFESSIONAL", language="ar")
    )

    assert [row.name for row in found] == ["A", "B"]
