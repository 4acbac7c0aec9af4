"""Polls: who is invited, who wants no more, and what the desk can do to the form."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import RoleAssignment
from hafen.core.db.roles import Role
from hafen.exchange.training import keys, queries, services
from hafen.exchange.training.models import PollRefusal
from hafen.exchange.training.services._polls import refusal_address
from hafen.mechanisms.questions import services as questions

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def poll(town, clara, acting):
    acting(town, clara)
    return services.open_poll(
        municipality=town,
        title="Was möchten Sie lernen?",
        topics=[{"de": "Asylrecht"}, {"de": "Trauma"}],
        closes_on=timezone.localdate() + timedelta(days=21),
        by=clara,
    )


@pytest.fixture
def vote(poll):
    """Somebody ticks topics by their place, and writes a line."""

    def make(*chosen, words="", form=poll):
        topics, line = form.questionnaire.questions.order_by("place")[:2]
        picked = [topics.options[index]["key"] for index in chosen]
        services.answer_poll(
            poll=form,
            who=form.pk,
            answers={topics.pk: picked, line.pk: words},
            language="de",
            today=timezone.localdate(),
        )

    return make


def bodies_to(person):
    return [each.body for each in mail.outbox if each.to == [person.email]]


def path_of(address):
    return urlsplit(address).path


def test_an_invitation_carries_its_own_way_out_and_is_heard(
    town, poll, helper, clara, now, client, acting
):
    bernd, cem = helper(), helper("Cem Probe")
    assert services.invite_to_poll(poll=poll, by=clara, now=now) == 2
    out = refusal_address(bernd, "de")
    assert [out in body for body in bodies_to(bernd)] == [True]

    page = client.get(path_of(out)).content.decode()
    assert "Keine Einladungen mehr" in page
    acting(town)
    assert not PollRefusal.objects.exists()  # a scanner has opened it
    assert client.post(path_of(out), {"step": "end"}).status_code == 403
    for _twice in range(2):
        client.post(path_of(out), {"step": "end"}, **HERE)

    acting(town, clara)
    assert PollRefusal.objects.get().helper == bernd
    assert services.invite_to_poll(poll=poll, by=clara, now=now) == 1
    assert (len(bodies_to(bernd)), len(bodies_to(cem))) == (1, 2)

    client.post(path_of(out), {"step": "again"}, **HERE)
    acting(town, clara)
    assert services.invite_to_poll(poll=poll, by=clara, now=now) == 2


def test_nobody_ends_the_invitations_of_somebody_else(
    town, other_town, helper, client, acting
):
    bernd, cem = helper(), helper("Cem Probe")
    where = {"municipality": "hier", "language": "de", "who": bernd.pk}
    code = keys.refusal_code(bernd.pk)
    for facts in (
        where | {"code": keys.refusal_code(cem.pk)},
        where | {"municipality": "dort", "code": code},
    ):
        address = reverse("training_public:no_polls", kwargs=facts)
        assert client.post(address, {"step": "end"}, **HERE).status_code == 404

    acting(town)
    assert not PollRefusal.objects.exists()


def test_the_topics_are_counted_wherever_the_desk_moves_their_question(
    town, poll, vote, clara, acting, sign_in
):
    vote(0, 1, words="Mietrecht")
    vote(0)
    [_topics, line] = poll.questionnaire.questions.order_by("place")
    questions.move_up(question=line, by=clara)

    found = queries.ranking_of(poll, "de")

    assert [(each.text, each.votes) for each in found.topics] == [
        ("Asylrecht", 2),
        ("Trauma", 1),
    ]
    assert (found.words, found.answered) == (["Mietrecht"], 2)


@pytest.mark.parametrize("kind", ["DATE", "NUMBER", "TEXT", "CHOICE", "CONSENT"])
def test_the_page_of_a_poll_stands_whatever_the_desk_makes_of_its_questions(
    town, poll, vote, clara, acting, sign_in, kind
):
    """Answers stay as they were given, also when the question is another one now."""
    vote(0, 1, words="Mietrecht")
    for question in poll.questionnaire.questions.all():
        texts = [each["texts"] for each in question.options] or [{"de": "a"}] * 2
        data = questions.QuestionData(
            kind=kind, texts=question.texts, options=tuple(texts)
        )
        questions.change_question(question=question, data=data, expected=None, by=clara)
    desk = sign_in(clara)

    page = desk.get(reverse("training:poll", args=["hier", poll.pk]))

    assert page.status_code == 200
    assert page.context["ranking"].answered == 1


def test_a_poll_without_questions_shows_an_empty_page(
    town, poll, clara, acting, sign_in
):
    for question in poll.questionnaire.questions.all():
        questions.stop_asking(question=question, by=clara)
    desk = sign_in(clara)

    page = desk.get(reverse("training:poll", args=["hier", poll.pk]))

    assert page.status_code == 200
    assert desk.get(reverse("training:polls", args=["hier"])).status_code == 200


def test_whose_role_has_ended_lacks_no_training(town, clara, person, acting):
    today = timezone.localdate()
    sina = person(town, Role.SOCIAL_WORKER, name="Sina")
    acting(town, clara)
    assert {clara, sina} <= set(queries.staff_without(town, "DIVERSITY", today))

    RoleAssignment.objects.filter(user=sina).update(valid_until=today)

    assert sina in queries.staff_without(town, "DIVERSITY", today)
    tomorrow = today + timedelta(days=1)
    assert sina not in queries.staff_without(town, "DIVERSITY", tomorrow)
    assert clara in queries.staff_without(town, "DIVERSITY", tomorrow)
