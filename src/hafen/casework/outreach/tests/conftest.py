from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import services as files
from hafen.casework.cases.models import Client
from hafen.casework.cases.tests.conftest import (
    TODAY,
    add,
    agatha,
    bela,
    case,
    clara,
    closed,
    emil,
    entered,
    household,
    north,
    officer,
    second,
    south,
    team,
)
from hafen.casework.outreach import machine, services
from hafen.core.places.models import District
from hafen.information.knowledge.models import Paper, PaperEdition, PaperSheet

__all__ = [
    "NOW",
    "TODAY",
    "add",
    "agatha",
    "bela",
    "case",
    "clara",
    "closed",
    "emil",
    "entered",
    "household",
    "north",
    "officer",
    "second",
    "south",
    "team",
]
NOW = timezone.now()
MOST_QUERIES = 12
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def brackel(town, acting):
    acting(town)
    return District.objects.create(municipality=town, name="Brackel")


def facts(name="Familie Muster", **more):
    known_facts = {
        "kind": "MOVE",
        "name": name,
        "persons": 4,
        "languages": ["ar"],
        "address": "Beispielweg 1",
        "on": TODAY,
        "due_on": SOON,
    }
    return known_facts | more


@pytest.fixture
def arrival(town, south, clara, acting):
    """A maker of arrivals for the team South."""

    def make(name="Familie Muster", *, household=None, by=None, **more):
        acting(town, by or clara)
        return services.announce(
            municipality=town,
            facts=facts(name, **more),
            team=south,
            today=TODAY,
            by=by or clara,
            household=household,
        )

    return make


@pytest.fixture
def visit(clara):
    """A maker of visits by Clara; with a result they are recorded."""

    def make(row, result="", *, on=TODAY, **more):
        planned = services.plan_visit(
            arrival=row,
            visitor=clara,
            on=on,
            at=None,
            announced="LETTER",
            interpreter="NONE",
            by=clara,
        )
        if not result:
            return planned
        return services.record_visit(
            visit=planned,
            facts={"result": result, "on": on} | more,
            today=TODAY,
            now=NOW,
            by=clara,
        )

    return make


@pytest.fixture
def handed(town, north, clara, acting):
    """A maker of hand-overs from South to North, as far as is asked for."""

    def make(file, *, parts=machine.FURTHER, until="OFFERED", **more):
        acting(town, clara)
        wishes = {
            "kind": "SHELTER",
            "to_team": north,
            "topics": ["N01"],
            "urgency": "SOON",
            "parts": parts,
            "special": [],
        }
        row = services.begin_hand_over(
            household=file, facts=wishes | more, today=TODAY, by=clara
        )
        if until != "DRAFT":
            agree(file, north, row.parts, clara)
            services.check_gate(
                hand_over=row, ground="", note="", today=TODAY, by=clara
            )
        if until == "OFFERED":
            services.offer(hand_over=row, today=TODAY, by=clara)
        row.refresh_from_db()
        return row

    return make


def agree(file, team, parts, by, *, kind="SHARING", **more):
    """Let everybody of a household agree, mostly that a team gets parts."""
    told = {"recipient": team.name, "team": team} if team else {}
    facts = {"kind": kind, "categories": list(parts)} | told | more
    for client in Client.objects.filter(household=file):
        consents = files.prepare_consents(
            client=client, facts=facts, purposes=[], months=12, today=TODAY, by=by
        )
        files.sign_consents(
            client=client,
            asked=consents,
            ticked=consents,
            facts={"given_by": "SELF", "form": "PAPER"},
            youth_agrees=True,
            on=TODAY,
            by=by,
        )


def accepted(row, by, acting):
    acting(row.municipality, by)
    return services.accept(hand_over=row, today=TODAY, now=NOW, by=by)


def at(town, name, *parts):
    return reverse(f"outreach:{name}", args=[town.slug, *parts])


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def paper(town, acting):
    """An information sheet that is released in German and Tigrinya."""
    acting(town)
    row = Paper.objects.create(
        municipality=town, kind="SHEET", title="Willkommen", languages=["de", "ti"],
        number=2, state="RELEASED", sort_key="willkommen",
    )  # fmt: skip
    edition = PaperEdition.objects.create(
        municipality=town, paper=row, number=2, released_at=f"{TODAY}T08:00Z"
    )
    for tag, title in (("de", "Willkommen"), ("ti", "እንቋዕ ብደሓን መጻእኩም")):
        PaperSheet.objects.create(
            municipality=town, edition=edition, language=tag, content_hash="x",
            content={"title": title, "parts": []},
        )  # fmt: skip
    return row
