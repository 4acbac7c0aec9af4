"""From the proposal to the end: each day is kept, and nobody is forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hafen.core.db.errors import LostUpdate
from hafen.exchange.mentoring import agreements, errors, keys, queries, services
from hafen.exchange.mentoring.models import CheckIn, HandOver, Sponsorship
from hafen.exchange.mentoring.services import Application
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Match, Need, Offer, Seeker
from hafen.mechanisms.todos.models import Todo


def kinds_open():
    return sorted(Todo.objects.open().values_list("kind", flat=True))


def bodies_to(name):
    return [each.body for each in mail.outbox if each.to[0].startswith(name)]


def test_it_begins_with_the_proposal_and_asks_for_an_agreement(confirmed, clara):
    row = confirmed()

    assert (row.owner, row.began_on) == (clara, None)
    assert kinds_open() == ["mentoring.agree"]


def test_other_kinds_of_help_are_left_alone(wish, sponsor, clara, now):
    one, other = wish(kind=Kind.COMPANY), sponsor(kind=Kind.COMPANY)
    pool.ask(need=one, offers=[other], by=clara, now=now)

    assert Sponsorship.objects.count() == 0


def test_without_meeting_and_signature_nothing_begins(confirmed, clara, now):
    row = confirmed()
    with pytest.raises(errors.NoAgreement):
        services.begin_sponsorship(sponsorship=row, by=clara, now=now)

    day = timezone.localdate(now)
    known = {"sponsorship": row, "met_on": day, "signed_on": day, "by": clara}
    services.note_steps(**known, now=now, expected=row.version)
    with pytest.raises(LostUpdate):
        services.note_steps(**known, now=now, expected=row.version)
    row.refresh_from_db()
    services.begin_sponsorship(sponsorship=row, by=clara, now=now)

    row.refresh_from_db()
    assert (row.began_on, row.match.state) == (day, "RUNNING")
    assert kinds_open() == []
    due = [(c.weeks, (c.due_on - day).days) for c in queries.check_ins_of(row)]
    assert due == [(2, 14), (6, 42), (12, 84), (26, 182)]


def test_both_are_asked_once_and_the_owner_has_it_on_today(running, town, clara, now):
    row = running()
    later = now + timedelta(days=15)

    assert services.ask_due(municipality_id=town.pk, now=later) == 1
    assert services.ask_due(municipality_id=town.pk, now=later) == 0

    assert kinds_open() == ["mentoring.check"]
    check = CheckIn.objects.get(sponsorship=row, weeks=2)
    for side, name in (("HELPER", "bernd"), ("SEEKER", "amira")):
        assert keys.check_in_code(check, side) in bodies_to(name)[-1]


def test_two_good_answers_close_it_and_the_first_counts(running, town, now):
    row = running()
    check = CheckIn.objects.get(sponsorship=row, weeks=2)
    services.ask_due(municipality_id=town.pk, now=now + timedelta(days=15))
    say = {"check_in": check, "note": "", "now": now}
    services.answer_check_in(**say, side="HELPER", mood="GOOD")
    with pytest.raises(errors.AlreadyAnswered):
        services.answer_check_in(**say, side="HELPER", mood="TALK")
    services.answer_check_in(**say, side="SEEKER", mood="FAIR")

    check.refresh_from_db()
    assert check.closed_at is not None
    assert kinds_open() == []
    assert check.said["HELPER"].mood == "GOOD"


def test_who_wants_to_talk_comes_to_the_owner_at_once(running, town, clara, now):
    row = running()
    check = CheckIn.objects.get(sponsorship=row, weeks=2)
    for side, mood in (("SEEKER", "TALK"), ("HELPER", "GOOD")):
        services.answer_check_in(
            check_in=check, side=side, mood=mood, note="Bitte anrufen", now=now
        )

    [todo] = Todo.objects.open()
    assert (todo.kind, todo.owner) == ("mentoring.talk", clara)
    assert check.answers.get(side="SEEKER").note == "Bitte anrufen"


def test_somebody_without_mail_is_asked_by_telephone(running, town, now):
    running(who={"channel": "TELEPHONE", "phone": "+49231555", "email": ""})
    services.ask_due(municipality_id=town.pk, now=now + timedelta(days=15))

    assert not mail.outbox
    assert "mentoring.check" in kinds_open()


def test_the_end_says_why_and_somebody_else_is_looked_for(running, clara, now):
    row = running()
    later = now + timedelta(days=30)
    need = services.end_sponsorship(
        sponsorship=row, outcome="PARTLY", reason="NO_TIME", note="Umzug",
        looks_on=False, by=clara, now=later,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.ended_on == timezone.localdate(later)
    assert Need.objects.get(pk=need.pk).state == "DONE"
    assert not CheckIn.objects.filter(closed_at__isnull=True).exists()
    with pytest.raises(errors.NotThisFar):
        check = CheckIn.objects.filter(sponsorship=row).first()
        services.answer_check_in(
            check_in=check, side="HELPER", mood="GOOD", note="", now=later
        )

    for _press in (1, 2):
        services.look_again(sponsorship=row, by=clara, now=later)
    need.refresh_from_db()
    assert need.is_open
    assert need.waiting_since == timezone.localdate(later)


def test_what_runs_is_not_looked_for_again(running, clara, now):
    with pytest.raises(errors.NotThisFar):
        services.look_again(sponsorship=running(), by=clara, now=now)


def test_the_agreement_speaks_the_languages_of_both(confirmed, clara, programme, town):
    row = confirmed(who={"language": "ar"})
    made = programme(rules={"de": "Wir treffen uns im Café.", "ar": "نلتقي في المقهى"})
    services.assign(sponsorship=row, programme=made, owner=clara, by=clara)
    row.refresh_from_db()
    town.languages = ["de", "ar"]
    row.match.need.municipality = row.municipality = town

    assert agreements.languages_of(row) == ["de", "ar"]
    paper = agreements.agreement(row, today=timezone.localdate())
    assert paper.startswith(b"%PDF")


class TestWishes:
    """A wish goes to an association with consent, and an answer comes back."""

    def test_it_rests_while_the_association_looks(self, handed):
        row = handed()

        assert Need.objects.get().state == "PAUSED"
        [letter] = bodies_to("ankommen")
        assert keys.wish_code(row) in letter
        assert "Amira" not in letter
        assert "Projekt Ankommen" in bodies_to("amira")[-1]

    def test_without_consent_or_address_nothing_goes(
        self, handed, association, wish, now
    ):
        day = timezone.localdate(now)
        with pytest.raises(errors.NoConsent):
            handed(consent_on=day + timedelta(days=1))
        with pytest.raises(errors.NoConsent):
            handed(
                organisation=association("Zwei"),
                need=wish(),
                consent_until=day - timedelta(days=1),
            )
        with pytest.raises(errors.NoAddress):
            handed(organisation=association("Drei", email=""))
        with pytest.raises(errors.NotASponsorship):
            handed(organisation=association("Vier"), need=wish(kind=Kind.COMPANY))
        assert HandOver.objects.count() == 0

    def test_a_wish_lies_with_one_association(self, handed, association, wish):
        need = wish()
        handed(need=need)
        with pytest.raises(errors.NotASponsorship):
            handed(need=need, organisation=association("Zwei"))

    def test_somebody_who_is_asked_already_keeps_the_wish(
        self, handed, wish, sponsor, clara, now
    ):
        need = wish()
        pool.ask(need=need, offers=[sponsor()], by=clara, now=now)
        with pytest.raises(errors.AlreadyHandedOver):
            handed(need=need)

    def test_the_first_answer_counts(self, handed, now):
        row = handed()
        say = {"hand_over": row, "starts_on": None, "note": "", "now": now}
        services.report_wish(**say, is_found=False)
        with pytest.raises(errors.AlreadyAnswered):
            services.report_wish(**say, is_found=True)

        assert Need.objects.get().is_open
        assert kinds_open() == ["mentoring.answered", "pool.find"]

    def test_silence_is_reminded_of_each_week(self, handed, town, now):
        handed()
        for days, count in ((13, 0), (15, 1), (16, 0), (23, 1)):
            later = now + timedelta(days=days)
            assert (
                services.remind_associations(municipality_id=town.pk, now=later)
                == count
            )
        assert len(bodies_to("ankommen")) == 3
        assert "mentoring.waits" in kinds_open()

    def test_a_family_that_is_not_reached_is_told_by_the_owner(self, handed, now):
        row = handed()
        Seeker.objects.update(email="")
        row.refresh_from_db()
        services.report_wish(
            hand_over=row, is_found=False, starts_on=None, note="", now=now
        )

        assert row.need.is_open
        assert "pool.unreached" in kinds_open()

    def test_taken_back_nothing_is_shown(self, handed, clara, now):
        row = handed()
        done = services.take_back_wish(hand_over=row, by=clara, now=now)

        assert not done.is_readable(timezone.localdate(now))
        assert Need.objects.get().is_open


class TestProgrammes:
    def test_an_application_becomes_an_offer_or_a_wish(self, programme, clara, now):
        made = programme()
        who = {"name": "Cem Probe", "channel": "MAIL", "email": "cem@example.org"}
        who |= {"language": "de"}
        for side in ("HELPER", "SEEKER"):
            services.apply_for(
                programme=made,
                application=Application(side=side, person=who, languages={"tr": 1}),
                now=now,
            )

        [offer], [need] = Offer.objects.all(), Need.objects.all()
        assert (offer.owner, need.owner) == (clara, clara)
        assert kinds_open() == ["mentoring.applied", "pool.find"]
        [match] = pool.ask(need=need, offers=[offer], by=clara, now=now)
        assert Match.objects.get() == match

    def test_a_closed_one_takes_nobody(self, programme, now):
        made = programme(is_open=False)
        with pytest.raises(errors.NotTaking):
            services.apply_for(
                programme=made,
                application=Application("HELPER", {"name": "C", "language": "de"}, {}),
                now=now,
            )

    def test_two_have_different_names(self, programme):
        programme()
        with pytest.raises(errors.NameTaken):
            programme()
