"""The network as the catalogue of the cities tells it, across the rooms."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import services as directory
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
