"""From the first question to the end: each step is dated, and nobody is forgotten."""

from datetime import timedelta

import pytest
from django.core import mail

from hafen.core.mail.models import Notice
from hafen.exchange.pool import queries, services
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.pool.tests.conftest import NOW, THURSDAY_EVENING
from hafen.mechanisms.todos.models import Todo


def kinds_open():
    return sorted(Todo.objects.open().values_list("kind", flat=True))


def mails_to(name):
    return sum(each.to[0].startswith(name) for each in mail.outbox)


def test_from_the_question_to_the_end(need, offer, ask, clara):
    one, other = need(), offer()
    match = ask(one, other)
    match = services.answer(match=match, side="HELPER", accepts=True, now=NOW)
    match = services.confirm(match=match, by=clara, now=NOW)
    match = services.begin(match=match, by=clara, now=NOW)
    match = services.end(
        match=match, outcome="DONE", reason="", note="", looks_on=False, by=clara,
        now=NOW,
    )  # fmt: skip

    steps = list(queries.steps_of(match))
    assert [step.state for step in steps] == [
        "PROPOSED", "ASKED", "ACCEPTED", "CONFIRMED", "RUNNING", "ENDED",
    ]  # fmt: skip
    assert [step.who for step in steps[:3]] == ["DESK", "DESK", "HELPER"]
    assert all(step.told_helper for step in steps[1:])
    assert "placement/" in steps[1].told_helper
    assert steps[3].told_seeker
    assert Need.objects.get(pk=one.pk).state == "DONE"
    assert kinds_open() == []


def test_a_question_expires_after_three_working_days_or_a_day_when_urgent(
    need, offer, ask
):
    usual, urgent = ask(need(), offer()), ask(need(is_urgent=True), offer())

    # From Wednesday on: Thursday, Friday, Monday.
    assert usual.answer_by.date() == (NOW + timedelta(days=5)).date()
    assert urgent.answer_by == NOW + timedelta(hours=24)


def test_an_unanswered_question_comes_back_to_the_desk(need, offer, ask, town):
    one = need()
    match = ask(one, offer())
    later = match.answer_by + timedelta(minutes=1)

    assert services.expire_unanswered(municipality_id=town.pk, now=later) == 1
    assert services.expire_unanswered(municipality_id=town.pk, now=later) == 0

    match.refresh_from_db()
    todo = Todo.objects.open().get()
    assert match.is_expired
    assert (todo.kind, todo.owner_id, todo.due_on) == (
        "pool.again", one.owner_id, later.date(),
    )  # fmt: skip
    assert mails_to("bernd") == 2
    with pytest.raises(services.AnsweredTooLate):
        services.answer(match=match, side="HELPER", accepts=True, now=later)


def test_an_expired_question_can_be_asked_anew_once(need, offer, ask, town):
    match = ask(need(), offer())
    later = match.answer_by + timedelta(minutes=1)
    services.expire_unanswered(municipality_id=town.pk, now=later)
    match.refresh_from_db()

    fresh = services.ask_anew(match=match, now=later)

    assert fresh.is_asked
    assert fresh.pk != match.pk
    with pytest.raises(services.AlreadyAnswered):
        services.ask_anew(match=match, now=later)


@pytest.mark.parametrize("first", [True, False])
def test_the_first_answer_counts(need, offer, ask, first):
    match = ask(need(), offer())
    services.answer(match=match, side="HELPER", accepts=first, now=NOW)

    with pytest.raises(services.AlreadyAnswered):
        services.answer(match=match, side="HELPER", accepts=not first, now=NOW)

    match.refresh_from_db()
    assert match.state == ("ACCEPTED" if first else "DECLINED")


def test_of_several_who_are_asked_everyone_gets_an_answer(need, offer, clara):
    one = need()
    helpers = [offer(name=n, email=f"{n}@example.org") for n in ("anna", "ben", "cem")]
    anna, ben, cem = services.ask(need=one, offers=helpers, by=clara, now=NOW)
    for match in (ben, anna):
        services.answer(match=match, side="HELPER", accepts=True, now=NOW)
    services.confirm(match=anna, by=clara, now=NOW)

    states = {row.pk: (row.state, row.reason) for row in Match.objects.all()}
    assert states[anna.pk] == ("CONFIRMED", "")
    assert states[ben.pk] == states[cem.pk] == ("WITHDRAWN", "TAKEN")
    # Asked, thanked, and told how it went; whoever did not answer, twice.
    assert [mails_to(name) for name in ("anna", "ben", "cem")] == [3, 3, 2]
    assert mails_to("amira") == 2
    with pytest.raises(services.NoPlaceLeft):
        services.confirm(match=ben, by=clara, now=NOW)


def test_who_comes_second_reads_who_was_faster(need, offer, accepted, clara):
    one, other = need(places=1), offer(places=5)
    first, second = accepted(one, other), accepted(need(name="Farid"), other)
    services.confirm(match=first, by=clara, now=NOW)
    services.confirm(match=second, by=clara, now=NOW)

    with pytest.raises(services.NoPlaceLeft) as late:
        services.confirm(match=first, by=clara, now=NOW)

    assert late.value.args[0] == "Clara"


def test_a_sponsorship_begins_with_a_talk_and_the_yes_of_both(
    need, offer, accepted, clara
):
    one, other = need(kind="SPONSORSHIP"), offer(kind="SPONSORSHIP")
    match = accepted(one, other)

    with pytest.raises(services.TalkFirst):
        services.confirm(match=match, by=clara, now=NOW)
    services.hold_talk(
        match=match, on=NOW.date(), seeker_agrees=False, by=clara, now=NOW
    )
    with pytest.raises(services.TalkFirst):
        services.confirm(match=match, by=clara, now=NOW)
    services.answer(match=match, side="SEEKER", accepts=True, now=NOW)

    assert services.confirm(match=match, by=clara, now=NOW).is_confirmed


def test_only_a_first_name_and_the_agreed_way_reach_the_other_side(
    need, offer, accepted, clara
):
    one = need(name="Amira Haddad", phone="+4923112345", email="amira@example.org")
    other = offer(name="Bernd Beispiel", consent_on=NOW.date(), phone="+4923154321")

    later = NOW + timedelta(hours=2)
    services.confirm(match=accepted(one, other), by=clara, now=later)

    step = queries.steps_of(Match.objects.get()).last()
    assert "Bernd: bernd@example.org" in step.told_seeker
    assert "Beispiel" not in step.told_seeker
    assert "+49" not in step.told_seeker
    # Amira has not agreed to be named.
    assert "amira" not in step.told_helper.lower()


def test_a_fact_is_corrected_and_the_rule_stays(need, offer, clara):
    one, other = need(slots=THURSDAY_EVENING), offer()
    assert queries.broken_rules(one, other) == ["TIME"]

    row = services.correct_fact(
        need=one, offer=other, fact="TIME", value=[3 * 6 + 4],
        agreed_on=NOW.date(), note="am Telefon abgesprochen", by=clara, now=NOW,
    )  # fmt: skip

    assert queries.broken_rules(one, other) == []
    assert (row.agreed_on, row.by) == (NOW.date(), clara)
    before, after = int(row.before), int(row.after)
    assert (before & THURSDAY_EVENING, after & THURSDAY_EVENING) == (
        0, THURSDAY_EVENING,
    )  # fmt: skip


def test_a_closed_need_releases_whoever_was_asked(need, offer, ask, clara):
    match = ask(need(), offer())

    services.stop_posting(
        posting=match.need, state=Need.State.WITHDRAWN, by=clara, now=NOW
    )

    match.refresh_from_db()
    assert (match.state, match.reason) == ("WITHDRAWN", "NOT_NEEDED")
    assert mails_to("bernd") == 2
    assert kinds_open() == []


def test_a_telephone_call_is_a_task_with_the_words_to_say(need, offer, ask):
    ask(need(), offer(channel="TELEPHONE", phone="+49231555", email=""))

    notice = Notice.objects.get(channel="TELEPHONE")
    assert "Begleitung zum Amt" in notice.text
    assert "http" not in notice.text
    assert notice.due_at is not None


def test_an_offer_is_asked_about_and_runs_out_or_holds_on(offer, town):
    one = offer()
    soon = NOW + timedelta(days=80)
    services.keep_fresh(municipality_id=town.pk, now=soon)
    assert kinds_open() == ["pool.renew"]
    assert mails_to("bernd") == 1

    services.renew_posting(posting=one, by=None, now=soon)
    with pytest.raises(services.NothingToRenew):
        services.renew_posting(posting=one, by=None, now=soon)

    one.refresh_from_db()
    assert kinds_open() == []
    assert one.valid_until == soon.date() + timedelta(days=90)

    for day in (170, 171, 172):
        services.keep_fresh(municipality_id=town.pk, now=NOW + timedelta(days=day))
    over = NOW + timedelta(days=172)
    assert Offer.objects.get().state == "EXPIRED"
    assert Offer.objects.get().closed_at == over or Offer.objects.get().closed_at
    assert services.renew_posting(posting=one, by=None, now=over).is_open


def test_nothing_is_entered_without_an_owner(need):
    with pytest.raises(services.NobodyOwns):
        need(owner=None)


def todos_open():
    rows = Todo.objects.open().order_by("kind")
    return [(row.kind, row.owner, row.due_on) for row in rows]


def two_asked(need, offer, clara):
    """Two who are asked for a need of two places."""
    helpers = [offer(name=n, email=f"{n}@example.org") for n in ("anna", "ben")]
    return services.ask(need=need(places=2), offers=helpers, by=clara, now=NOW)


def test_a_need_with_a_place_left_comes_back_when_the_others_run_out(
    need, offer, clara, town
):
    anna, ben = two_asked(need, offer, clara)
    services.answer(match=anna, side="HELPER", accepts=True, now=NOW)
    services.confirm(match=anna, by=clara, now=NOW)
    # Ben may still say yes: nothing is to be done.
    assert kinds_open() == []
    amira = mails_to("amira")

    later = ben.answer_by + timedelta(minutes=1)
    services.expire_unanswered(municipality_id=town.pk, now=later)

    assert todos_open() == [("pool.again", clara, later.date())]
    assert mails_to("amira") == amira + 1


def test_a_need_with_a_place_left_comes_back_when_nobody_else_is_asked(
    need, offer, accepted, clara
):
    one = need(places=2)
    match = accepted(one, offer())
    assert kinds_open() == ["pool.confirm"]

    services.confirm(match=match, by=clara, now=NOW + timedelta(hours=2))

    assert todos_open() == [("pool.find", clara, one.due_on)]


def test_a_yes_is_before_the_desk_until_the_last_one_is_confirmed(need, offer, clara):
    anna, ben = two_asked(need, offer, clara)
    for match in (anna, ben):
        services.answer(match=match, side="HELPER", accepts=True, now=NOW)

    services.confirm(match=anna, by=clara, now=NOW)
    assert kinds_open() == ["pool.confirm"]
    services.withdraw(match=ben, reason="NOT_NEEDED", by=clara, now=NOW)

    assert kinds_open() == ["pool.again"]


def test_a_need_that_is_opened_again_is_before_its_owner(need, town, clara):
    one = need()
    services.stop_posting(posting=one, state=Need.State.DONE, by=clara, now=NOW)
    assert kinds_open() == []
    later = NOW + timedelta(days=40)

    opened = services.reopen_posting(posting=one, by=clara, now=later)

    in_ten_days = later.date() + timedelta(days=10)
    assert todos_open() == [("pool.find", clara, in_ten_days)]
    assert opened.due_on == in_ten_days
    # A second time it is there once.
    services.reopen_posting(posting=one, by=clara, now=later)
    assert kinds_open() == ["pool.find"]


def test_a_need_that_holds_on_after_its_end_is_before_its_owner(need, town, clara):
    one = need()
    for day in (80, 91):
        services.keep_fresh(municipality_id=town.pk, now=NOW + timedelta(days=day))
    assert Need.objects.get().state == "EXPIRED"
    assert kinds_open() == []

    services.renew_posting(posting=one, by=None, now=NOW + timedelta(days=92))

    assert kinds_open() == ["pool.find"]
