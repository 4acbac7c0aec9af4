"""The network as the catalogue of the cities tells it, across the rooms."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import services as directory
from hafen.mechanisms.search.queries import Wanted, find
from hafen.mechanisms.search.services import rebuild
from hafen.network.organisations import services

pytestmark = pytest.mark.django_db


def test_w14_the_professionals_for_sport_are_found_with_their_offer(
    town, person, acting, sign_in
):
    acting(town)
    for name, workforce, topic in (
        ("Sportamt", "PROFESSIONAL", "N18"),
        ("Jobcenter", "PROFESSIONAL", "N05"),
        ("TSV Ost", "VOLUNTEER", "N18"),
    ):
        row = services.create_organisation(
            municipality=town,
            data={
                "name": name,
                "kind": "AUTHORITY",
                "workforce": workforce,
                "topics": [topic],
            },
            by=None,
        )
        if name == "Sportamt":
            office = row
    directory.create_service(
        municipality=town,
        data={"organisation": office, "name": "Sport-Coaches"},
        by=None,
        now=timezone.now(),
    )
    client = sign_in(person(town, Role.EDITOR))

    listed = client.get(
        reverse("organisations:listing", args=[town.slug]),
        {"workforce": "PROFESSIONAL", "topic": "N18"},
    )
    found = [row.name for row in listed.context["page"]]
    shown = client.get(reverse("organisations:detail", args=[town.slug, office.pk]))

    assert found == ["Sportamt"]
    assert "Sport-Coaches" in shown.content.decode()


def test_the_public_finds_an_organisation_with_its_work_offers_and_events(
    town, acting, client, django_capture_on_commit_callbacks
):
    acting(town)
    with django_capture_on_commit_callbacks(execute=True):
        row = services.create_organisation(
            municipality=town,
            data={
                "name": "Brücke Nordhafen",
                "kind": "MIGRANT",
                "description": "Wir begleiten Familien.",
                "topics": ["N18"],
                "languages": ["ar"],
            },
            by=None,
        )
        draft = services.create_organisation(
            municipality=town, data={"name": "Brücke Entwurf"}, by=None
        )
        services.publish_organisation(organisation=row, expected=None, by=None)
        now = timezone.now()
        service = directory.create_service(
            municipality=town,
            data={
                "organisation": row,
                "name": "Familientreff",
                "summary": "Treffen",
                "topics": ["N18"],
            },
            by=None,
            now=now,
        )
        directory.publish_service(service=service, expected=None, by=None, now=now)
    row.refresh_from_db()

    hits = find(town, Wanted(text="brucke", language="de", kind="organisation")).hits
    page = client.get(f"/{town.slug}/de/organisations/{row.address}/").content.decode()

    assert [hit.title for hit in hits] == ["Brücke Nordhafen"]
    assert draft.name not in page
    assert all(word in page for word in ("Familien", "العربية", "Familientreff"))
    merged = services.create_organisation(
        municipality=town, data={"name": "Brücke am Hafen"}, by=None
    )
    services.merge_organisations(
        winner=merged, loser=row, chosen={}, expected=(None, None), by=None
    )
    rebuild(municipality=town)
    again = find(town, Wanted(text="brucke", language="de", kind="organisation"))
    assert not again.hits
