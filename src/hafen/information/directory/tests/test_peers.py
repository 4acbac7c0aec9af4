"""What the best systems of the field have, row by row (peers.md, A2)."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.information.directory import queries, services
from hafen.information.directory.tests.conftest import NOW
from hafen.mechanisms.feedback import forms as visitors
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.models import FeedbackEntry


def at(name, town, *arguments):
    return reverse(f"directory:{name}", args=[town.slug, *arguments])


def what(service, **changes):
    """What the form of the first section sends, with changes."""
    data = queries.data_of(service)
    sent = {
        "organisation": str(service.organisation_id),
        "kind": data["kind"],
        "name": data["name"],
        "summary": data["summary"],
        "topic_0": data["topics"][0],
        "check_every_days": data["check_every_days"],
        "version": service.version,
    }
    return sent | changes


def test_a2_10_the_history_says_per_field_what_it_was_and_became_and_who_did_it(
    town, edda, sign_in, cafe
):
    client = sign_in(edda)
    where = at("edit", town, cafe.pk, "what")
    client.post(where, what(cafe, name="Sprachcafé am Kai"))
    cafe.refresh_from_db()
    client.post(where, what(cafe, name="Café am Kai"))

    page = client.get(at("history", town, cafe.pk)).content.decode()

    assert re.search(
        r"<del><bdi>Sprachcafé am Kai</bdi></del> <bdi>Café am Kai</bdi>", page
    )
    assert "Edda" in page


def test_a2_09_the_public_reads_when_and_by_whom_an_offer_was_checked(
    town, client, edda, public_cafe
):
    services.mark_checked(
        service=public_cafe, expected=None, by=edda, today=timezone.localdate()
    )

    public_cafe.refresh_from_db()
    assert public_cafe.assured_by == "EDITOR"
    page = client.get(f"/{town.slug}/de/offers/{public_cafe.address}/")
    assert f"{timezone.localdate():%d.%m.%Y}" in page.content.decode()


def test_a2_14_a_reader_reports_an_update_of_an_offer_and_an_editor_works_it_off(
    town, client, edda, public_cafe, sign_in, monkeypatch
):
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)
    offer = f"/{town.slug}/de/offers/{public_cafe.address}/"
    form = f"/{town.slug}/de/feedback/"
    assert form in client.get(offer).content.decode()
    sent = {
        "kind": "MISTAKE",
        "message": "Dienstags ist jetzt geschlossen.",
        "page": offer,
        "token": new_token(),
    }

    client.post(form, sent, headers={"Origin": "http://testserver"})

    entry = FeedbackEntry.objects.get()
    desk = sign_in(edda)
    queue = desk.get(reverse("feedback:entries", args=[town.slug]))
    assert "Dienstags ist jetzt geschlossen." in queue.content.decode()
    assert (
        offer
        in desk.get(
            reverse("feedback:entry", args=[town.slug, entry.pk])
        ).content.decode()
    )
    done = reverse("feedback:close", args=[town.slug, entry.pk])
    desk.post(done, {"outcome": "geändert", "version": entry.version})
    entry.refresh_from_db()
    assert not entry.is_open


def test_a2_06_and_08_costs_papers_ways_in_and_access_stand_on_the_page(
    town, client, edda, public_cafe
):
    services.edit_service(
        service=public_cafe,
        data={
            "costs": "Zwei Euro im Monat.",
            "documents": "Ausweis",
            "application": "Bitte vorher anrufen.",
            "accessibility": "Rampe am Hof",
            "cost_options": [services.Cost("2.00", "Monat")],
        },
        expected=None,
        by=edda,
        now=NOW,
    )

    page = client.get(f"/{town.slug}/de/offers/{public_cafe.address}/")

    for words in ("Zwei Euro", "Ausweis", "vorher anrufen", "Rampe am Hof"):
        assert words in page.content.decode()


@pytest.mark.parametrize(("code", "found"), [("N01", True), ("N13", False)])
def test_a2_02_an_offer_is_found_by_the_terms_of_the_taxonomy(
    town, client, public_cafe, code, found
):
    page = client.get(f"/{town.slug}/de/offers/", {"topic": code}).content.decode()

    assert (public_cafe.name in page.partition("<main")[2]) is found
