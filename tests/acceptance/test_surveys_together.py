"""What partners say together, and what becomes of what people say (D40, M16)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation, OrganisationEditor
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import CONTACT_PERSONS
from hafen.voice.surveys.models import (
    Assessment,
    Conference,
    Contribution,
    Response,
    Side,
    Statement,
    Topic,
)
from hafen.voice.surveys.tests.conftest import begin, by_code, key_of, over, post

TODAY = timezone.localdate()
TEXT = "Stadt und Verband sehen den Standort als gut gewählt an."
SAID = {
    "good": "Die Beratung ist freundlich (9)\nDeutschkurse vor Ort\nGute Nachbarn\n"
    "Der Spielplatz (3)\nDas Café",
    "less_good": "Zu wenige Wohnungen (12)\nWohnungen sind zu teuer\nDer Bus fährt"
    " selten\nLange Wartezeiten im Amt (7)\nBriefe sind schwer zu verstehen",
}


@pytest.fixture
def lead(town, person):
    return person(town, Role.PROJECT_LEAD, name="Lena Leitung")


@pytest.fixture
def caritas(town, acting):
    """A welfare association, which runs the office with the town."""
    acting(town)
    return Organisation.objects.create(
        municipality=town, name="Verband", sort_key="verband"
    )


@pytest.fixture
def carla(town, person, caritas):
    """Speaks for the association."""
    user = person(town, Role.ORGANISATION_EDITOR, name="Carla Caritas")
    OrganisationEditor.objects.create(
        municipality=town, organisation=caritas, user=user
    )
    return user


def at(name, *parts):
    return reverse(f"surveys:{name}", args=["hier", *parts])


@pytest.fixture
def wave(town, acting):
    """A round that is over, with one answer."""
    acting(town)
    made = begin(town, CONTACT_PERSONS)
    question = by_code(made)["overall"]
    services.answer(
        wave=made,
        answers={question.pk: key_of(question, "sehr zufrieden")},
        language="de",
        way=Response.Way.PAPER,
        today=TODAY,
    )
    return over(made)


@pytest.fixture
def joint(wave, lead, caritas):
    """What the town and the association assess together."""
    return services.add_partner(wave=wave, organisation=caritas, by=lead).assessment


def partners(joint):
    """Return the town and the association as partners."""
    return (
        joint.partners.get(organisation=None),
        joint.partners.get(organisation__isnull=False),
    )


def write(client, joint, text):
    joint.refresh_from_db()
    client.post(
        at("write_assessment", joint.pk), {"text": text, "version": joint.version}
    )


def approve(client, partner, edition):
    where = at("approve_assessment", partner.assessment_id, partner.pk)
    return client.post(where, {"edition": edition})


def test_d40_each_partner_says_what_it_thinks(wave, lead, carla, caritas, sign_in):
    sign_in(lead).post(at("add_partner", wave.pk), {"organisation": caritas.pk})
    joint = Assessment.objects.get()
    of_town, of_caritas = partners(joint)
    page = at("assessment", joint.pk)
    said = {"partner": of_caritas.pk, "topic": "Standort", "text": "Gut zu erreichen."}

    assert sign_in(carla).post(page, said).status_code == 302
    # Nobody speaks for the other side.
    foreign = sign_in(carla).post(page, said | {"partner": of_town.pk})

    assert foreign.status_code == 422
    assert Contribution.objects.get().partner_id == of_caritas.pk
    assert "Gut zu erreichen." in sign_in(lead).get(page).content.decode()


def test_d40_both_partners_approve_before_the_text_is_in_the_report(
    wave, joint, lead, carla, sign_in
):
    of_town, of_caritas = partners(joint)
    results = at("results", wave.pk)
    write(sign_in(lead), joint, TEXT)
    assert TEXT not in sign_in(lead).get(results).content.decode()

    approve(sign_in(lead), of_town, 1)
    assert TEXT not in sign_in(lead).get(results).content.decode()
    # Nobody approves for the other side.
    assert approve(sign_in(carla), of_town, 1).status_code == 404

    approve(sign_in(carla), of_caritas, 1)
    assert TEXT in sign_in(lead).get(results).content.decode()


def test_d40_another_text_is_approved_anew(wave, joint, lead, carla, sign_in, acting):
    of_town, of_caritas = partners(joint)
    write(sign_in(lead), joint, TEXT)
    approve(sign_in(lead), of_town, 1)
    approve(sign_in(carla), of_caritas, 1)

    write(sign_in(lead), joint, "Anders.")
    body = sign_in(lead).get(at("results", wave.pk)).content.decode()
    # A page that was opened before approves nothing.
    approve(sign_in(carla), of_caritas, 1)

    acting(wave.municipality)
    joint.refresh_from_db()
    assert TEXT not in body
    assert "Anders." not in body
    assert joint.approved_on is None
    assert partners(joint)[1].approved_edition == 1


def test_a_partner_sees_its_own_assessments_alone(
    wave, lead, carla, caritas, sign_in, town, acting
):
    other = Organisation.objects.create(
        municipality=town, name="Anderer", sort_key="anderer"
    )
    partner = services.add_partner(wave=wave, organisation=other, by=lead)
    client = sign_in(carla)

    assert client.get(at("assessment", partner.assessment_id)).status_code == 404
    assert client.get(at("results", wave.pk)).status_code == 404

    acting(town)
    services.add_partner(wave=wave, organisation=caritas, by=lead)
    assert (
        sign_in(carla).get(at("assessment", partner.assessment_id)).status_code == 200
    )


def test_an_approval_on_behalf_is_marked(wave, lead, caritas, sign_in):
    partner = services.add_partner(wave=wave, organisation=caritas, by=lead)
    services.write_assessment(
        assessment=partner.assessment, text=TEXT, expected=None, by=lead
    )
    client = sign_in(lead)

    client.post(
        at("approve_assessment", partner.assessment_id, partner.pk), {"edition": 1}
    )

    partner.refresh_from_db()
    assert partner.is_on_behalf
    body = client.get(at("assessment", partner.assessment_id)).content.decode()
    assert "im Namen des Partners" in body


TOPICS = {
    "Beratung": ["Die Beratung ist freundlich"],
    "Leben im Viertel": ["Deutschkurse vor Ort", "Gute Nachbarn", "Der Spielplatz",
                         "Das Café"],
    "Wohnen": ["Zu wenige Wohnungen", "Wohnungen sind zu teuer"],
    "Verkehr": ["Der Bus fährt selten"],
    "Ämter": ["Lange Wartezeiten im Amt", "Briefe sind schwer zu verstehen"],
}  # fmt: skip
DUE = TODAY + timedelta(days=30)


def sort_all(desk, conference):
    for name, texts in TOPICS.items():
        keys = [row.pk for row in Statement.objects.filter(text__in=texts)]
        said = {"statements": keys, "name": name, "is_shown": 1}
        desk.post(at("sort", conference.pk), said)


def assign(desk, topic, owner):
    said = {
        "follow_up": "Wird im Jour fixe besprochen", "owner": owner.pk,
        "office": "Sozialamt", "due_on": DUE.isoformat(), "version": topic.version,
    }  # fmt: skip
    desk.post(at("topic", topic.pk), said)


def test_m16_ten_statements_are_clustered_and_each_topic_gets_somebody(
    town, lead, sign_in, acting
):
    desk = sign_in(lead)
    planned = {"title_de": "Was läuft?", "held_on": TODAY.isoformat()}
    desk.post(at("add_conference"), planned)
    conference = Conference.objects.get()
    desk.post(at("collect", conference.pk), {"group": "REFUGEES", **SAID})
    assert Statement.objects.count() == 10
    assert Statement.objects.get(text="Zu wenige Wohnungen").votes == 12

    sort_all(desk, conference)
    assert not Statement.objects.filter(topic=None).exists()
    # Nothing goes out while a topic of what goes less well has nobody.
    desk.post(at("publish", conference.pk))
    assert Conference.objects.get().published_on is None
    body = desk.get(at("conference", conference.pk)).content.decode()
    assert body.count("noch niemand zuständig") == 3

    for topic in Topic.objects.filter(side=Side.LESS_GOOD):
        assign(desk, topic, lead)
    desk.post(at("publish", conference.pk))
    todos = Todo.objects.filter(kind=services.FOLLOW_UP)
    assert Conference.objects.get().published_on == TODAY
    assert [(todo.owner_id, todo.due_on) for todo in todos] == 3 * [(lead.pk, DUE)]


def test_m16_who_took_part_reads_what_came_of_it(
    conference, lead, sign_in, client, acting, town
):
    desk = sign_in(lead)
    desk.post(at("collect", conference.pk), SAID)
    sort_all(desk, conference)
    for topic in Topic.objects.all():
        assign(desk, topic, lead)
    desk.post(at("publish", conference.pk))
    housing = Topic.objects.get(name="Wohnen")
    desk.post(at("outcome", housing.pk), {"outcome": "Zwölf Wohnungen sind im Bau."})
    assert Todo.objects.filter(kind=services.FOLLOW_UP).open().count() == 4

    client.logout()
    body = client.get(public_at(conference, language="ar")).content.decode()

    for words in (
        "Wohnen", "Zu wenige Wohnungen", "Sozialamt", "Das Café",
        "Zwölf Wohnungen sind im Bau.",
    ):  # fmt: skip
        assert words in body
    assert "Lena Leitung" not in body


@pytest.fixture
def conference(town, acting):
    acting(town)
    return services.plan_conference(
        municipality=town,
        data={"titles": {"de": "Was läuft?"}, "held_on": TODAY, "open_until": TODAY},
        by=None,
    )


def public_at(conference, name="conference", language="de"):
    where = ["hier", language, conference.short_id]
    return reverse(f"surveys_public:{name}", args=where)


def test_statements_come_by_web_without_a_name_and_are_read_first(
    conference, lead, client, sign_in, acting, town
):
    said = guarded(side="LESS_GOOD", text="Frau Muster hilft nie", group="")
    assert post(client, public_at(conference), said).status_code == 302

    acting(town)
    row = Statement.objects.get()
    names = {field.name for field in Statement._meta.get_fields()}
    assert names == {
        "id", "municipality", "version", "conference", "side", "text", "group",
        "votes", "topic", "is_shown",
    }  # fmt: skip
    assert row.pk.version == 4
    # Sorted, but not let through: the topic is told, the words are not.
    topic = services.sort_statements(
        statements=[row], name="Beratung", is_shown=False, by=lead
    )
    services.assign(
        topic=topic, follow_up="Gespräch", office="Amt", due_on=TODAY, owner=lead,
        expected=None, now=timezone.now(), by=lead,
    )  # fmt: skip
    services.publish_result(conference=conference, today=TODAY, by=lead)
    client.logout()
    body = client.get(public_at(conference)).content.decode()
    assert "Beratung" in body
    assert "Frau Muster" not in body


def guarded(**said):
    return {"token": new_token(is_corrected=True), **said}


def test_a_year_later_only_the_words_that_were_let_through_are_left(
    conference, lead, sign_in, town
):
    sign_in(lead).post(at("collect", conference.pk), {"group": "REFUGEES", **SAID})
    housing = Statement.objects.filter(text__in=TOPICS["Wohnen"])
    services.sort_statements(statements=housing, name="Wohnen", is_shown=True, by=lead)

    for days, number in ((365, 0), (366, 8)):
        day = TODAY + timedelta(days=days)
        assert services.forget_statements(municipality=town, today=day) == number

    texts = Statement.objects.exclude(text="").values_list("text", "group")
    assert sorted(texts) == [
        ("Wohnungen sind zu teuer", ""),
        ("Zu wenige Wohnungen", ""),
    ]


def test_after_the_last_day_nothing_is_taken(conference, client, acting, town):
    Conference.objects.update(open_until=TODAY - timedelta(days=1))

    post(client, public_at(conference), guarded(side="GOOD", text="Gut", group=""))

    acting(town)
    assert not Statement.objects.exists()


def test_only_who_finds_the_topic_is_made_responsible(
    conference, lead, sign_in, town, person
):
    desk = sign_in(lead)
    desk.post(at("collect", conference.pk), {"less_good": "Eng"})
    rows = Statement.objects.all()
    topic = services.sort_statements(statements=rows, name="X", is_shown=True, by=lead)

    assign(desk, topic, person(town, Role.EDITOR))
    assert not Todo.objects.exists()

    assign(desk, topic, lead)
    assert Todo.objects.get().owner_id == lead.pk


def test_statements_of_both_columns_are_no_topic(conference, lead, sign_in):
    client = sign_in(lead)
    client.post(at("collect", conference.pk), {"good": "Gut", "less_good": "Schlecht"})
    keys = [row.pk for row in Statement.objects.all()]

    client.post(at("sort", conference.pk), {"statements": keys, "name": "Alles"})

    assert not Topic.objects.exists()


def test_another_town_reaches_none_of_it(
    conference, wave, caritas, lead, other_town, person, sign_in
):
    partner = services.add_partner(wave=wave, organisation=caritas, by=lead)
    stranger = sign_in(person(other_town, Role.PROJECT_LEAD))
    for name, pk in (
        ("conference", conference.pk), ("assessment", partner.assessment_id)
    ):  # fmt: skip
        where = reverse(f"surveys:{name}", args=["dort", pk])
        assert stranger.get(where).status_code == 404


def test_pages_ask_few_questions(conference, wave, caritas, lead, sign_in, questions):
    partner = services.add_partner(wave=wave, organisation=caritas, by=lead)
    client = sign_in(lead)
    client.post(
        at("collect", conference.pk), {"good": "Gut\nSchön", "less_good": "Eng"}
    )
    rows = Statement.objects.filter(side=Side.GOOD)
    services.sort_statements(statements=rows, name="Alles", is_shown=True, by=lead)
    for name, parts in (
        ("conferences", []),
        ("conference", [conference.pk]),
        ("topic", [Topic.objects.get().pk]),
        ("assessments", []),
        ("assessment", [partner.assessment_id]),
        ("results", [wave.pk]),
    ):
        assert len(questions(client, at(name, *parts))) <= 12, name
