"""Who takes part, what counts, and what somebody has learned by it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from hafen.exchange.training import certificates, errors, keys, queries, services
from hafen.exchange.training.models import Group, Participant, Qualification
from hafen.information.events.models import Event, EventDate
from hafen.mechanisms.questions.models import AnswerSheet


def test_a_missed_evening_is_made_up_in_another_run(
    basic, plan, helper, enrol, mark, now
):
    first, second = plan(basic), plan(basic, days_ago=25)
    bernd = helper()
    row = enrol(first, bernd)
    mark(first, 1, row)
    mark(first, 2, row)
    today = timezone.localdate(now)
    assert not queries.has_basic_training(bernd, today)
    assert row.pk in {p.pk for p in queries.markable(second, 3)}
    assert row.pk not in {p.pk for p in queries.markable(second, 2)}

    mark(second, 3, row)

    row.refresh_from_db()
    assert row.completed_on is not None
    assert queries.has_basic_training(bernd, today)
    assert not queries.has_basic_training(bernd, today - timedelta(days=40))
    assert certificates.certificate(row, today=today).startswith(b"%PDF")


def test_whoever_comes_to_a_later_run_has_missed_nothing_yet(
    basic, plan, helper, enrol
):
    first, later = plan(basic), plan(basic, days_ago=25)
    row = enrol(later, helper())

    def asked(part):
        return [each.pk for each in queries.markable(first, part)]

    assert [asked(1), asked(2), asked(3)] == [[], [], []]
    last = later.event.dates.order_by("first_day").last()
    EventDate.objects.filter(pk=last.pk).update(is_cancelled=True)
    assert [asked(1), asked(2), asked(3)] == [[], [], [row.pk]]


def test_a_correction_takes_the_qualification_back(basic, plan, helper, enrol, mark):
    run = plan(basic)
    row = enrol(run, helper())
    for part in (1, 2, 3, 3):
        mark(run, part, row)
    assert Qualification.objects.count() == 1

    mark(run, 2)

    row.refresh_from_db()
    assert row.completed_on is None
    assert Qualification.objects.count() == 0
    with pytest.raises(errors.NotComplete):
        certificates.certificate(row, today=timezone.localdate())


def test_a_part_that_has_not_been_is_not_attended(basic, plan, helper, enrol, mark):
    run = plan(basic, days_ago=-10)
    row = enrol(run, helper())
    for part in (1, 4):
        with pytest.raises(errors.UnknownPart):
            mark(run, part, row)


def test_nobody_takes_part_twice_and_the_last_place_goes_once(
    module, plan, helper, enrol
):
    run = plan(module(), days_ago=-10, places=1)
    bernd = helper()
    enrol(run, bernd)
    with pytest.raises(errors.AlreadyThere):
        enrol(run, bernd)
    waiting = enrol(run, helper("Cem Probe"))

    assert waiting.registration.is_waiting
    assert list(run.participants.coming().values_list("name", flat=True)) == [
        "Bernd Beispiel"
    ]


def test_what_counts_for_months_runs_out(module, helper, town, clara, now):
    brief = module("Auffrischung", valid_months=12)
    bernd, today = helper(), timezone.localdate(now)
    services.record_qualification(
        municipality=town, whose={"helper": bernd, "user": None}, module=brief,
        acquired_on=today - timedelta(days=30), note="Zeugnis gesehen", by=clara,
    )  # fmt: skip

    assert list(queries.qualifications_of(bernd, today)) == [brief]
    assert not queries.qualifications_of(bernd, today + timedelta(days=400)).exists()


def test_a_run_is_an_event_with_a_link_and_has_enough_dates(basic, plan, town, clara):
    run = plan(basic, days_ago=-5)
    event = Event.objects.get()

    assert (event.kind, event.state, event.dates.count()) == (
        "TRAINING",
        "PUBLISHED",
        3,
    )
    assert str(run.pk) in event.website
    with pytest.raises(errors.TooFewDates):
        services.plan_run(
            municipality=town, module=basic, data={}, groups=[], places=None, times=2,
            owner=clara, by=clara, now=timezone.now(),
        )  # fmt: skip


class TestPolls:
    @pytest.fixture
    def poll(self, town, clara, acting, now):
        acting(town, clara)
        return services.open_poll(
            municipality=town,
            title="Umfrage",
            topics=[{"de": "Asylrecht"}, {"de": "Trauma"}],
            closes_on=timezone.localdate(now) + timedelta(days=9),
            by=clara,
        )

    def vote(self, poll, who, *texts):
        [question, *_rest] = poll.questionnaire.questions.order_by("place")
        chosen = [o["key"] for o in question.options if o["texts"]["de"] in texts]
        services.answer_poll(
            poll=poll, who=who, answers={question.pk: chosen}, language="de",
            today=timezone.localdate(),
        )  # fmt: skip

    def test_the_last_answer_of_a_person_counts_and_nobody_is_named(self, poll, helper):
        bernd = helper()
        self.vote(poll, bernd.pk, "Asylrecht")
        self.vote(poll, bernd.pk, "Trauma")
        self.vote(poll, uuid4(), "Trauma")

        ranking = queries.ranking_of(poll, "de")
        assert [(t.text, t.votes) for t in ranking.topics] == [
            ("Trauma", 2), ("Asylrecht", 0),
        ]  # fmt: skip
        assert bernd.pk not in set(AnswerSheet.objects.values_list("about", flat=True))

    def test_each_helper_gets_a_link_of_their_own(self, poll, helper, clara, now):
        bernd = helper()
        helper("Ohne Mail", channel="TELEPHONE", email="", phone="+4923155")
        assert services.invite_to_poll(poll=poll, by=clara, now=now) == 1
        assert keys.poll_code(poll, bernd.pk) in mail.outbox[-1].body

    def test_after_its_end_nobody_answers(self, poll):
        poll.closes_on = timezone.localdate() - timedelta(days=1)
        poll.save()
        with pytest.raises(errors.PollClosed):
            self.vote(poll, uuid4(), "Trauma")


def test_contributors_need_no_place(module, plan, enrol):
    run = plan(module(), days_ago=-10, places=1)
    row = enrol(run, name="Frau A.", group=Group.NEWCOMER, role="CONTRIBUTES")

    assert row.registration is None
    assert Participant.objects.coming().count() == 1
