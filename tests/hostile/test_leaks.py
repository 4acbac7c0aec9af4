"""What is not public comes out nowhere: no draft, no note, no person (SEC-10).

A canary stands in every text column that is not public; then everything that a
stranger can fetch is fetched, and none may sing.
"""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import F

from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import DataClass, declared
from hafen.core.places.models import Municipality, Site
from hafen.exchange.pool.models import Need, Visibility
from hafen.information.directory.models import Service
from hafen.information.events.models import Event
from hafen.information.knowledge.models import Entry
from hafen.mechanisms.search import services as search
from hafen.network.organisations.models import (
    ContactPerson,
    Organisation,
    PublicationConsent,
)
from tests.hostile.marks import NEVER_CHANGED
from tests.hostile.painting import (
    fill,
    fill_by_hand,
    label_of,
    paint,
    painted_fields,
    painted_models,
)
from tests.hostile.walking import Walk, first_addresses

CANARY = re.compile(rb"canary-([\w.]+)-x")
# Rooms whose words the public reads; in all others every word is a canary.
PUBLIC = {
    "places.Municipality", "places.Site", "places.District", "places.Unit",
    "places.UnitContact", "places.Room", "places.Territory", "places.Responsibility",
    "places.OpeningException", "places.ClosedDay", "places.SchoolHoliday",
    "organisations.Organisation", "organisations.OrganisationTranslation",
    "organisations.Network.name", "organisations.Network.purpose",
    "organisations.Network.rhythm", "organisations.NetworkTranslation",
    "mentoring.Programme.titles", "mentoring.Programme.texts",
    "directory.*", "events.Event", "events.EventTranslation", "events.Campaign",
    "events.EventDate", "events.DateChange", "events.EventAnswer",
    "events.EventFile", "files.StoredFile", "knowledge.*", "search.SearchDocument",
    "search.SearchWord", "inquiries.ContactPoint", "bookings.Bookable",
    "questions.Questionnaire", "questions.Question", "wagtailcore.Page",
    "accounts.SignInProvider.name", "places.OpeningHours", "places.HolidayOverride",
    "news.NewsItem", "news.NewsTranslation", "volunteers.Group",
    "volunteers.Idea.title", "volunteers.Idea.text", "interpreting.Wanted",
    "board.Post.title", "board.Post.text",
    "board.Post.category", "surveys.Survey.titles", "surveys.Survey.introductions",
    "surveys.Conference.titles", "surveys.Topic", "surveys.Statement.text",
    "reports.OpenDataset",
}  # fmt: skip
# Of public rooms, what is a note of the house all the same.
INTERNAL = {
    "directory.Proposal", "directory.PreparationStep", "directory.VisitCount",
    "directory.Review", "directory.Edition", "directory.EditionEntry",
    "knowledge.ConceptDraft", "knowledge.ConceptComment", "knowledge.LawChange",
    "knowledge.Mention", "questions.Questionnaire.name",
    "places.Territory",
    "places.Responsibility.note", "places.Unit.note",
}  # fmt: skip


def is_internal(field):
    label, name = field.model._meta.label, str(field).split(".", 1)[1]
    if label in INTERNAL or f"{label}.{field.name}" in INTERNAL or name in INTERNAL:
        return True
    room = f"{field.model._meta.app_label}.*"
    return not {label, room, f"{label}.{field.name}"} & PUBLIC


def is_public(label):
    """Return whether anybody reads a column, by its label or that of its model."""
    return bool({label, label.rpartition(".")[0]} & PUBLIC)


def canary(field, _row):
    # Short enough for every column, with a name that says whose it is.
    number = NUMBERS.setdefault(str(field), len(NUMBERS))
    text = f"canary-{number}-x"
    if field.get_internal_type() == "CharField" and "Email" in type(field).__name__:
        return f"{text}@example.org"
    return text


NUMBERS: dict[str, int] = {}


@pytest.fixture
def painted(musterhafen):
    fill(musterhafen)
    fill_by_hand(musterhafen)
    # Who agreed to be named is public by that; here nobody did.
    PublicationConsent._base_manager.all().delete()
    # A request is shown to everybody where that was said; here it is to partners.
    Need._base_manager.update(visibility=Visibility.NETWORK)
    done = paint(canary, only=is_internal)
    return musterhafen, done


def heard(answers) -> Iterator[str]:
    """Return which canaries sing in answers, with the address."""
    names = {str(number): name for name, number in NUMBERS.items()}
    for address, answer in answers.items():
        for found in set(CANARY.findall(answer.body)):
            yield f"{address}: {names.get(found.decode(), found.decode())}"


def unheard(done):
    """Return the columns with words about people that got no canary."""
    return [
        label_of(field)
        for model in our_models()
        if declared(model).data_class is not DataClass.P0
        for field in painted_fields(model)
        if field.name in declared(model).fields
        and is_internal(field)
        and label_of(field) not in done
        and label_of(field) not in NEVER_CHANGED
    ]


def test_a_stranger_hears_no_word_of_the_house(painted, client):
    town, done = painted
    walk = Walk(client, each=2).start(first_addresses(town, "de", is_public=True))

    assert unheard(done) == []
    assert len(walk.routes) > 60
    assert "\n".join(sorted(set(heard(walk.answers)))) == ""


def test_every_room_with_people_is_listened_to():
    """A new model with personal data is internal here, unless it is named public."""
    silent = {
        model._meta.label
        for model in painted_models()
        if declared(model).is_personal
        and not any(is_internal(field) for field in model._meta.concrete_fields)
    }

    assert silent == {
        "files.StoredFile",  # the name of a public file
        "places.UnitContact",  # who of an office is named to the public
    }


# How each kind of public entry is taken from the public.
HIDDEN = {
    Service: {"state": Service.State.DRAFT},
    Event: {"state": Event.State.DRAFT},
    Organisation: {"state": Organisation.State.DRAFT},
    Site: {"is_published": False},
    Entry: {"live": False},
    Need: {"visibility": Visibility.NETWORK},
}


def test_a_stranger_hears_no_word_of_a_draft(musterhafen, client):
    """What was public and is not any more is silent at every address it had."""
    starts = first_addresses(musterhafen, "de", is_public=True)
    known = list(Walk(client, each=2).start(starts).answers)
    paint(canary, only=lambda field: field.model in {*HIDDEN, *TOLD_WITH_THEM})
    for model, values in HIDDEN.items():
        model._base_manager.filter(municipality=musterhafen).update(**values)
    search.rebuild(municipality=musterhafen)
    Municipality.objects.update(content_version=F("content_version") + 1)

    walk = Walk(client, each=2).start([*starts, *known, *asking(musterhafen)])

    assert len(known) > 90
    assert len(walk.answers) > 40
    assert "\n".join(sorted(set(heard(walk.answers)))) == ""


# Texts that show only together with a hidden entry.
TOLD_WITH_THEM = {
    model
    for model in apps.get_models()
    if model._meta.label
    in {
        "directory.ServiceTranslation", "directory.Location", "directory.ServicePhone",
        "directory.ServiceEmail", "directory.Schedule", "directory.CostOption",
        "directory.RequiredDocument", "events.EventTranslation", "events.EventAnswer",
        "events.EventDate", "organisations.OrganisationTranslation",
    }
}  # fmt: skip


def asking(town):
    """Return searches for every canary, and feeds with every filter."""
    yield from (
        f"/{town.slug}/de/search/?q=canary+{number}" for number in NUMBERS.values()
    )
    yield f"/{town.slug}/de/search/suggest/?q=canary"
    yield f"/{town.slug}/de/list/?q=canary"


def test_a_person_who_did_not_agree_is_named_nowhere(musterhafen, client):
    """Contact persons stand on public pages by their consent alone."""
    fill(musterhafen)
    PublicationConsent._base_manager.all().delete()
    paint(canary, only=lambda field: field.model is ContactPerson)
    Municipality.objects.update(content_version=F("content_version") + 1)

    walk = Walk(client, each=6).start(
        first_addresses(musterhafen, "de", is_public=True)
    )

    assert ContactPerson._base_manager.exists()
    assert "\n".join(sorted(set(heard(walk.answers)))) == ""
