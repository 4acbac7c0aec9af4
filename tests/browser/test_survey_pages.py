"""Surveys in the browser: no barrier, no wide page, at the desk and for visitors."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.network.organisations.models import Organisation
from hafen.voice.surveys import demo, keys, services
from hafen.voice.surveys.instruments import INSTRUMENTS
from hafen.voice.surveys.models import (
    Asked,
    Assessment,
    Conference,
    OpenAnswer,
    Survey,
    Topic,
    Wave,
)
from tests.visits import look

ROUNDS = {
    "past": {"name": "Frühjahr", "from_days_ago": 90, "until_days": -60},
    "open": {"name": "Herbst", "from_days_ago": 10, "until_days": 20},
}
WORDS = {"strengths": ["Hilfe vor Ort", "Die Mitarbeitenden sind freundlich"]}


@pytest.fixture
def lead(town, person):
    """Leads the project and evaluates, so that no page is closed."""
    return person(town, Role.PROJECT_LEAD, Role.EVALUATOR)


@pytest.fixture
def asked(town, lead, acting):
    """Both questionnaires: one round that is over, and one that is open."""
    acting(town)
    rounds = [
        facts
        | {"invited": [30, 25], "answers": 34, "ways": ["INTERVIEW"], "remark": ""}
        for facts in ROUNDS.values()
    ]
    facts = {"rounds": rounds, "words": WORDS}
    facts["mentions"] = {"Hilfe vor Ort": ["Hilfe"]}
    demo.load(town, {"surveys": dict.fromkeys(INSTRUMENTS, facts)})
    after = {"occasion": "counselling", "days_after": 1, "rest_days": 90, "is_on": True}
    survey = Survey.objects.get(instrument="contact_persons")
    services.ask_after(survey=survey, data=after, today=timezone.localdate(), by=None)
    Asked.objects.create(municipality=town, who="0" * 64, asked_on=timezone.localdate())


@pytest.fixture
def together(town, asked):
    """An assessment, and a conference before and after its result."""
    Organisation.objects.create(municipality=town, name="Verband", sort_key="verband")
    wave = Wave.objects.get(survey__instrument="contact_persons", number=1)
    said = {"statements": {"Standort": "Gut zu erreichen."}, "text": "Gut gewählt."}
    demo.assess(wave, said)
    for place in range(2):
        demo.load_conference(
            town,
            {
                "titles": {"de": "Was läuft gut?", "ar": "ما الذي يسير جيدًا؟"},
                "days_ago": 30 * place,
                "open_days": 10 if not place else None,
                "topics": {
                    "GOOD": {"Beratung": ["Alle sind freundlich (9)"]},
                    "LESS_GOOD": {"Wohnen": ["Zu wenige Wohnungen (12)"]},
                },
                "unsorted": ["Der Bus fährt selten"] if not place else [],
                "follow_up": "Gespräch mit der Wohnungsgesellschaft",
                "office": "Sozialamt",
            },
        )


def pages(language):
    """Return the screens by name, each with something on it."""
    survey = Survey.objects.get(instrument="contact_persons")
    past, running = survey.waves.order_by("number")
    open_one = Wave.objects.get(survey__instrument="households", number=2)
    room = {
        "listing": [], "templates": [], "add": [], "detail": [survey.pk],
        "edit": [survey.pk], "add_wave": [survey.pk], "compare": [survey.pk],
        "wave": [running.pk], "results": [past.pk], "groups": [past.pk],
        "answers": [past.pk], "codebook": [past.pk], "mentions": [past.pk],
        "enter": [running.pk], "invite": [running.pk], "interviews": [],
        "add_after": [survey.pk],
    }  # fmt: skip
    found = {
        name: reverse(f"surveys:{name}", args=["hier", *parts])
        for name, parts in room.items()
    }
    joint, topic = Assessment.objects.get(), Topic.objects.first()
    newest, oldest = Conference.objects.order_by("-held_on")
    more = {
        "assessments": [], "assessment": [joint.pk], "write_assessment": [joint.pk],
        "add_partner": [past.pk], "conferences": [], "add_conference": [],
        "conference": [newest.pk], "collect": [newest.pk], "topic": [topic.pk],
    }  # fmt: skip
    for name, parts in more.items():
        found[name] = reverse(f"surveys:{name}", args=["hier", *parts])
    for name, row in (("say", newest), ("result", oldest)):
        where = ["hier", language, row.short_id]
        found[name] = reverse("surveys_public:conference", args=where)
    found["running"] = reverse("surveys:results", args=["hier", running.pk])
    interview = reverse("surveys:interview", args=["hier", open_one.pk])
    found["interview"] = f"{interview}?language=ar"
    public = ["hier", language, open_one.short_id]
    memory = Asked.objects.get()
    where = ["hier", language, memory.pk, keys.stop(memory)]
    found["ask_no_more"] = reverse("surveys_public:ask_no_more", args=where)
    found["public"] = reverse("surveys_public:open_link", args=public)
    found["thanks"] = reverse("surveys_public:thanks", args=public)
    return found


@pytest.mark.parametrize("language", ["de", "ar"])
def test_surveys_have_no_barrier(together, lead, sign_in, visit, language):
    type(lead).objects.filter(pk=lead.pk).update(language=language)
    lead.refresh_from_db()
    sign_in(lead)
    answer = OpenAnswer.objects.select_related("response__wave").first()
    services.quote(answer=answer, text="Hilfe vor Ort", by=lead)
    look(pages(language), visit, language)
