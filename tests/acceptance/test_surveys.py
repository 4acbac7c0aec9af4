"""Surveys as the catalogue describes them, and the figures of the pilot."""

import argparse
from datetime import timedelta
from email import message_from_bytes

import pytest
import yaml
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.mechanisms.imports import commands
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.models import Import
from hafen.mechanisms.questions.queries import asked
from hafen.network.contacts.models import Contact
from hafen.network.organisations.models import ContactPerson, Organisation
from hafen.voice.surveys import keys, queries, services
from hafen.voice.surveys.instruments import CONTACT_PERSONS, HOUSEHOLDS
from hafen.voice.surveys.models import Invitation, OpenAnswer, Response, Survey, Wave
from hafen.voice.surveys.tests.conftest import (
    begin,
    by_code,
    counts,
    key_of,
    over,
    post,
    sheet,
)

FILES = {
    "survey_contact_persons": "befragung_kontaktpersonen.xlsx",
    "survey_households": "befragung_gefluechtete.xlsx",
}


@pytest.fixture
def town(town):
    town.languages = ["de", "en", "ar", "fa"]
    town.save()
    return town


@pytest.fixture
def expected(test_data):
    return yaml.safe_load((test_data / "dortmund" / "expected.yaml").read_text())


@pytest.fixture
def bring_in(town, acting, test_data):
    """Import a file of the pilot by the command: `bring_in(name, dry_run=True)`."""

    def run(name, **options):
        named = {
            "file": str(test_data / "dortmund" / FILES[name]),
            "municipality": town.slug,
            "importer": "surveys",
            "sheet": "",
            "mapping": None,
            "dry_run": False,
            "draft": False,
            "survey": None,
        }
        outcome = commands.bring_in(argparse.Namespace(**named | options))
        acting(town)
        return outcome.data

    return run


@pytest.mark.parametrize("name", FILES)
def test_d38_the_tables_of_the_pilot_are_those_that_the_city_printed(
    name, bring_in, expected
):
    told = bring_in(name)

    wanted = expected[name]
    wave = Wave.objects.select_related("survey", "municipality").get()
    found = queries.figures_of(wave, queries.results_of(wave))
    assert not told["errors"]
    assert not told["warnings"]
    assert found["questions"] == wanted["questions"]
    assert found["returned"] == wanted["returned"]
    assert found["persons"] == wanted.get("persons")
    assert found["roles"] == wanted.get("roles", {})


def test_d36_the_return_rate_of_the_pilot_is_16_of_55(bring_in, person, sign_in, town):
    bring_in("survey_contact_persons")
    client = sign_in(person(town, Role.PROJECT_LEAD))
    wave = Wave.objects.select_related("survey__group_question").get()
    keys = [option["key"] for option in wave.survey.group_question.options]
    where = reverse("surveys:edit_wave", args=["hier", wave.pk])
    said = {
        "name": "2017", "opens_on": "2017-04-13", "closes_on": "2017-05-05",
        f"invited_{keys[0]}": 30, f"invited_{keys[1]}": 25, "version": wave.version,
    }  # fmt: skip

    client.post(where, said)
    page = client.get(reverse("surveys:results", args=["hier", wave.pk]))

    body = " ".join(page.content.decode().split())
    assert "16 von 55 Befragten (29 %)" in body
    assert "Nur eine Richtung" in body


def test_a_list_is_tried_first_and_taken_back_afterwards(bring_in):
    bring_in("survey_households", dry_run=True)
    assert not Survey.objects.exists()

    bring_in("survey_households")
    assert Response.objects.count() == 19
    again = bring_in("survey_households")
    assert again["unchanged"] == 19

    run = Import.objects.order_by("-id").last()
    imports.undo(run, by=None, now=timezone.now())
    assert not Response.objects.exists()


def test_d39_answers_are_counted_by_what_they_mention(bring_in, person, sign_in, town):
    bring_in("survey_contact_persons")
    eva = person(town, Role.EVALUATOR)
    client = sign_in(eva)
    wave = Wave.objects.select_related("survey", "municipality").get()
    where = reverse("surveys:mentions", args=["hier", wave.pk])
    strengths = by_code(wave)["strengths"]
    # The list has no third column; two people named this as well.
    for response in Response.objects.all()[:2]:
        OpenAnswer.objects.create(
            municipality=town,
            response=response,
            question=strengths,
            text="Dolmetscher vor Ort",
        )
    told = {question.code: same for question, same in queries.same_answers(eva, wave)}
    for one in told["strengths"]:
        client.post(where, {"answer": one.answer, "name": one.text})

    assert mentioned(wave, "Stärken") == [15, 10, 3, 3, 2]

    rare = next(one for one in told["weaknesses"] if one.count == 1)
    for name in ("Öffnungszeiten", "Erreichbarkeit"):
        client.post(where, {"answer": rare.answer, "name": name})
    assert mentioned(wave, "Schwächen") == [1, 1]


def mentioned(wave, question):
    found = queries.results_of(wave).mentions
    return next(
        [count for _name, count in words.named]
        for words in found
        if words.label == question
    )


def test_d36_paper_and_online_answers_land_in_one_distribution(
    town, acting, client, person, sign_in
):
    acting(town)
    wave = begin(town, CONTACT_PERSONS)
    online = reverse("surveys_public:open_link", args=["hier", "de", wave.short_id])
    post(client, online, sheet(wave, overall="sehr zufrieden"))

    paul = sign_in(person(town, Role.SOCIAL_WORKER))
    name = f"q_{by_code(wave)['overall'].pk.hex}"
    paul.post(reverse("surveys:enter", args=["hier", wave.pk]), {name: "5"})

    acting(town)
    found = queries.results_of(
        Wave.objects.select_related("survey", "municipality").get()
    )
    assert counts(found, "overall") == {"sehr zufrieden": 2}
    assert found.ways == {"OPEN": 1, "PAPER": 1}


def test_d37_an_interview_in_persian_counts_in_german(town, acting, person, sign_in):
    acting(town)
    wave = begin(town, HOUSEHOLDS)
    client = sign_in(person(town, Role.INTERPRETER))
    where = reverse("surveys:interview", args=["hier", wave.pk]) + "?language=fa"
    page = client.get(where)
    heard = by_code(wave)["heard_of"]

    said = {
        f"question_{heard.pk.hex}": key_of(heard, "دیدار در خانه"),
        f"question_{by_code(wave)['persons'].pk.hex}": "4",
    }
    done = client.post(where, said)

    assert "ساعات کاری" in page.content.decode()
    assert "Öffnungszeiten" in page.content.decode()
    assert done.status_code == 302
    found = queries.results_of(
        Wave.objects.select_related("survey__persons_question", "municipality").get()
    )
    assert counts(found, "heard_of") == {"Besuch in der Wohnung": 1}
    assert found.persons == 4
    assert found.interviewed == 1
    # Whoever asks writes and reads nothing of it.
    for name in ("results", "answers", "mentions", "groups"):
        assert (
            client.get(reverse(f"surveys:{name}", args=["hier", wave.pk])).status_code
            == 404
        )


@pytest.mark.parametrize(("number", "is_small"), [(29, True), (30, False)])
def test_d38_few_answers_come_with_a_caveat(
    number, is_small, town, acting, person, sign_in
):
    acting(town)
    wave = begin(town, CONTACT_PERSONS)
    question = by_code(wave)["overall"]
    for _sheet in range(number):
        services.answer(
            wave=wave,
            answers={question.pk: key_of(question, "sehr zufrieden")},
            language="de",
            way=Response.Way.PAPER,
            today=timezone.localdate() - timedelta(days=1),
        )
    client = sign_in(person(town, Role.STEERING))
    over(wave)

    body = client.get(
        reverse("surveys:results", args=["hier", wave.pk])
    ).content.decode()

    assert ("Nur eine Richtung" in body) is is_small
    assert body.count(f'<td class="number">{number}</td>') >= 1
    assert len(asked(wave.survey.questionnaire_id)) == 13


@pytest.fixture
def outbox(settings):
    """Let mails wait in the database, as at work."""
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"


@pytest.fixture
def partners(town, acting, outbox):
    """A round, and 55 people with a mailbox who were met in the last half year."""
    acting(town)
    today = timezone.localdate()
    for number in range(58):
        # Three more have no mailbox, or were met long before.
        email = f"p{number}@example.org" if number != 55 else ""
        met = today - timedelta(days=400 if number > 55 else number)
        body = Organisation.objects.create(
            municipality=town, name=f"Verein {number}", sort_key=f"verein {number}"
        )
        who = ContactPerson.objects.create(
            municipality=town,
            organisation=body,
            name=f"Person {number}",
            email=email,
            confirmed_on=today,
        )
        facts = {"held_on": met, "group": "a", "channel": "EMAIL"}
        for _twice in range(2):
            Contact.objects.create(
                municipality=town, organisation=body, contact_person=who, **facts
            )
    return begin(town, CONTACT_PERSONS)


def invite(client, wave):
    """Invite whoever was met in the last half year; return the preview."""
    today = timezone.localdate()
    period = {
        "first": (today - timedelta(days=182)).isoformat(),
        "last": today.isoformat(),
        "has_email": "on",
    }
    where = reverse("surveys:invite", args=["hier", wave.pk])
    preview = client.get(where, period).content.decode()
    client.post(where, period)
    return preview


def test_d35_people_met_in_the_period_with_a_mailbox_are_invited(
    town, partners, person, sign_in
):
    client = sign_in(person(town, Role.PROJECT_LEAD, Role.VOLUNTEER_COORDINATOR))

    preview = invite(client, partners)
    invite(client, partners)

    assert "(55)" in preview
    assert Invitation.objects.count() == 55
    assert Wave.objects.get().invited_in_all == 55
    assert OutgoingMail.objects.count() == 55


def test_d36_only_those_who_have_not_answered_are_reminded(
    town, acting, partners, person, sign_in
):
    client = sign_in(person(town, Role.PROJECT_LEAD, Role.VOLUNTEER_COORDINATOR))
    invite(client, partners)
    one = Invitation.objects.order_by("pk").first()
    where = ["hier", "de", partners.short_id, one.pk, keys.code_of(one)]
    link = reverse("surveys_public:own_link", args=where)
    assert link in text_of(OutgoingMail.objects.get(recipient=one.email))

    post(client, link, sheet(partners, overall="sehr zufrieden"))
    acting(town)
    client.post(reverse("surveys:remind", args=["hier", partners.pk]))

    reminded = Invitation.objects.filter(reminders=1)
    assert reminded.count() == 54
    assert not reminded.filter(pk=one.pk).exists()


def text_of(mail):
    """Return the words of a mail that waits to be sent."""
    parts = message_from_bytes(bytes(mail.source)).walk()
    return next(
        part.get_payload(decode=True).decode()
        for part in parts
        if part.get_content_type() == "text/plain"
    )
